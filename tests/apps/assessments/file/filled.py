"""A due-diligence file filled in as far as a test wants, every answer favourable unless it says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from duecare.adapters.home import evidence
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import Given
from duecare.apps.assessments.rules.questionnaire import Question
from duecare.apps.parties import actions as parties
from duecare.apps.risk import actions as risk
from duecare.apps.risk import queries as methods
from duecare.kernel.actor import Actor, Role
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, COUNSEL, DAY, OFFICER
from tests.apps.risk.world import held_world
from tests.conftest import REPOSITORY, person

FAVOURABLE = {"1.1": "police"}
FIGURES = REPOSITORY / "src" / "duecare" / "library" / "figures"


def rated() -> None:
    """The shipped figures, and the method that needs no others in force."""
    held_world()
    urn = methods.method("open-2026").urn
    proposed = risk.propose_method(by=OFFICER, urn=urn, since=DAY)
    risk.confirm_method(by=person(Role.COMPLIANCE_OFFICER, name="second officer"), proposal_id=proposed)


def good(question: Question) -> str:
    """The most favourable answer a question has."""
    if question.code in FAVOURABLE:
        return FAVOURABLE[question.code]
    if question.favourable:
        return question.favourable[-1]
    return question.options[0] if question.options else "Described in the attached document"


def filed_in(country: str) -> UUID:
    """A filed deal with a body of this country, used there."""
    unit, sold = deals.body("Forensic Unit of Examplia", country), deals.product("NL-ELSEWHERE")
    made = actions.open_opportunity(by=deals.SALES, intake=deals.intake(unit, sold, place_of_use=country))
    actions.file_opportunity(by=deals.SALES, opportunity_id=made, seen_version=1)
    return made


def answer_all(made: UUID, but: Mapping[str, str | None] | None = None) -> None:
    """Answer every question; `but` gives other answers, None leaves one out."""
    different = dict(but or {})
    for question in queries.questions():
        value = different.get(question.code, good(question))
        if value is not None:
            actions.answer_question(
                by=COUNSEL, opportunity_id=made, question=question.code, state="answered", value=value,
                source="desk research",
            )  # fmt: skip


def flags(made: UUID, but: Mapping[str, str] | None = None) -> None:
    """Look at every red flag and find nothing, unless `but` says another state."""
    for flag in queries.red_flags():
        actions.assess_flag(
            by=OFFICER, opportunity_id=made, code=flag.code, state=dict(but or {}).get(flag.code, "not_present"),
            note="Looked at the tender and the press",
        )  # fmt: skip


def dossier(made: UUID) -> None:
    """A search that found nothing."""
    actions.record_search(
        by=ANALYST, opportunity_id=made, on=DAY, places=("UN documents", "press"), languages=("en", "th")
    )


def regimes(made: UUID) -> None:
    """A look at each regime without an embargo."""
    for name in queries.REGIMES:
        actions.check_regime(
            by=COUNSEL, opportunity_id=made, regime=name, embargo=False, on=DAY, evidence="consolidated list of the day"
        )


def people(made: UUID, target: str = "") -> None:
    """Every group not a likely target, and one harm rated."""
    for group in queries.groups():
        actions.assess_group(
            by=ANALYST, opportunity_id=made, group=group.code,
            state="likely_target" if group.code == target else "not_likely", reasoning="Mandate excludes them",
        )  # fmt: skip
    actions.rate_harm(
        by=ANALYST, opportunity_id=made, right="privacy", scale=1, scope=1, remedy=1, likelihood=1,
        threatens_life_or_body=False, reasoning="One laboratory, seized devices only",
    )  # fmt: skip


def agency(made: UUID) -> None:
    """A favourable profile of the using body."""
    using = queries.deal(made).bodies("using")[0]
    told = {"branch": "police", "mandate_in_law": "yes", "oversight": "independent", "judicial_authorisation": "yes",
            "abuse_record": "none_found"}  # fmt: skip
    for item, value in told.items():
        parties.answer_profile(by=ANALYST, body_id=using.id, item=item, value=value, source="public law")


def sources(made: UUID) -> UUID:
    """One person who knows country and client."""
    return actions.record_source(
        by=ANALYST, opportunity_id=made, knows_of="both", kind="lawyer in practice", heard_on=DAY,
        summary="Orders of judges are asked for in practice", safety_plan="Nothing kept that names the person",
    )  # fmt: skip


def consulted(made: UUID, *groups: str) -> UUID:
    """Those who speak for some groups."""
    return actions.record_consultation(
        by=ANALYST, opportunity_id=made, standing="proxy", groups=groups or ("journalists",), held_on=DAY,
        who="a union of reporters", heard="They fear haste", effect="A judge's order before each use",
        safety_plan="Met abroad",
    )  # fmt: skip


def invited(made: UUID, *questions: str, days: int = 30) -> tuple[UUID, str, Actor]:
    """An engagement, its token and the actor behind it."""
    found = actions.invite_expert(
        by=COUNSEL, opportunity_id=made, name="Avocat Exemple", email="avocat@example.test", country="THA",
        qualification="Twenty years at the bar, invented", questions=questions or ("3.1", "3.4"),
        expires_on=DAY + timedelta(days=days),
    )  # fmt: skip
    return found.engagement_id, found.token, queries.expert_of(found.token, DAY)


def opinion(made: UUID, *questions: str) -> UUID:
    """A signed, favourable opinion."""
    engagement, _, expert = invited(made, *questions)
    actions.state_conflicts(by=expert, none=True, text="", signed_name="Avocat Exemple")
    asked = {one.code: one for one in queries.questions()}
    given = [Given(code, "answered", good(asked[code])) for code in questions or ("3.1", "3.4")]
    actions.expert_answers(by=expert, given=given)
    actions.sign_opinion(by=expert, summary="The law requires an order.", signed_name="Avocat Exemple")
    return engagement


def complete(made: UUID) -> None:
    """Everything that can be done before a class, on a deal that is filed."""
    deals.screen(made)
    deals.export_cleared(made)
    agency(made)
    answer_all(made)
    flags(made)
    dossier(made)
    regimes(made)
    people(made)


def stored(text: bytes = b"minutes of a meeting") -> str:
    """Bytes in the content store, by their hash."""
    return evidence().put([text])[0]


def document(
    made: UUID, text: bytes = b"minutes of a meeting", *, by: Actor = COUNSEL, privileged: bool = False
) -> UUID:
    """A document of the file."""
    whose = {"privilege_of": "the company", "privilege_for": "export advice"} if privileged else {}
    return actions.add_document(
        by=by, opportunity_id=made, sha256=stored(text), name="minutes.txt", size=len(text), media_type="text/plain",
        privileged=privileged, **whose,
    )  # fmt: skip


def deployment(made: UUID) -> UUID:
    """The one deployment of a deal."""
    return queries.deal(made).deployments[0].id


def confirmed(made: UUID, day: date = DAY) -> None:
    """Propose and confirm a class."""
    proposed = actions.propose_class(by=ANALYST, deployment_id=deployment(made), reasons="From the facts of today")
    found = queries.class_of(deployment(made), day)
    assert found is not None
    actions.confirm_class(
        by=OFFICER, classification_id=proposed, seen_sha256=found.facts_sha256, reasons="Agrees with the file"
    )
