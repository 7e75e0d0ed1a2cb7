"""The parts in a real browser: no accessibility finding, no script error, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.looking import findings

from .conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 800}},
    "right to left": {"language": "ar"},
}


def until(page: Any, condition: str) -> None:
    """Wait for a condition; the page's own policy refuses the evaluation that playwright's waiting needs."""
    for _attempt in range(60):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never became true: {condition}")


@pytest.mark.parametrize("look", LOOKS)
def test_no_accessibility_finding(opened: Opener, look: str) -> None:
    page = opened("/parts/?message", bypass_csp=True, **LOOKS[look])
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", ["/", "/search/?q=au", "/nowhere/", "/accounts/password/change/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_the_shell_have_no_finding(opened: Opener, path: str, scheme: str) -> None:
    page = opened("/parts/", bypass_csp=True, color_scheme=scheme)
    context_errors = page.goto(page.url.replace("/parts/", path)) if path != "/nowhere/" else None
    if context_errors is None:
        page.set_content(page.request.get(page.url.replace("/parts/", path)).text())
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in_has_no_finding(opened: Opener, scheme: str) -> None:
    page = opened("/accounts/login/", signed=False, bypass_csp=True, color_scheme=scheme)
    assert findings(page) == []
    assert page.get_by_label("Password").get_attribute("type") == "password"


def test_no_content_is_lost_at_twice_the_size(opened: Opener) -> None:
    page = opened("/parts/", viewport={"width": 640, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_targets_are_large_enough(opened: Opener) -> None:
    """WCAG 2.5.8: 24 by 24 pixels, except links within a line of text and the map (the table is its equivalent)."""
    page = opened("/parts/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, summary, nav a, .btn, .pages a")]
        .filter(e => e.type !== "hidden" && e.getClientRects().length && !e.closest(".crumbs, .skip"))
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([html, box]) => box.height < 23.9 || box.width < 23.9)
        .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""
    )
    assert small == []


def test_palette_finds_a_page_and_goes_there(opened: Opener) -> None:
    page = opened("/parts/")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or jump to").fill("hom")
    page.wait_for_selector("#palette-hits [role=option] >> text=Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Good day")


def test_keys_walk_through_a_list(opened: Opener) -> None:
    page = opened("/parts/")
    page.locator("body").press("j")
    page.locator("body").press("j")
    page.locator("body").press("k")
    first = page.locator("table[data-keys] tbody tr").first
    assert first.get_attribute("data-at") == ""
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 1


def test_search_narrows_the_list_without_a_reload_and_keeps_the_address(opened: Opener) -> None:
    page = opened("/parts/?level=high")
    page.evaluate("window.same = true")
    page.get_by_role("searchbox", name="Filter 250 countries").press_sequentially("cote")
    until(page, "document.querySelectorAll('table[data-keys] tbody tr').length <= 1")
    assert page.evaluate("window.same") is True
    assert "q=cote" in page.url and "level=high" in page.url


def test_draft_survives_until_the_server_has_taken_it(opened: Opener) -> None:
    page = opened("/parts/")
    page.locator("#id_title").fill("Field unit, 24 months")
    page.locator("#id_purpose").fill("Two words")
    page.get_by_label("Locate").first.check()
    until(page, "Object.values(localStorage).some((kept) => JSON.parse(kept).values.uses?.length === 1)")
    page.reload()
    assert page.locator("#id_title").input_value() == "Field unit, 24 months"
    assert page.get_by_label("Locate").first.is_checked()
    assert page.get_by_text("What you typed before is back").is_visible()
    page.get_by_role("button", name="Save it").click()  # refused: fields are missing
    page.wait_for_selector(".errors")
    assert page.locator("#id_title").input_value() == "Field unit, 24 months"
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.locator("#id_kind_2").check()
    page.locator("#id_start").fill("2026-12-01")
    page.locator("#id_sure").check()
    page.get_by_role("button", name="Save it").click()
    page.wait_for_selector("text=Saved.")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert page.locator("#id_title").input_value() == ""


def test_draft_can_be_discarded_and_goes_with_signing_out(opened: Opener) -> None:
    page = opened("/parts/")
    page.locator("#id_title").fill("x")
    until(page, "Object.keys(localStorage).length === 1")
    page.reload()
    page.get_by_role("button", name="Discard it").click()
    assert page.locator("#id_title").input_value() == ""
    page.locator("#id_title").fill("y")
    until(page, "Object.keys(localStorage).length === 1")
    page.locator("details.me > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_question_appears_with_its_answer_and_all_of_them_without_script(opened: Opener) -> None:
    page = opened("/parts/")
    ministry = page.locator("#id_ministry")
    assert ministry.is_hidden()
    page.locator("#id_kind_1").check()
    assert ministry.is_visible()
    assert page.evaluate("document.activeElement.id") == "id_kind_1"
    page.locator("#id_kind_2").check()
    assert ministry.is_hidden()
    plain = opened("/parts/", java_script_enabled=False)
    assert plain.locator("#id_ministry").is_visible()
    assert plain.get_by_role("button", name="Filter").is_visible()


def test_phone_keeps_the_menu(opened: Opener) -> None:
    page = opened("/parts/", viewport={"width": 390, "height": 800})
    assert page.locator(".side").is_hidden()
    page.locator("details.menu > summary").click()
    assert page.locator("details.menu").get_by_role("link", name="Home").is_visible()


def test_chosen_theme_wins_over_the_device(opened: Opener) -> None:
    page = opened("/parts/", color_scheme="light")
    page.locator("details.me > summary").click()
    page.locator("#me-theme").select_option("dark")
    page.get_by_role("button", name="Use these").click()
    page.wait_for_selector(":root[data-theme=dark]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 27)"


def test_print_leaves_navigation_out(opened: Opener) -> None:
    page = opened("/parts/")
    page.emulate_media(media="print")
    assert page.locator(".side").is_hidden() and page.locator(".top").is_hidden()
    assert page.get_by_role("heading", level=1).is_visible()
