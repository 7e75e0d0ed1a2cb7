"""What the page of a frozen file is made of: sections, their items, and the fields of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duecare.kernel.canonical import JSON


@dataclass(frozen=True, slots=True)
class Fact:
    """One field: `sha256` instead of `text` where it names a content by its hash, or a thing by an id alone.

    `quoted`: words of the library as they are, some of which look like a code.
    """

    label: str
    text: str
    sha256: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a section, "" as its title where the section has only one; `lines` are whole sentences."""

    title: str
    facts: tuple[Fact, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the frozen file."""

    code: str
    title: str
    entries: tuple[Entry, ...]


def mapping(value: JSON) -> Mapping[str, JSON]:
    """The value where it is one, else an empty one: a paper of any version is read without a fault."""
    return value if isinstance(value, Mapping) else {}
