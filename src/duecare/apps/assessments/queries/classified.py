"""Every deployment with the facts of its recorded classes: what a simulation runs another method over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.apps.assessments.models import Classification, Deployment, OpportunityParty
from duecare.apps.assessments.rules.disputed import Standing, applicable
from duecare.apps.assessments.rules.opportunity_states import OVER
from duecare.apps.assessments.rules.stored_facts import StoredFacts
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.risk.rules.facts import Facts
from duecare.apps.risk.rules.simulation_classes import Subject

_ROLES = ("contracting", "paying", "using", "end_user")
"""Parties whose place rates a deployment, as in `Deal.standings`."""
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded class: the facts it was made from, the country's left out, and the place that was worst."""

    facts: Facts
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Classified:
    """One deployment that has a class.

    Attributes:
        counts: it is in somebody's hands or may yet be, so that its customer shows it.
        records: oldest first.
    """

    id: UUID
    opportunity_id: UUID
    customer_id: UUID | None
    position: int
    counts: bool
    places: tuple[str, ...]
    records: tuple[Recorded, ...]

    def latest(self) -> Subject:
        """As it was classified last."""
        return self._subject(self.records[-1])

    def before(self, moment: datetime) -> Subject:
        """As it was classified last before a moment; by its first class where none is older."""
        older = [one for one in self.records if one.at <= moment]
        return self._subject(older[-1] if older else self.records[0])

    def _subject(self, record: Recorded) -> Subject:
        places = dict.fromkeys((*self.places, record.place))
        return Subject(str(self.id), record.facts, tuple(place for place in places if place))


def classified() -> tuple[Classified, ...]:
    """Every deployment with a class that was not returned, in the order of their ids."""
    records = _records()
    having = Deployment.objects.filter(id__in=Classification.objects.values("deployment_id")).order_by("id")
    rows = list(having.values_list(
        "id", "opportunity_id", "opportunity__customer_id", "opportunity__state", "contract__ended_on", "position",
        "using_body_id", "effective_authority", "place_of_use",
    ))  # fmt: skip
    placed = _bodies_of({row[1] for row in rows})
    known = _bodies({body for bodies in placed.values() for body in bodies} | {row[6] for row in rows if row[6]})
    found = []
    for key, deal, customer, state, ended, position, using, authority, place in rows:
        if key in records:
            bodies = [known[one] for one in (*placed.get(deal, ()), *((using,) if using else ())) if one in known]
            home = known[using].country if using in known else ""
            standings = [Standing("the deployment", home, authority, place), *map(_standing, bodies)]
            places = tuple(one.code for one in applicable(standings))
            counts = customer is not None and state not in OVER and ended is None
            found.append(Classified(key, deal, customer, position, counts, places, tuple(records[key])))
    return tuple(found)


def _records() -> Mapping[UUID, list[Recorded]]:
    reading = StoredFacts()
    found: dict[UUID, list[Recorded]] = defaultdict(list)
    rows = Classification.objects.exclude(state="returned").order_by("deployment_id", "number")
    for key, facts, place, at in rows.values_list("deployment_id", "facts", "place", "proposed_at").iterator(_AT_ONCE):
        found[key].append(Recorded(reading.read(facts), place, at))
    return found


def _bodies_of(deals: set[UUID]) -> Mapping[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = OpportunityParty.objects.filter(role__in=_ROLES).values_list("opportunity_id", "body_id")
    for deal, body in rows.iterator(_AT_ONCE):
        if deal in deals:
            found[deal].append(body)
    return found


def _bodies(ids: Iterable[UUID]) -> dict[UUID, BodyRow]:
    wanted = sorted(ids)
    found: dict[UUID, BodyRow] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        found.update(parties.bodies(wanted[start : start + _AT_ONCE]))
    return found


def _standing(body: BodyRow) -> Standing:
    return Standing(body.name, body.country, body.effective_authority, body.place_of_use)
