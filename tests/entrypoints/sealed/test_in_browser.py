"""Sealed pages in a real browser: opening a vault, a case from check to answer, findings, widths, directions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from duecare.apps.accounts.models import Person
from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.browser.looking import WIDE, findings_in_both
from tests.entrypoints.agent.running import TOLD, House
from tests.permissions.signed_in import sign_in

from .browsing import COOKIE
from .pressing import compared_nobody

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
OPEN = "document.querySelectorAll('main details').forEach(part => { part.open = true })"


@pytest.fixture
def at(browser: Browser, live_server: Any, here: House, settings: Any) -> Iterator[Callable[..., Page]]:
    """`at(role, name)` gives the sealed pages in a browser of somebody who is signed in."""
    settings.LANGUAGES = [("en", "en"), ("ar", "ar")]
    settings.DUECARE = replace(settings.DUECARE, languages="en,ar")
    contexts, errors = [], []

    def go(role: Role | None, name: str, language: str = "en") -> Page:
        client = Client()
        Person.objects.filter(id=sign_in(client, *([role] if role else []), name=name).id).update(language=language)
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
        contexts.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{live_server.url}/sealed/")
        return page

    yield go
    for context in contexts:
        context.close()
    assert errors == []


def looked_at(page: Page) -> None:
    """No finding in light and dark, everything unfolded, and nothing wider than a phone."""
    page.wait_for_load_state()
    page.evaluate(OPEN)
    assert findings_in_both(page) == [], page.url
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(WIDE) == 0, f"{page.url} at {width}"
    page.set_viewport_size({"width": 1280, "height": 800})


def unlock(page: Page, here: House, person: bytes, words: str = "") -> None:
    page.get_by_label("Number of your vault").fill(person.hex()[:8].upper())
    page.get_by_label("Your six words").fill(words or f"  {here.phrase.upper()} ")
    page.get_by_role("button", name="Open", exact=True).click()


def drafted(page: Page) -> None:
    """An answer that is kept, from the case and back to it."""
    page.locator("#say").get_by_label("What the reporter reads").fill("We look into it.")
    page.get_by_role("button", name="Keep as a draft").click()
    assert "Draft of" in page.inner_text("#say")
    looked_at(page)
    page.get_by_role("button", name="Drop the draft").click()
    assert "Draft of" not in page.inner_text("#say")


def advised(page: Page) -> None:
    """What counsel advises, from the case."""
    drafted(page)
    page.get_by_role("link", name="Advice of counsel").click()
    looked_at(page)
    page.get_by_label("advice of counsel").check()
    page.get_by_label("Text").fill("Answer within a week.")
    page.get_by_role("button", name="Keep it").click()
    assert "Answer within a week." in page.inner_text("main")
    looked_at(page)
    page.get_by_role("link", name="Report of").click()


def looked_beside(at: Callable[..., Page], page: Page, here: House) -> None:
    """Names, a report that is told, observers, shares: from a case and back to it."""
    page.get_by_role("link", name="Protection file").click()
    looked_at(page)
    page.locator("#risk fieldset").first.get_by_label("yes").check()
    page.get_by_role("button", name="Keep the assessment").click()
    assert "The assessment is kept" in page.inner_text("main")
    page.get_by_text("Plan a measure").click()
    page.get_by_label("What is done for the reporter").fill("Another shift.")
    page.get_by_label("Who looks whether").select_option(index=1)
    page.get_by_label("By when").fill("2099-01-05")
    page.get_by_role("button", name="Plan it").click()
    assert "The measure is planned." in page.inner_text("main")
    looked_at(page)
    page.get_by_role("link", name="Report of").click()
    advised(page)
    page.get_by_role("link", name="Who the reporter is").click()
    looked_at(page)
    page.get_by_label("Why it has to be read").fill("To interview them.")
    page.get_by_label("What the reporter is told").fill("We have to meet.")
    page.get_by_role("button", name="Ask", exact=True).click()
    assert "The custodian finds your request" in page.inner_text("main")
    looked_at(page)
    keeper = at(Role.ANALYST, "kestrel keeper")
    unlock(keeper, here, here.holder(Office.CUSTODIAN))
    keeper.get_by_role("link", name="Requests to read a name").click()
    looked_at(keeper)
    keeper.locator("main li a").click()
    looked_at(keeper)
    page.get_by_role("link", name="Sealed reports").last.click()
    page.get_by_role("link", name="Take down what somebody tells").click()
    looked_at(page)
    page.go_back()
    page.locator("main table a").click()
    page.get_by_role("link", name="Observers").click()
    page.get_by_label("What is agreed").fill("They read it.")
    page.get_by_role("button", name="Propose and sign").click()
    assert "The reporter reads it." in page.inner_text("main")
    looked_at(page)
    page.get_by_role("link", name="Report of").click()
    looked_at_shares(at, here)


def looked_at_shares(at: Callable[..., Page], here: House) -> None:
    """Proposed and taken back."""
    member = at(Role.COMMITTEE_MEMBER, "maria member")
    unlock(member, here, here.holder(Office.COMMITTEE))
    member.get_by_role("link", name="Shares for recovery").click()
    looked_at(member)
    member.evaluate(OPEN)  # a click does not wait for the page to which it leads
    member.get_by_label("Why nobody else can").fill("Everybody has left.")
    member.get_by_role("button", name="Propose", exact=True).click()  # unfolded when it was looked at
    assert "Everybody has left." in member.inner_text("main")
    looked_at(member)
    member.get_by_role("button", name="Take the proposal back").click()
    assert "The proposal is taken back." in member.inner_text("main")
    looked_at(member)


def looked_at_figures(page: Page, here: House) -> None:
    """What is counted of the case, and the sums: too few cases, and enough."""
    page.get_by_role("link", name="What is counted").click()
    looked_at(page)
    page.get_by_role("button", name="Count it so").click()
    assert page.get_by_role("status").first.inner_text() == "It is counted so."
    page.get_by_role("link", name="Sealed reports").last.click()
    page.get_by_role("link", name="Statistics", exact=True).click()
    assert "Fewer than 5 cases" in page.inner_text("main")
    looked_at(page)
    for _ in range(5):
        here.report()
    page.reload()
    assert "6 cases." in page.inner_text("main")
    looked_at(page)


def test_a_case_from_the_vault_to_the_answer(at: Callable[..., Page], here: House) -> None:
    here.certified(Office.OBSERVER)
    here.report()
    page = at(Role.COMPLIANCE_OFFICER, "olga officer")
    looked_at(page)
    unlock(page, here, here.holder(Office.INTAKE_EXTERNAL), "six words that are not mine")
    assert "These words do not open the vault." in page.inner_text("main")
    looked_at(page)
    unlock(page, here, here.holder(Office.INTAKE_EXTERNAL))
    page.wait_for_selector("main table")
    looked_at(page)
    (cookie,) = (one for one in page.context.cookies() if one["name"] == COOKIE)
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
    assert cookie["expires"] == -1, "it goes with the browser"
    page.locator("main table a").click()
    assert TOLD in page.inner_text("main")
    looked_at(page)
    page.get_by_role("button", name="Send").click()
    assert "This was not saved." in page.inner_text("main")
    looked_at(page)
    page.get_by_role("link", name="Conflict check").click()
    looked_at(page)
    for _ in range(2):  # nobody of the demonstration's handlers has opened a vault yet: they are called by their keys
        page.locator("#candidates fieldset").nth(_).get_by_label("no conflict found").check()
    compared_nobody(page)
    page.get_by_label("How it was checked").fill("Asked by telephone.")
    page.get_by_label("I have no personal or business interest").check()
    page.get_by_role("button", name="Keep the result").click()
    assert page.get_by_role("status").first.inner_text() == "The result of the check is kept."
    page.get_by_role("button", name="Grant the case").first.click()
    assert "All keys were changed" in page.inner_text("main")
    page.get_by_label("What it is", exact=True).select_option("acknowledgement")
    page.get_by_label("What the reporter reads").fill("We have it.")
    page.get_by_role("button", name="Send").click()
    assert "The reporter can read it now." in page.inner_text("main") and "We have it." in page.inner_text("main")
    looked_at(page)
    looked_beside(at, page, here)
    looked_at_figures(page, here)
    assert "We have it." not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    page.get_by_role("button", name="Lock").click()
    assert "Your six words" in page.inner_text("main") and TOLD not in page.content()
    page.go_back()
    assert TOLD not in page.content(), "nothing is kept to go back to"


def test_whoever_comes_back_over_another_host_is_still_in(at: Callable[..., Page], here: House) -> None:
    """As from the host that takes files: the browser keeps a strict cookie back until the page loads itself again."""
    here.report()
    page = at(Role.COMPLIANCE_OFFICER, "olga officer")
    unlock(page, here, here.holder(Office.INTAKE_EXTERNAL))
    page.wait_for_selector("main table")
    here_now = page.url
    page.route("http://elsewhere.example/**", lambda route: route.fulfill(body=f'<a href="{here_now}">back</a>'))
    page.goto("http://elsewhere.example/")
    page.get_by_text("back").click()
    page.wait_for_selector("main table")


def test_from_right_to_left(at: Callable[..., Page], here: House) -> None:
    here.report("كانت الكاميرات موجهة نحو المكتب.")
    page = at(Role.COUNSEL, "rania reader", "ar")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.locator("[name=number]").fill(here.holder(Office.INTAKE_EXTERNAL).hex()[:8])
    page.locator("[name=words]").fill(here.phrase)
    page.locator("main form.stack button[type=submit]").click()
    page.locator("main table a").click()
    assert "الكاميرات" in page.inner_text("main")
    looked_at(page)
