"""What everybody dealt with or decided on, held against names that somebody types in secret.

Every table is read whole, each in one statement that has the same text and parameters whoever asks about whom. Which
name was meant is known to the process that asks, and to nobody who reads the statements. The audit log is the source:
every write of every person stands there. Beside it stands what somebody has without having written it themselves:
opportunities given into their hands, measures, a place aside from a decision, an interest that another declared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.utils.timezone import localtime

from duecare.apps.assessments.queries.hands import deals_with_parties, in_hand
from duecare.apps.audit.queries import done_about
from duecare.apps.governance.queries.interests import interests
from duecare.apps.mitigation.queries.owned import measures_owned
from duecare.apps.monitoring.models import NamedCustomer
from duecare.apps.monitoring.rules.past_work import How, Kind, Line, Met, Party, Past, Web, kind_of
from duecare.apps.parties.queries.web import Named, every_name, every_tie, refused_by
from duecare.apps.parties.rules.called import calls, parts
from duecare.apps.screening.queries.judged import judged
from duecare.kernel.errors import BadInput

MOST = 50
"""Parties that one typed name may mean; of more nobody would read what is on record."""
Work = Iterator[tuple[UUID, UUID, Kind, datetime]]
"""(person, customer or party or opportunity, kind, when)."""
Deals = Sequence[tuple[UUID, UUID, UUID | None]]


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything by its id."""

    parties: Mapping[UUID, Named]
    web: Web
    deals: Deals
    of_customer: Mapping[UUID, UUID]
    """The party that is a customer."""


def past_work(names: Sequence[str]) -> Past:
    """What is on record of everybody, of the parties that these names may mean.

    Raises:
        BadInput: a name fits more than `MOST` parties.
    """
    known = _known()
    meant = {name: _meant(known, name) for name in names}
    subjects = {key for found in meant.values() for key in found}
    lines = _lines(known, subjects)
    for name, found in meant.items():
        if sum(how in (How.CALLED, How.ALIAS) for how in found.values()) > MOST:
            raise BadInput("this fits too many parties: write more of the name", field="names", value=name)
    met = tuple(Met(name, tuple(_shown(known, found))) for name, found in meant.items())
    return Past(met, lines)


def _known() -> _Known:
    parties = {one.id: one for one in every_name()}
    ties = list(every_tie())
    above = [(one.parent_id, one.id) for one in parties.values() if one.parent_id]
    held = chain(above, ((one.upper, one.lower) for one in ties if not one.speaks))
    web = Web(held, ((one.upper, one.lower) for one in ties if one.speaks))
    of_customer = {one.customer_id: one.id for one in parties.values() if one.customer_id}
    return _Known(parties, web, list(deals_with_parties()), of_customer)


def _meant(known: _Known, name: str) -> Mapping[UUID, How]:
    """Parties that a name may mean, and what is tied to them; the nearer tie counts."""
    typed = parts(name)
    named: dict[UUID, How] = {}
    for key, one in known.parties.items():
        if calls(typed, parts(one.name)):
            named[key] = How.CALLED
        elif any(calls(typed, parts(other)) for other in one.aliases):
            named[key] = How.ALIAS
    if len(named) > MOST:
        return named
    near: dict[UUID, How] = {}
    for key in named:
        near |= known.web.around(key)
    near |= named
    dealt = {known.of_customer[customer] for _deal, customer, party in known.deals if party in near}
    return dict.fromkeys(dealt, How.DEAL) | near


def _shown(known: _Known, found: Mapping[UUID, How]) -> Iterator[Party]:
    order = list(How)
    every = [Party(known.parties[key].name, known.parties[key].reference, how) for key, how in found.items()]
    yield from sorted(every, key=lambda one: (order.index(one.how), one.name, one.reference))


def _lines(known: _Known, subjects: set[UUID]) -> Mapping[UUID, tuple[Line, ...]]:
    """By person; what is of nobody who was meant is passed over while it is read."""
    meant = {key: key for key in subjects}
    meant |= {one.customer_id: key for key in subjects if (one := known.parties[key]).customer_id}
    meant |= {deal: meant[customer] for deal, customer, _party in known.deals if customer in meant}
    last: dict[UUID, dict[tuple[UUID, Kind], datetime]] = {}
    for person, about, kind, at in _work(meant):
        if (party := meant.get(about)) is not None:
            mine = last.setdefault(person, {})
            mine[party, kind] = max(at, mine.get((party, kind), at))
    return {person: tuple(_ordered(known, mine)) for person, mine in last.items()}


def _ordered(known: _Known, mine: Mapping[tuple[UUID, Kind], datetime]) -> list[Line]:
    order = list(Kind)
    made = [
        Line(known.parties[party].name, known.parties[party].reference, kind, _day(at))
        for (party, kind), at in mine.items()
    ]
    return sorted(made, key=lambda one: (one.name, one.reference, order.index(one.kind)))


def _day(at: datetime) -> date:
    return localtime(at).date()


def _work(meant: Collection[UUID]) -> Work:
    """What anybody did for these, and all that anybody has in hand, of whomever."""
    for person, about, act, at in done_about(meant, "body", "opportunity"):
        yield person, about, kind_of(act), at
    for person, about, told, at in interests():
        yield person, about, Kind.INTEREST if told else Kind.ASIDE, at
    for kind, rows in (
        (Kind.HAND, in_hand()), (Kind.MEASURE, measures_owned()), (Kind.SCREENING, judged()),
        (Kind.SCREENING, refused_by()), (Kind.REPORT, _of_reports()),
    ):  # fmt: skip
        for person, about, at in rows:
            yield person, about, kind, at


def _of_reports() -> Iterator[tuple[UUID, UUID, datetime]]:
    """(person, customer, when) of whoever recorded, assessed or settled a public report that names a customer."""
    rows = NamedCustomer.objects.order_by()
    first, *others = (
        rows.exclude(**{f"report__{who}": None}).values_list(f"report__{who}", "customer_id", f"report__{at}")
        for who, at in (
            ("recorded_by", "recorded_at"), ("assessed_by", "assessed_at"), ("answered_by", "answered_at"),
        )
    )  # fmt: skip
    yield from first.union(*others, all=True).iterator(chunk_size=5000)
