"""The main job in a real browser: from a publisher's file to a frozen decision, and back when a fact changes.

Everybody signs in with password and code. Every kind of act goes through its page once, wrong presses
on the way included; what is left of the same kind (the other questions, flags, groups) is filled in by
the actions those pages call.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from duecare.adapters import clock
from duecare.adapters.library import LIBRARY
from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import actions as files
from duecare.apps.assessments import queries as reading
from duecare.apps.assessments.rules.gate import ACTS
from duecare.apps.audit.queries import prove
from duecare.apps.governance import actions as governance_actions
from duecare.apps.governance import queries as governance
from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.tasks import reopen_changed_files
from duecare.apps.parties import actions as parties
from duecare.apps.risk import actions as risk
from duecare.apps.risk import queries as figures
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.canonical import digest
from tests.apps.assessments.file.filled import good

from .hands import Desk, Joined, join

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

FIGURES = LIBRARY / "figures"
STAFF = {
    "sales": ("Sol Sales", Role.SALES),
    "officer": ("Ove Officer", Role.COMPLIANCE_OFFICER),
    "second": ("Sia Second", Role.COMPLIANCE_OFFICER),
    "analyst": ("Ana Analyst", Role.ANALYST),
    "counsel": ("Cy Counsel", Role.COUNSEL),
    "maker": ("Mo Maker", Role.PRODUCT_SECURITY),
    "checker": ("Chu Checker", Role.PRODUCT_SECURITY),
    "chair": ("Cha Chair", Role.COMMITTEE_MEMBER, Role.COUNSEL),
    "independent": ("Ida Independent", Role.COMMITTEE_MEMBER),
    "member": ("Mim Member", Role.COMMITTEE_MEMBER, Role.COUNSEL),
    "other": ("Otto Other", Role.COMMITTEE_MEMBER, Role.PRODUCT_SECURITY),
    "auditor": ("Aud Auditor", Role.AUDITOR),
}
MEMBERS = ("chair", "independent", "member", "other")


class Office:
    """The company: everybody's browser, opened when somebody first sits down at it."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.people: dict[str, Joined] = {key: join(*who) for key, who in STAFF.items()}
        self.desks: dict[str, Desk] = {}

    def __getattr__(self, key: str) -> Desk:
        """The desk of somebody, signed in; the independent member reads on a telephone."""
        if key not in STAFF:
            raise AttributeError(key)
        if key not in self.desks:
            narrow = {"viewport": {"width": 390, "height": 800}} if key == "independent" else {}
            self.desks[key] = Desk(self.browser, self.site, self.people[key], **narrow)
        return self.desks[key]

    def actor(self, key: str) -> Any:
        """Somebody as the actions know them."""
        return self.people[key].actor


@pytest.fixture
def office(browser: Browser, live_server: Any) -> Iterator[Office]:
    """An empty company whose people have joined."""
    cache.clear()  # no failed sign-in of another test counts here
    made = Office(browser, live_server.url)
    yield made
    faults = [fault for desk in made.desks.values() for fault in desk.close()]
    assert faults == []


def test_the_main_job_in_a_browser(office: Office, tmp_path: Path) -> None:
    figures_come_in(office)
    product_is_assessed(office)
    made = sales_files(office)
    parties_and_export_are_cleared(office, made)
    the_file_is_worked(office, made)
    an_expert_signs(office, made)
    the_class_is_confirmed(office, made)
    the_plan_is_adopted(office, made)
    decision = the_committee_decides(office, made)
    the_record_is_frozen(office, decision)
    a_condition_is_shown_and_verified(office, made)
    a_fact_changes(office, made, decision)


