"""Classes of deployments: computed from today's facts, and as proposed and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.apps.assessments.models import Answer, Deployment, FlagAnswer, GroupAnswer, LookAhead
from duecare.apps.assessments.models import Classification as Stored
from duecare.apps.assessments.rules.gate import StageFact, StageState
from duecare.apps.assessments.rules.overriding import counted
from duecare.apps.governance.queries import OverrideInForce
from duecare.apps.risk import queries as risk
from duecare.apps.risk.rules import counterfactual
from duecare.apps.risk.rules.classification import Classification, RuleOutcome, classify, worst_case
from duecare.apps.risk.rules.counterfactual import Change
from duecare.apps.risk.rules.explanation import Explanation, explain
from duecare.apps.risk.rules.facts import Facts, Unknown, Value
from duecare.apps.risk.rules.methodology import severity_of
from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import NotFound

from .facts import facts_by_place, facts_json
from .reading import FileReading, read_file
from .stages import ELEVATED, expert_part, worked


@dataclass(frozen=True, slots=True)
class Computed:
    """The class today's facts give, with everything that led to it."""

    result: Classification
    facts: Facts
    facts_sha256: str
    place: str
    complete: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class as recorded.

    Attributes:
        cls: what counts: the method's class, or the one an override in force names.
        method_cls: what the method gave.
        stale: today's facts or method differ from those it was made from.
        explanation: the sentences rendered from its trace, as JSON.
    """

    id: UUID
    deployment_id: UUID
    number: int
    state: str
    cls: str
    method_cls: str
    known_cls: str
    provisional: bool
    points: int
    floor_by: tuple[str, ...]
    blocks: tuple[str, ...]
    required_measures: tuple[str, ...]
    method_urn: str
    method_sha256: str
    as_of: date
    place: str
    facts_sha256: str
    reasons: str
    proposed_by: UUID
    proposed_at: datetime
    answered_by: UUID | None
    answered_at: datetime | None
    answer_reasons: str
    stale: bool
    override_until: date | None
    trace: Mapping[str, JSON]


def compute(file: FileReading, deployment_id: UUID) -> Computed:
    """Classify a deployment from the file as read, for each place that applies; the worst result stands.

    Due diligence is complete when every part is, and, from elevated up, an outside expert has signed.
    """
    method = file.method
    places = facts_by_place(file, deployment_id)
    done = worked(file)
    results = {place: classify(facts, method, complete=done) for place, facts in places.items()}
    worst = worst_case(results.values())
    if done and severity_of(worst.cls) >= ELEVATED and not expert_part(file).complete:
        done = False
        results = {place: classify(facts, method, complete=False) for place, facts in places.items()}
        worst = worst_case(results.values())
    place = next(place for place, result in results.items() if result is worst)
    # Every place's facts are part of what was decided on, not only the worst one's.
    hashed: dict[str, JSON] = {code: facts_json(facts) for code, facts in places.items()}
    return Computed(worst, places[place], digest(hashed), place, done, explain(worst))


def classes_of(opportunity_id: UUID, on: date) -> Mapping[UUID, ClassRow]:
    """The latest class that is not returned, of each deployment that has one."""
    return recorded_classes(read_file(opportunity_id, on))


def recorded_classes(file: FileReading, now: Mapping[UUID, Computed] | None = None) -> dict[UUID, ClassRow]:
    """As `classes_of`, from a file already read; `now` holds what is computed already."""
    known = now or {}
    latest = {row.deployment_id: row for row in file.kept.of(Stored) if row.state != "returned"}
    return {
        key: _row(row, known.get(key) or compute(file, key), file.said.overrides.get(key))
        for key, row in latest.items()
    }


def class_of(deployment_id: UUID, on: date) -> ClassRow | None:
    """The class of one deployment, or None while nobody proposed one."""
    found = Deployment.objects.filter(id=deployment_id).values_list("opportunity_id", flat=True).first()
    return classes_of(found, on).get(deployment_id) if found else None


def class_stages(file: FileReading, rows: Mapping[UUID, ClassRow]) -> Iterable[StageFact]:
    """What the classes report to the gate."""
    if not file.deal.deployments:
        yield StageFact("classified", StageState.OPEN, "", ("a deployment",))
    for one in file.deal.deployments:
        yield _class_stage(rows.get(one.id), one.position)


def class_history(deployment_id: UUID) -> tuple[tuple[int, str, str, str, date], ...]:
    """(number, class, state, reasons, as of) of every class so far, newest first."""
    rows = Stored.objects.filter(deployment_id=deployment_id).order_by("-number")
    return tuple(rows.values_list("number", "cls", "state", "reasons", "as_of"))


def what_would_change(computed: Computed) -> tuple[Change, ...]:
    """Every single answer that would change the class. Looking at it is an act (`view_counterfactuals`)."""
    method = risk.method(computed.result.method_urn)
    return counterfactual.changes(computed.facts, method, computed.result, complete=computed.complete)


def opportunity_of(deployment_id: UUID) -> UUID:
    """The opportunity a deployment belongs to. Raises NotFound."""
    found = Deployment.objects.filter(id=deployment_id).values_list("opportunity_id", flat=True).first()
    if found is None:
        raise NotFound("deployment")
    return found


def has_looked(person_id: UUID, deployment_id: UUID, facts_sha256: str) -> bool:
    """True when this person's look at what would change these very facts is on record."""
    rows = LookAhead.objects.filter(person_id=person_id, deployment_id=deployment_id, facts_sha256=facts_sha256)
    return rows.exists()


