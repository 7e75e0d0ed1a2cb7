"""What a spreadsheet would run when somebody opens an export, made text."""

from __future__ import annotations

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NEXT_CELL = re.compile(r"([;\t\r\n][\s\"]*)(?=[=+\-@＝＋－＠])")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip(" \u00a0").startswith(_FORMULA) else text


def harmless_in_csv(text: str) -> str:
    """`harmless`, also for a spreadsheet that separates by semicolon or tab, as it does where a comma is decimal.

    It cuts a cell in the middle, at a new line too, and what follows begins a cell of its own.
    """
    return harmless(_NEXT_CELL.sub(r"\1'", text))
