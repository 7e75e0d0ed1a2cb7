"""Load the fictional company into an empty home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from duecare.adapters import clock

from .asking import ask_for_logs
from .calendar import Calendar, tell
from .catalogue import fill_catalogue, import_figures, put_up_edition
from .company import Company
from .deals import Scene
from .deciding import meet
from .drafting import draft_method, try_another
from .entitling import entitle
from .happening import record
from .improving import improve
from .people import arrive, choose_method, declare, sit
from .reading import folder, parts
from .refusing import refuse
from .reporting import publish
from .screening import screen
from .telling import tell_deal
from .writing import write

FIRST_DAY = 420
"""Days before today on which the company opened its books."""


def load(today: date | None = None, progress: Callable[[int], object] | None = None) -> Company:
    """Fill an empty company: same people, names, order and days before `today`, every time.

    Args:
        today: last day of the calendar; the real day when None.
        progress: called with the number of steps taken.
    """
    company = Company(Calendar(today or clock.today()))
    scenes = [Scene(company, deal, place) for place, deal in enumerate(folder("deals"))]
    deals = folder("deals")
    interests = [one for committee in folder("committees") for one in parts(committee, "interests")]
    tell(
        [
            arrive(company),
            choose_method(company, FIRST_DAY),
            *(sit(company, committee) for committee in folder("committees")),
            import_figures(company, FIRST_DAY - 4),
            fill_catalogue(company),
            *(refuse(company, entry) for entry in folder("no_go")),
            *(tell_deal(scene) for scene in scenes),
            *(meet(company, meeting, deals) for meeting in folder("meetings")),
            *(declare(company, interest) for interest in interests),
            draft_method(company),
            try_another(company),
            put_up_edition(company),
            *(record(company, event) for event in folder("events")),
            screen(company),
            *(entitle(company, entry) for entry in folder("entitlements")),
            *(write(company, entry) for entry in folder("letters")),
            *(publish(company, entry) for entry in folder("public_reports")),
            ask_for_logs(company),
            improve(company),
        ],
        progress,
        transaction.atomic,
    )
    return company
