"""The site without a mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from .fixtures import Site
from .looking import Reader

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def reader(served: Site, browser: Browser) -> Iterator[Reader]:
    """A desk's window."""
    made = Reader(browser, served.url, viewport={"width": 1280, "height": 900})
    yield made
    made.context.close()


def test_the_first_tab_skips_the_navigation(served: Site, reader: Reader) -> None:
    page = reader.open(served.examples["opportunities"])
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to content")
    expect(link).to_be_focused()
    assert (link.bounding_box() or {"x": -1})["x"] >= 0, "the skip link is shown while it has the focus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("name", ["opportunity_new", "decision_vote", "person_invite", "seat_appoint"])
def test_tab_reaches_the_button_of_a_form_and_every_focus_shows(served: Site, reader: Reader, name: str) -> None:
    page = reader.open(served.examples[name])
    page.locator("#main").focus()
    for _press in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return {submit: e.matches('main button[type=submit]'), html: e.outerHTML.slice(0, 90),
            left: !e.closest('main'),
                    shown: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2} }"""
        )
        assert not here["left"], f"left the page's content before its button: {here['html']}"
        assert here["shown"], f"no visible focus: {here['html']}"
        if here["submit"]:
            return
    raise AssertionError("the form's button was never reached")


def test_control_k_opens_the_palette_and_escape_closes_it(served: Site, reader: Reader) -> None:
    page = reader.open(served.examples["home"])
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search or jump to")
    expect(field).to_be_focused()
    field.press_sequentially("countr")
    page.wait_for_selector("#palette-hits [role=option] >> text=Countries")
    page.keyboard.press("Escape")
    if page.locator("#palette").is_visible():  # the first press empties a search field
        page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


@pytest.mark.parametrize("name", ["opportunities", "customers", "country_list"])
def test_j_and_k_walk_a_list_and_enter_opens_the_row(served: Site, reader: Reader, name: str) -> None:
    page = reader.open(served.examples[name])
    for key in "jjk":
        page.locator("body").press(key)
    row = page.evaluate("document.activeElement.closest('tr')?.rowIndex")
    assert row == 1, f"row {row}"
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def test_x_ticks_the_row_and_the_box_in_the_head_ticks_all(served: Site, reader: Reader) -> None:
    page = reader.open(served.examples["opportunities_hand_over"])
    page.goto(served.url + "/opportunities/")
    count = page.locator("[data-bulk-count]")
    expect(count).to_have_text("0")
    for key in "jx":
        page.locator("body").press(key)
    expect(count).to_have_text("1")
    whole = page.get_by_role("checkbox", name="Choose all rows shown")
    assert whole.evaluate("box => box.indeterminate"), "some, not all"
    whole.check()
    boxes = page.locator("input[name=row]")
    held = boxes.count()
    expect(count).to_have_text(str(held))
    boxes.first.uncheck()
    page.get_by_role("button", name="Hand over").press("Enter")
    page.wait_for_url("**/opportunities/hand-over/?row=*")
    expect(page.locator("main input[type=hidden][name=row]")).to_have_count(held - 1)
