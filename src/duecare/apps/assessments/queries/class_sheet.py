"""The explanation sheet of a deployment's class: every rule with what it read, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from duecare.apps.assessments.rules import file_acts
from duecare.apps.risk.rules.classification import RuleOutcome
from duecare.apps.risk.rules.counterfactual import Change
from duecare.apps.risk.rules.country_sheet import CONTEXT_ONLY
from duecare.apps.risk.rules.explanation import RuleLine, say_value
from duecare.apps.risk.rules.facts import Unknown, Value
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.scoring_working import CountryScore
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.countries import place as named_place

from .classification import ClassRow, Computed, changed_after_look, has_looked, opportunity_of, what_would_change
from .days import today
from .deals import Deal, DeploymentRow
from .overview import SectionRow, overview_of
from .reading import file_open_to


@dataclass(frozen=True, slots=True)
class ClassSheet:
    """One deployment's class, as one person may see it.

    Attributes:
        number: the deployment's, from 1.
        row: the class as recorded; None while nobody proposed one.
        computed: what the facts of today give; the trace that is explained.
        country: the score behind it; None where nothing is known of the place.
        changed_after: answers changed after somebody looked at what would change the class.
        changes: single facts that would change the class; None where this person may not see them, or has not yet
            put the look on record.
        may_look: this person's role may see them.
    """

    deal: Deal
    deployment: DeploymentRow
    number: int
    row: ClassRow | None
    computed: Computed
    method: Methodology
    country: CountryScore | None
    sections: tuple[SectionRow, ...]
    changed_after: tuple[str, ...]
    changes: tuple[Change, ...] | None
    may_look: bool

    @property
    def stands(self) -> bool:
        """The recorded class speaks of the facts of today."""
        return self.row is not None and not self.row.stale


def class_sheet(by: Actor, deployment_id: UUID) -> ClassSheet:
    """The sheet of a deployment whose file is open to `by`. Raises NotFound."""
    file = file_open_to(by, opportunity_of(deployment_id), today())
    found = overview_of(file)
    at, (_, row, computed) = next((at, one) for at, one in enumerate(found.classes, 1) if one[0] == deployment_id)
    may_look = file_acts.CLASS_LOOK_AHEAD.permits(by)
    looked = may_look and has_looked(by.id, deployment_id, computed.facts_sha256)
    known = file.scores.of(computed.place) is not None
    return ClassSheet(
        deal=found.deal,
        deployment=next(one for one in found.deal.deployments if one.id == deployment_id),
        number=at,
        row=row,
        computed=computed,
        method=file.method,
        country=file.scores.working(computed.place) if known else None,
        sections=found.sections,
        changed_after=changed_after_look(file),
        changes=what_would_change(computed) if looked else None,
        may_look=may_look,
    )


def class_record(sheet: ClassSheet) -> dict[str, JSON]:
    """The sheet as JSON. Of the country it holds scores only: raw values have a sheet of their own."""
    result, method = sheet.computed.result, sheet.method
    told = sheet.computed.explanation
    lines = {line.code: line for line in (*told.fired, *told.unknown, *told.not_fired)}
    because = {rule.code: rule for rule in method.classes.rules}
    cites = [cite for rule in method.classes.rules for cite in rule.reason.cites]
    open_cites = sum(not cite.verified for cite in cites)
    consequence = method.classes.consequence(result.cls)
    return {
        "kind": "class",
        "deal": {"reference": sheet.deal.reference, "title": sheet.deal.title},
        "deployment": {"number": sheet.number, "id": str(sheet.deployment.id), "place": sheet.computed.place},
        "method": {
            "urn": method.urn,
            "title": method.title,
            "says": method.says,
            "sha256": method.sha256,
            "thresholds": [{"name": step.name, "at": step.at} for step in method.classes.thresholds],
        },
        "verified": open_cites == 0,
        "unverified": {"sources": open_cites, "of": len(cites)},
        "class": result.cls,
        "known_class": result.known_cls,
        "provisional": result.provisional,
        "complete": sheet.computed.complete,
        "points": result.points,
        "points_class": result.points_cls,
        "floor_by": list(result.floor_by),
        "blocks": list(result.blocks),
        "hard_stop": result.hard_stop,
        "required_measures": list(result.required_measures),
        "decides": {
            "approver": consequence.approver,
            "expert": consequence.expert,
            "measures": list(consequence.measures),
            "review_months": consequence.review_months,
        },
        "recorded": _recorded(sheet.row),
        "facts_sha256": sheet.computed.facts_sha256,
        "headline": told.headline,
        "notes": list(told.notes),
        "rules": [_rule(outcome, lines[outcome.code], because[outcome.code].on_unknown) for outcome in result.trace],
        "ignored": list(told.ignored),
        "not_applicable": [
            {"fact": code, "question": FACTS[code].question, "reason": why} for code, why in result.not_applicable
        ],
        "missing": [
            {"section": one.code, "done": one.done, "of": one.of, "missing": list(one.missing)}
            for one in sheet.sections
            if not one.complete
        ],
        "country": _country(sheet.country),
        "context": CONTEXT_ONLY,
        "changed_after_look": list(sheet.changed_after),
        "counterfactuals": None if sheet.changes is None else [_change(one) for one in sheet.changes],
    }


def _recorded(row: ClassRow | None) -> JSON:
    if row is None:
        return None
    return {
        "class": row.cls,
        "method_class": row.method_cls,
        "state": row.state,
        "as_of": row.as_of.isoformat(),
        "proposed_at": row.proposed_at.isoformat(),
        "reasons": row.reasons,
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
        "answer_reasons": row.answer_reasons,
        "override_until": row.override_until.isoformat() if row.override_until else None,
        "method_urn": row.method_urn,
        "method_sha256": row.method_sha256,
        "facts_sha256": row.facts_sha256,
        "stale": row.stale,
    }


def _rule(outcome: RuleOutcome, line: RuleLine, on_unknown: str) -> JSON:
    effect = outcome.effect
    return {
        "code": outcome.code,
        "title": outcome.title,
        "state": outcome.state,
        "sentence": line.sentence,
        "effect": line.effect,
        "floor": effect.floor,
        "points": effect.points,
        "block": effect.block,
        "require": list(effect.require),
        "on_unknown": on_unknown,
        "ignored": outcome.ignored,
        "hard_stop": outcome.hard_stop,
        "because": outcome.reason.because,
        "cites": [
            {"document": cite.document, "section": cite.section, "verified": cite.verified}
            for cite in outcome.reason.cites
        ],
        "values": [
            {
                "fact": value.code,
                "question": FACTS[value.code].question,
                "said": say_value(value),
                "held": _plain(value.held),
                "used": _plain(value.used),
                "source": value.source,
                "origin": value.origin,
            }
            for value in outcome.values
        ],
    }


def _plain(value: Value | Unknown) -> JSON:
    return {"unknown": value.kind.value, "reason": value.reason} if isinstance(value, Unknown) else value


def _change(one: Change) -> JSON:
    return {
        "fact": one.code,
        "question": FACTS[one.code].question,
        "held": _plain(one.held),
        "would_be": one.would_be,
        "class": one.cls,
        "points": one.points,
        "steps": one.steps,
        "lifts": list(one.lifts),
        "sets": list(one.sets),
    }


def _country(score: CountryScore | None) -> JSON:
    if score is None:
        return None
    found = named_place(score.place)
    return {
        "code": score.place,
        "name": found.name if found is not None else score.place,
        "as_of": score.as_of.isoformat(),
        "score": score.score,
        "band": score.band,
        "treated_as": score.treated_as,
        "band_set_by": score.band_set_by,
        "coverage": score.coverage,
        "ranges": {
            "statistical": {"low": score.low, "high": score.high},
            "missing": {"low": score.missing_low, "high": score.missing_high},
        },
        "floored_by": score.floored_by or None,
        "dimensions": [
            {
                "id": one.id,
                "title": one.title,
                "severity": one.severity,
                "weight": one.weight,
                "used_weight": one.used_weight,
                "score": one.score,
                "upper": one.upper,
                "overlap": one.overlap,
                "points": None if one.score is None else one.used_weight * one.score,
            }
            for one in score.dimensions
        ],
    }
