"""Each page is opened once, and everything that is asked of every page is asked there and then.

Opening a page costs the server, the network and the browser more than most of the questions; so the
tests of `test_every_page.py` share one visit of each part of the site, and each looks at its own
findings. What changes the page comes last: boxes that float, then the keyboard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, ViewportSize

from .examples import Example
from .keys import reached
from .looking import WIDE, Reader, boxes, findings_in_both, open_box
from .phone import WIDTH, looked

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": WIDTH, "height": 844}
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


def part(examples: dict[str, Example], area: str) -> list[tuple[str, Example]]:
    """Names and addresses of the pages of a part."""
    known = tuple(start for starts in AREAS.values() for start in starts)
    chosen = [SIGN_IN] if area == "rest" else []
    for name, example in examples.items():
        inside = not name.startswith(known) if area == "rest" else name.startswith(AREAS[area])
        if inside and example.html:
            chosen.append((name, example))
    return chosen


@dataclass
class Seen:
    """What a visit found.

    Attributes:
        pages: how many were opened.
        boxes: how many that float were opened on them.
        stops: how many controls the keyboard had to reach.
        wrong: findings at a desk, on a phone, in boxes and by keyboard.
    """

    pages: int = 0
    boxes: int = 0
    stops: int = 0
    wrong: dict[str, list[str]] = field(default_factory=lambda: {"desk": [], "phone": [], "boxes": [], "keys": []})


def visit(browser: Browser, url: str, pages: Iterable[tuple[str, Example]]) -> Seen:
    """Open each of these pages once and ask everything of it."""
    seen, known = Seen(), set[str]()
    reader = Reader(browser, url, viewport=DESK)
    for name, example in pages:
        reader.open(example)
        # The menu of the person is part of the frame: the same on every page that this person opens.
        found = look(reader, seen, "details.me" if example.person in known else "")
        known.add(example.person)
        for kind, faults in found.items():
            seen.wrong[kind] += [f"{name} {example.url} ({example.person}): {fault}" for fault in faults]
    reader.context.close()
    return seen


def look(reader: Reader, seen: Seen, skipped: str = "") -> dict[str, list[str]]:
    """Everything that is asked of the page that is open.

    Args:
        seen: counts what was looked at.
        skipped: a selector of boxes that were looked at elsewhere.
    """
    page = reader.page
    desk = _too_wide(page, "at 1280") + findings_in_both(page)
    floating = boxes(page, skipped)

    page.set_viewport_size(PHONE)
    phone, opened = looked(page), []
    for number in floating:
        open_box(page, number)
        opened += _too_wide(page, f"at {WIDTH} with box {number} open")
    page.set_viewport_size(DESK)
    for number in floating:
        opened += [f"box {number} {one}" for one in findings_in_both(page, open_box(page, number))]

    keys = reached(page)
    seen.pages += 1
    seen.boxes += len(floating)
    stops: int = page.evaluate("document.querySelectorAll('[data-stop]').length")
    seen.stops += stops
    # Last, so that an error counts wherever in the visit a script made it.
    return {"desk": reader.faults() + desk, "phone": phone, "boxes": opened, "keys": keys}


def _too_wide(page: Page, when: str) -> list[str]:
    wide: int = page.evaluate(WIDE)
    return [f"{wide} px too wide {when}"] if wide > 0 else []
