"""Briefs in a real browser: proposed, agreed to, declared, read and answered by pressing what the pages show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from duecare.adapters import clock
from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import TOLD, House

from .pressing import press
from .test_in_browser import at, looked_at, unlock

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def inside(at: Callable[..., Page], here: House, number: int, name: str, language: str = "en") -> Page:
    """A member at the page of briefs of the one case."""
    page = at(Role.COMPLIANCE_OFFICER, name, language)
    unlock(page, here, here.holder(Office.INTAKE_EXTERNAL, number))
    page.locator("main table a").click()
    press(page, "Outside advisers", "link")
    return page


def proposed(page: Page) -> None:
    press(page, "Propose to the other members")
    assert "This was not saved." in page.inner_text("main")
    looked_at(page)
    page.get_by_label("Last day on which they read it").fill((clock.today() + timedelta(days=3)).isoformat())
    page.get_by_label("Whom it concerns").fill("Example Port Authority")
    page.get_by_label("Question to them").fill("Is it lawful there?")
    page.get_by_label("What they need to know").fill("Cameras at the quay.")
    page.get_by_label("From the report").check()
    press(page, "Propose to the other members")
    assert "It goes to the adviser when another member agrees." in page.inner_text("main")
    looked_at(page)


def test_from_the_proposal_to_an_opinion_that_stays(at: Callable[..., Page], here: House) -> None:
    person = here.certified(Office.ADVISER)
    here.report()
    one, two = (inside(at, here, number, name) for number, name in enumerate(("olga officer", "otto officer")))
    looked_at(one)
    proposed(one)
    two.reload()
    looked_at(two)
    press(two, "Agree, and let them read it")
    assert "waits for their declaration" in two.inner_text("main")

    adviser = at(None, "ada adviser")
    assert "404" in adviser.inner_text("main")
    adviser.goto(adviser.url.replace("/sealed/", "/people/me/"))
    press(adviser, "Outside advisers find their briefs here.", "link")
    looked_at(adviser)
    unlock(adviser, here, person)
    adviser.wait_for_selector("main li a")
    looked_at(adviser)
    with adviser.expect_navigation():
        adviser.locator("main li a").click()
    assert "Example Port Authority" in adviser.inner_text("main") and TOLD not in adviser.inner_text("main")
    looked_at(adviser)
    press(adviser, "Sign and declare")
    assert "This was not saved." in adviser.inner_text("main")
    adviser.get_by_label("I have no personal or business interest").check()
    press(adviser, "Sign and declare")
    assert TOLD in adviser.inner_text("main")
    looked_at(adviser)
    adviser.get_by_label("My opinion").check()
    adviser.get_by_label("Your words").fill("It is not lawful.")
    press(adviser, "Sign and send")
    looked_at(adviser)

    one.reload()
    assert "It is not lawful." in one.inner_text("main") and "They opened it on" in one.inner_text("main")
    looked_at(one)
    press(one, "Keep it in the record")
    one.get_by_text("Take it back").click()
    one.locator("textarea[name=reason]").fill("It is answered.")
    press(one, "End the brief")
    assert "It opens for nobody outside any more." in one.inner_text("main")
    press(adviser, "Briefs", "link")
    assert "Nobody asks you for advice." in adviser.inner_text("main")
    with one.expect_navigation():
        one.get_by_role("link", name="Report of").click()
    assert "Opinion, signed by the outside adviser" in one.inner_text("main")
    looked_at(one)
