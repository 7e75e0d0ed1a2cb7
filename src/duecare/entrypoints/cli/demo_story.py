"""Who takes part in the fictional company's sealed reports, and how each finds a case on a day that lies behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.queries.opening import Case, open_case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.reports import SpeaksFor
from duecare.apps.intake.rules.store import Table


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody reports, so many days ago."""

    ago: int
    track: Track
    answers: Mapping[str, str]
    speaks_for: SpeaksFor = SpeaksFor.SELF
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The store, and everybody's keys."""

    site: Site
    today: date
    keys: Mapping[str, Keys]

    def on(self, ago: int) -> Site:
        """The store so many days ago."""
        return replace(self.site, today=self.today - timedelta(days=ago))

    def case(self, who: str, told: Told, ago: int) -> tuple[Case, Site, int]:
        """The case of this report as somebody has it on a day, and how many words were said in it."""
        site = self.on(ago)
        for table in Table:
            for group in site.store.groups(table):
                case = open_case(site, self.keys[who], table, group)
                found = standing(site, case).progress if case else None
                if case and found and found.report.answers == told.answers:
                    return case, site, len(found.said)
        raise ValueError("no such case")
