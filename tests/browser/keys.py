"""Every page with nothing but the keyboard.

On each page Tab reaches every control of the content once, in the page's order, each shows that it has
the focus (WCAG 2.4.7) and none of them hides behind something else (2.4.11); after the last one the
focus goes on, so that nobody is caught (2.1.2). Boxes that float open by Enter and give the focus back
at Escape. What surrounds the content is alike on all pages and is walked once.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

PREPARE = """inside => {
  /* Numbers on what one must be able to reach; of a group of radio buttons one, the arrows reach the others. */
  const can = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]';
  const seen = { visibilityProperty: true, contentVisibilityAuto: true };
  const shown = e => e.checkVisibility(seen) && !e.closest('[inert]');
  const one = e => e.type !== 'radio' || (() => {
    const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(e.name)}"]`)]
      .filter(other => other.form === e.form && !other.disabled);
    return e === (group.find(other => other.checked) || group[0]);
  })();
  const wanted = [...document.querySelectorAll(can)].filter(
    e => e.closest(inside) && e.tabIndex >= 0 && !e.disabled && e.type !== 'hidden' && shown(e) && one(e));
  wanted.forEach((e, n) => { e.dataset.stop = n; });
  /* A picture's links repeat what stands beside it as text; options of a list are reached by arrows. */
  const left = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(
    e => e.closest(inside) && e.tabIndex < 0 && !e.disabled && e.type !== 'hidden' && shown(e) &&
      !e.closest('svg, [role=listbox]'));
  const told = list => list.map(e => e.outerHTML.slice(0, 90));
  return { count: wanted.length, jumps: told(wanted.filter(e => e.tabIndex > 0)), left: told(left) };
}"""
HERE = """inside => {
  const e = document.activeElement;
  if (!e || e === document.body || !e.closest(inside)) return null;
  /* The ring may be drawn around the label of a hidden box. */
  const style = x => getComputedStyle(x);
  const ringed = [e, e.parentElement, e.parentElement?.parentElement, e.nextElementSibling].find(
    x => x && style(x).outlineStyle !== 'none' && parseFloat(style(x).outlineWidth) >= 2);
  const box = e.getBoundingClientRect(), middles = [...e.getClientRects()].map(
    r => [r.left + r.width / 2, r.top + r.height / 2]);
  const inView = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  /* Of a ring one side at most may be cut by the window or by a part that scrolls; what is larger has no whole ring. */
  const cut = x => {
    const by = parseFloat(style(x).outlineOffset) + parseFloat(style(x).outlineWidth) / 2, r = x.getClientRects()[0];
    if (!r || r.height > innerHeight * .8 || r.width > innerWidth * .9) return 0;
    const frames = [];
    for (let a = x.parentElement; a && a !== document.body; a = a.parentElement)
      if (style(a).overflow !== 'visible') frames.push(a.getBoundingClientRect());
    const within = ([x, y]) => inView([x, y]) &&
      frames.every(f => x >= f.left && x <= f.right && y >= f.top && y <= f.bottom);
    const [x1, y1] = [r.left + r.width / 2, r.top + r.height / 2];
    const sides = [[x1, r.top - by], [x1, r.bottom + by], [r.left - by, y1], [r.right + by, y1]];
    return sides.filter(p => !within(p)).length;
  };
  const points = [.05, .5, .95].flatMap(x => [.05, .5, .95].map(
    y => [box.left + box.width * x, box.top + box.height * y])).concat(middles);
  const top = p => { const t = document.elementFromPoint(...p);
    return t && (t === e || e.contains(t) || t.closest('label')?.control === e); };
  return { stop: e.dataset.stop === undefined ? null : Number(e.dataset.stop), html: e.outerHTML.slice(0, 110),
    ring: Boolean(ringed), whole: !ringed || cut(ringed) < 2,
    seen: box.width * box.height === 0 || points.some(p => inView(p) && top(p)) };
}"""


def walked(page: Page, inside: str) -> list[str]:
    """Press Tab through a part of the page; what is wrong."""
    asked: dict[str, Any] = page.evaluate(PREPARE, inside)
    wrong = [f"jumps the queue: {html}" for html in asked["jumps"]]
    wrong += [f"out of Tab's reach: {html}" for html in asked["left"]]
    met: list[int] = []
    # A date field has four stops of its own; a scrolling part that holds no control has one.
    for _press in range(5 * asked["count"] + 30):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE, inside)
        if here is None:
            break
        stop = here["stop"]
        if stop is not None and (not met or met[-1] != stop):
            met.append(stop)
        if not here["ring"]:
            wrong.append(f"no visible focus: {here['html']}")
        if not here["whole"]:
            wrong.append(f"ring cut off on two sides or more: {here['html']}")
        if not here["seen"]:
            wrong.append(f"hidden while it has the focus: {here['html']}")
    else:
        wrong.append("the focus never leaves")
    if met != sorted(met):
        wrong.append("order of Tab is not the page's")
    for number in sorted(set(range(asked["count"])) - set(met)):
        found = page.locator(f'[data-stop="{number}"]').evaluate("e => e.outerHTML.slice(0, 110)")
        wrong.append(f"never reached: {found}")
    return list(dict.fromkeys(wrong))


FLOATING = """() => {
  const kinds = new Map();
  document.querySelectorAll('main details[data-popover]').forEach((box, n) => {
    if (!box.checkVisibility()) return;
    let path = box.className;
    for (let e = box.parentElement; e && e !== document.body; e = e.parentElement)
      path += ' ' + e.tagName + e.className;
    if (!kinds.has(path)) { kinds.set(path, n); box.dataset.floating = n; box.open = false; }
  });
  return [...kinds.values()];
}"""


def opened(page: Page) -> list[str]:
    """Open one floating box of each kind with Enter, leave it with Escape; what is wrong."""
    wrong = []
    for number in page.evaluate(FLOATING):
        summary = page.locator(f'details[data-floating="{number}"] > summary')
        summary.focus()
        page.keyboard.press("Enter")
        if not summary.evaluate("e => e.parentElement.open"):
            wrong.append(f"box {number} does not open by Enter")
        if summary.evaluate("e => !!e.parentElement.querySelector('a[href], button, input, select, textarea')"):
            page.keyboard.press("Tab")
            if not summary.evaluate("e => e.parentElement.contains(document.activeElement)"):
                wrong.append(f"box {number}: Tab does not lead into it")
        page.keyboard.press("Escape")
        if summary.evaluate("e => e.parentElement.open || document.activeElement !== e"):
            wrong.append(f"box {number}: Escape does not close it or loses the focus")
    return wrong


def reached(page: Page) -> list[str]:
    """The floating boxes, then everything in the content of the page that is open; what is wrong."""
    wrong = opened(page)
    page.evaluate("document.querySelectorAll('details[data-popover]').forEach(box => { box.open = false })")
    page.locator("#main").focus()
    return wrong + walked(page, "#main")
