"""What a reader would notice on a page: findings of axe, errors of scripts, a page wider than its window."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Page

from .examples import Example

_ONLY: dict[str, Any] = {"resultTypes": ["violations"]}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], **_ONLY}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COOKIE = "sessionid"


READ_ONCE = """(() => {
  /* axe reads the text of a colour anew for every layer behind every word: on a long page that is half of its time.
     The same text is the same colour, so it is read once a page. */
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})();"""


@cache
def axe_source() -> str:
    """The script of axe-core that the package carries."""
    source = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
    return f"{source}\n{READ_ONCE}"


COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, **_ONLY}
"""Rules whose answer hangs on colours: the only ones that another scheme can change."""


ASK = """async ([part, rules]) => {
  if (!window.axe) return null;
  const found = await axe.run(part === 'html' ? document : part, rules);
  return found.violations.flatMap(rule => rule.nodes.slice(0, 3).map(
    node => `${rule.id}: ${node.html.slice(0, 110)} ${node.failureSummary.slice(0, 140)}`));
}"""
"""Only the lines come back: all that axe knows of a page takes longer to send than to find."""


def findings(page: Page, part: str = "html", rules: dict[str, Any] = RULES) -> list[str]:
    """What axe has to say, one line a finding; needs a context that passes the content policy by."""
    found: list[str] | None = page.evaluate(ASK, [part, rules])
    if found is None:  # not a page of `Reader`, whose pages bring axe along
        page.evaluate(axe_source())
        found = page.evaluate(ASK, [part, rules])
    assert found is not None, "axe did not load"
    return found


def findings_in_both(page: Page, part: str = "html") -> list[str]:
    """In light every rule, in dark those that look at colours: the document is the same. Light again at the end.

    A page begins in light: that is how the browser opens each.
    """
    found = [f"light {one}" for one in findings(page, part)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark {one}" for one in findings(page, part, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


BOXES = """skipped => {
  /* Boxes of the page by kind: where they stand, without counting rows. A table of 25 rows has 25 alike. */
  const kinds = new Map();
  document.querySelectorAll('details[data-popover]').forEach((box, n) => {
    if (!box.checkVisibility() || (skipped && box.matches(skipped))) return;
    let path = box.className;
    for (let e = box.parentElement; e && e !== document.body; e = e.parentElement)
      path += ' ' + e.tagName + '.' + e.className;
    box.dataset.box = n;
    kinds.set(path, [...(kinds.get(path) || []), n]);
  });
  return [...kinds.values()].flatMap(all => [...new Set([all[0], all[all.length - 1]])]);
}"""
"""Numbers of the boxes to open: first and last of every kind on the page."""
OPEN = """n => document.querySelectorAll('details[data-popover]').forEach(
  box => { box.open = box.dataset.box === String(n) })"""


def boxes(page: Page, skipped: str = "") -> list[int]:
    """The boxes of a page that float, first and last of every kind; each carries its number in `data-box`.

    Args:
        skipped: a selector of boxes that were looked at elsewhere.
    """
    found: list[int] = page.evaluate(BOXES, skipped)
    return found


def open_box(page: Page, number: int) -> str:
    """Open this one and close the others, as a person does; returns how to find it."""
    page.evaluate(OPEN, number)
    return f'details[data-box="{number}"]'


class Reader:
    """One browser context that opens pages as whoever may, and keeps what went wrong."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(bypass_csp=True, reduced_motion="reduce", **options)
        # So the browser keeps axe from page to page; half a megabyte handed over each time is read anew each time.
        self.context.add_init_script(axe_source())
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def open(self, example: Example) -> Page:
        """The page, everything on it unfolded."""
        self.context.clear_cookies()
        if example.session:
            self.context.add_cookies([{"name": COOKIE, "value": example.session, "url": self.url}])
        self.errors.clear()
        answer = self.page.goto(self.url + example.url, wait_until="load")
        assert answer is not None and answer.status == 200, f"{example.url}: {answer and answer.status}"
        assert answer.url == self.url + example.url, f"{example.url}: sent on to {answer.url}"
        # Boxes that float lie over what stands beside them until they are closed: `boxes` opens them one by one.
        self.page.evaluate(
            "document.querySelectorAll('main details:not([data-popover])').forEach(part => { part.open = true })"
        )
        return self.page

    def show(self, url: str, html: str) -> Page:
        """An answer that was asked for elsewhere, at the address that gave it."""
        self.errors.clear()
        where = self.url + url
        self.page.route(where, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        self.page.goto(where, wait_until="load")
        self.page.unroute(where)
        return self.page

    def faults(self) -> list[str]:
        """Errors of scripts and a missing title on the page that is open."""
        said = [f"script: {error}" for error in self.errors]
        title = self.page.title()
        return said if title.strip(" ·").removesuffix("Duecare").strip(" ·") else [*said, f"no title: {title!r}"]
