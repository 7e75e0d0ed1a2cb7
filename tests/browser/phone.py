"""Every page in a phone's window: nothing scrolls sideways, and each row of a table stands as a block.

A cell of such a row says its column, because the head of the table is far away. Only a table of
figures in two directions keeps its grid: its meaning is the grid. It scrolls inside a part of its
own that the keyboard reaches and that has a name; so does text whose lines are its own. Tabs are a
row that scrolls.
"""

from __future__ import annotations

from playwright.sync_api import Page

from .looking import WIDE, boxes

WIDTH = 390
LOOK = r"""() => {
  const main = document.querySelector('main'), style = e => getComputedStyle(e), wrong = [];
  const shown = e => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const told = e => e.outerHTML.replace(/\s+/g, ' ').slice(0, 110);
  const all = selector => [...main.querySelectorAll(selector)].filter(shown);
  /* What may be wider than the window: where it stands can be scrolled by keyboard, and says what it is. */
  const region = e => e.tabIndex === 0 && e.getAttribute('role') && e.getAttribute('aria-label');
  const grid = table => [...table.tBodies].every(body => [...body.rows].every(row => row.cells.length > 2 &&
    [...row.cells].every((cell, n) => n ? /^[\s\d.,%\u202f−–—-]*$/.test(cell.textContent) : cell.scope === 'row')));
  const held = e => e.closest('.tabs') || e.closest('pre') ||
    (e.closest('table') && !e.closest('table.stack') && grid(e.closest('table')));
  const only_read = e => e.closest('.visually-hidden') || style(e).clipPath !== 'none' || e.closest('thead, svg');
  for (const e of all('*')) {
    const box = e.getBoundingClientRect();
    const out = box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
    if (out && !held(e) && !only_read(e)) wrong.push(`beyond the window: ${told(e)}`);
    const scrolls = /auto|scroll/.test(style(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
    if (scrolls && !e.matches('textarea, select, input, .tabs') && !(region(e) && held(e.firstElementChild || e)))
      wrong.push(`scrolls sideways: ${told(e)}`);
  }
  for (const table of all('table')) {
    if (!table.classList.contains('stack')) {
      if (!grid(table)) wrong.push(`not stacked: ${told(table)}`);
      else if (!region(table.parentElement)) wrong.push(`a grid without a part that scrolls: ${told(table)}`);
      continue;
    }
    const heads = table.tHead ? [...table.tHead.rows[0].cells].map(
      cell => cell.querySelector('.visually-hidden') ? '' : cell.textContent.replace(/[↑↓]/, '').trim()) : [];
    for (const row of [...table.tBodies].flatMap(body => [...body.rows])) {
      if (style(row).display !== 'flex') wrong.push(`no block: ${told(row)}`);
      let column = 0;
      for (const cell of row.cells) {
        const wanted = column && cell.colSpan === 1 && cell.innerHTML.trim() ? heads[column] || '' : '';
        const said = getComputedStyle(cell, '::before').content;
        if (wanted && !said.includes(wanted))
          wrong.push(`does not say "${wanted}" but ${said}: ${told(cell)}`);
        column += cell.colSpan;
      }
    }
  }
  /* A column of words broken off after every other letter is no column. */
  for (const e of all('*')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim().length > 12);
    const box = e.getBoundingClientRect(), line = parseFloat(style(e).lineHeight) || 20;
    const narrow = box.width < 5 * line && box.height > 4.5 * line;
    if (own && narrow && !only_read(e) && !held(e) && style(e).display !== 'inline')
      wrong.push(`squeezed to ${Math.round(box.width)} px: ${told(e)}`);
  }
  return [...new Set(wrong)];
}"""


OPEN = """numbers => document.querySelectorAll('details[data-popover]').forEach(
  box => { box.open = numbers.includes(Number(box.dataset.box)) })"""


def looked(page: Page) -> list[str]:
    """What does not fit a phone on the page that is open: as it is, mirrored, and with the boxes of every kind open."""
    found = _look(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    found += [f"mirrored {one}" for one in _look(page) if one not in found]
    page.evaluate("document.documentElement.dir = 'ltr'")
    if numbers := boxes(page):
        page.evaluate(OPEN, numbers)
        found += [f"with boxes open {one}" for one in _look(page) if one not in found]
    return found


def _look(page: Page) -> list[str]:
    wide: int = page.evaluate(WIDE)
    found: list[str] = page.evaluate(LOOK)
    return [*([f"the page is {wide} px too wide"] if wide > 0 else []), *found]
