"""The main job in a browser, second half: from the class to a frozen decision, and back when a fact changes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from uuid import UUID

import pikepdf

from duecare.adapters import clock
from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import queries as reading
from duecare.apps.audit.queries import prove
from duecare.apps.governance import actions as governance_actions
from duecare.apps.governance import queries as governance
from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.tasks import reopen_changed_files
from duecare.kernel.actor import Role
from duecare.kernel.canonical import digest

from .office import MEMBERS, Office, owner


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
