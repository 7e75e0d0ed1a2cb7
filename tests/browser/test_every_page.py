"""Every page of the site in a real browser, with the fictional company's data.

A new route without an example in the company fails the first test; every page is then opened as
somebody who may, in light and in dark, and has no accessibility finding, no script error, a title
and no sideways scrolling; a phone's width and a language from right to left are looked at as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .examples import Example
from .fixtures import Site
from .looking import WIDE, Reader, findings

pytestmark = [pytest.mark.browser, pytest.mark.once]

AREAS = {
    "work": ("home", "queue", "opportunit", "customer", "deployment", "party", "export", "resemblance", "search"),
    "file": ("file", "expert", "class_", "evidence", "source", "checks"),
    "decision": ("decision", "authority", "override", "rejected", "committee", "seat", "conflict", "meeting"),
    "knowledge": ("country", "edition", "method", "product", "plan", "measure", "body", "screening"),
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


@pytest.mark.parametrize("area", [*AREAS, "rest"])
def test_every_page(served: Site, browser: Browser, area: str) -> None:
    wrong, seen = [], 0
    reader = Reader(browser, served.url, viewport={"width": 1280, "height": 900})
    for name, example in _part(served.examples, area):
        page = reader.open(example)
        faults = reader.faults()
        if page.evaluate(WIDE) > 0:
            faults.append(f"{page.evaluate(WIDE)} px too wide at 1280")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the words it takes
            faults += [f"{scheme} {finding}" for finding in findings(page)]
        page.set_viewport_size({"width": 390, "height": 800})
        if page.evaluate(WIDE) > 0:
            faults.append(f"{page.evaluate(WIDE)} px too wide at 390")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        wrong += [f"{name} {example.url} ({example.person}): {fault}" for fault in faults]
        seen += 1
    reader.context.close()
    assert seen > 5
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
