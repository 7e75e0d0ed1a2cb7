"""Each look at a page finds a fault that was planted: else an empty list of findings would show nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .keys import walked
from .looking import WIDE, Reader, findings_in_both
from .phone import WIDTH, looked
from .visits import DESK, Seen, look

pytestmark = [pytest.mark.browser, pytest.mark.once]

STYLE = """:root { color-scheme: light dark } body { background: Canvas; color: CanvasText }
:focus-visible, input:focus-within { outline: 3px solid Highlight; outline-offset: 2px }
@media (prefers-color-scheme: dark) { .pale { color: #333; background: #222 } }"""
PAGE = """<!doctype html><html lang="en"><head><title>Planted</title><style>{style}</style></head>
<body><main id="main" tabindex="-1"><h1>Planted</h1>{body}</main>
<footer><a href="#main">Up</a></footer></body></html>"""
SOUND = """<p class="{kind}">Some words</p><label for="a">Name</label> <input id="a">
<label><input type="date"> Day</label>
<button>Send</button>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desk's window with nothing in it."""
    made = browser.new_page(bypass_csp=True, reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    yield made
    made.close()


def shown(page: Page, body: str, style: str = "") -> Page:
    """A page that is sound but for what is handed in."""
    page.set_content(PAGE.format(style=STYLE + style, body=body))
    page.locator("#main").focus()
    return page


def test_a_sound_page_has_no_findings(page: Page) -> None:
    shown(page, SOUND.format(kind=""))
    assert findings_in_both(page) == [] and walked(page, "#main") == []
    page.set_viewport_size({"width": WIDTH, "height": 800})
    assert page.evaluate(WIDE) == 0 and looked(page) == []


def test_words_too_pale_in_the_dark_alone_are_found_there(page: Page) -> None:
    found = findings_in_both(shown(page, SOUND.format(kind="pale")))
    assert len(found) == 1 and found[0].startswith("dark color-contrast"), found


def test_a_field_without_a_label_is_found(page: Page) -> None:
    found = findings_in_both(shown(page, "<input>"))
    assert [one for one in found if one.startswith("light label:")], found


def test_what_is_too_wide_for_a_phone_is_found_there_and_not_at_a_desk(page: Page) -> None:
    shown(page, '<div style="width: 500px; height: 20px"></div>')
    assert page.evaluate(WIDE) == 0
    page.set_viewport_size({"width": WIDTH, "height": 800})
    assert page.evaluate(WIDE) > 0
    assert [one for one in looked(page) if one.startswith("beyond the window")]


@pytest.mark.parametrize(
    ("body", "style", "told"),
    [
        ("<button>One</button><button id='b'>Two</button>", "#b:focus-visible { outline: none }", "no visible focus"),
        ("<button>One</button><button tabindex='3'>Two</button>", "", "jumps the queue"),
        ("<button>One</button><button tabindex='-1'>Two</button>", "", "out of Tab's reach"),
        (
            "<button id='b'>One</button><button>Two</button>",
            "body::after { content: ''; position: fixed; inset: 0; background: Canvas }",
            "hidden while it has the focus",
        ),
        (
            "<button>One</button><button id='b'>Two</button>"
            "<script>b.onkeydown = event => { event.preventDefault(); }</script>",
            "",
            "the focus never leaves",
        ),
        (
            "<button onfocus='b.focus()'>One</button><button id='b'>Two</button>",
            "",
            "never reached",
        ),
    ],
)  # fmt: skip
def test_what_the_keyboard_cannot_do_is_found(page: Page, body: str, style: str, told: str) -> None:
    found = walked(shown(page, body, style), "#main")
    assert [one for one in found if one.startswith(told)], found


VISITED = """<p class="{pale}">Some words</p><div style="width: {wide}px; height: 20px"></div>
<details data-popover><summary>More</summary><p class="{boxed}">In the box</p>{field}</details>
<button{index}>Send</button><script>{script}</script>
<script>document.addEventListener('keydown', pressed => {{ if (pressed.key === 'Escape')
  document.querySelectorAll('details[open]').forEach(box => {{
    box.open = false; box.querySelector('summary').focus(); }}) }})</script>"""
SOUND_VISIT: dict[str, str | int] = {"pale": "", "wide": 100, "boxed": "", "field": "", "index": "", "script": ""}
IN_THE_BOX = "<input><div style='width: 500px; height: 20px'></div>"


def visited(browser: Browser, **planted: str | int) -> tuple[Seen, dict[str, list[str]]]:
    """What a visit of one page found, and what it looked at."""
    reader, seen = Reader(browser, "http://planted.invalid", viewport=DESK), Seen()
    style = f"{STYLE} footer a {{ display: inline-block; padding: 10px }}"
    body = VISITED.format(**SOUND_VISIT | planted)
    reader.show("/", PAGE.format(style=style, body=body).replace("<style>", '<link rel="icon" href="data:,"><style>'))
    found = look(reader, seen)
    reader.context.close()
    return seen, found


def test_a_visit_of_a_sound_page_finds_nothing_and_looks_at_everything(browser: Browser) -> None:
    seen, found = visited(browser)
    assert found == {"desk": [], "phone": [], "boxes": [], "keys": []}
    assert (seen.pages, seen.boxes, seen.stops) == (1, 1, 2)


def test_a_visit_finds_each_fault_beside_the_others(browser: Browser) -> None:
    """It asks many things of one page: none of them may hide what another should find."""
    _, found = visited(browser, pale="pale", wide=1500, script="throw new Error('planted')", index=" tabindex='3'")
    for kind, told in (("desk", "script: planted"), ("desk", "px too wide at 1280"), ("desk", "dark color-contrast"),
                       ("phone", "beyond the window"), ("keys", "jumps the queue")):  # fmt: skip
        assert [one for one in found[kind] if told in one], (told, found)
    assert not [one for one in found["boxes"] if "color-contrast" in one]
    _, found = visited(browser, boxed="pale", field=IN_THE_BOX)
    for told in ("box 0 dark color-contrast", "box 0 light label", "px too wide at 390 with box 0 open"):
        assert [one for one in found["boxes"] if told in one], (told, found)
    assert found["desk"] == [], "what is folded away is looked at when it is open"
