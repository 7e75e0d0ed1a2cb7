"""The paper an opportunity would be decided on now, and what changed since one was frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries import Deal
from duecare.apps.assessments.rules.changes import changes as file_changes
from duecare.apps.assessments.rules.disputed import applicable
from duecare.apps.assessments.rules.renewals import same_content
from duecare.apps.governance import queries as governance
from duecare.apps.governance.queries import DecisionRow
from duecare.apps.governance.rules.papers import BESIDE, FrozenPaper, decided_on, freeze
from duecare.apps.governance.rules.states import REOPENABLE, STANDING
from duecare.apps.mitigation.models import Measure
from duecare.apps.mitigation.rules.catalogue import Due, DueKind
from duecare.apps.mitigation.rules.papers import KIND, Defined, payload, plan_changes, plan_json, sentence
from duecare.kernel.canonical import JSON, canonical, digest

from .days import today
from .reading import Reading, read


@dataclass(frozen=True, slots=True)
class Bound:
    """The last decision on an opportunity, and whether it still speaks of the file as it is.

    Attributes:
        latest: the decision, None where there was never one.
        binding: open or in force, so that a change of the file matters to it.
        current: the paper as it would be now, the frozen one while nothing but days is newer; None where
            nothing is bound to one.
    """

    latest: DecisionRow | None
    binding: bool
    current: FrozenPaper | None
    changed: bool


def current_paper(opportunity_id: UUID) -> FrozenPaper:
    """The file and the plan, frozen as they are at this moment. Raises NotFound."""
    return paper_of(read(opportunity_id, today()))


def paper_of(found: Reading) -> FrozenPaper:
    """`current_paper` of an opportunity already read."""
    deal, need = found.deal, found.need
    measures = defined(found)
    file = assessments.snapshot_of(found.file)
    bodies = deal.bodies()
    return freeze(
        kind=KIND,
        subject_id=deal.id,
        customer_id=deal.customer_id,
        reference=deal.reference,
        title=deal.title,
        payload=payload(_sentence(deal), file, plan_json(measures)),
        risk_class=need.cls if need.cls and not need.unclassified else "indeterminate",
        value_eur=deal.value_eur,
        requester_id=deal.requester_id,
        account_team=deal.account_team,
        countries=tuple(one.code for one in applicable(deal.standings())),
        parties=tuple(sorted({body.id for body in bodies} | ({deal.customer_id} if deal.customer_id else set()))),
        conditions=tuple(one.condition() for one in measures if one.condition_precedent),
    )


def to_freeze(found: Reading) -> FrozenPaper:
    """`paper_of` with what screening knows of the parties at this moment: a record of the day, not decided on."""
    paper = paper_of(found)
    whole: dict[str, JSON] = {**paper.payload, BESIDE: found.file.screening_record()}
    return replace(paper, payload=whole, sha256=digest(whole))


def defined(found: Reading) -> tuple[Defined, ...]:
    """The measures that are decided on. What the decision in force itself asked for follows from it and is left out;
    what an earlier decision asked for stands in the plan like any other measure."""
    latest = found.file.said.latest(found.deal.id)
    left_out = latest.id if latest is not None and latest.state in STANDING else None
    return tuple(define(row) for row in found.measures if left_out is None or row.decision_id != left_out)


def bound(opportunity_id: UUID) -> Bound:
    """Compare the last decision with the file as it is. Raises NotFound."""
    return bound_of(read(opportunity_id, today()))


def bound_of(found: Reading) -> Bound:
    """As `bound`, of an opportunity already read. Cheap where no decision is open or in force."""
    said, key = found.file.said, found.deal.id
    latest = said.latest(key)
    if latest is None or latest.state not in REOPENABLE:
        return Bound(latest, False, None, False)
    paper = paper_of(found)
    if not said.to_reopen(key, paper.sha256):
        return Bound(latest, True, paper, False)
    frozen = governance.frozen_payload(latest.id)
    if _renewed(frozen, paper.payload):
        content = decided_on(frozen)
        return Bound(latest, True, replace(paper, payload=content, sha256=digest(content)), False)
    return Bound(latest, True, paper, True)


def _renewed(old: Mapping[str, JSON], new: Mapping[str, JSON]) -> bool:
    """True when only days are newer: docs/adr/0007."""
    others = canonical({**decided_on(old), "file": None}) == canonical({**decided_on(new), "file": None})
    return others and same_content(_mapping(old.get("file")), _mapping(new.get("file")))


def changed_since_decision(opportunity_id: UUID) -> tuple[str, ...]:
    """What is different from the paper that is being decided, or was. Raises NotFound."""
    return changed_in(read(opportunity_id, today()))


def changed_in(reading: Reading) -> tuple[str, ...]:
    """What is different from the paper that is being decided, or was; empty while it is the same.

    For a decision that was reopened, what the record says of it.
    """
    found = bound_of(reading)
    if found.latest is None:
        return ()
    if found.latest.state == "reopened":
        return reading.file.said.said_on_reopening(reading.deal.id)
    if not found.changed or found.current is None:
        return ()
    return changed(governance.frozen_payload(found.latest.id), found.current.payload)


def changed(old: Mapping[str, JSON], new: Mapping[str, JSON]) -> tuple[str, ...]:
    """Sentences on what differs between two payloads; never empty when they are not the same."""
    said = [
        *file_changes(_mapping(old.get("file")), _mapping(new.get("file"))),
        *plan_changes(_list(old.get("plan")), _list(new.get("plan"))),
    ]
    if not said and canonical(decided_on(old)) != canonical(decided_on(new)):
        said.append("The form in which the file is written changed; it has to be read again.")
    return tuple(said)


def _mapping(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, Mapping) else {}


def _list(value: JSON) -> Sequence[JSON]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _sentence(deal: Deal) -> str:
    products = sorted({one.product.name for one in deal.deployments if one.product})
    users = sorted({one.using_body.name for one in deal.deployments if one.using_body})
    return sentence(len(deal.deployments), products, users, deal.term_months)


def define(row: Measure) -> Defined:
    """A measure as it is put to decision."""
    return Defined(
        code=row.code,
        title=row.title,
        what=row.what,
        why=tuple(row.why),
        owner_role=row.owner_role,
        verifier_role=row.verifier_role,
        due=Due(DueKind(row.due_kind), row.due_days, row.due_months),
        due_on=row.due_on,
        condition_precedent=row.condition_precedent,
        evidence=tuple(row.evidence_wanted),
    )