def figures_come_in(office: Office) -> None:
    """A wrong file is refused with its name; the publisher's is taken; two people put the method in force."""
    desk = office.officer.go("edition_import")
    desk.send()
    assert "The publisher's original file" in desk.alert()
    desk.write(file={"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no figures here"})
    desk.send()
    assert "notes.txt" in desk.alert() and "Nothing was" in desk.alert()
    said = desk.write(file=FIGURES / "wgi.csv").send()
    assert "values imported" in said
    for file in sorted(FIGURES.glob("vdem*.csv")):
        risk.import_edition(by=SYSTEM, data=file.read_bytes(), file_name=file.name)
    office.officer.go("method_list").write(method="open-2026", since=clock.today()).send()
    assert "waits for a second person" in office.officer.text()
    office.second.go("method_list").press("Confirm")
    assert "confirmed by a second person" in office.second.text()

    score = figures.scores(figures.method_in_force(clock.today()), clock.today()).of("THA")
    assert score is not None and score.score is not None
    said = office.analyst.go("country_detail", "THA").text()
    assert "Thailand" in said and f"{score.score:.0f}" in said


def product_is_assessed(office: Office) -> None:
    """Product security describes and assesses; a second person confirms."""
    office.maker.go("product_new").write(code="NL-EXTRACT", name="Northlight Extract").send()
    one = office.maker.id_of_page()
    office.maker.go("product_assess", one)
    office.maker.send()
    assert office.maker.alert().count("required") == 6, "nothing is preset: each answer is asked for"
    office.maker.write(
        intrusive="yes", covert="no", mass="no", auditable="yes", export_category="5A004", reason="Design review"
    ).send()
    office.checker.go("product", one).press("Confirm")
    office.checker.send()
    assert reading.product(one).assessment is not None


def sales_files(office: Office) -> UUID:
    """A title is enough for a draft; filing asks for the rest; a page left open too long is refused."""
    desk = office.sales.go("opportunity_new")
    desk.write(using_name="Cyber Unit of Examplia").send()
    assert "Title" in desk.alert() and "Its country" in desk.alert()
    assert desk.page.locator("[name=using_name]").input_value() == "Cyber Unit of Examplia", "nothing typed is lost"
    desk.write(title="Forensics for the cyber unit", using_kind="federal", using_country="THA").send()
    made = desk.id_of_page()
    assert "Before it can be filed it needs" in desk.text()
    late = desk.tab()
    late.goto(desk.page.url + "edit/")
    desk.go("opportunity_edit", made).write(
        intermediary="no", product="NL-EXTRACT Northlight Extract", seats=5, place_of_use="THA",
        term_months=24, value=180_000,
        purpose="Extraction of data from seized telephones on the order of a judge",
        scope="Seized devices of named suspects, one laboratory, at most 40 a month",
    ).send()  # fmt: skip
    late.locator("[name=seats]").fill("9")
    late.locator("main form.stack .buttons button[type=submit]").click()
    late.wait_for_selector("[role=alert]")
    assert "changed" in late.locator("[role=alert]").inner_text(), "somebody was faster: nothing is overwritten"
    late.close()
    assert "Everything that filing asks for is there" in desk.go("opportunity_file", made).text()
    assert "Filed" in desk.send()
    assert reading.deal(made).state == "filed" and reading.deal(made).deployments[0].seats == 5
    return made


def parties_and_export_are_cleared(office: Office, made: UUID) -> None:
    """Screening by two persons, the agency's profile, and the three steps of export control."""
    [unit] = reading.deal(made).bodies()
    today = clock.today()
    office.officer.go("body_screen", unit.id).write(tool="by hand", list_date=today, result="none").send()
    assert office.officer.page.locator("main a[href*='/screenings/']:not([href$='/new/'])").count() == 0, (
        "who recorded it is not offered to confirm it"
    )
    office.analyst.go("body", unit.id).page.locator("main a[href*='/screenings/']:not([href$='/new/'])").click()
    office.analyst.send()
    assert "Confirmed and signed" in office.analyst.text()

    office.analyst.go("body_profile", unit.id, "branch").send()
    assert "Answer" in office.analyst.alert()
    office.analyst.write(answer="police", source="public law").send()
    rest = {"mandate_in_law": "yes", "oversight": "independent", "judicial_authorisation": "yes",
            "abuse_record": "none_found"}  # fmt: skip
    for item, value in rest.items():
        parties.answer_profile(by=office.actor("analyst"), body_id=unit.id, item=item, value=value, source="public law")

    [use] = reading.deal(made).deployments
    steps = {"classification": "not_listed", "licence": "not_required", "awareness": "not_aware"}
    for kind, outcome in steps.items():
        office.counsel.go("export_record", made, use.id, kind).write(outcome=outcome, reason="Reviewed the file").send()
        assert "Recorded" in office.counsel.text()


