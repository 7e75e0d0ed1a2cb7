"""Every page of the site in a real browser, with the fictional company's data.

A new route without an example in the company fails the first test; every page is then opened as
somebody who may, in light and in dark, and has no accessibility finding, no script error, a title
and no sideways scrolling; a phone's width and a language from right to left are looked at as well.
So is what is folded away (everything that unfolds in place at once, boxes that float one by one, the
first and the last of each kind, the phone's menu, the palette with hits) and what every form of
every page says when it is sent empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from .examples import Example
from .fixtures import Site
from .looking import WIDE, Reader, boxes, findings, findings_in_both, open_box
from .refused import refusals

pytestmark = [pytest.mark.browser, pytest.mark.once]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIGN_IN = ("account_login", Example("/accounts/login/", "", "", True))
AREAS = {
    "work": ("home", "queue", "opportunit", "customer", "deployment", "party", "export", "resemblance", "search"),
    "file": ("file", "expert", "class_", "evidence", "source", "checks"),
    "decision": (
        "decision",
        "authority",
        "override",
        "rejected",
        "committee",
        "seat",
        "conflict",
        "meeting",
        "consistency",
    ),
    "knowledge": (
        "country",
        "edition",
        "method",
        "product",
        "plan",
        "measure",
        "body",
        "screening",
        "draft",
        "simulation",
        "backtest",
        "reassessment",
    ),
}
"""Beginnings of route names, so that the parts take about the same time; "rest" is everything else."""


def _part(examples: dict[str, Example], area: str) -> Iterator[tuple[str, Example]]:
    known = tuple(start for starts in AREAS.values() for start in starts)
    for name, example in examples.items():
        inside = not name.startswith(known) if area == "rest" else name.startswith(AREAS[area])
        if inside and example.html:
            yield name, example


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
def test_every_page(served: Site, browser: Browser, area: str) -> None:
    wrong, seen = [], 0
    reader = Reader(browser, served.url, viewport={"width": 1280, "height": 900})
    for name, example in _part(served.examples, area):
        page = reader.open(example)
        faults = reader.faults()
        if page.evaluate(WIDE) > 0:
            faults.append(f"{page.evaluate(WIDE)} px too wide at 1280")
        faults += findings_in_both(page)
        page.set_viewport_size({"width": 390, "height": 800})
        if page.evaluate(WIDE) > 0:
            faults.append(f"{page.evaluate(WIDE)} px too wide at 390")
        page.set_viewport_size({"width": 1280, "height": 900})
        wrong += [f"{name} {example.url} ({example.person}): {fault}" for fault in faults]
        seen += 1
    reader.context.close()
    assert seen > 5
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("area", [*AREAS, "rest"])
def test_every_box_and_menu_of_every_page(served: Site, browser: Browser, area: str) -> None:
    wrong, seen, known = [], 0, set[str]()
    reader = Reader(browser, served.url, viewport={"width": 1280, "height": 900})
    for name, example in _part(served.examples, area):
        page = reader.open(example)
        # The menu of the person is part of the frame: the same on every page that this person opens.
        for number in boxes(page, "details.me" if example.person in known else ""):
            part = open_box(page, number)
            wrong += [f"{name} {example.url} box {number} {one}" for one in findings_in_both(page, part)]
            page.set_viewport_size({"width": 390, "height": 800})
            if page.evaluate(WIDE) > 0:
                wrong.append(f"{name} {example.url} box {number}: {page.evaluate(WIDE)} px too wide at 390")
            page.set_viewport_size({"width": 1280, "height": 900})
            seen += 1
        known.add(example.person)
    reader.context.close()
    assert seen >= 3, "the menu of each person at least"
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
        answers = list(refusals([*_part(served.examples, area), *([SIGN_IN] if area == "rest" else [])]))
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
