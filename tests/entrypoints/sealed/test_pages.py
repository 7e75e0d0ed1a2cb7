"""Sealed reports on staff pages: from the unlocked vault to the reporter's answer, through HTTP."""

from __future__ import annotations

import re

import pytest

from duecare.adapters.sealed.reporter import Reporter
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.opening import Case, open_case, read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.progress import Progress, progress
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.reports import About, Message, Stage
from duecare.apps.intake.rules.store import Table
from duecare.entrypoints.staff import sealed_cases
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import TOLD, House

from .browsing import COOKIE, Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def back(site: Site, by: Reporter) -> Case:
    """The reporter comes back with the code."""
    case = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
    assert case is not None
    return case


def heard(here: House, by: Reporter) -> Progress:
    """What the reporter reads."""
    with here.site() as site:
        found = read(site, back(site, by), Compartment.REPORT)
        return progress((entry for _, entry in found.entries), by.keys.fingerprint)


def test_a_report_is_checked_granted_answered_and_the_reporter_reads_it(here: House) -> None:
    by = here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer")
    assert "six words" in officer.page() and TOLD not in officer.page()
    officer.unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = officer.cases()
    shown = officer.page(case)
    assert TOLD in shown and "not asked yet" in shown and "Grant the case" not in shown
    with here.site() as site:
        handler_key = site.directory.holders(Office.CASE_HANDLER, site.today)[0].fingerprint.hex()
    assert officer.do(case, "admit", who=handler_key).status_code == 200, "nobody is granted before the check"
    checked = officer.do(case, "examine", **{handler_key: "clear", "remark": "asked by telephone", "own": "on"})
    assert checked.status_code == 302
    assert officer.do(case, "admit", who=handler_key).status_code == 302
    assert officer.do(case, "advance", stage="checked", reason="").status_code == 302
    handler = Browser.of(here, Role.COUNSEL, name="hugo handler").unlock(here.holder(Office.CASE_HANDLER))
    (mine,) = handler.cases()
    assert mine != case and "Olga Officer" in handler.page(mine)
    said = {"about": "acknowledgement", "text": "We have it.\nYou hear from us.", "language": "en", "next": ""}
    assert handler.do(mine, "say", **said).status_code == 302
    told = heard(here, by)
    assert told.stage is Stage.CHECKED and told.acknowledged is not None
    last = told.said[-1].what
    assert isinstance(last, Message) and last.text.splitlines() == ["We have it.", "You hear from us."]
    with here.site() as site:
        write(
            by=back(site, by), site=site, compartment=Compartment.REPORT, kind=Kind.MESSAGE,
            body=Message(About.WORD, "It was in May.").plain(), keep_until=site.today,
        )  # fmt: skip
    assert "It was in May." in handler.page(mine) and "reporter had the last word" in handler.page()
    handler.client.post("/sealed/lock/")
    assert "It was in May." not in handler.page(mine) and "six words" in handler.page(mine)
    assert COOKIE not in {name for name, one in handler.client.cookies.items() if one.value}


def test_the_inbox_is_narrowed_by_a_form_and_a_protection_file_is_shown_among_the_members(here: House) -> None:
    here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = officer.cases()
    assert officer.do(case, "call", title="Harbour").status_code == 302
    found = officer.client.post("/sealed/", {"words": "harbour", "show": "waiting"}).content.decode()
    assert case in found and "1 of 1" in found
    assert case not in officer.client.post("/sealed/", {"words": "nothing like it"}).content.decode()
    assert case in officer.client.post("/sealed/", {"show": "no such thing", "page": "0"}).content.decode()
    kept = {"matter": "l", "on": "2026-01-05", "text": "Two firms were told not to hire."}
    assert officer.client.post(f"{case}protection/record/", kept).status_code == 302
    shown = officer.page(case)
    assert f'href="{case}protection/"' in shown and "not assessed" in shown
    protection = officer.page(f"{case}protection/")
    assert "Nobody has answered the questions yet." in protection and "(l) blacklisting" in protection
    given = {"seen": "1", "q-guess": "yes", "n-guess": "Three people were there."}
    assert officer.client.post(f"{case}protection/assess/", given).status_code == 302
    protection = officer.page(f"{case}protection/")
    assert "Three people were there." in protection and ">high<" in protection
    me, other = re.findall(r'<option value="([0-9a-f]{64})"', protection)[:2]
    plan = {"owner": me, "reviewer": me, "due": "2099-01-05", "text": "Another shift."}
    assert "two persons who work" in officer.client.post(f"{case}protection/plan/", plan).content.decode()
    assert officer.client.post(f"{case}protection/plan/", {**plan, "reviewer": other}).status_code == 302
    protection = officer.page(f"{case}protection/")
    (mark,) = set(re.findall(r'name="mark" value="([0-9a-f]{16})"', protection))
    step = {"mark": mark, "state": "dropped", "text": "They left the company."}
    assert officer.client.post(f"{case}protection/step/", step).status_code == 302
    assert "They left the company." in officer.page(f"{case}protection/")
    again = officer.client.post(f"{case}protection/step/", step).content.decode()
    assert "not yours to say of this measure" in again
    shown = officer.page(case)
    assert "(l) blacklisting" in shown and "Two firms were told not to hire." in shown
    assert officer.client.post(f"{case}protection/record/", {**kept, "matter": "z"}).status_code == 200


def test_of_many_case_handlers_those_whom_nobody_asked_about_are_counted(
    here: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = officer.cases()
    few = officer.page(case)
    assert "nobody asked about" not in few and few.count("not asked") >= 2
    monkeypatch.setattr(sealed_cases, "FEW", 1)
    many = officer.page(case)
    assert "2 more case handlers: nobody asked about conflicts of interest yet." in many
    with here.site() as site:
        one = site.directory.holders(Office.CASE_HANDLER, site.today)[0].fingerprint.hex()
    officer.do(case, "examine", **{one: "conflicted", "remark": "Asked by telephone.", "own": "on"})
    monkeypatch.setattr(sealed_cases, "FEW", 0)
    after = officer.page(case)
    assert "1 more case handler: nobody asked about a conflict of interest yet." in after
