"""How many cells a table would take once it is read: a file of a few kilobytes may claim billions.

A workbook names the place of each cell, and a reader lays out everything from the first place to
the last one. One cell at the far corner of a sheet would take all memory there is. So places are
counted in the raw bytes, before a parser sees them, and what may be counted in two ways is counted in both.
"""

from __future__ import annotations

import re

MOST_CELLS = 64_000_000
"""Cells of a text file; an empty one takes eight bytes."""
MOST_IN_WORKBOOK = 8_000_000
"""Cells of all sheets of a workbook as `SheetBounds` counts them: up to four for one that is there."""

_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,9})0*([0-9]{1,15})""")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])")
_LONGEST_TAG = 1024 * 1024


class SheetBounds:
    """Counts a part of a workbook fed in pieces; `cells` is never less than what a reader would lay out."""

    def __init__(self) -> None:
        self._torn = b""
        self._rows = self._last_row = self._last_column = 0
        self._in_row = self._most_in_row = 0
        self._is_sheet = self._endless = False

    def feed(self, piece: bytes) -> None:
        """Count one piece more. A tag may stand across two pieces: what follows the last whole one waits."""
        if self._endless:
            return
        text = self._torn + piece
        end = text.rfind(b">") + 1
        self._torn = text[end:]
        self._endless = len(self._torn) > _LONGEST_TAG
        whole = text[:end]
        self._is_sheet = self._is_sheet or b"sheetData" in whole
        for letters, digits in set(_PLACE.findall(whole)):
            self._last_row = max(self._last_row, int(digits))
            self._last_column = max(self._last_column, _column(letters))
        begun, *others = _ROW.split(whole)
        self._rows += len(others)
        self._in_row += len(_CELL.findall(begun))
        for row in others:
            self._most_in_row = max(self._most_in_row, self._in_row)
            self._in_row = len(_CELL.findall(row))
        self._most_in_row = max(self._most_in_row, self._in_row)

    @property
    def cells(self) -> int:
        """Rows times columns. One without a place follows the one before it, so both counts are added up."""
        if self._endless:
            return MOST_IN_WORKBOOK + 1
        if not self._is_sheet:  # the chain of calculation and the theme write places too
            return 0
        return laid_out(self._last_row + self._rows, self._last_column + self._most_in_row)


def laid_out(rows: int, columns: int) -> int:
    """Cells that a sheet takes from its first place to its last; a row itself takes as much as eight."""
    return rows * (columns + 8)


def _column(letters: bytes) -> int:
    """A is 1, AA is 27, nothing is 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
