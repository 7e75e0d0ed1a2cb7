"""What the home page says of the whole: classes, overdue plans, open votes, what was done last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from duecare.apps.assessments import queries as assessments
from duecare.apps.audit.queries import entries
from duecare.apps.audit.rules.reading import READERS
from duecare.apps.governance import queries as governance
from duecare.apps.governance.queries import DecisionRow
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.mitigation.queries import PlanList, PlanQuery
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import CustomerQuery
from duecare.kernel.actor import Actor, Role

from .log_lines import Line, lines
from .templatetags.duecare import level_word

LEVELS = ("prohibited", "high", "elevated", "moderate", "low")
FEW = 5
MANY = 100
"""Where the number of overdue plans stops: the list of them tells the rest."""


@dataclass(frozen=True, slots=True)
class ClassTile:
    """How many customers have a class, with the list of them."""

    level: str
    title: str
    count: int
    url: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Each part holds what this person may see of it.

    Attributes:
        overdue: None for whoever only votes: no measure is theirs to do or to look after.
        latest: empty for whoever does not read the log.
    """

    classes: Sequence[ClassTile]
    overdue: PlanList | None
    votes: Sequence[DecisionRow]
    latest: Sequence[Line]
    many: int = MANY


def dashboard(actor: Actor) -> Dashboard | None:
    """The whole as this person may see it; None for an administrator, whose role opens no file."""
    if not actor.has(*(set(Role) - {Role.ADMINISTRATOR})):
        return None
    votes: Sequence[DecisionRow] = ()
    if actor.has(*governance.READERS):
        votes = governance.decisions(actor, which="open", limit=FEW)
    log = lines(entries(limit=FEW)) if actor.has(*(set(READERS) - {Role.ADMINISTRATOR})) else ()
    works = actor.has(*(set(Role) - {Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER}))
    overdue = mitigation.plans(actor, PlanQuery(state="overdue", size=FEW, count_to=MANY)) if works else None
    return Dashboard(_classes(actor), overdue, votes, log)


def _classes(actor: Actor) -> tuple[ClassTile, ...]:
    wanted = CustomerQuery(size=0, only=assessments.customer_ids_of(actor))
    counts = parties.customer_list(wanted).facets.get("level", {})
    named = [(level, level, level_word(level)) for level in LEVELS] + [("unrated", "indeterminate", _("no class yet"))]
    return tuple(
        ClassTile(shown, title, counts.get(key, 0), f"{reverse('customers')}?{urlencode({'level': key})}")
        for key, shown, title in named
    )
