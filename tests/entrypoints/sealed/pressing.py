"""People of a case at browsers: they press what the pages show, and what was kept is read there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from duecare.apps.investigations.rules.acts import ACTS, Sort
from duecare.entrypoints.staff import inquiry_words as say

TOLD = "The cameras were pointed at a union office."


def press(page: Page, name: str, kind: Literal["link", "button"] = "button", *, first: bool = False) -> None:
    """Press it, and wait until what follows stands."""
    found = page.get_by_role(kind, name=name, exact=True)
    with page.expect_navigation():
        (found.first if first else found).click()


def compared_nobody(page: Page) -> None:
    """Say of each question of a conflict check that the report names nobody with whom to compare."""
    for number, question in enumerate(("Persons in the report", "Customers in the report", "Past decisions on them")):
        page.get_by_role("group", name=question).get_by_label("the report names none").check()
        page.get_by_label("What was found of").nth(number).fill("It names a union office and nobody else.")


@dataclass
class Reporting:
    """Somebody without script, on the reporter's own site."""

    browser: Browser
    url: str
    code: str = ""

    def report(self) -> None:
        """Write a report without a name, note the code down and send it."""
        page = self._page()
        page.goto(self.url)
        press(page, "I am somebody else", "link")
        press(page, "Begin", "link")
        page.get_by_label("In your own words").fill(TOLD)
        press(page, "Continue")
        page.get_by_label("I do not know").check()
        for _ in range(7):
            press(page, "Continue")
        press(page, "Show my code")
        self.code = " ".join(re.findall(r"</small> (\d{5})</li>", page.content()))
        press(page, "I have written it down", "link")
        for field in page.query_selector_all(".groups input"):
            field.fill(self.code.split()[int((field.get_attribute("name") or "")[5:]) - 1])
        press(page, "Send my report")
        assert page.get_by_text("Your report has arrived").is_visible()
        page.context.close()

    def comes_back(self, says: str = "") -> str:
        """Everything in the mailbox, after a word of theirs."""
        page = self._page()
        page.goto(f"{self.url}/mailbox/")
        page.get_by_label("Your code").fill(self.code)
        press(page, "Open")
        if says:
            page.get_by_label("Write a message").fill(says)
            press(page, "Send")
        found = page.inner_text("main")
        page.context.close()
        return found

    def _page(self) -> Page:
        return self.browser.new_context(java_script_enabled=False).new_page()


@dataclass
class Desk:
    """A member of the case at their browser."""

    page: Page
    name: str = ""

    def goes(self, where: str = "Investigation") -> str:
        """From the list of cases into the case, and to a page beside it; what stands there."""
        if not self._at(where):
            if "/sealed/cases/" not in self.page.url:
                self.page.goto(f"{self.page.url.partition('/sealed/')[0]}/sealed/")
                with self.page.expect_navigation():
                    self.page.locator("main table a").click()
            press(self.page, where, "link", first=True)
        return self.page.inner_text("main")

    def _at(self, where: str) -> bool:
        """As somebody who looks again: the page that is open is loaded anew."""
        if self.page.locator("h1").inner_text() != where:
            return False
        self.page.reload()
        return True

    def marks(self) -> list[str]:
        """Marks of what was done, as the page shows it."""
        return re.findall(r'id="a-([0-9a-f]{32})"', self.page.content())

    def act(self, code: str, /, **fields: Any) -> str:
        """Do one act of the table; its mark."""
        before = self._open(code, fields)
        press(self.page, "Keep it")
        assert "It was kept." in self.page.inner_text("main"), self.page.inner_text("main")
        (mark,) = set(self.marks()) - set(before)
        return mark

    def refused(self, code: str, /, **fields: Any) -> str:
        """Try an act; what the page answers."""
        self._open(code, fields)
        press(self.page, "Keep it")
        assert self.page.get_by_role("button", name="Keep it").is_visible(), "it was kept"
        return self.page.inner_text("main")

    def _open(self, code: str, fields: dict[str, Any]) -> list[str]:
        self.goes()
        before = self.marks()
        press(self.page, str(say.ACTS[code]), "link")
        for field in ACTS[code].fields:
            if (given := fields.pop(field.name, None)) is not None:
                self._fill(str(say.label(code, field.name)), field.sort, len(field.options), given)
        assert not fields, f"{code} has no field {fields}"
        return before

    def _fill(self, label: str, sort: Sort, options: int, given: Any) -> None:
        """A field by the words beside it."""
        if sort is Sort.ONE_OF and options <= 4:  # all choices are shown
            self.choose(label, str(say.OPTIONS[given]))
            return
        field = self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))
        if sort is Sort.ONE_OF:
            field.select_option(label=str(say.OPTIONS[given]))
        elif sort is Sort.ACT:
            field.select_option(given)
        elif sort is Sort.WHO:
            field.select_option(label=given)
        else:
            field.fill(given.isoformat() if isinstance(given, date) else given)

    def choose(self, question: str, answer: str) -> None:
        """One of the choices of a question."""
        self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()

    def moves(self, to: str) -> str:
        """Set the next stage; the mark of the move."""
        self.goes()
        before = self.marks()
        self.page.locator("#move").get_by_label(str(say.STAGES[to])).check()
        self.page.locator("#move").get_by_label("Reason").fill("The stage before is done.")
        press(self.page, "Set the stage")
        assert "The stage was set" in self.page.inner_text("main"), self.page.inner_text("main")
        (mark,) = set(self.marks()) - set(before)
        return mark

    def ways(self) -> list[str]:
        """Stages that this person is let choose."""
        self.goes()
        return self.page.locator("#move label").all_inner_texts()

    def answers(self, mark: str, says: str = "Agree") -> str:
        """Agree to something, or not; what the page answers."""
        self.goes()
        row = self.page.locator(f"#a-{mark}")
        row.get_by_text("Answer it").click()
        row.get_by_label(says, exact=True).check()
        row.get_by_label("Reason").fill("Read and agreed.")
        with self.page.expect_navigation():
            row.get_by_role("button", name="Keep the answer").click()
        return self.page.inner_text("main")

    def agrees(self, mark: str) -> None:
        """Agree, and see that it was kept."""
        assert "Your answer was kept." in self.answers(mark)

    def can_answer(self, mark: str) -> bool:
        """Whether the page offers this person an answer."""
        self.goes()
        return self.page.locator(f"#a-{mark}").get_by_text("Answer it").count() > 0
