"""The file in the browser: every section opens, entries are saved one by one, others' files are not there."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duecare.adapters.home import evidence
from duecare.apps.assessments import actions, queries
from duecare.entrypoints.staff.file_sections import TITLES
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.permissions.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = date(2026, 11, 23)


def html(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    return response.content.decode()


def entry(made: UUID, kind: str, item: str = "new") -> str:
    return reverse("file_entry", args=[made, kind, item])


def test_every_section_of_an_empty_and_of_a_full_file_opens(client: Client) -> None:
    made = deals.filed()
    sign_in(client, Role.COUNSEL)
    assert "0 of" in html(client, reverse("file", args=[made]))
    for section in TITLES:
        html(client, reverse("file_section", args=[made, section]))
    filled.complete(made)
    filled.document(made, privileged=True)
    filled.opinion(made)
    filled.sources(made)
    filled.consulted(made)
    actions.record_finding(by=deals.ANALYST, opportunity_id=made, what="w", source="s", about="unit")
    filled.confirmed(made)
    assert "complete" in html(client, reverse("file", args=[made]))
    for section in TITLES:
        html(client, reverse("file_section", args=[made, section]))
    html(client, reverse("file_section", args=[made, "no-such"]), 404)


def test_sales_sees_what_is_missing_in_its_own_file_and_nothing_else(client: Client) -> None:
    mine, other = deals.filed(), UUID(int=3)
    sign_in(client, Role.SALES, name="sales one")
    page = html(client, reverse("file", args=[mine]))
    assert "Still missing" in page
    assert "Class from the facts" not in page
    html(client, reverse("file_section", args=[mine, "legal"]), 403)
    html(client, reverse("file", args=[other]), 404)
    sign_in(client, Role.SALES, name="sales two")
    html(client, reverse("file", args=[mine]), 404)


def test_an_answer_is_saved_on_its_own_form_and_a_second_one_from_an_old_page_is_refused(client: Client) -> None:
    made = deals.filed()
    sign_in(client, Role.COUNSEL)
    url = entry(made, "answer", "3.4")
    assert "Who must approve a measure" in html(client, url)
    sent = {"state": "answered", "value": "judge", "reason": "Code of procedure", "seen": "0"}
    response = client.post(url, sent)
    assert response.status_code == 302
    assert response["Location"] == reverse("file_section", args=[made, "legal"])
    assert "A judge" in html(client, reverse("file_section", args=[made, "legal"]))
    late = client.post(url, {**sent, "value": "nobody"}).content.decode()
    assert "after you opened the page" in late
    assert client.post(url, {"state": "not_applicable", "seen": "1"}).status_code == 200
    assert len(queries.answer_rows(made, {})) == 1


def test_every_kind_of_entry_opens_and_says_what_is_missing(client: Client) -> None:
    made = deals.filed()
    finding = actions.record_finding(by=deals.ANALYST, opportunity_id=made, what="w", source="s", about="unit")
    advice = filled.document(made, privileged=True)
    sign_in(client, Role.COUNSEL)
    items = {
        "answer": "1.1", "flag": "RF-US-01", "group": "journalists", "harm": "new", "finding": "new",
        "source-grade": str(finding), "content-grade": str(finding), "second-reading": str(finding),
        "reply": str(finding), "search": "new", "regime": "new", "source": "new", "document": "new",
        "released-fact": str(advice), "reader": str(advice),
    }  # fmt: skip
    for kind, item in items.items():
        html(client, entry(made, kind, item))
        assert client.post(entry(made, kind, item), {}).status_code == 200, kind
    for kind, item in (("answer", "9.9"), ("flag", "X"), ("group", "X"), ("harm", "X"), ("nothing", "new")):
        html(client, entry(made, kind, item), 404)
    for kind in ("source-grade", "released-fact"):
        good = {"value": "B", "grounds": "g", "text": "t"}
        assert client.post(entry(made, kind, str(UUID(int=5))), good).status_code == 404


def test_grades_flags_harms_and_regimes_go_in_through_their_forms(client: Client) -> None:
    made = deals.filed()
    finding = actions.record_finding(by=deals.ANALYST, opportunity_id=made, what="w", source="s", about="unit")
    sign_in(client, Role.ANALYST, name="analyst two")
    sent = {
        entry(made, "source-grade", str(finding)): {"value": "B", "grounds": "Known for care"},
        entry(made, "content-grade", str(finding)): {"value": "2", "grounds": "Two accounts agree"},
        entry(made, "reply", str(finding)): {"reply": "requested", "text": ""},
        entry(made, "flag", "RF-EU-01"): {"state": "open", "note": "Brochure says covert", "seen": "0"},
        entry(made, "harm"): {"right": "Life", "scale": "3", "likelihood": "1", "threatens_life_or_body": "yes",
                              "reasoning": "Reports"},
        entry(made, "regime"): {"regime": "United Nations", "embargo": "no", "on": "2026-11-23", "evidence": "list"},
        entry(made, "search"): {"on": "2026-11-23", "places": "press\ncourts", "languages": "en"},
        entry(made, "group", "lawyers"): {"state": "likely_target", "reasoning": "Mandate covers them"},
        entry(made, "source"): {"knows_of": "both", "kind": "lawyer", "heard_on": "2026-11-23", "summary": "s",
                                "safety_plan": "p", "identity": "Nobody Invented"},
    }  # fmt: skip
    for url, data in sent.items():
        response = client.post(url, data)
        assert response.status_code == 302, (url, response.content.decode()[-3000:])
    file = queries.read_file(made, DAY)
    assert file.findings[0].standing == "credible"
    assert file.flags.open == ("RF-EU-01",)
    assert file.harms[0].rated.level.value == "severe"
    assert file.group_fact.value is True
    page = html(client, reverse("file_section", args=[made, "sources"]))
    assert "Nobody Invented" not in page
    [source] = queries.first_hand_sources(deals.ANALYST, made, {})
    opened = client.post(reverse("source_identity", args=[source.id]))
    assert "Nobody Invented" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    sign_in(client, Role.COUNSEL)
    assert client.post(reverse("source_identity", args=[source.id])).status_code == 404


def test_a_document_goes_in_and_out_and_a_privileged_one_only_to_counsel(client: Client) -> None:
    made = deals.filed()
    sign_in(client, Role.COUNSEL)
    file = SimpleUploadedFile("../advice <b>.pdf", b"%PDF advice", content_type="text/html")
    sent = {"file": file, "privileged": "on", "privilege_of": "", "privilege_for": ""}
    assert client.post(entry(made, "document"), sent).status_code == 200
    assert list(evidence().hashes()) == [], "a refused upload leaves nothing behind"
    file.seek(0)
    sent |= {"privilege_of": "the company", "privilege_for": "export"}
    assert client.post(entry(made, "document"), sent).status_code == 302
    [row] = queries.documents(deals.COUNSEL, made)
    response = client.get(reverse("evidence", args=[row.id]))
    assert b"".join(response.streaming_content) == b"%PDF advice"  # type: ignore[attr-defined]  # a streaming response
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    for role in (Role.COMPLIANCE_OFFICER, Role.AUDITOR, Role.COMMITTEE_MEMBER):
        sign_in(client, role)
        html(client, reverse("evidence", args=[row.id]), 404)
        assert "advice" not in html(client, reverse("file_section", args=[made, "evidence"])).replace("the advice", "")


def test_legal_advice_is_shown_to_counsel_and_released_by_counsel_only(client: Client) -> None:
    made = deals.filed()
    given = actions.answer_question(
        by=deals.COUNSEL, opportunity_id=made, question="3.1", state="answered", value="yes", reason="Our secret view",
        privileged=True,
    )  # fmt: skip
    legal, release = reverse("file_section", args=[made, "legal"]), reverse("file_release", args=[made, given])
    sign_in(client, Role.ANALYST)
    assert "Our secret view" not in html(client, legal)
    assert "Our secret view" not in html(client, entry(made, "answer", "3.1"))
    assert client.post(release, {"reason": "x"}).status_code == 403
    sign_in(client, Role.COUNSEL)
    assert "Our secret view" in html(client, legal)
    assert client.post(release, {"reason": "A public statute"}).status_code == 302


def test_a_class_is_proposed_confirmed_and_looked_ahead_of(client: Client) -> None:
    made = deals.filed()
    one = filled.deployment(made)
    sign_in(client, Role.ANALYST)
    html(client, reverse("class_propose", args=[one]))
    assert client.post(reverse("class_propose", args=[one]), {"reasons": "Facts"}).status_code == 302
    html(client, reverse("class_confirm", args=[one]), 403)
    sign_in(client, Role.COMPLIANCE_OFFICER)
    confirm = reverse("class_confirm", args=[one])
    sha = queries.compute(queries.read_file(made, DAY), one).facts_sha256
    assert sha in html(client, confirm)
    stale = {"verdict": "confirm", "reasons": "Agreed", "seen_sha256": "0" * 64}
    assert "not confirmed" in client.post(confirm, stale).content.decode()
    assert client.post(confirm, stale | {"seen_sha256": sha}).status_code == 302
    assert "confirmed" in html(client, reverse("file_section", args=[made, "class"]))
    html(client, confirm, 404)
    ahead = reverse("class_ahead", args=[one])
    assert "If it were" not in html(client, ahead)
    assert client.post(ahead).status_code == 302
    assert "If it were" in html(client, ahead)
    sign_in(client, Role.SALES, name="sales one")
    html(client, ahead, 403)


def test_checks_lead_to_where_things_are_mended(client: Client) -> None:
    made = deals.filed()
    filled.flags(made, {"RF-US-01": "open"})
    sign_in(client, Role.AUDITOR)
    page = html(client, reverse("checks"))
    assert "RF-US-01" in page
    assert reverse("file_section", args=[made, "red-flags"]) in page
    assert "Red flags without an answer" in page and "Classes out of date" in page  # what found nothing is named too
    assert "RF-US-01" in html(client, reverse("checks") + "?kind=flag_open")
    assert "Nothing fits this filter" in html(client, reverse("checks") + "?kind=class_stale")


def test_the_history_of_an_answer_says_who_when_from_what_to_what(client: Client) -> None:
    made = deals.filed()
    url = reverse("file_history", args=[made, "answer", "3.4"])
    sign_in(client, Role.COUNSEL, name="first counsel")
    assert "Nothing was recorded about this yet" in html(client, url)
    sent = {"state": "answered", "value": "judge", "reason": "Code of procedure", "seen": "0"}
    assert client.post(entry(made, "answer", "3.4"), sent).status_code == 302
    sign_in(client, Role.COUNSEL, name="second counsel")
    changed = {**sent, "value": "nobody", "reason": "Decree of November", "seen": "1"}
    assert client.post(entry(made, "answer", "3.4"), changed).status_code == 302
    page = html(client, url)
    assert page.index("Version 2") < page.index("Version 1")
    newest = page[page.index("Version 2") : page.index("Version 1")]
    assert "Second Counsel" in newest and "First Counsel" not in newest
    assert newest.index("A judge") < newest.index("Nobody") and "Decree of November" in newest
    assert url in html(client, reverse("file_section", args=[made, "legal"]))


def test_flags_groups_and_harms_have_a_history_and_advice_stays_closed_in_it(client: Client) -> None:
    made = deals.filed()
    filled.complete(made)
    sign_in(client, Role.AUDITOR)
    flag = next(one.code for one in queries.red_flags())
    group = next(one.code for one in queries.groups())
    harm = str(queries.read_file(made, DAY).harms[0].id)
    for kind, item in (("flag", flag), ("group", group), ("harm", harm)):
        page = html(client, reverse("file_history", args=[made, kind, item]))
        assert "Version 1" in page and "bound method" not in page
    html(client, reverse("file_history", args=[made, "flag", "RF-NONE"]), 404)
    html(client, reverse("file_history", args=[made, "secret", flag]), 404)
    sign_in(client, Role.COUNSEL)
    advice = {"state": "answered", "value": "nobody", "reason": "Opinion of 3 May", "seen": "1", "privileged": "on"}
    assert client.post(entry(made, "answer", "3.4"), advice).status_code == 302
    url = reverse("file_history", args=[made, "answer", "3.4"])
    assert "Opinion of 3 May" in html(client, url)
    sign_in(client, Role.AUDITOR)
    page = html(client, url)
    assert "Opinion of 3 May" not in page and "Legal advice, not released" in page


def test_a_consultation_calls_nothing_optional_that_the_choice_makes_necessary() -> None:
    made, client = deals.filed(), Client()
    sign_in(client, Role.ANALYST)
    url = reverse("file_entry", args=[made, "consultation", "new"])
    page = client.get(url).content.decode()
    assert page.count('data-when="standing=affected,proxy,independent"') == 4
    assert page.count('data-when="standing=not_possible"') == 1 and "(optional)" not in page
    given = {"standing": "proxy", "groups": ["journalists"], "held_on": "2026-11-23", "who": "a union", "effect": "x"}
    answer = client.post(url, given | {"safety_plan": "Met abroad"}).content.decode()
    assert "This is needed. Nothing was changed." in answer and "Met abroad" in answer
    assert queries.consultations(made, {}) == ()
    client.post(url, given | {"safety_plan": "Met abroad", "heard": "They fear haste"})
    assert [row.reference for row in queries.consultations(made, queries.deal(made).fields())] == ["C-01"]
