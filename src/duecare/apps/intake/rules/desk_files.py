"""What a page may ask the key agent about files, and the rows it gets of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Permit:
    """Let the reporter send larger files from now on."""

    reference: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file of the case, from 1. Behind the answer come its bytes.

    Attributes:
        reason: why it is needed as it was sent; "" for the cleaned copy.
        brought: one of those that members added; else one of the reporter's.
    """

    reference: str
    number: int
    reason: str = field(default="", repr=False)
    original: bool = False
    brought: bool = False


QUESTIONS = {one.__name__: one for one in (Permit, Fetch)}


@dataclass(frozen=True, slots=True)
class Coming:
    """A file whose bytes follow."""

    name: str = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it is listed.

    Attributes:
        reason: why it was not looked into; "" when it was.
        found: sorts of findings that the copy does not have any more; `left`: those it still has.
        copy: whether there is a cleaned copy.
    """

    day: date
    name: str = field(repr=False)
    size: int
    kind: str
    reason: str
    found: tuple[str, ...]
    left: tuple[str, ...]
    copy: bool


@dataclass(frozen=True, slots=True)
class Added:
    """A file that a member added. `by` is a fingerprint, `source` what they said of where it comes from.

    Attributes:
        given: day on which the reporter was let have it, `given_by` by whom; None and "" before.
    """

    paper: Paper
    by: str
    source: str = field(repr=False)
    given: date | None = None
    given_by: str = ""