def looked_ahead(file: FileReading) -> datetime | None:
    """When somebody first looked at what would change a class of this file."""
    return min((row.at for row in file.kept.of(LookAhead)), default=None)


def changed_after_look(file: FileReading) -> tuple[str, ...]:
    """Answers, flags and groups that were changed, not first given, after somebody looked ahead."""
    since = looked_ahead(file)
    if since is None:
        return ()
    said = {f"question {row.question}" for row in file.kept.of(Answer) if _changed(row, since)}
    said |= {f"red flag {row.code}" for row in file.kept.of(FlagAnswer) if _changed(row, since)}
    said |= {row.group for row in file.kept.of(GroupAnswer) if _changed(row, since)}
    return tuple(sorted(said))


def _changed(row: Answer | FlagAnswer | GroupAnswer, since: datetime) -> bool:
    """True for an entry that replaced another one after that moment."""
    return row.number > 1 and row.recorded_at > since


def trace_json(computed: Computed) -> dict[str, JSON]:
    """The trace as stored: the sentences and, for each rule, state, effect and the values it read."""
    told = asdict(computed.explanation)
    return {
        "headline": told["headline"],
        "notes": list(told["notes"]),
        "ignored": list(told["ignored"]),
        "lines": [_line(line) for part in ("fired", "unknown", "not_fired") for line in told[part]],
        "rules": [_rule(outcome) for outcome in computed.result.trace],
        "points_cls": computed.result.points_cls,
        "not_applicable": [[code, why] for code, why in computed.result.not_applicable],
    }


def _line(line: Mapping[str, object]) -> dict[str, JSON]:
    values, cites = line["values"], line["cites"]
    return {
        "code": str(line["code"]),
        "state": str(line["state"]),
        "sentence": str(line["sentence"]),
        "effect": str(line["effect"]),
        "values": [[str(part) for part in value] for value in values] if isinstance(values, (list, tuple)) else [],
        "cites": [str(cite) for cite in cites] if isinstance(cites, (list, tuple)) else [],
    }


def _rule(outcome: RuleOutcome) -> dict[str, JSON]:
    return {
        "code": outcome.code,
        "state": outcome.state,
        "floor": outcome.effect.floor or "",
        "points": outcome.effect.points,
        "block": outcome.effect.block,
        "require": list(outcome.effect.require),
        "ignored": outcome.ignored,
        "values": {value.code: {"held": _held(value.held), "used": _held(value.used)} for value in outcome.values},
    }


def _held(value: Value | Unknown) -> JSON:
    return {"unknown": value.kind.value, "reason": value.reason} if isinstance(value, Unknown) else value


def _class_stage(row: ClassRow | None, position: int) -> StageFact:
    which = f"deployment {position}"
    if row is None:
        return StageFact("classified", StageState.OPEN, "", (f"a class for {which}",))
    if row.state == "proposed":
        return StageFact("classified", StageState.WAITING, "", (f"a second person for the class of {which}",))
    if row.stale:
        return StageFact("classified", StageState.OPEN, "The facts changed since.", (f"a new class for {which}",))
    if row.provisional:
        missing = (f"complete due diligence for {which}",)
        return StageFact("classified", StageState.OPEN, "The class is provisional.", missing)
    return StageFact("classified", StageState.CLEARED)


def _row(row: Stored, now: Computed, override: OverrideInForce | None) -> ClassRow:
    cls = counted(row.cls, row.hard_stop, override.from_value, override.to_value) if override else row.cls
    stale = (row.facts_sha256, row.method_sha256) != (now.facts_sha256, now.result.method_sha256)
    return ClassRow(
        id=row.id,
        deployment_id=row.deployment_id,
        number=row.number,
        state=row.state,
        cls=cls,
        method_cls=row.cls,
        known_cls=row.known_cls,
        provisional=row.provisional,
        points=row.points,
        floor_by=tuple(row.floor_by),
        blocks=tuple(row.blocks),
        required_measures=tuple(row.required_measures),
        method_urn=row.method_urn,
        method_sha256=row.method_sha256,
        as_of=row.as_of,
        place=row.place,
        facts_sha256=row.facts_sha256,
        reasons=row.reasons,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        answer_reasons=row.answer_reasons,
        stale=stale,
        override_until=override.expires_on if override and cls != row.cls else None,
        trace=row.trace,
    )
