"""Officers as the configuration pins them: a line each, `PUBLICKEY FIRSTDAY LASTDAY`, `#` begins a remark.

A line is never taken out and its last day never moved back: with it goes what the officer signed, and with that the
case headers of whoever they certified. If an officer's key is lost, the keys certified with it are ended one by one.
"""

from __future__ import annotations

from datetime import date

from duecare.kernel.errors import BadInput

from .key_log import Officers
from .reading import day, hexed

DEMO = "demo"
"""A line of this one word marks a made-up root; `ceremony.missing` refuses it in production."""


def pinned(text: str, *, file: str = "officers") -> Officers:
    """Read the pins.

    Raises:
        BadInput: a line that is none, or a key pinned twice; with line and value.
    """
    officers: dict[str, tuple[date, date]] = {}
    demo = False
    for number, raw in enumerate(text.splitlines(), start=1):
        words = raw.partition("#")[0].split()
        if words == [DEMO]:
            demo = True
        elif words:
            key, days = _line(words, number, raw, file)
            if key in officers:
                raise BadInput("this officer is pinned twice", file=file, line=number, value=key)
            officers[key] = days
    return Officers(officers, demo)


def _line(words: list[str], number: int, raw: str, file: str) -> tuple[str, tuple[date, date]]:
    try:
        key, first, last = words
        hexed(key, 32)
        days = day(first), day(last)
        if days[0] > days[1]:
            raise ValueError("ends before it begins")
    except ValueError as fault:
        raise BadInput(
            "a line holds a public key of 64 lower-case hex digits, a first and a last day (YYYY-MM-DD)",
            file=file, line=number, value=raw.strip(),
        ) from fault  # fmt: skip
    return key, days