def the_file_is_worked(office: Office, made: UUID) -> None:
    """One entry of every kind on its page, the others of the same kinds by their actions."""
    office.counsel.go("file_entry", made, "answer", "1.1").send()
    assert "What came of asking" in office.counsel.alert()
    said = office.counsel.write(state="answered", value="police", source="desk research").send()
    assert "It is recorded" in said
    office.officer.go("file_entry", made, "flag", reading.red_flags()[0].code).write(
        state="not_present", note="Looked at the tender and the press"
    ).send()
    office.analyst.go("file_entry", made, "group", reading.groups()[0].code).write(
        state="not_likely", reasoning="The mandate excludes them"
    ).send()
    office.analyst.go("file_entry", made, "harm", "new").write(
        right="privacy",
        scale=1,
        scope=1,
        remedy=1,
        likelihood=1,
        threatens_life_or_body="no",
        reasoning="One laboratory",
    ).send()
    office.analyst.go("file_entry", made, "search", "new").write(
        places="UN documents\npress", languages="en\nth"
    ).send()
    office.counsel.go("file_entry", made, "regime", "new").write(
        regime=reading.REGIMES[0], embargo="no", evidence="consolidated list of the day"
    ).send()
    office.analyst.go("file_entry", made, "source", "new").write(
        knows_of="both", kind="lawyer in practice", summary="Orders of judges are asked for",
        safety_plan="Nothing kept that names the person",
    ).send()  # fmt: skip
    office.counsel.go("file_entry", made, "document", "new").send()
    assert "Document" in office.counsel.alert()
    page = {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"minutes of a meeting"}
    office.counsel.write(file=page, about="What was agreed").send()
    assert "minutes.txt" in office.counsel.text()
    the_rest_of_the_file(office, made)


def the_rest_of_the_file(office: Office, made: UUID) -> None:
    """What is left of kinds whose page has been used."""
    counsel, officer, analyst = (office.actor(key) for key in ("counsel", "officer", "analyst"))
    for question in reading.questions():
        if question.code != "1.1":
            files.answer_question(
                by=counsel, opportunity_id=made, question=question.code, state="answered", value=good(question),
                source="desk research",
            )  # fmt: skip
    for flag in reading.red_flags()[1:]:
        files.assess_flag(by=officer, opportunity_id=made, code=flag.code, state="not_present", note="Looked")
    for group in reading.groups()[1:]:
        files.assess_group(by=analyst, opportunity_id=made, group=group.code, state="not_likely", reasoning="Mandate")
    for name in reading.REGIMES[1:]:
        files.check_regime(
            by=counsel, opportunity_id=made, regime=name, embargo=False, on=clock.today(), evidence="list of the day"
        )


