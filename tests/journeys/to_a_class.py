"""The main job in a browser, first half: from a publisher's file to a confirmed class."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.library import LIBRARY
from duecare.apps.assessments import actions as files
from duecare.apps.assessments import queries as reading
from duecare.apps.assessments.rules.gate import ACTS
from duecare.apps.mitigation import queries
from duecare.apps.parties import actions as parties
from duecare.apps.risk import actions as risk
from duecare.apps.risk import queries as figures
from duecare.kernel.actor import SYSTEM
from tests.apps.assessments.file.filled import good

from .hands import Desk
from .office import Office

FIGURES = LIBRARY / "figures"


def figures_come_in(office: Office) -> None:
    """A wrong file is refused with its name; the publisher's is taken; two people put the method in force."""
    desk = office.officer.go("edition_import")
    desk.send()
    assert "The publisher's original file" in desk.alert()
    desk.write(file={"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no figures here"})
    desk.send()
    assert "notes.txt" in desk.alert() and "Nothing was" in desk.alert()
    said = desk.write(file=FIGURES / "wgi.csv").send()
    assert "Nothing of it counts yet" in said
    assert "values count from now on" in desk.press("Accept")
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
    office.analyst.go("file_entry", made, "consultation", "new").send()
    assert "Who was consulted" in office.analyst.alert()
    office.analyst.write(
        standing="proxy", groups=("journalists",), who="a union of reporters", heard="They fear haste",
        effect="A judge's order before each use", safety_plan="Met abroad",
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
