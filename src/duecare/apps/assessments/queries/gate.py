"""The gate of an opportunity, composed of what each stage reports.

`PROVIDERS` are the stages of this floor; the floors above hand theirs in. A stage that nobody
reports is unknown, and an unknown stage stops like an open one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from uuid import UUID

from duecare.adapters.library import load_folder
from duecare.apps.assessments.models import ExportRecord
from duecare.apps.assessments.rules.disputed import applicable, missing_basis
from duecare.apps.assessments.rules.export import export_stages
from duecare.apps.assessments.rules.gate import (
    ACTS,
    CLASSES,
    Gate,
    Stage,
    StageFact,
    StageState,
    evaluate_gate,
    parse_stage,
)

from .classification import ClassRow, class_stages, recorded_classes
from .deals import Deal
from .export import entries_from
from .reading import FileReading, read_file
from .stages import file_stages

Provider = Callable[[FileReading], Iterable[StageFact]]


@cache
def stages() -> tuple[Stage, ...]:
    """The stages of the library, read once."""
    return tuple(parse_stage(item.data) for item in load_folder("gate"))


def gate(
    opportunity_id: UUID,
    as_of: date,
    above: Mapping[str, StageFact | Iterable[StageFact]] | None = None,
    acts: tuple[str, ...] = ACTS,
) -> Gate:
    """The gate of an opportunity on a day. Raises NotFound.

    Args:
        above: stages of higher floors (plan, decision, conditions) by code; while one is not
            given it is unknown and stops.
    """
    return gate_of(read_file(opportunity_id, as_of), above, acts)


def gate_of(
    file: FileReading,
    above: Mapping[str, StageFact | Iterable[StageFact]] | None = None,
    acts: tuple[str, ...] = ACTS,
    classes: Mapping[UUID, ClassRow] | None = None,
) -> Gate:
    """The gate of a file already read, on the day it was read for.

    Args:
        classes: `recorded_classes` of the same file, where they were worked out already.
    """
    facts = [fact for provider in PROVIDERS for fact in provider(file)]
    facts += class_stages(file, recorded_classes(file) if classes is None else classes)
    for given in (above or {}).values():
        facts += [given] if isinstance(given, StageFact) else list(given)
    return evaluate_gate(stages(), facts, acts, class_of(file.deal))


def class_of(found: Deal) -> str | None:
    """The worst class of the deployments; None while one has none or only a provisional one."""
    classes = [one.risk_class for one in found.deployments if one.risk_class and not one.class_provisional]
    if not found.deployments or len(classes) < len(found.deployments):
        return None
    return max(classes, key=CLASSES.index)


def filed_stage(file: FileReading) -> Iterable[StageFact]:
    """Opportunity filed."""
    found = file.deal
    missing = tuple(what for _, what in found.gaps())
    if found.state in ("draft", "withdrawn") or missing:
        detail = f"It is {found.state}." if found.state in ("draft", "withdrawn") else ""
        yield StageFact("opportunity_filed", StageState.OPEN, detail, missing or ("filing it",))
    elif found.state in ("rejected", "ended"):
        yield StageFact(
            "opportunity_filed", StageState.BLOCKED, f"The opportunity is {found.state}.", ("a new opportunity",)
        )
    else:
        yield StageFact("opportunity_filed", StageState.CLEARED)


def no_go_stage(file: FileReading) -> Iterable[StageFact]:
    """Not on the no-go register: blocked while an entry speaks of a place or a body of the deal."""
    found = file.no_go()
    if found:
        missing = tuple(f"lifting of {one.reference}" for one in found)
        yield StageFact("no_go", StageState.BLOCKED, " ".join(one.sentence() for one in found), missing)
    else:
        yield StageFact("no_go", StageState.CLEARED)


def suspension_stage(file: FileReading) -> Iterable[StageFact]:
    """Nothing suspended: blocked while something supplied to a body of the deal is. It says no more than that."""
    state = StageState.BLOCKED if file.known.suspended else StageState.CLEARED
    yield StageFact("not_suspended", state)


def country_stage(file: FileReading) -> Iterable[StageFact]:
    """Country rated: every place whose score applies has one by the methodology in force."""
    found, table = file.deal, file.scores
    standings = found.standings()
    codes = [one.code for one in applicable(standings)]
    if not codes or any(not d.place_of_use for d in found.deployments):
        yield StageFact("country_rated", StageState.OPEN, "", ("the place of use",))
        return
    unrated = [code for code in codes if (row := table.of(code)) is None or row.score is None]
    unstated = missing_basis(standings)
    if unrated or unstated:
        missing = (*(f"figures for {code}" for code in unrated), *(f"the legal basis of {who}" for who in unstated))
        yield StageFact("country_rated", StageState.OPEN, "", missing)
    else:
        yield StageFact("country_rated", StageState.CLEARED, ", ".join(codes))


def product_stage(file: FileReading) -> Iterable[StageFact]:
    """Product sensitivity assessed, for the product of each deployment."""
    for one in file.deal.deployments:
        if one.product is None:
            yield StageFact("product_classified", StageState.OPEN, "", ("a product",))
        elif one.product.assessment is None:
            waits = one.product.proposed is not None
            missing = f"a second person for {one.product.code}" if waits else f"an assessment of {one.product.code}"
            yield StageFact("product_classified", StageState.WAITING if waits else StageState.OPEN, "", (missing,))
        else:
            yield StageFact("product_classified", StageState.CLEARED)


def screening_stage(file: FileReading) -> Iterable[StageFact]:
    """Parties screened, users of deployments among them; once lists are read, their owners and officials, too."""
    found, states = file.deal, file.screening()
    speaks = file.screened.officials
    names = {
        key: f"{body.name} ({'official or signatory' if key in speaks else 'above or owner'})"
        for key, body in file.screened.bodies.items()
    }
    names |= {body.id: body.name for body in found.bodies()}
    names |= {d.using_body.id: d.using_body.name for d in found.deployments if d.using_body}
    missing = tuple(f"{names[key]}: {state.why}" for key, state in states.items() if not state.clear)
    if any(state.state == "confirmed" for state in states.values()):
        yield StageFact("parties_screened", StageState.BLOCKED, "A party is listed.", missing)
    elif missing or not states:
        detail = f"{len(states) - len(missing)} of {len(states)} parties screened."
        yield StageFact("parties_screened", StageState.OPEN, detail, missing or ("at least one party",))
    elif found.intermediary is None:
        missing = ("whether anyone stands between us and the using body",)
        yield StageFact("parties_screened", StageState.OPEN, "Not all parties may be known.", missing)
    else:
        yield StageFact("parties_screened", StageState.CLEARED, f"{len(states)} parties")


def export_stage(file: FileReading) -> Iterable[StageFact]:
    """Export classification, licence and awareness, for each deployment."""
    found = file.deal
    entries = entries_from(file.kept.of(ExportRecord), file.as_of)
    for one in found.deployments:
        yield from export_stages(entries.get(one.id, {}), found.fields(one.id), file.as_of)


PROVIDERS: tuple[Provider, ...] = (
    filed_stage,
    no_go_stage,
    suspension_stage,
    country_stage,
    product_stage,
    screening_stage,
    export_stage,
    file_stages,
)
"""Every stage of this floor. A stage without a provider stays unknown and stops."""
