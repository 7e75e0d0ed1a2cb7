"""Drafts of answers: sealed for the members, read by no reporter, gone once somebody answered."""

from __future__ import annotations

import re
from datetime import date

import pytest

from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.opening import read
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.replies import Draft, draft
from duecare.apps.intake.rules.reports import About, Message
from duecare.apps.intake.rules.work import work
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House

from .browsing import Browser
from .looking import rows
from .test_inquiry import case_of_two
from .test_pages import back

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIRST_TRY, BETTER = "We have read your report.", "We have read your report, and look into it."


def say(page: str) -> str:
    """The card in which a member answers."""
    return page.partition('id="say"')[2].partition("</section>")[0]


def keep(who: Browser, case: str, text: str, about: str = "word") -> int:
    seen = re.search(r'name="seen" value="(\d+)"', say(who.page(case)))
    assert seen
    given = {"seen": seen[1], "about": about, "text": text, "language": "en"}
    return int(who.client.post(f"{case}draft/", given).status_code)


def test_members_keep_change_and_drop_it_and_it_is_sealed(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    assert keep(officer, case, FIRST_TRY, "acknowledgement") == 302
    card = say(handler.page(same))
    assert "Draft of Olga Officer" in card and f">{FIRST_TRY}</textarea>" in re.sub(r">\s+", ">", card)
    assert re.search(r'value="acknowledgement" selected', card) and "wrote since" not in card
    assert keep(handler, same, BETTER) == 302 and keep(handler, same, " ") == 200
    page = officer.page(case)
    assert "Draft of Hana Handler" in say(page) and BETTER in say(page)
    assert FIRST_TRY not in page.replace(BETTER, "") and page.count(BETTER) == 1, "a draft is no note of the timeline"
    assert BETTER.encode() not in rows()
    assert handler.do(same, "undraft").status_code == 302
    assert "Draft of" not in say(officer.page(case)) and BETTER not in officer.page(case)


def test_once_somebody_answered_it_is_gone_and_a_stage_leaves_it(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    assert keep(officer, case, FIRST_TRY) == 302
    assert officer.do(case, "advance", stage="triage", reason="").status_code == 302
    assert "Draft of Olga Officer" in say(handler.page(same))
    assert handler.do(same, "say", about="word", text=BETTER, language="en").status_code == 302
    assert "Draft of" not in say(officer.page(case)) and FIRST_TRY not in say(officer.page(case))


def test_that_the_reporter_wrote_since_is_said_before_it_is_sent(here: House) -> None:
    by = here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = officer.cases()
    assert keep(officer, case, FIRST_TRY) == 302
    with here.site() as site:
        write(
            by=back(site, by), site=site, compartment=Compartment.REPORT, kind=Kind.MESSAGE,
            body=Message(About.WORD, "It was in May.").plain(), keep_until=site.today,
        )  # fmt: skip
        told = read(site, back(site, by), Compartment.REPORT)
        assert FIRST_TRY not in str([entry.body for _, entry in told.entries]), "no reporter reads a draft"
    assert "The reporter wrote since." in say(officer.page(case)) and FIRST_TRY in say(officer.page(case))
    assert keep(officer, case, BETTER) == 302
    assert "wrote since" not in say(officer.page(case)), "whoever changed it had read that"


def test_what_is_no_draft_is_read_as_nothing_known() -> None:
    good = Draft(About.WORD, "x", "en", 1)
    assert draft(good.plain()) == good
    for wrong in ({"about": "withdrawal"}, {"about": "gossip"}, {"seen": "1"}, {"more": 1}):
        entry = Entry(Kind.NOTE, bytes(32), date(2026, 1, 1), FIRST, {**good.plain(), **wrong})
        assert work([entry], ()).unread == 1
