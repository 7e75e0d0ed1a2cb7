"""Which entries of an investigation an evidence pack holds: those about evidence and logs, with what was said of them.

Nothing else goes along: neither plan, findings nor advice, and no word of whoever reported.
"""

from __future__ import annotations

from collections.abc import Mapping

from .records import Act, Voice, What
from .state import Inquiry

CODES = frozenset({
    "evidence", "transfer", "examination", "statement", "log-request", "log-answer", "log-check", "pack",
})  # fmt: skip
"""Kinds of acts. A voice goes along with the act it is about."""


def chosen(found: Inquiry) -> Mapping[bytes, Act]:
    """Acts of a pack by their mark: those that were within the rules, in force or not."""
    return {
        mark: one.what for mark, one in found.standing.items() if isinstance(one.what, Act) and one.what.code in CODES
    }


def belongs(acts: Mapping[bytes, Act], said: What) -> bool:
    """Whether an entry goes along."""
    return (said.of in acts) if isinstance(said, Voice) else said.mark in acts