def an_expert_signs(office: Office, made: UUID) -> None:
    """Counsel invites; the expert has a link and no account: conflicts, answers, signature."""
    desk = office.counsel.go("expert_invite", made)
    desk.write(
        name="Avocat Exemple", country="THA", qualification="Twenty years at the bar, invented",
        questions=("3.1", "3.4"), expires_on=clock.today() + timedelta(days=30),
    ).send()  # fmt: skip
    link = desk.page.locator("main .code").inner_text().strip()
    outside = Desk(office.browser, office.site)
    outside.page.goto(link)
    sign = "form:has(input[value=sign])"
    outside.write(sign, summary="The law requires an order.", signed_name="Avocat Exemple")
    outside.send(f"{sign} button[type=submit]")
    assert "conflicts" in outside.alert(), "nothing is signed before conflicts are stated"
    part = "form:has(input[value=conflicts])"
    outside.write(part, none="yes", signed_name="Avocat Exemple").send(f"{part} button[type=submit]")
    part = "form:has(input[value=answers])"
    asked = {one.code: one for one in reading.questions()}
    given = {f"value_{code.replace('.', '_')}": good(asked[code]) for code in ("3.1", "3.4")}
    outside.write(part, **given).send(f"{part} button[type=submit]")
    outside.write(sign, summary="The law requires an order.", signed_name="Avocat Exemple")
    assert "You signed on" in outside.send(f"{sign} button[type=submit]")
    assert outside.close() == []


def the_class_is_confirmed(office: Office, made: UUID) -> None:
    """Proposed by one, confirmed by another; a form whose session has moved on is refused and can be sent again."""
    [use] = reading.deal(made).deployments
    office.analyst.go("class_propose", use.id).write(reasons="From the facts of today").send()
    assert "A second person confirms it" in office.analyst.text()
    assert office.analyst.page.locator("main a:has-text('Confirm or return')").count() == 0
    desk = office.officer.go("class_confirm", use.id).write(verdict="confirm", reasons="Agrees with the file")
    desk.context.clear_cookies(name="csrftoken")
    assert "not accepted" in desk.send() and "Nothing was changed" in desk.text()
    assert reading.class_of(use.id, clock.today()).state == "proposed"  # type: ignore[union-attr]  # it exists
    desk.go("class_confirm", use.id).write(verdict="confirm", reasons="Agrees with the file").send()
    assert "Your word is on record" in desk.text()
    row = reading.class_of(use.id, clock.today())
    assert row is not None and (row.state, row.stale, row.provisional) == ("confirmed", False, False)
    assert [act for act in ACTS if queries.gate(made).verdict(act).permitted] == ["quote", "demo"]


def the_plan_is_adopted(office: Office, made: UUID) -> None:
    """Drawn up from the class; adoption waits until every measure has an owner."""
    desk = office.officer.go("plan", made)
    desk.press("Draw up the plan")
    assert "In the way of adopting it" in desk.text()
    first, *others = queries.plan(desk.actor, made).measures
    desk.go("measure_owner", first.id).write(person=owner(office, first.owner_role)).send()
    assert "has an owner" in desk.text()
    for measure in others:
        actions.assign_owner(by=desk.actor, measure_id=measure.id, person_id=owner(office, measure.owner_role))
    desk.go("plan", made).press("Adopt the plan")
    assert "The plan is adopted" in desk.text()


def owner(office: Office, role: str) -> UUID:
    """The first of this role: whoever verifies is another."""
    return next(one.actor.id for one in office.people.values() if one.actor.has(Role(role)))


