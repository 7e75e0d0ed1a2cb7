"""Classes whose figures were replaced: which there are, what stands before and after, and who must look.

Compared is what a class rests on (`Classification.figures`: every published value in force, scores and bands, for each
place that applies, the method, and events that stand there) with what is in force today. A new edition, another
method, a figure that grew too old and an event recorded or withdrawn all show. Most of the work is done on groups: many
classes rest on the same figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from duecare.apps.assessments.models import Classification, Reassessment
from duecare.apps.assessments.rules.disputed import applicable
from duecare.apps.assessments.rules.opportunity_states import OVER
from duecare.apps.risk import queries as risk
from duecare.apps.risk.rules.events import EventMoved
from duecare.apps.risk.rules.figures_used import Replaced, figures_digest, figures_used, replaced
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound

from .days import today
from .deals import READERS, visible
from .reading import FileReading


@dataclass(frozen=True, slots=True)
class Figures:
    """What a class rests on: codes of places with spaces between, their figures, and the hash of all and the method."""

    places: str
    held: Mapping[str, JSON]
    sha256: str


@dataclass(frozen=True, slots=True)
class PlaceMoved:
    """One place before and after; scores None where there is none, `shown_…` may be indeterminate."""

    place: str
    before: float | None
    after: float | None
    band_before: str
    band_after: str
    treated_before: str
    treated_after: str


@dataclass(frozen=True, slots=True)
class ReportNamed:
    """A public report that names the customer, as it was when the class was queued because of it."""

    id: str
    reference: str
    title: str
    publisher: str
    day: date


@dataclass(frozen=True, slots=True)
class ReassessmentRow:
    """One class that waits to be looked at again, or was.

    Attributes:
        state: "open"; "classified": a new class was confirmed; "kept": somebody said why nothing changes.
        band_changed: a band that decisions use is another one.
        moved: points at most; None where a score came or went.
        places: before and after of every place that applies.
        events: what happened in those places and was recorded, or withdrawn, in between.
        reports: public reports that name the customer.
        editions: editions that came in between; `method_before` and `method_after` differ when the method changed.
        replaced: figures that came, went or changed.
        recorded: False for a class made before figures were recorded with it.
    """

    id: UUID
    opportunity_id: UUID
    deployment_id: UUID
    classification_id: UUID
    customer_id: UUID | None
    reference: str
    client: str
    position: int
    cls: str
    as_of: date
    state: str
    band_changed: bool
    moved: float | None
    places: tuple[PlaceMoved, ...]
    editions: tuple[str, ...]
    events: tuple[EventMoved, ...]
    reports: tuple[ReportNamed, ...]
    method_before: str
    method_after: str
    replaced: tuple[Replaced, ...]
    recorded: bool
    figures_sha256: str
    opened_at: datetime
    settled_at: datetime | None
    settled_by: UUID | None
    reason: str

    @property
    def kind(self) -> str:
        """What changed most: "band", "report", "score" (figures or method), or only "event"."""
        if self.band_changed:
            return "band"
        if self.reports:
            return "report"
        same = self.recorded and not self.replaced and self.method_before == self.method_after
        return "event" if self.events and same else "score"

    @property
    def alike(self) -> bool:
        """Whether it may be kept with others for one reason: no band changed, nothing happened, a score stands.

        A changed band or an event is a reason of its own to look; one sentence for a hundred of them would be none.
        """
        return self.kind == "score" and not self.events and self.moved is not None


@dataclass(frozen=True, slots=True)
class Affected:
    """A deployment in a place whose score would move."""

    opportunity_id: UUID
    customer_id: UUID | None
    reference: str
    client: str
    position: int
    cls: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AffectedList:
    """The first of them, and how many there are."""

    rows: tuple[Affected, ...]
    total: int


def figures_of(file: FileReading, deployment_id: UUID) -> Figures:
    """The figures that a class made now of this deployment rests on."""
    places = " ".join(found.code for found in applicable(file.deal.standings(deployment_id)))
    return figures_now(places, file.scores, risk.events_counted(file.as_of))


def figures_now(places: str, scores: risk.Scores, events: Mapping[str, Sequence[str]]) -> Figures:
    """The figures in force of some places, and the events that stand there by country."""
    held = {place: figures_used(scores.table, place, events.get(place, ())) for place in places.split()}
    return Figures(places, held, figures_digest(scores.method.sha256, held))


def outdated() -> Iterator[UUID]:
    """Classes in force whose figures are others today, and that nobody has queued or looked at since.

    Also those that wait with figures of before: an event that was withdrawn gives back the figures of the class.
    """
    rows, scores, events = standing(), risk.scores_in_force(today()), risk.events_counted(today())
    for places, sha256 in rows.values_list("places", "figures_sha256").order_by("places", "figures_sha256").distinct():
        now = figures_now(places, scores, events).sha256
        known = Reassessment.objects.filter(classification=OuterRef("pk"), figures_sha256=now)
        waits = Reassessment.objects.filter(deployment=OuterRef("deployment"), state="open").exclude(figures_sha256=now)
        alike = rows.filter(places=places, figures_sha256=sha256)
        found = alike.filter(Exists(waits)) if now == sha256 else alike.filter(Exists(waits) | ~Exists(known))
        yield from found.order_by("id").values_list("id", flat=True)


def standing() -> QuerySet[Classification]:
    """The class last confirmed of each deployment that is in use or asked for."""
    newer = Classification.objects.filter(
        deployment=OuterRef("deployment"), state="confirmed", number__gt=OuterRef("number")
    )
    rows = Classification.objects.filter(state="confirmed", deployment__contract__ended_on=None)
    return rows.exclude(deployment__opportunity__state__in=OVER).exclude(Exists(newer))


def affected(places: Iterable[str], limit: int = 500) -> AffectedList:
    """Deployments with a class in force in any of these places, by customer; whoever asks."""
    wanted, rows = set(places), standing()
    alike = [
        one for one in rows.values_list("places", flat=True).order_by().distinct() if wanted.intersection(one.split())
    ]
    rows = rows.filter(places__in=alike)
    deal = "deployment__opportunity__"
    columns = (
        f"{deal}id", f"{deal}customer_id", f"{deal}reference", f"{deal}client", "deployment__position",
        "deployment__risk_class", "places",
    )  # fmt: skip
    found = rows.order_by(f"{deal}client", f"{deal}reference", "deployment__position").values_list(*columns)
    listed = tuple(
        Affected(key, customer, reference, client, position, cls, tuple(one for one in held.split() if one in wanted))
        for key, customer, reference, client, position, cls, held in found[:limit]
    )
    return AffectedList(listed, rows.count() if len(listed) == limit else len(listed))


def to_reassess(by: Actor) -> QuerySet[Reassessment]:
    """Open ones of deals that this person may see and that are not over."""
    rows = Reassessment.objects.filter(state="open", deployment__contract__ended_on=None)
    rows = rows.exclude(deployment__opportunity__state__in=OVER)
    return rows if by.has(*READERS) else rows.filter(deployment__opportunity__in=visible(by))


def reassessments(
    by: Actor, *, customer_id: UUID | None = None, ids: Collection[UUID] | None = None, limit: int = 200
) -> tuple[ReassessmentRow, ...]:
    """Open ones, changed bands first, then by how far; a score that came or went counts as the farthest.

    Args:
        ids: of these only; what is settled or not open to `by` is left out.
    """
    rows = to_reassess(by)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    if customer_id is not None:
        rows = rows.filter(deployment__opportunity__customer=customer_id)
    order = ("-band_changed", F("moved").desc(nulls_first=True), "opened_at", "id")
    return tuple(map(_row, rows.select_related(*_NEAR).defer(*_BULKY).order_by(*order)[:limit]))


def reassessment_counts(by: Actor) -> Mapping[bool, int]:
    """How many are open by whether a band changed."""
    rows = to_reassess(by).values_list("band_changed").annotate(n=Count("id")).order_by()
    return dict(rows)


def reassessment(by: Actor, reassessment_id: UUID) -> ReassessmentRow:
    """One, open or settled. Raises NotFound when it does not exist or its deal is not open to `by`."""
    rows = Reassessment.objects.filter(id=reassessment_id, deployment__opportunity__in=visible(by))
    found = rows.select_related(*_NEAR).defer(*_BULKY).first()
    if found is None:
        raise NotFound("reassessment")
    return _row(found)


_NEAR = ("deployment__opportunity", "classification")
_BULKY = ("classification__facts", "classification__trace", "classification__figures")


def _row(row: Reassessment) -> ReassessmentRow:
    one, deal = row.deployment, row.deployment.opportunity
    method = row.because.get("method", ["", ""])
    return ReassessmentRow(
        id=row.id,
        opportunity_id=deal.id,
        deployment_id=one.id,
        classification_id=row.classification_id,
        customer_id=deal.customer_id,
        reference=deal.reference,
        client=deal.client,
        position=one.position,
        cls=one.risk_class or row.classification.cls,
        as_of=row.classification.as_of,
        state=row.state,
        band_changed=row.band_changed,
        moved=row.moved,
        places=tuple(_place(place, row.before, row.after) for place in sorted({*row.before, *row.after})),
        editions=tuple(row.because.get("editions", ())),
        events=tuple(map(_event, row.because.get("events", ()))),
        reports=tuple(map(_report, row.because.get("reports", ()))),
        method_before=method[0],
        method_after=method[1],
        replaced=replaced(row.before, row.after) if row.because.get("recorded") else (),
        recorded=bool(row.because.get("recorded")),
        figures_sha256=row.figures_sha256,
        opened_at=row.opened_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        reason=row.reason,
    )


def _place(place: str, before: Mapping[str, Mapping[str, JSON]], after: Mapping[str, Mapping[str, JSON]]) -> PlaceMoved:
    old, new = before.get(place, {}), after.get(place, {})
    return PlaceMoved(
        place,
        _score(old),
        _score(new),
        str(old.get("band") or old.get("treated_as") or ""),
        str(new.get("band") or ""),
        str(old.get("treated_as") or ""),
        str(new.get("treated_as") or ""),
    )


def _event(told: Mapping[str, str]) -> EventMoved:
    day = date.fromisoformat(told["happened_on"])
    return EventMoved(told["id"], told["place"], told["kind"], day, told["change"])


def _report(told: Mapping[str, str]) -> ReportNamed:
    day = date.fromisoformat(told["day"])
    return ReportNamed(told["id"], told["reference"], told["title"], told["publisher"], day)


def _score(held: Mapping[str, JSON]) -> float | None:
    score = held.get("score")
    return float(score) if isinstance(score, int | float) else None
