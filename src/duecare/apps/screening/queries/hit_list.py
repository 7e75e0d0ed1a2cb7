"""The queue of hits as a page shows it: searched, narrowed, ordered and cut by the database, not here.

A hit's standing follows from what was said of it and from party and entry as they are now (`standings`). The database
knows what was said last; of a clearance it knows only whether the hit was written anew afterwards, which is where
something material may have changed. Those few are looked at one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from duecare.adapters import clock
from duecare.apps.parties import queries as parties
from duecare.apps.screening.models import Disposition, Hit
from duecare.apps.screening.rules.dispositions import STANDINGS, UNSETTLED, Word, standing
from duecare.apps.screening.rules.weighing import STRENGTHS
from duecare.kernel.errors import BadInput

from .hits import NOBODY, HitRow, rows_of
from .standings import party_parts

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
    found = _narrowed(_in_state(wanted.state), wanted)
    counts: Counter[str] = Counter()
    lists: Counter[str] = Counter()
    for strength, code, n in found.order_by().values_list("strength", "list_code").annotate(n=Count("pk")):
        counts[strength] += n
        lists[code] += n if not wanted.strengths or strength in wanted.strengths else 0
    if wanted.strengths:
        found = found.filter(strength__in=wanted.strengths)
    if wanted.list_code:
        found = found.filter(list_code=wanted.list_code)
    total = lists[wanted.list_code] if wanted.list_code else sum(lists.values())
    page = list(_ordered(found, wanted)[wanted.offset : wanted.offset + wanted.size])
    return HitPage(rows_of(page), total, counts, lists)


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


def _in_state(state: str) -> QuerySet[Hit]:
    """Most hits were never judged: of these nothing is asked but that, and of the others what was said last."""
    wanted = sorted(UNSETTLED) if not state else [state]
    changed = _changed_since_cleared() if not {"lapsed", "waiting", "cleared"}.isdisjoint(wanted) else {}
    lapsed = [one for one, now in changed.items() if now in wanted]
    judged, parts = _judged()
    fits = Q(pk__in=lapsed)
    said = Q(pk__in=())
    for name in wanted:
        said |= parts.get(name, Q(pk__in=()))
    if "cleared" in wanted:
        said &= ~Q(pk__in=[one for one, now in changed.items() if now != "cleared"])
    fits |= Q(pk__in=judged.filter(said).values("pk"))
    never = ~Q(pk__in=Disposition.objects.values("hit_id"))
    if "open" in wanted:
        fits |= never & Q(gone_because="")
    if "gone" in wanted:
        fits |= never & ~Q(gone_because="")
    return Hit.objects.filter(fits)


def _judged() -> tuple[QuerySet[Hit], dict[str, Q]]:
    """Hits of which anything was said, and for each standing what makes it, but for what changed since."""
    words = Disposition.objects.filter(hit=OuterRef("pk"))
    rows = Hit.objects.filter(pk__in=Disposition.objects.values("hit_id")).annotate(
        last=Subquery(words.filter(state="stands").order_by("-turn").values("verdict")[:1]),
        waits=Exists(words.filter(state="waiting")),
    )
    here, gone = Q(gone_because=""), ~Q(gone_because="")
    return rows, {
        "open": Q(last=None, waits=False) & here,
        "asked": Q(last="ask", waits=False) & here,
        "waiting": (Q(last=None) | Q(last="ask")) & Q(waits=True) & here,
        "cleared": Q(last="cleared") & here,
        "confirmed": Q(last="confirmed") & here,
        "delisted": Q(last="confirmed") & gone,
        "gone": gone & (Q(last=None) | ~Q(last="confirmed")),
    }


def _changed_since_cleared() -> dict[UUID, str]:
    """Standing of the hits that were cleared and written anew afterwards; most of them stand as they did."""
    of_hit = Disposition.objects.filter(hit=OuterRef("hit"))
    found = list(
        Disposition.objects.filter(verdict="cleared", state="stands", hit__gone_because="")
        .filter(~Exists(of_hit.filter(state="stands", turn__gt=OuterRef("turn"))), hit__changed_at__gte=F("said_at"))
        .annotate(waits=Exists(of_hit.filter(state="waiting")))
        .select_related("content", "hit__content")
    )
    bodies = parties.bodies(one.hit.body_id for one in found) if found else {}
    stand: dict[UUID, str] = {}
    for one in found:
        said = [Word("cleared", state, one.party, one.content.body, one.said_at) for state in ("stands", "waiting")]
        party = party_parts(bodies[one.hit.body_id])
        stand[one.hit_id] = standing(said[: 1 + one.waits], party, one.hit.content.body).state
    return stand


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
