"""What everybody dealt with or decided on, held against names that somebody types in secret.

Every table is read whole, each in one statement that has the same text and parameters whoever asks about whom. Which
name was meant is known to the process that asks, and to nobody who reads the statements. The audit log is the source:
every write of every person stands there. Beside it stands what somebody has without having written it themselves:
opportunities given into their hands, measures, a place aside from a decision, an interest that another declared.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from uuid import UUID

from django.utils.timezone import localtime

from duecare.adapters.as_text import as_text, moment
from duecare.apps.assessments.queries.hands import deals_with_parties, in_hand
from duecare.apps.audit.queries import done_about
from duecare.apps.governance.queries.interests import interests
from duecare.apps.mitigation.queries.owned import measures_owned
from duecare.apps.monitoring.models import NamedCustomer
from duecare.apps.monitoring.rules.past_work import How, Kind, Line, Met, Party, Past, Web, kind_of
from duecare.apps.parties.queries.web import Named, every_name, every_tie, refused_by
from duecare.apps.parties.rules.called import calling, parts
from duecare.apps.screening.queries.judged import judged
from duecare.kernel.errors import BadInput

MOST = 50
"""Parties that one typed name may mean; of more nobody would read what is on record."""
Work = Iterator[tuple[str, str, Kind, str]]
"""(person, customer or party or opportunity, kind, when)."""
Deals = Sequence[tuple[str, str, str | None]]


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything by its id."""

    parties: Mapping[str, Named]
    web: Web
    deals: Deals
    of_customer: Mapping[str, str]
    """The party that is a customer."""


class Reading(StrEnum):
    """What is read, in this order: told before it is begun, since all of it takes seconds in a large house."""

    PARTIES = "parties"
    TIES = "ties"
    DEALS = "deals"
    LOG = "log"
    INTERESTS = "interests"
    HANDS = "hands"
    MEASURES = "measures"
    SCREENING = "screening"
    REFUSED = "refused"
    REPORTS = "reports"


def past_work(names: Sequence[str]) -> Past:
    """What is on record of everybody, of the parties that these names may mean.

    Raises:
        BadInput: a name fits more than `MOST` parties.
    """
    *_, found = compare(names)
    assert isinstance(found, Past)
    return found


def compare(names: Sequence[str]) -> Iterator[Reading | Past]:
    """As `past_work`, told as it goes on; the answer comes last. Raises BadInput: see there, once all was read."""
    known = yield from _known()
    meant = _meant(known, names)
    subjects = {key for found in meant.values() for key in found}
    lines = yield from _lines(known, subjects)
    for name, found in meant.items():
        if sum(how in (How.CALLED, How.ALIAS) for how in found.values()) > MOST:
            raise BadInput("this fits too many parties: write more of the name", field="names", value=name)
    met = tuple(Met(name, tuple(_shown(known, found))) for name, found in meant.items())
    yield Past(met, lines)


def _known() -> Generator[Reading, None, _Known]:
    yield Reading.PARTIES
    parties = {one.id: one for one in every_name()}
    yield Reading.TIES
    ties = list(every_tie())
    above = [(one.parent_id, one.id) for one in parties.values() if one.parent_id]
    held = chain(above, ((one.upper, one.lower) for one in ties if not one.speaks))
    web = Web(held, ((one.upper, one.lower) for one in ties if one.speaks))
    of_customer = {one.customer_id: one.id for one in parties.values() if one.customer_id}
    yield Reading.DEALS
    return _Known(parties, web, list(deals_with_parties()), of_customer)


def _meant(known: _Known, names: Sequence[str]) -> Mapping[str, Mapping[str, How]]:
    """Parties that each name may mean, and what is tied to them; the nearer tie counts."""
    typed = {name: parts(name) for name in names}
    named: dict[str, dict[str, How]] = {name: {} for name in names}
    for key, one in known.parties.items():
        for name in calling(typed, one.aliases):
            named[name][key] = How.ALIAS
        for name in calling(typed, (one.name,)):
            named[name][key] = How.CALLED
    return {name: _with_ties(known, found) for name, found in named.items()}


