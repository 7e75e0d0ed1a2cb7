"""The queue of hits as a page shows it: searched, narrowed, ordered and cut by the database, not here.

A hit's standing follows from what was said of it and from party and entry as they are now (`standings`). It is written
beside the hit whenever the hit is compared, judged or withdrawn. A party that was corrected is compared within seconds;
until then the queue has the hit where it was, and its row says already how it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from duecare.adapters import clock
from duecare.apps.screening.models import Hit
from duecare.apps.screening.rules.dispositions import STANDINGS, UNSETTLED
from duecare.apps.screening.rules.weighing import STRENGTHS
from duecare.kernel.errors import BadInput

from .hits import NOBODY, HitRow, rows_of

ORDERS = ("strength", "score", "party", "listed", "list", "age")


@dataclass(frozen=True, slots=True)
class HitListQuery:
    """What of the queue to show; "" or None narrows nothing.

    Attributes:
        q: part of the party's or the listed name.
        strengths: which; empty for all.
        state: one of `STANDINGS`, or "" for those in which somebody has to judge.
        assignee: a person, or `NOBODY`.
        older_than_days: found before so many days.
        order: one of `ORDERS`; "strength" puts the strong ones first, and of these the highest score.
    """

    q: str = ""
    strengths: tuple[str, ...] = ()
    state: str = ""
    list_code: str = ""
    assignee: UUID | str | None = None
    body_id: UUID | None = None
    older_than_days: int = 0
    order: str = "strength"
    descending: bool = False
    offset: int = 0
    size: int = 25


@dataclass(frozen=True, slots=True)
class HitPage:
    """One page of hits.

    Attributes:
        total: of the strengths asked for.
        counts: strength → how many there are, whatever strengths were asked for.
        lists: list code → how many there are of the strengths asked for.
    """

    rows: tuple[HitRow, ...]
    total: int
    counts: Mapping[str, int]
    lists: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HitOfParty:
    """A hit beside its party."""

    id: UUID
    listed_name: str
    list_code: str
    score: float
    strength: str


def hit_list(wanted: HitListQuery) -> HitPage:
    """One page of hits and how many there are of each strength. Raises BadInput: no such state or strength."""
    _check(wanted)
    asked = Hit.objects.filter(standing=wanted.state) if wanted.state else Hit.objects.all()
    if not wanted.state or wanted.state in UNSETTLED:
        asked = asked.filter(to_judge=True)  # also of one state: so the index of the queue is read in its order
    found = _narrowed(asked, wanted)
    counts: Counter[str] = Counter()
    lists: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for strength, code, n in found.order_by().values_list("strength", "list_code").annotate(n=Count("*")):
        counts[strength] += n
        if not wanted.strengths or strength in wanted.strengths:
            lists[code] += n
            within[strength] += n if wanted.list_code in ("", code) else 0
    if wanted.list_code:
        found = found.filter(list_code=wanted.list_code)
    return HitPage(rows_of(_cut(found, wanted, within)), within.total(), counts, lists)


def hits_named(ids: tuple[UUID, ...]) -> tuple[HitRow, ...]:
    """These hits in the order of the queue; an id without a hit is left out."""
    return rows_of(_ordered(_light(Hit.objects.filter(id__in=ids)), HitListQuery()))


def hits_of(body_id: UUID, but: UUID | None = None) -> tuple[HitOfParty, ...]:
    """Hits of one party that are met today, the strongest first; `but` leaves one out. Without where each stands."""
    met = Hit.objects.filter(body_id=body_id, gone_because="")
    found = _ordered(met.exclude(id=but) if but else met, HitListQuery())
    return tuple(HitOfParty(row.id, row.content.name, row.list_code, row.score, row.strength) for row in found)


def _check(wanted: HitListQuery) -> None:
    for field, given, known in (("strength", wanted.strengths, STRENGTHS), ("state", (wanted.state,), STANDINGS)):
        for one in given:
            if one and one not in known:
                raise BadInput(f"there is no such {field}.", field=field, value=one)


def _light(rows: QuerySet[Hit]) -> QuerySet[Hit]:
    return rows.select_related("content").defer("alignment", "circumstances", "content__body")


def _cut(found: QuerySet[Hit], wanted: HitListQuery, within: Mapping[str, int]) -> list[Hit]:
    """The page asked for. By strength it is read strength by strength, each in the order of an index."""
    if wanted.order != "strength" or wanted.descending:
        chosen = found.filter(strength__in=wanted.strengths) if wanted.strengths else found
        return list(_ordered(chosen, wanted)[wanted.offset : wanted.offset + wanted.size])
    page: list[Hit] = []
    skip, left = wanted.offset, wanted.size
    for strength in reversed(STRENGTHS):
        if skip < within[strength] and left:
            rows = _light(found.filter(strength=strength)).order_by(F("score").desc(), "found_at", "id")
            some = list(rows[skip : skip + left])
            page += some
            left -= len(some)
        skip = max(skip - within[strength], 0)
    return page


def _narrowed(rows: QuerySet[Hit], wanted: HitListQuery) -> QuerySet[Hit]:
    for word in wanted.q.split():
        rows = rows.filter(Q(party_name__icontains=word) | Q(content__name__icontains=word) | Q(key__iexact=word))
    if wanted.assignee == NOBODY:
        rows = rows.filter(assigned_to=None)
    elif wanted.assignee is not None:
        rows = rows.filter(assigned_to=wanted.assignee)
    if wanted.body_id is not None:
        rows = rows.filter(body_id=wanted.body_id)
    if wanted.older_than_days:
        rows = rows.filter(found_at__lte=clock.now() - timedelta(days=wanted.older_than_days))
    return rows


def _ordered(rows: QuerySet[Hit], wanted: HitListQuery) -> QuerySet[Hit]:
    rank = Case(
        *(When(strength=word, then=Value(at)) for at, word in enumerate(reversed(STRENGTHS))),
        output_field=IntegerField(),
    )
    keys = {
        "strength": (rank.asc(), F("score").desc()), "score": (F("score").desc(),), "party": (F("party_name").asc(),),
        "listed": (F("content__name").asc(),), "list": (F("list_code").asc(), F("key").asc()),
        "age": (F("found_at").asc(),),
    }  # fmt: skip
    order = keys.get(wanted.order, keys["strength"])
    turned = [one.reverse_ordering() or one for one in (each.copy() for each in order)] if wanted.descending else order
    return _light(rows).order_by(*turned, "found_at", "id")
