"""A reporter's code: eight groups of five digits that carry 128 bits and a check.

The number written is 29 times the secret, so every code is divisible by 29, and 29 · 2^128 just fits into forty
digits. Ten is a primitive root of 29: one wrong digit always leaves a remainder, and so do two digits exchanged,
unless they stand exactly 28 places apart (10^28 is 1 modulo 29; twelve of 780 pairs).
That some group holds the mistake the remainder tells, not which: naming it would take nine more bits than forty
digits have. A group is named when it is too short, too long or holds something else than digits, and when the code
is retyped, since then the right one is known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

GROUPS = 8
DIGITS = 5
BYTES = 16
CHECK = 29
RETYPED = 3
"""Groups that are typed once more before a report is final."""


class Slip(StrEnum):
    """What is wrong with a code as typed. Pages say it in the reporter's language and never repeat the code."""

    EMPTY = "empty"
    STRANGE = "strange"
    """A sign that is no digit, in the groups named."""
    LENGTH = "length"
    """Groups named have more or fewer than five digits; without names, the whole has more or fewer than forty."""
    CHECK = "check"
    """Forty digits, and at least one is wrong."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A code as read: `secret` (16 bytes), or why not and in which groups (first is 1)."""

    secret: bytes | None = field(repr=False)
    slip: Slip | None = None
    groups: tuple[int, ...] = ()


def written(secret: bytes) -> str:
    """Sixteen bytes as eight groups of five digits."""
    if len(secret) != BYTES:
        raise ValueError(f"a code carries {BYTES} bytes, not {len(secret)}")
    digits = str(int.from_bytes(secret, "big") * CHECK).zfill(GROUPS * DIGITS)
    return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))


def typed(text: str) -> Typed:
    """Read a code in the digits of any script, with any spaces, dashes or direction marks between them."""
    groups = _groups(text)
    if not groups:
        return Typed(None, Slip.EMPTY)
    joined = "".join(groups)
    if "?" in joined:
        return Typed(None, Slip.STRANGE, _where(groups, lambda group: "?" in group))
    if len(joined) != GROUPS * DIGITS:
        named = _where(groups, lambda group: len(group) != DIGITS) if len(groups) == GROUPS else ()
        return Typed(None, Slip.LENGTH, named)
    number, remainder = divmod(int(joined), CHECK)
    if remainder or number >= 1 << 8 * BYTES:
        return Typed(None, Slip.CHECK)
    return Typed(number.to_bytes(BYTES, "big"))


def unlike(secret: bytes, again: Mapping[int, str]) -> tuple[int, ...]:
    """Groups typed again (number from 1 -> as typed) that are not those of the code."""
    right = written(secret).split()
    return tuple(number for number, text in sorted(again.items()) if _groups(text) != [right[number - 1]])


def _groups(text: str) -> list[str]:
    """Runs between separators, digits as 0 to 9, anything else as "?"."""
    signs = []
    for sign in text:
        if sign.isdecimal():
            signs.append(str(unicodedata.decimal(sign)))
        elif sign.isspace() or unicodedata.category(sign) in ("Pd", "Cf", "Cc", "Zs"):
            # Direction marks come along when a code is copied out of a text written from right to left.
            signs.append("" if unicodedata.category(sign) == "Cf" else " ")
        else:
            signs.append("?")
    return "".join(signs).split()


def _where(groups: list[str], wrong: Callable[[str], bool]) -> tuple[int, ...]:
    if len(groups) == 1:  # typed without spaces: counted off
        groups = [groups[0][at : at + DIGITS] for at in range(0, len(groups[0]), DIGITS)]
    return tuple(number for number, group in enumerate(groups, start=1) if wrong(group) and number <= GROUPS)