def the_committee_decides(office: Office, made: UUID) -> UUID:
    """Founded, put on the agenda, voted by keyboard alone (one of them on a telephone), closed by the chair."""
    desk = office.officer.go("committee_found").write(name="Human-rights committee", kind="human_rights")
    desk.send()
    body = desk.id_of_page()
    seat = {"chair": True, "independent": False}
    desk.go("seat_appoint", body).write(person_id=office.actor("chair").id, title="chair", chair=True).send()
    for key in MEMBERS[1:]:
        seat = {"chair": False, "independent": key == "independent"}
        governance_actions.appoint_member(
            by=desk.actor, committee_id=body, person_id=office.actor(key).id, start=clock.today(), title=key, **seat
        )
    desk.go("plan_submit", made).write(procedure="meeting", committee=body).send()
    decision = desk.id_of_page()
    desk.go("meeting_plan", body).write(held_on=clock.today(), place="Room 2").send()
    meeting = desk.id_of_page()
    desk.go("meeting_agenda", meeting).write(decision_id=decision).send()

    again = office.chair.tab()
    for key in MEMBERS:
        seated = getattr(office, key).go("decision_vote", decision)
        if key == "chair":
            again.goto(seated.page.url)
        assert "on record" in seated.by_keyboard(choice="for", reason="Read and weighed")
    again.locator("input[name=choice][value=against]").check()
    again.locator("[name=reason]").fill("Once more")
    with again.expect_navigation():
        again.locator("main form.stack .buttons button[type=submit]").click()
    refused = again.locator("main").inner_text()
    assert "now" in refused and "acted already" in refused, refused
    again.close()
    assert len(governance.decision(desk.actor, decision).votes) == len(MEMBERS)
    assert "Closed" in office.chair.go("decision", decision).press("Close the vote")
    assert "approved" in office.chair.text()
    return decision


def the_record_is_frozen(office: Office, decision: UUID) -> None:
    """The PDF is accessible, the JSON is what was hashed and signed."""
    desk = office.chair.go("decision", decision)
    frozen = governance.decision(desk.actor, decision)
    with desk.page.expect_download() as waiting:
        desk.page.locator("main a:has-text('Record (PDF)')").click()
    file = Path(waiting.value.path()).read_bytes()
    with pikepdf.open(io.BytesIO(file)) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked and "/StructTreeRoot" in root and str(root.Lang) == "en"
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1" and frozen.reference in told["dc:title"]
        pictures = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert pictures and all(str(one.get("/Alt", "")) for one in pictures)
    link = desk.page.locator("main a:has-text('JSON')").get_attribute("href") or ""
    body = desk.context.request.get(office.site + link)
    said = json.loads(body.text())
    assert frozen.sha256 in json.dumps(said) and frozen.sha256 == digest(frozen.payload)


def a_condition_is_shown_and_verified(office: Office, made: UUID) -> None:
    """The sale may go on; delivery waits until the owner has shown what a second person verified."""
    said = office.officer.go("plan", made).text()
    gate = queries.gate(made)
    assert gate.verdict("contract").permitted and "Sale permitted" in said
    assert not gate.verdict("delivery").permitted
    plan = queries.plan(office.actor("officer"), made)
    waits = next(one for one in plan.measures if one.condition_precedent)
    holder = next(key for key, one in office.people.items() if one.actor.id == waits.owner_id)
    desk = getattr(office, holder).go("measure_evidence", waits.id)
    desk.send()
    assert "What the evidence shows" in desk.alert()
    page = {"name": "signed.txt", "mimeType": "text/plain", "buffer": b"signed text, page 4"}
    desk.write(note="Signed text, page 4", document=page).send()
    assert "signed.txt" in desk.text()
    wanted = Role(waits.verifier_role)
    sees = next(key for key, one in office.people.items() if one.actor.has(wanted) and one.actor.id != waits.owner_id)
    getattr(office, sees).go("measure_verify", waits.id).write(remark="Read it").send()
    assert "Verified" in getattr(office, sees).text()


def a_fact_changes(office: Office, made: UUID, decision: UUID) -> None:
    """One answer changes: the gate closes at once, the decision reopens and the page says why."""
    office.counsel.go("file_entry", made, "answer", "1.2").write(
        state="answered", value="no", reason="Repealed", source="Gazette"
    ).send()
    said = office.officer.go("plan", made).text()
    assert "Sale not permitted" in said and "question 1.2" in said
    assert reopen_changed_files.func() == 1
    said = office.chair.go("decision", decision).text()
    assert "no longer stands" in said and "question 1.2" in said and "reopened" in said
    assert reading.deal(made).state == "filed"
    assert (
        accounts.names([office.actor("counsel").id])[office.actor("counsel").id]
        in office.counsel.go("file_section", made, "legal").text()
    )
    assert prove().sound
