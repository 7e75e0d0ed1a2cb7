"""What the page of an opportunity shows of its gate, parties and export control, and the bar of its stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from duecare.apps.assessments.queries import Deal, DeploymentRow, PartyRow
from duecare.apps.assessments.queries.export import ExportRow
from duecare.apps.assessments.rules.gate import Gate, StageState
from duecare.apps.parties.rules.screening import ScreeningState

_LIFE = (
    ("opportunity", ("opportunity_filed",)),
    ("country", ("no_go", "country_rated")),
    (
        "due_diligence",
        (
            "product_classified", "parties_screened", "export_classified", "licence", "art_5_2_assessed", "red_flags",
            "legal_framework", "adverse_findings", "foreign_relations", "necessity", "at_risk_groups",
            "consultation", "severity", "involvement", "local_expert", "first_hand_sources",
        ),
    ),
    ("class", ("classified",)),
    ("plan", ("plan_adopted",)),
    ("decision", ("not_suspended", "decision")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the bar."""

    title: str
    state: str


@dataclass(frozen=True, slots=True)
class PartyShown:
    """A party with where it stands with the lists."""

    party: PartyRow
    screening: ScreeningState | None


@dataclass(frozen=True, slots=True)
class ExportShown:
    """A deployment with its newest record of each kind."""

    deployment: DeploymentRow
    records: tuple[tuple[str, ExportRow | None], ...]


def stages_shown(deal: Deal, gate: Gate) -> tuple[Stage, ...]:
    """The bar: done, now, stopped, to come."""
    titles = {
        "opportunity": _("Opportunity"), "country": _("Country"), "due_diligence": _("Due diligence"),
        "class": _("Class"), "plan": _("Plan"), "decision": _("Decision"),
    }  # fmt: skip
    known = {one.code: one for one in gate.requirements}
    found: list[Stage] = []
    reached = False
    for name, codes in _LIFE:
        parts = [known[code] for code in codes if code in known]
        if all(one.met for one in parts):
            state = "done"
        elif any(one.state is StageState.BLOCKED for one in parts):
            state, reached = "stopped", True
        else:
            state, reached = ("todo" if reached else "now"), True
        found.append(Stage(titles[name], state))
    live = "done" if deal.state in ("live", "ended") else "todo" if reached else "now"
    return (*found, Stage(_("Live"), live))


def parties_shown(deal: Deal, states: Mapping[UUID, ScreeningState]) -> tuple[PartyShown, ...]:
    """Every party with where its screening stands."""
    return tuple(PartyShown(one, states.get(one.body.id)) for one in deal.parties)


def export_shown(deal: Deal, rows: Iterable[ExportRow]) -> tuple[ExportShown, ...]:
    """The newest record of each kind for each deployment; `rows` newest first."""
    newest: dict[tuple[UUID, str], ExportRow] = {}
    for row in rows:
        newest.setdefault((row.deployment_id, row.kind), row)
    kinds = ("classification", "licence", "awareness")
    return tuple(
        ExportShown(one, tuple((kind, newest.get((one.id, kind))) for kind in kinds)) for one in deal.deployments
    )
