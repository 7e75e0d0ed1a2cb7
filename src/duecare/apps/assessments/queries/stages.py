"""What each part of the file reports to the gate, and whether due diligence is complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duecare.apps.assessments.models import Consultation, Engagement, FirstHandSource
from duecare.apps.assessments.rules.completeness import Part, questions_part, stage_of
from duecare.apps.assessments.rules.consulting import Consulted, SpeakingFor, still_missing
from duecare.apps.assessments.rules.dependencies import stale
from duecare.apps.assessments.rules.experts import opinion_stands
from duecare.apps.assessments.rules.gate import CLASSES, StageFact, StageState
from duecare.apps.assessments.rules.groups import GroupState
from duecare.apps.assessments.rules.questionnaire import progress_of
from duecare.apps.assessments.rules.severity import rate_harm

from .deals import Deal
from .library import questions_in
from .reading import FileReading
from .risks import rule_harms

ELEVATED = CLASSES.index("elevated")


def parts_of(file: FileReading) -> Mapping[str, Part]:
    """Completeness of every section that does not depend on the class."""
    return {
        "agency": _questions(file, "agency", "agency"),
        "legal": _questions(file, "legal", "legal_framework"),
        "necessity": _questions(file, "necessity", "intended_use"),
        "red-flags": _flags(file),
        "findings": _findings(file),
        "relations": _relations(file),
        "people-at-risk": _groups(file),
        "severity": _harms(file),
        "involvement": _questions(file, "involvement", "involvement"),
    }


def worked(file: FileReading) -> bool:
    """True when everything a class rests on was asked and answered; the expert is asked of because of the class."""
    return all(part.complete for part in parts_of(file).values())


def expert_part(file: FileReading) -> Part:
    """Complete with a signed opinion in date, for this place and product, whose conflicts are stated."""
    for row in file.kept.of(Engagement):
        if row.signed_at is None or row.conflicts_signed_at is None:
            continue
        in_date = opinion_stands(row.signed_at.date(), file.as_of)
        if in_date and not stale("local_expert", row.basis, file.fields):
            return Part("expert", 1, 1, ())
    return Part("expert", 0, 1, ("an outside expert's signed opinion, in date and about this deal",))


def sources_part(file: FileReading) -> Part:
    """Complete when people who know the country and people who know this client were heard."""
    known: set[str] = set()
    for row in file.kept.of(FirstHandSource):
        if row.heard_on <= file.as_of and not stale("first_hand_sources", row.basis, file.fields):
            known |= {"country", "client"} if row.knows_of == "both" else {row.knows_of}
    missing = tuple(
        f"somebody with first-hand knowledge of the {what}" for what in ("country", "client") if what not in known
    )
    return Part("sources", 2 - len(missing), 2, missing)


def consultation_part(file: FileReading) -> Part:
    """Complete when people who could be affected were consulted, also about each likely target of this deal."""
    held = [
        Consulted(SpeakingFor(row.standing), tuple(row.groups))
        for row in file.kept.of(Consultation)
        if row.held_on <= file.as_of and not stale("consultation", row.basis, file.fields)
    ]
    targets = [row.group for row in file.groups if row.state == GroupState.LIKELY_TARGET and not row.stale]
    missing = still_missing(held, targets)
    of = 1 + len(set(targets))
    return Part("consultation", of - len(missing), of, missing)


def file_stages(file: FileReading) -> Iterable[StageFact]:
    """Every stage of the file but the class itself."""
    parts, found = parts_of(file), file.deal
    yield stage_of("legal_framework", (parts["agency"], parts["legal"]))
    yield stage_of("necessity", (parts["necessity"],), file.necessity.sentence())
    yield stage_of("red_flags", (parts["red-flags"],), file.flags.sentence())
    yield stage_of("adverse_findings", (parts["findings"],))
    yield stage_of("foreign_relations", (parts["relations"],))
    yield stage_of("at_risk_groups", (parts["people-at-risk"],))
    yield _by_class("consultation", consultation_part(file), found)
    yield stage_of("severity", (parts["severity"],))
    yield stage_of("involvement", (parts["involvement"],))
    yield _by_class("local_expert", expert_part(file), found)
    yield _by_class("first_hand_sources", sources_part(file), found)


def _by_class(stage: str, part: Part, found: Deal) -> StageFact:
    """Compulsory from elevated up; below it not required, once the class is confirmed and final."""
    if part.complete:
        return StageFact(stage, StageState.CLEARED)
    classes = [one.risk_class for one in found.deployments if one.risk_class and not one.class_provisional]
    settled = bool(found.deployments) and len(classes) == len(found.deployments)
    if settled and max(CLASSES.index(cls) for cls in classes) < ELEVATED:
        return StageFact(stage, StageState.NOT_REQUIRED, "the class is below elevated.")
    return StageFact(stage, StageState.OPEN, "", part.missing)


def _questions(file: FileReading, code: str, section: str) -> Part:
    return questions_part(code, progress_of(questions_in(section), file.worths))


def _flags(file: FileReading) -> Part:
    left = (*file.flags.not_assessed, *file.flags.open)
    done = len(file.flags.not_present) + len(file.flags.resolved) + len(file.flags.confirmed)
    missing = (*(f"red flag {code} not assessed" for code in file.flags.not_assessed),
               *(f"red flag {code} open" for code in file.flags.open))  # fmt: skip
    return Part("red-flags", done, done + len(left), missing)


def _findings(file: FileReading) -> Part:
    left = [f"{reference} not yet assessed" for reference in file.dossier.not_assessed]
    left += [f"{reference}: offer the right of reply" for reference in file.dossier.reply_open]
    if file.dossier.fact.gap is not None and not file.dossier.not_assessed:
        left.append(file.dossier.fact.reason)
    elif not any(not row.stale for row in file.searches):
        left.append("a search for adverse findings")
    of = len(file.findings) + 1
    return Part("findings", max(0, of - len(left)), of, tuple(left))


def _relations(file: FileReading) -> Part:
    asked = _questions(file, "relations", "foreign_relations")
    embargo = file.relations["sanctions.arms_embargo"]
    looked = embargo.gap is None
    missing = asked.missing if looked else (*asked.missing, embargo.reason or "a look at every sanctions regime")
    return Part("relations", asked.done + looked, asked.of + 1, missing)


def _groups(file: FileReading) -> Part:
    asked = _questions(file, "people-at-risk", "people")
    everybody = set(file.group_fact.questions)
    current = {row.group for row in file.groups if not row.stale and row.state != "not_assessed"}
    left = tuple(sorted(everybody - current))
    missing = (*asked.missing, *(f"{code.replace('_', ' ')} not assessed" for code in left))
    return Part("people-at-risk", asked.done + len(everybody) - len(left), asked.of + len(everybody), missing)


def _harms(file: FileReading) -> Part:
    harms = rule_harms(file.harms)
    if not harms:
        return Part("severity", 0, 1, ("at least one harm to people",))
    left = [harm.right for harm in harms if rate_harm(harm).unrated]
    return Part(
        "severity", len(harms) - len(left), len(harms), tuple(f"a rating of the harm to {right}" for right in left)
    )
