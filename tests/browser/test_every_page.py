"""Every page of the site in a real browser, with the fictional company's data.

A new route without an example in the company fails the first test; every page is then opened once as
somebody who may (`visits.py`), in light and in dark, and has no accessibility finding, no script error,
a title and no sideways scrolling; on a phone it fits (`phone.py`), and the keyboard reaches everything
(`keys.py`). A language from right to left is looked at as well. So is what is folded away (everything
that unfolds in place at once, boxes that float one by one, the first and the last of each kind, the
phone's menu, the palette with hits) and what every form of every page says when it is sent empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from .fixtures import Site
from .keys import walked
from .looking import WIDE, Reader, findings, findings_in_both
from .refused import refusals
from .visits import AREAS, Seen, part, visit

pytestmark = [pytest.mark.browser, pytest.mark.once]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="session")
def kept() -> dict[str, Seen]:
    """What was found in each part of the site, for the tests that ask after it."""
    return {}


@pytest.fixture
def visited(kept: dict[str, Seen], request: pytest.FixtureRequest) -> Callable[[str], Seen]:
    """What was found in a part of the site; its pages are opened by the first test that asks."""

    def look(area: str) -> Seen:
        if area not in kept:
            served: Site = request.getfixturevalue("served")
            kept[area] = visit(request.getfixturevalue("browser"), served.url, part(served.examples, area))
        return kept[area]

    return look


def test_every_route_has_an_example(company: Site) -> None:
    assert company.missing == {}, (
        "give the fictional company what these pages show, or tests/browser/examples.py a line"
    )
    assert len(company.examples) > 80


def test_every_column_of_the_countries_is_seen_at_1280(served: Site, browser: Browser) -> None:
    """Ten columns, some with words in them: nobody moves the table sideways to read its end.

    Only the first pages: a kind of event that is one long word may still be wider than what is left for it.
    """
    reader = Reader(browser, served.url, viewport={"width": 1280, "height": 900})
    example = served.examples["country_list"]
    beyond = {}
    for number in range(1, 4):
        page = reader.open(replace(example, url=f"{example.url}?page={number}"))
        assert page.locator(".list thead th").count() == 10
        beyond[number] = page.evaluate("(box => box.scrollWidth - box.clientWidth)(document.querySelector('.scroll'))")
    reader.context.close()
    assert set(beyond.values()) == {0}, beyond


@pytest.mark.parametrize("area", [*AREAS, "rest"])
def test_every_page(visited: Callable[[str], Seen], area: str) -> None:
    seen = visited(area)
    assert seen.pages > 5
    assert not seen.wrong["desk"], "\n".join(seen.wrong["desk"])


@pytest.mark.parametrize("area", [*AREAS, "rest"])
def test_every_box_and_menu_of_every_page(visited: Callable[[str], Seen], area: str) -> None:
    seen = visited(area)
    assert seen.boxes >= 3, "the menu of each person at least"
    assert not seen.wrong["boxes"], "\n".join(seen.wrong["boxes"])


@pytest.mark.parametrize("area", [*AREAS, "rest"])
def test_every_page_fits_a_phone(visited: Callable[[str], Seen], area: str) -> None:
    seen = visited(area)
    assert seen.pages > 5
    assert not seen.wrong["phone"], "\n".join(seen.wrong["phone"])


@pytest.mark.parametrize("area", [*AREAS, "rest"])
def test_tab_reaches_everything_on_every_page(visited: Callable[[str], Seen], area: str) -> None:
    seen = visited(area)
    assert seen.pages > 5 and seen.stops > 20
    assert not seen.wrong["keys"], "\n".join(seen.wrong["keys"])


@pytest.mark.parametrize("width", [1280, 390])
def test_tab_reaches_everything_around_the_content(served: Site, browser: Browser, width: int) -> None:
    wrong = []
    reader = Reader(browser, served.url, viewport={"width": width, "height": 900})
    for name in ("home", "country_list"):
        page = reader.open(served.examples[name])
        page.evaluate("document.querySelectorAll('details[data-popover]').forEach(box => { box.open = false })")
        page.evaluate("document.querySelector('details.menu').open = true")
        wrong += [f"{name}: {fault}" for fault in walked(page, "body")]
    reader.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [1280, 390])
def test_palette_and_menu(served: Site, browser: Browser, width: int) -> None:
    wrong = []
    reader = Reader(browser, served.url, viewport={"width": width, "height": 800})
    for name in ("home", "opportunity", "country_list"):
        page = reader.open(served.examples[name])
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            if width < 1000:
                page.locator("details.menu > summary").click()
                wrong += [f"{name} menu {scheme} {one}" for one in findings(page, "details.menu")]
                page.locator("details.menu > summary").click()
            page.keyboard.press("Control+k")
            for words, hit in (("countr", "[role=option]"), ("qqqq", "p")):
                page.locator("#palette-q").fill(words)
                page.wait_for_selector(f"#palette-hits {hit}")
                wrong += [f"{name} palette {scheme} {one}" for one in findings(page, "#palette")]
            page.evaluate("document.getElementById('palette').close()")
    reader.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("area", [*AREAS, "rest"])
def test_every_form_sent_empty(served: Site, browser: Browser, area: str, django_db_blocker: Any) -> None:
    wrong, told = [], 0
    with django_db_blocker.unblock():
        answers = list(refusals(part(served.examples, area)))
    reader = Reader(browser, served.url, viewport={"width": 1280, "height": 900})
    for answer in answers:
        page = reader.show(answer.url, answer.html)
        faults = reader.faults()
        told += page.locator(".errors").count()
        faults += findings_in_both(page, "main")  # what stands around it is looked at on every page
        wrong += [f"{answer.name}: {fault}" for fault in faults]
    reader.context.close()
    assert told > 3
    assert not wrong, "\n".join(wrong)


FEW = ("home", "queue", "opportunities", "opportunity", "customer", "file", "file_section", "decision", "country_list",
       "plan", "audit_log", "people", "opportunity_new", "decision_vote")  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
def test_right_to_left(served: Site, browser: Browser, width: int) -> None:
    wrong = []
    reader = Reader(browser, served.url, viewport={"width": width, "height": 900})
    for name in FEW:
        page = reader.open(served.examples[name])
        page.evaluate("document.documentElement.dir = 'rtl'")
        if page.evaluate(WIDE) > 0:
            wrong.append(f"{name}: {page.evaluate(WIDE)} px too wide")
        if (
            width > 1000
            and page.evaluate("document.querySelector('nav.side').getBoundingClientRect().left") < width / 2
        ):
            wrong.append(f"{name}: the sidebar stays on the left")
        wrong += [f"{name}: {finding}" for finding in findings(page)]
    reader.context.close()
    assert not wrong, "\n".join(wrong)
