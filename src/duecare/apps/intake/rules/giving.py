"""A file that members let the reporter have, as the case tells of it: body of an entry in the report compartment.

It opens one file of those that members added, the cleaned copy where there is one, and tells nothing of what was found
in the original: the entry is made of what the reporter gets, not of what the work compartment knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duecare.kernel.canonical import JSON

from .files import KEY, NAME, Attached
from .reading import flag, hexed, mapping, text, whole

GIVEN = "duecare/given/1"


@dataclass(frozen=True, slots=True)
class Given:
    """What opens the file, and how it is called.

    Attributes:
        file: name on the disk; it has an outer key like every file of a case.
        key: inner key.
        size: bytes of what is handed out.
        cleaned: whether it is the copy without metadata; else it goes as it came.
    """

    name: str = field(repr=False)
    size: int
    cleaned: bool
    file: bytes
    key: bytes = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "cleaned": self.cleaned, "file": self.file.hex(), "format": GIVEN, "key": self.key.hex(),
            "name": self.name, "size": self.size,
        }  # fmt: skip


def given(body: JSON) -> Given:
    """The file again. Raises ValueError: this is none."""
    found = mapping(body)
    if found.get("format") != GIVEN or set(found) != {"cleaned", "file", "format", "key", "name", "size"}:
        raise ValueError("no given file")
    return Given(
        text(found["name"]), whole(found["size"]), flag(found["cleaned"]), hexed(found["file"], NAME),
        hexed(found["key"], KEY),
    )  # fmt: skip


def gives(body: JSON) -> bool:
    """Whether these are the words of a given file."""
    return isinstance(body, Mapping) and body.get("format") == GIVEN


def of_copy(file: Attached) -> Given | None:
    """What lets somebody have the cleaned copy, or None where there is none."""
    copy = file.copy
    return Given(file.told.name, copy.size, True, copy.file, copy.key) if copy else None


def as_it_came(file: Attached, key: bytes) -> Given:
    """What lets somebody have the file as it came. `key`: inner key of the original."""
    return Given(file.told.name, file.told.size, False, file.original.file, key)
