"""From a publisher's file to a judged hit in a real browser: two persons, keyboard only, wrong presses included."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from duecare.adapters import clock
from duecare.apps.parties import actions as parties
from duecare.apps.screening import queries
from duecare.kernel.actor import Role
from tests.apps.screening.working import carry_out, follow
from tests.conftest import person

from .hands import Desk, join

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
NAME = "Blackthorn Signals Company"
HEAD = "id,schema,name,aliases,countries,birth,ids,programme\n"
LIST = HEAD + f"A-1,Company,{NAME},,THA,,,House policy\nA-2,Company,Zorvane Maritime,,THA,,,House policy\n"


def state(body: UUID) -> str:
    """What the gate knows of the party."""
    return queries.party_states((body,), clock.today())[body].state


def test_from_an_upload_to_a_hit_that_two_persons_judge(browser: Browser, live_server: Any, tmp_path: Path) -> None:
    cache.clear()
    officer = Desk(browser, live_server.url, join("Olga Officer", Role.COMPLIANCE_OFFICER))
    counsel = Desk(browser, live_server.url, join("Cora Counsel", Role.COUNSEL))
    body = parties.enter_body(by=person(Role.SALES), name=NAME, kind="company", country="THA")
    file = tmp_path / "refused-parties.csv"
    file.write_text(LIST)

    officer.go("list_import").write(files=file)
    assert "Waits for the worker" in officer.send()
    carry_out()
    follow()
    officer.page.get_by_text("What came of it").wait_for()  # the page looks again by itself
    assert "in_house, edition 1" in officer.text()

    assert NAME in officer.go("hits").text() and state(body) == "possible"
    officer.page.get_by_role("link", name=NAME).first.click()
    assert "needs two persons to judge it not the same" in officer.text()
    officer.send("#judge form button[type=submit]")
    assert "Your reasons" in officer.alert(), "nothing was chosen and nothing said"
    # By keyboard alone: the first verdict, the reasons, the button.
    officer.page.locator("#judge [name=verdict]").first.focus()
    officer.page.keyboard.press("Space")
    officer.page.locator("#judge [name=reason]").focus()
    officer.page.keyboard.type("Another company: other seat, other register.")
    officer.page.keyboard.press("Tab")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    assert "It counts once a second person agrees." in officer.text() and state(body) == "possible"
    assert officer.page.locator("#second").count() == 0, "nobody agrees with themselves"

    hit = queries.hit_list(queries.HitListQuery(q="Blackthorn")).rows[0]
    counsel.go("hit", hit.id).write("#second", answer="return")
    counsel.send("#second form button[type=submit]")
    assert "say why" in counsel.alert().lower()
    counsel.write("#second", answer="confirm", reason="I compared the registers.")
    assert "judged not the same party" in counsel.send("#second form button[type=submit]")
    assert state(body) == "none"
    assert "No hit of this kind waits to be judged." in officer.go("hits").text()
    faults = [*officer.close(), *counsel.close()]
    assert faults == []
