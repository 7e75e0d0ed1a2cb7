"""The gate as every page shows it: what is open first, with who takes it up and where; what is met in one line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import ngettext

from duecare.apps.assessments.queries.gate import stages
from duecare.apps.assessments.rules.completeness import SECTIONS
from duecare.apps.assessments.rules.gate import Gate, Requirement, StageState, Verdict
from duecare.kernel.actor import Actor

from .files import READ
from .phrases import SENTENCES, said

_SHOWN = {StageState.WAITING: "wait", StageState.BLOCKED: "stopped"}
_SECTION = {stage: section for section, stage in SECTIONS}
FEW = 6
_PLAN = frozenset({"plan_adopted", "decision", "conditions_precedent"})


@dataclass(frozen=True, slots=True)
class GateRow:
    """One requirement: `state` is done, wait, todo or stopped; `who` is the role that takes it up."""

    title: str
    state: str
    detail: str
    url: str
    who: str


@dataclass(frozen=True, slots=True)
class GateShown:
    """The gate in two parts, so that what is missing is never lost among what is met."""

    verdicts: tuple[Verdict, ...]
    open: tuple[GateRow, ...]
    met: tuple[GateRow, ...]

    @property
    def first(self) -> tuple[GateRow, ...]:
        """The open requirements that come next, where a page has room for a few; what no work can clear before all."""
        return self._ranked[:FEW]

    @property
    def later(self) -> tuple[GateRow, ...]:
        """The open requirements after them."""
        return self._ranked[FEW:]

    @property
    def _ranked(self) -> tuple[GateRow, ...]:
        return tuple(sorted(self.open, key=lambda row: row.state != "stopped"))

    @property
    def sentence(self) -> str:
        """The verdict on the sale, which everybody asks about first."""
        return next((one.sentence for one in self.verdicts if one.act == "contract"), "")


def gate_shown(gate: Gate, opportunity_id: UUID, actor: Actor) -> GateShown:
    """Both parts in the order of the stages, with links to pages that this person may open."""
    reads = actor.has(*READ)
    who = {stage.code: stage.answered_by for stage in stages()}
    rows = [(one.met, _row(one, opportunity_id, who.get(one.code, ""), reads)) for one in gate.requirements]
    return GateShown(gate.verdicts, tuple(row for met, row in rows if not met), tuple(row for met, row in rows if met))


def _row(one: Requirement, opportunity_id: UUID, who: str, reads: bool) -> GateRow:
    state = "done" if one.met else _SHOWN.get(one.state, "todo")
    # A stage nobody reported names only itself as missing; its own sentence says more.
    silent = not one.missing or one.missing == (one.code.replace("_", " "),)
    if one.met:
        detail = said(one.sentence)
    elif silent:  # the rule comes first in its sentence and what is so in this deal last: the row has room for that
        detail = said(SENTENCES.split(one.sentence)[-1])
    else:
        detail = _first(one.missing)
    return GateRow(one.title, state, detail, "" if one.met else _where(one.code, opportunity_id, reads), who)


def _where(code: str, opportunity_id: UUID, reads: bool) -> str:
    """The page where the requirement is worked on."""
    if code in _PLAN:
        return reverse("plan", args=[opportunity_id])
    if code in _SECTION:
        section = [opportunity_id, _SECTION[code]]
        return reverse("file_section", args=section) if reads else reverse("file", args=[opportunity_id])
    return reverse("opportunity", args=[opportunity_id])


def _first(missing: tuple[str, ...]) -> str:
    """The first thing missing; the rest is counted, and the link leads to all of it."""
    more = len(missing) - 1
    if not more:
        return said(missing[0])
    return ngettext("%(shown)s, and %(n)d more", "%(shown)s, and %(n)d more", more) % {
        "shown": said(missing[0]),
        "n": more,
    }
