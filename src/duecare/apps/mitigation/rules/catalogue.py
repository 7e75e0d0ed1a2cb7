"""The catalogue of measures: what can lower a risk, who does it, by when, and how we know it worked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duecare.apps.assessments.rules.reading import Data, nested, sources, text, texts, truth
from duecare.kernel.errors import BadInput
from duecare.kernel.periods import add_months
from duecare.kernel.provenance import Source


class DueKind(StrEnum):
    """BEFORE_DELIVERY stops the delivery; the others run from the decision."""

    BEFORE_DELIVERY = "before_delivery"
    DAYS_AFTER_DECISION = "days_after_decision"
    RECURRING = "recurring"


@dataclass(frozen=True, slots=True)
class Due:
    """When a measure is due: `days` after the decision, or every `months`; 0 where it does not apply."""

    kind: DueKind
    days: int = 0
    months: int = 0

    def sentence(self) -> str:
        """For people, e.g. "within 60 days of the decision"."""
        if self.kind is DueKind.BEFORE_DELIVERY:
            return "before delivery"
        if self.kind is DueKind.DAYS_AFTER_DECISION:
            return f"within {self.days} days of the decision"
        return "every month" if self.months == 1 else f"every {self.months} months"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. See `library/measures/schema.json` for the meaning of each field."""

    code: str
    title: str
    what: str
    kind: str
    owner_role: str
    due: Due
    condition_precedent: bool
    evidence: tuple[str, ...]
    verifier_role: str
    effect_evidence: str
    sources: tuple[Source, ...]


def parse_measure(data: Data) -> Measure:
    """A measure from its library item.

    Raises:
        BadInput: a field is absent or wrong, or the owner would verify their own work.
    """
    measure = Measure(
        code=text(data, "code"),
        title=text(data, "title"),
        what=text(data, "what"),
        kind=text(data, "kind"),
        owner_role=text(data, "owner_role"),
        due=_due(nested(data, "due")),
        condition_precedent=truth(data, "condition_precedent"),
        evidence=texts(data, "evidence"),
        verifier_role=text(data, "verifier_role"),
        effect_evidence=text(data, "effect_evidence"),
        sources=sources(data),
    )
    if measure.owner_role == measure.verifier_role:
        raise BadInput("nobody verifies their own work.", field=measure.code, value=measure.owner_role)
    if measure.due.kind is DueKind.BEFORE_DELIVERY and not measure.condition_precedent:
        raise BadInput("due before delivery, yet no condition for it.", field=measure.code)
    return measure


def catalogue_of(measures: Iterable[Measure]) -> dict[str, Measure]:
    """Measures by code. Raises BadInput when a code comes twice."""
    found: dict[str, Measure] = {}
    for measure in measures:
        if measure.code in found:
            raise BadInput("this measure comes twice.", field=measure.code)
        found[measure.code] = measure
    return found


def due_date(due: Due, decided_on: date, done_on: date | None = None) -> date | None:
    """The next day it is due, or None for what is tied to the delivery and not to the calendar.

    Args:
        due: when it is due.
        decided_on: the day of the decision.
        done_on: for a recurring measure, when it was last done.
    """
    if due.kind is DueKind.BEFORE_DELIVERY:
        return None
    if due.kind is DueKind.DAYS_AFTER_DECISION:
        return decided_on + timedelta(days=due.days)
    return add_months(done_on or decided_on, due.months)


def _due(data: Data) -> Due:
    kind = DueKind(text(data, "kind"))
    days, months = data.get("days", 0), data.get("months", 0)
    if not isinstance(days, int) or not isinstance(months, int):
        raise BadInput("days and months are whole numbers.", field="due")
    if (kind is DueKind.DAYS_AFTER_DECISION and days < 1) or (kind is DueKind.RECURRING and months < 1):
        raise BadInput("a date needs days or months.", field="due", value=kind)
    return Due(kind, days, months)
