"""A draft of an answer to the reporter: sealed in the work, for members alone, until somebody sends it or drops it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duecare.kernel.canonical import JSON

from .reading import text, whole
from .reports import BY_STAFF, About

DRAFT = "duecare/reply-draft/1"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that is not sent. Without text it drops the one before. `seen`: words of the conversation before it."""

    about: About
    text: str = field(repr=False)
    language: str
    seen: int

    def plain(self) -> dict[str, JSON]:
        """As it is sealed."""
        return {
            "about": self.about.value, "format": DRAFT, "language": self.language, "seen": self.seen, "text": self.text
        }  # fmt: skip


def draft(body: Mapping[str, JSON]) -> Draft:
    """The draft again. Raises ValueError: this is none, or nothing that staff may say."""
    if set(body) != {"about", "format", "language", "seen", "text"} or body["format"] != DRAFT:
        raise ValueError("no draft of an answer")
    about = About(text(body["about"]))
    if about not in BY_STAFF:
        raise ValueError("staff cannot say this")
    return Draft(about, text(body["text"]), text(body["language"]), whole(body["seen"]))
