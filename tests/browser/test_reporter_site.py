"""A report in a browser that runs no script: written, sent and found again; read by everybody, on any screen."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Literal

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.entrypoints.reporter.conftest import Site, pattern, placed, site

from .keys import walked
from .looking import WIDE, axe_source, findings_in_both
from .phone import WIDTH, looked

__all__ = ["pattern", "placed", "site"]
pytestmark = [pytest.mark.once, pytest.mark.browser]
TOLD = "It was used against a journalist."


def url(site: Site) -> str:
    return f"http://reporter.localhost:{site.port}"


def test_a_report_is_written_sent_and_found_again_without_script(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url(site))
    _press(page, "I am somebody else", "link")
    _press(page, "Begin", "link")
    page.get_by_label("In your own words").fill(TOLD)
    _press(page, "Continue")
    page.get_by_label("I do not know").check()
    _press(page, "Continue")
    assert page.get_by_text("We cannot respond immediately").is_visible()
    for _ in range(5):
        _press(page, "Continue")
    page.go_back()
    _press(page, "Back")
    assert page.get_by_role("heading", level=1).inner_text() == "Who shall not read it?"
    for _ in range(3):
        _press(page, "Continue")
    _press(page, "Show my code")
    code = _code(page)
    _press(page, "I have written it down", "link")
    _retype(page, code)
    _press(page, "Send my report")
    assert page.get_by_text("Your report has arrived").is_visible() and page.get_by_text(TOLD).is_visible()
    page.go_back()
    assert code not in page.content(), "the code was shown once"
    page.goto(url(site) + "/mailbox/")
    _press(page, "Close the mailbox")
    seen = []
    for _ in range(3):
        with suppress(Error):  # the browser asks before it sends the form again that showed the code
            page.go_back()
            page.wait_for_load_state()
            seen.append(page.content())
    assert seen and not any(TOLD in one or code in one for one in seen)
    assert [one["name"] for one in context.cookies()] == ["form"], "the next form's token, and nothing else"
    assert all(one["expires"] == -1 and one["httpOnly"] and one["sameSite"] == "Strict" for one in context.cookies())
    context.close()
    _comes_back(browser, site, code)


def _comes_back(browser: Browser, site: Site, code: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url(site) + "/mailbox/")
    page.get_by_label("Your code").fill(code.replace(" ", ""))
    _press(page, "Open")
    page.get_by_label("Write a message").fill("Is anybody there?")
    _press(page, "Send")
    assert page.get_by_text("Is anybody there?").is_visible() and page.get_by_text(TOLD).is_visible()
    _press(page, "Close the mailbox")
    page.goto(url(site) + "/mailbox/")
    assert TOLD not in page.content() and not [one for one in context.cookies() if one["name"] == "page"]
    context.close()


def test_every_page_can_be_read_by_everybody(site: Site, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(axe_source())
    page = context.new_page()
    wrong: list[str] = []
    for where in ("/", "/external/", "/help/", "/authorities/?country=FR", "/notice/devices/", "/paper/internal/",
                  "/mailbox/", "/nothing/"):  # fmt: skip
        page.goto(url(site) + where)
        wrong += _faults(page, where)
    page.goto(url(site) + "/form/external/what/")
    _press(page, "Continue")
    wrong += _faults(page, "what, empty")
    page.get_by_label("In your own words").fill("x" * 400)
    page.get_by_label("Yes").check()
    for step in ("what", "more", "behalf", "fear", "readers", "identity", "files"):
        _press(page, "Continue")
        wrong += _faults(page, f"after {step}")
    _press(page, "Show my code")
    wrong += _faults(page, "code")
    code = _code(page)
    _press(page, "I have written it down", "link")
    _press(page, "Send my report")
    wrong += _faults(page, "retype, wrong")
    _retype(page, code)
    _press(page, "Send my report")
    wrong += _faults(page, "mailbox")
    for where in ("proof", "rate", "withdraw", "appeal", "identity", "observer"):
        page.goto(f"{url(site)}/mailbox/{where}/")
        wrong += _faults(page, where)
    context.close()
    assert not wrong, "\n".join(wrong)


def _faults(page: Page, where: str) -> list[str]:
    """Axe in light and dark, wide, narrow and from right to left; nothing too wide; everything within reach of keys."""
    wrong = []
    for width in (1280, WIDTH):
        page.set_viewport_size({"width": width, "height": 900})
        for direction in ("ltr", "rtl"):
            page.evaluate(f"document.documentElement.dir = '{direction}'")
            wrong += [f"{width} {direction} too wide by {page.evaluate(WIDE)}"] if page.evaluate(WIDE) > 0 else []
            wrong += [f"{width} {one}" for one in findings_in_both(page)] if direction == "ltr" else []
        page.evaluate("document.documentElement.dir = 'ltr'")
    wrong += looked(page)
    page.locator("#main").focus()
    wrong += walked(page, "#main")
    return [f"{where}: {one}" for one in wrong]


def _press(page: Page, name: str, kind: Literal["link", "button"] = "button") -> None:
    """Press, and wait until what follows stands: between two pages there is none that could be asked."""
    with page.expect_navigation():
        page.get_by_role(kind, name=name, exact=True).click()


def _code(page: Page) -> str:
    return " ".join(re.findall(r"</small> (\d{5})</li>", page.content()))


def _retype(page: Page, code: str) -> None:
    for field in page.query_selector_all(".groups input"):
        field.fill(code.split()[int((field.get_attribute("name") or "")[5:]) - 1])
