"""An attached file as its case tells of it: body of an entry in the report compartment.

The key of the original is sealed to the key of the evidence compartment that the header names: whoever may read the
report sees that there is a file and opens the cleaned copy; the original takes the evidence as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from duecare.kernel.canonical import JSON
from duecare.kernel.framing import framed

from .reading import flag, hexed, mapping, packed, text, unpacked, whole

FILE, ALLOWED, BROUGHT = "duecare/attached/1", "duecare/allowed/1", "duecare/brought/1"
NAME = 32
KEY = 32
SEALED_KEY = KEY + 1136
GIB = 1024**3
LARGEST = GIB
"""Bytes of a file from somebody nobody knows."""
LARGEST_ALLOWED = 5 * GIB
"""Once somebody who handles the case allowed it."""
MOST = 20 * GIB
"""Bytes of all files of a report."""
MANY = 50
"""Files that wait to be sent in one draft or mailbox."""
LONGEST_NAME = 150
"""Bytes of a file's name that are kept."""
TOLD = 40
"""Findings of a file that are kept one by one; the others are counted."""
LONGEST = 120
"""Bytes of a finding that are kept."""
LONGEST_SOURCE = 300
"""Letters of the sentence that says where a file comes from."""


@dataclass(frozen=True, slots=True)
class Trait:
    """Something in a file besides its content, in the vocabulary of `scrubbing.findings`."""

    what: str
    value: str = field(repr=False)
    removed: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a file.

    Attributes:
        size: bytes.
        kind: told by its bytes.
        reason: why it was not examined; "" when it was.
        more: findings beyond those in `traits`.
    """

    name: str = field(repr=False)
    size: int
    kind: str
    reason: str
    traits: tuple[Trait, ...] = ()
    more: int = 0

    def plain(self) -> dict[str, JSON]:
        """As JSON."""
        return {
            "kind": self.kind, "more": self.more, "name": self.name, "reason": self.reason, "size": self.size,
            "traits": [[one.what, one.value, one.removed] for one in self.traits],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Original:
    """The file as it was sent: its name on the disk, and its inner key sealed to the evidence compartment."""

    file: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Copy:
    """The file without what was found in it, its inner key, and its size in bytes."""

    file: bytes
    key: bytes = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a case."""

    told: Told
    original: Original
    copy: Copy | None

    @property
    def names(self) -> tuple[bytes, ...]:
        """On the disk; each has an outer key."""
        return (self.original.file, *((self.copy.file,) if self.copy else ()))

    def plain(self) -> JSON:
        """As it is sealed."""
        copy: JSON = None
        if self.copy:
            copy = {"file": self.copy.file.hex(), "key": self.copy.key.hex(), "size": self.copy.size}
        return {
            **self.told.plain(), "copy": copy, "format": FILE,
            "original": {"file": self.original.file.hex(), "key": packed(self.original.key)},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that a member of the case added, and where it comes from in their words. The work compartment has it, so
    the reporter does not; who added it is told by the signature."""

    file: Attached
    source: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"file": self.file.plain(), "format": BROUGHT, "source": self.source}


@dataclass(frozen=True, slots=True)
class Allowed:
    """Somebody who handles the case allows larger files from now on."""

    size: int

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": ALLOWED, "size": self.size}


def attached(body: JSON) -> Attached:
    """The file again. Raises ValueError: this is none."""
    found = mapping(body)
    if found.get("format") != FILE or set(found) != {*_TOLD, "copy", "format", "original"}:
        raise ValueError("no attached file")
    original, copy = mapping(found["original"]), found["copy"]
    kept = None
    if copy is not None:
        parts = mapping(copy)
        kept = Copy(hexed(parts.get("file"), NAME), hexed(parts.get("key"), KEY), whole(parts.get("size")))
    one = Attached(
        told(found), Original(hexed(original.get("file"), NAME), unpacked(original.get("key"), SEALED_KEY)), kept
    )
    if one.plain() != found:
        raise ValueError("a file has one form")
    return one


def brought(body: JSON) -> Brought:
    """The member's file again. Raises ValueError: this is none."""
    found = mapping(body)
    if found.get("format") != BROUGHT or set(found) != {"file", "format", "source"}:
        raise ValueError("no file of a member")
    return Brought(attached(found["file"]), text(found["source"]))


def allowed(body: JSON) -> Allowed:
    """The permission again. Raises ValueError: this is none."""
    found = mapping(body)
    if found != {"format": ALLOWED, "size": LARGEST_ALLOWED}:
        raise ValueError("no permission")
    return Allowed(LARGEST_ALLOWED)


def permits(body: JSON) -> bool:
    """Whether these are the words of a permission."""
    return isinstance(body, Mapping) and body.get("format") == ALLOWED


_TOLD = ("kind", "more", "name", "reason", "size", "traits")


def told(found: Mapping[str, JSON]) -> Told:
    """What is known of a file, from its JSON. Raises ValueError."""
    traits = found.get("traits")
    if not isinstance(traits, list) or len(traits) > TOLD:
        raise ValueError("findings are a list")
    return Told(
        text(found.get("name")), whole(found.get("size")), text(found.get("kind")), text(found.get("reason")),
        tuple(map(_trait, traits)), whole(found.get("more")),
    )  # fmt: skip


def shortened(value: str, most: int) -> str:
    """At most so many bytes in UTF-8, cut between letters; signs that no screen shows are shown as a mark."""
    seen = "".join(sign if sign.isprintable() else "\ufffd" for sign in value)
    return seen.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def gathered(name: str, size: int, kind: str, reason: str, traits: Iterable[Trait]) -> Told:
    """What is kept of what was found."""
    every = tuple(traits)
    kept = tuple(Trait(one.what, shortened(one.value, LONGEST), one.removed) for one in every[:TOLD])
    return Told(shortened(name, LONGEST_NAME) or "?", size, kind, reason, kept, len(every) - len(kept))


def original_info(installation: bytes, file: bytes) -> bytes:
    """HPKE info under which an original's inner key is sealed."""
    return framed("duecare/original/1", installation, file)


def _trait(value: JSON) -> Trait:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("a finding has three parts")
    return Trait(text(value[0]), text(value[1]), flag(value[2]))
