"""Tables on a phone: each row stands as a block, so each cell has to carry the head of its column with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.html import escape, strip_tags

TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^>]*)>")
HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
SPAN = re.compile(r"colspan=\"?(\d+)")
BLANK = re.compile(r"\s*</t[dh]>")


def heads(html: str) -> tuple[str, ...]:
    """Titles of the columns in the head of a table; "" for one that is only read out."""
    return tuple("" if "visually-hidden" in cell else strip_tags(cell).strip() for cell in HEAD.findall(html))


def stacked(table: str) -> str:
    """A whole table whose rows say their columns."""
    head, ends, rows = table.partition("</thead>")
    return head + ends + labelled(rows, heads(head)) if ends else table


def labelled(html: str, titles: Sequence[str]) -> str:
    """Rows of a table with `data-label` on each cell; a cell that is blank, one over several columns and a
    table inside a cell stay."""
    depth, column = 0, 0

    def with_label(found: re.Match[str]) -> str:
        nonlocal depth, column
        closes, tag, attributes = found.groups()
        if tag == "table":
            depth += -1 if closes else 1
        elif depth or closes:
            pass
        elif tag == "tr":
            column = 0
        else:
            span = SPAN.search(attributes)
            mute = span or BLANK.match(html, found.end())
            title = titles[column] if column < len(titles) and not mute else ""
            column += int(span.group(1)) if span else 1
            return f'<{tag}{attributes} data-label="{escape(title)}">' if title else found.group()
        return found.group()

    return TAG.sub(with_label, html)
