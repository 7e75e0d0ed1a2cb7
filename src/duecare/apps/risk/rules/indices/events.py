"""Registers of events: rows counted into one figure for each country and year.

A register says what happened where somebody looked. No row is no statement that nothing happened, so
a country without events gets no figure at all, never a zero.
"""

from __future__ import annotations

from .collector import Collector
from .sheets import Table

Event = tuple[str, ...]
"""What makes two rows one event, e.g. (day it began, area)."""


class EventCount:
    """Counts distinct events; what a file repeats counts once."""

    def __init__(self, into: Collector) -> None:
        self._into = into
        self._seen: dict[tuple[str, str, int], set[Event]] = {}
        self._first: dict[tuple[str, str, int], tuple[str, str, Table, int]] = {}

    def add(self, series: str, name: str, code: str, year: int, event: Event, table: Table, row: int) -> None:
        """Note one event of a country in a year; a row whose country is not known is reported by the collector."""
        self._into.saw(table, row)
        place = self._into.locate(row, name=name, code=code)
        key = (series, place.code if place else f"{name} {code}", year)
        self._seen.setdefault(key, set()).add(event)
        self._first.setdefault(key, (name, code, table, row))

    def hand_over(self) -> None:
        """Give the counts to the collector, each with the first row it rests on."""
        for key, events in self._seen.items():
            series, _, year = key
            name, code, table, row = self._first[key]
            place = self._into.locate(row, name=name, code=code)
            self._into.take(series, place, year, float(len(events)), table, row)
