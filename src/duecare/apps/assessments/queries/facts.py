"""The facts of each deployment, from a file as read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from uuid import UUID

from duecare.apps.assessments.models import Deployment
from duecare.apps.assessments.rules.answered_facts import to_fact
from duecare.apps.assessments.rules.combining import combine
from duecare.apps.assessments.rules.disputed import applicable
from duecare.apps.assessments.rules.file_facts import agency_facts, deal_facts, party_facts, product_facts
from duecare.apps.assessments.rules.groups import targeted
from duecare.apps.assessments.rules.red_flags import flag_facts
from duecare.apps.assessments.rules.severity import severity_facts
from duecare.apps.risk.rules.facts import NOT_ASKED, Fact, Facts
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.apps.risk.rules.scoring import ScoreTable
from duecare.apps.risk.rules.scoring_working import country_facts, score_country
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound

from .deals import DeploymentRow
from .reading import FileReading, read_file
from .risks import rule_harms


def facts_of(deployment_id: UUID, as_of: date) -> Facts:
    """The facts of one deployment; of several places whose score applies, the worst one's. Raises NotFound."""
    row = Deployment.objects.filter(id=deployment_id).values_list("opportunity_id", flat=True).first()
    if row is None:
        raise NotFound("deployment")
    found = facts_by_place(read_file(row, as_of), deployment_id)
    return max(found.values(), key=lambda facts: _weight(facts))


def facts_by_place(file: FileReading, deployment_id: UUID) -> Mapping[str, Facts]:
    """The facts of one deployment once for every place whose score applies to it ("" when none is known).

    Each is classified, and the worst result counts: a territory nobody agrees on may not be rated by
    whichever score is kindest.
    """
    one = next((d for d in file.deal.deployments if d.id == deployment_id), None)
    if one is None:
        raise NotFound("deployment")
    own = _own_facts(file, one)
    places = [found.code for found in applicable(file.deal.standings(deployment_id))]
    return {place: combine((*own, *_country(place, file))) for place in places or [""]}


def facts_json(facts: Facts) -> dict[str, JSON]:
    """Facts as they are stored and hashed: value or kind of gap, source, origin."""
    out: dict[str, JSON] = {}
    for code, fact in sorted(facts.items()):
        held = fact.value
        known = isinstance(held, (bool, int, float, str))
        said: dict[str, JSON] = {"source": fact.source, "conflicts_signed": fact.conflicts_signed}
        if known:
            said["value"] = held if isinstance(held, (bool, int, float, str)) else None
        elif not isinstance(held, (bool, int, float, str)):
            said["unknown"], said["reason"] = held.kind.value, held.reason
        out[code] = said
    return out


def _own_facts(file: FileReading, one: DeploymentRow) -> tuple[Fact, ...]:
    """Everything but the country."""
    plain = file.answered
    at_risk = targeted(plain.get(file.group_fact.fact), file.group_fact)
    # Facts built by a reading of their own are not taken from the plain answers a second time.
    special = {*file.relations, file.necessity.fact.fact, *file.involvement.facts, at_risk.fact}
    answered = [fact for code, fact in plain.items() if code not in special]
    read = [
        *answered,
        *file.relations.values(),
        file.necessity.fact,
        *file.involvement.facts.values(),
        *flag_facts(file.flags).values(),
        *severity_facts(rule_harms(file.harms)).values(),
        at_risk,
        file.dossier.fact,
    ]
    profile = agency_facts(file.known.profile(one.using_body.id, file.as_of)) if one.using_body else ()
    sensitivity = one.product.assessment.sensitivity() if one.product and one.product.assessment else None
    between = len(file.deal.bodies("intermediary"))
    screened = file.screening().values()
    known = file.deal.intermediary is not None or between > 0
    return (
        *(to_fact(fact) for fact in read),
        *profile,
        *product_facts(sensitivity),
        *deal_facts(file.deal.intermediary, between, file.deal.term_months, on_no_go=bool(file.no_go())),
        *party_facts(screened, known),
    )


def _country(place: str, file: FileReading) -> tuple[Fact, ...]:
    table = file.scores.table
    if place not in table.places:
        names = [code for code in FACTS if code.startswith("country.")]
        return tuple(Fact(code, NOT_ASKED, source="publisher") for code in names)
    return _country_facts(table, place)


@lru_cache(maxsize=64)
def _country_facts(table: ScoreTable, place: str) -> tuple[Fact, ...]:
    """Kept for as long as the table itself is: it never changes, and other figures are another table."""
    return country_facts(score_country(table, place))


def _weight(facts: Facts) -> tuple[float, float]:
    """How heavy a place's country facts weigh; an unrated place outweighs every rated one."""
    upper = facts["country.upper"].value if "country.upper" in facts else None
    return (0.0, float(upper)) if isinstance(upper, (int, float)) else (1.0, 0.0)
