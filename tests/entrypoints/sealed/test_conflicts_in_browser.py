"""A comparison of names that takes long, in a browser: one step after the other, then the page; kept, then the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from duecare.apps.intake.rules.records import Office
from duecare.apps.monitoring.queries.past_work import Reading, compare
from duecare.apps.monitoring.rules.past_work import Past
from duecare.entrypoints.staff import sealed_conflicts, sealed_waiting
from duecare.entrypoints.staff.sealed_conflict_words import READS
from duecare.kernel.actor import Role
from tests.browser.looking import WIDE
from tests.entrypoints.agent.running import House

from .browsing import UNNAMED
from .test_in_browser import at, looked_at, unlock

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


class Slow:
    """Goes on from one step to the next when it is told to."""

    def __init__(self) -> None:
        self.goes_on = {one: Event() for one in Reading}

    def compare(self, names: Sequence[str]) -> Iterator[Reading | Past]:
        """As ever, one step at a time."""
        for one in compare(names):
            yield one
            if isinstance(one, Reading):
                assert self.goes_on[one].wait(60)


def test_each_step_takes_the_place_of_the_one_before_and_the_page_that_of_the_last(
    here: House, at: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    here.report()
    page = at(Role.COMPLIANCE_OFFICER, "olga officer")
    unlock(page, here, here.holder(Office.INTAKE_EXTERNAL))
    page.locator("main table a").click()
    page.goto(f"{page.url}examine/")
    slow = Slow()
    monkeypatch.setattr(sealed_waiting, "PATIENCE", 0)
    monkeypatch.setattr(sealed_conflicts, "compare", slow.compare)
    page.get_by_label("Names in the report").fill("Harbour Watch")
    page.get_by_role("button", name="Compare").click(no_wait_after=True)
    for one in Reading:
        expect(page.get_by_role("status")).to_have_text(str(READS[one]))
        assert page.locator("progress:visible").count() == 1
        assert page.evaluate(WIDE) == 0
        slow.goes_on[one].set()
    expect(page.get_by_role("button", name="Keep the result")).to_be_visible()
    assert page.locator("progress:visible").count() == 0
    looked_at(page)
    page.locator("#candidates").get_by_label("no conflict found").first.check()
    for question in ("persons", "customers", "decisions"):
        page.locator(f"[name={question}][value=unnamed]").check()
        page.locator(f"[name={question}_text]").fill(UNNAMED[f"{question}_text"])
    page.get_by_label("How it was checked").fill("Asked by telephone.")
    page.get_by_label("I have no personal or business interest").check()
    page.get_by_role("button", name="Keep the result").click()
    page.wait_for_url("**/?done=examine")
    expect(page.get_by_role("heading", name="Report of")).to_be_visible()