def _with_ties(known: _Known, named: Mapping[str, How]) -> Mapping[str, How]:
    if not named or len(named) > MOST:
        return named
    near: dict[str, How] = {}
    for key in named:
        near |= known.web.around(key)
    near |= named
    dealt = {known.of_customer[customer] for _deal, customer, party in known.deals if party in near}
    return dict.fromkeys(dealt, How.DEAL) | near


def _shown(known: _Known, found: Mapping[str, How]) -> Iterator[Party]:
    order = list(How)
    every = [Party(known.parties[key].name, known.parties[key].reference, how) for key, how in found.items()]
    yield from sorted(every, key=lambda one: (order.index(one.how), one.name, one.reference))


def _lines(known: _Known, subjects: set[str]) -> Generator[Reading, None, Mapping[UUID, tuple[Line, ...]]]:
    """By person; what is of nobody who was meant is passed over while it is read."""
    meant = {key: key for key in subjects}
    meant |= {one.customer_id: key for key in subjects if (one := known.parties[key]).customer_id}
    meant |= {deal: meant[customer] for deal, customer, _party in known.deals if customer in meant}
    last: dict[str, dict[tuple[str, Kind], datetime]] = {}
    for what, work in _work(meant):
        yield what
        for person, about, kind, said in work:
            if (party := meant.get(about)) is not None:
                mine, at = last.setdefault(person, {}), moment(said)
                mine[party, kind] = max(at, mine.get((party, kind), at))
    return {UUID(person): tuple(_ordered(known, mine)) for person, mine in last.items()}


def _ordered(known: _Known, mine: Mapping[tuple[str, Kind], datetime]) -> list[Line]:
    order = list(Kind)
    made = [
        Line(known.parties[party].name, known.parties[party].reference, kind, _day(at))
        for (party, kind), at in mine.items()
    ]
    return sorted(made, key=lambda one: (one.name, one.reference, order.index(one.kind)))


def _day(at: datetime) -> date:
    return localtime(at).date()


def _work(meant: Collection[str]) -> Iterator[tuple[Reading, Work]]:
    """What anybody did for these, and all that anybody has in hand, of whomever."""
    done = done_about(meant, "body", "opportunity")
    yield Reading.LOG, ((person, about, kind_of(act), at) for person, about, act, at in done)
    yield (
        Reading.INTERESTS,
        ((person, about, Kind.INTEREST if told else Kind.ASIDE, at) for person, about, told, at in interests()),
    )
    yield Reading.HANDS, _all_of(Kind.HAND, in_hand())
    yield Reading.MEASURES, _all_of(Kind.MEASURE, measures_owned())
    yield Reading.SCREENING, _all_of(Kind.SCREENING, judged())
    yield Reading.REFUSED, _all_of(Kind.SCREENING, refused_by())
    yield Reading.REPORTS, _all_of(Kind.REPORT, _of_reports())


def _all_of(kind: Kind, rows: Iterable[tuple[str, str, str]]) -> Work:
    return ((person, about, kind, at) for person, about, at in rows)


def _of_reports() -> Iterator[tuple[str, str, str]]:
    """(person, customer, when) of whoever recorded, assessed or settled a public report that names a customer."""
    rows = NamedCustomer.objects.order_by()
    first, *others = (
        rows.exclude(**{f"report__{who}": None}).values_list(
            *map(as_text, (f"report__{who}", "customer_id", f"report__{at}"))
        )
        for who, at in (
            ("recorded_by", "recorded_at"), ("assessed_by", "assessed_at"), ("answered_by", "answered_at"),
        )
    )  # fmt: skip
    yield from first.union(*others, all=True).iterator(chunk_size=5000)
