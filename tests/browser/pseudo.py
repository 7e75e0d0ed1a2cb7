"""A made-up language: every message of the site comes back with accents on each letter.

What still reads as plain letters on a page was never handed to the translator: it is a fault unless
somebody of the company typed it, the library says it in its own words, or Babel writes it that way
in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

LANGUAGE = "fi"
"""Spoken meanwhile, so that a date or a country's name in English is found as well."""
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ACCENTED = "ȺɃȻĐɆƑǤĦƗɈꝀŁṂṆØⱣꝖɌŞŦɄṾẀẊɎƵȧƀƈđḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ"
TABLE = str.maketrans(PLAIN, ACCENTED)
KEPT = re.compile(r"%\([^)]*\)[-#0 +]*\d*(?:\.\d+)?[a-z%]|%[sdrif%]|\{[^{}]*\}|<[^<>]*>|&[a-z]+;|&#\d+;")
"""Parts of a message that are not words: places for values, tags, entities."""
LETTERS = re.compile(r"[A-Za-z]{2,}")


def pseudo(message: str) -> str:
    """The message in the made-up language."""
    done, at = [], 0
    for kept in KEPT.finditer(message):
        done += [message[at : kept.start()].translate(TABLE), kept.group()]
        at = kept.end()
    return "".join(done) + message[at:].translate(TABLE)


@contextmanager
def spoken() -> Iterator[None]:
    """Everything that goes through Django's translation comes back changed, lazily or not."""

    def gettext(message: str) -> str:
        return pseudo(str(message))

    def ngettext(one: str, many: str, number: int) -> str:
        return pseudo(one if number == 1 else many)

    def pgettext(context: str, message: str) -> str:
        return pseudo(str(message))

    def npgettext(context: str, one: str, many: str, number: int) -> str:
        return ngettext(one, many, number)

    made: dict[str, Callable[..., str]] = {
        "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext,
    }  # fmt: skip
    before = {name: getattr(trans_real, name) for name in made}
    held = {name: translation._trans.__dict__.get(name) for name in made}  # type: ignore[attr-defined]  # where Django keeps the functions in use
    for name, function in made.items():
        setattr(trans_real, name, function)
        setattr(translation._trans, name, function)  # type: ignore[attr-defined]  # as above
    try:
        yield
    finally:
        for name in made:
            setattr(trans_real, name, before[name])
            if held[name] is None:
                delattr(translation._trans, name)  # type: ignore[attr-defined]  # as above
            else:
                setattr(translation._trans, name, held[name])  # type: ignore[attr-defined]  # as above


class Seen(HTMLParser):
    """What a page says: text between tags and in the attributes that are read out or shown."""

    SAID = frozenset({"title", "placeholder", "aria-label", "alt", "aria-description", "label"})
    MUTE = frozenset({"script", "style"})
    CODE = frozenset({"kbd", "code", "samp"})
    VOID = frozenset({"input", "br", "hr", "img", "meta", "link", "area", "base", "col", "source", "track", "wbr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that speak; and whether what is inside counts."""
        given: dict[str, Any] = dict(attrs)
        for name, value in given.items():
            spoken_here = name in self.SAID or name.startswith("data-t-")
            button = tag == "input" and name == "value" and given.get("type") in ("submit", "button", "reset")
            digest = tag == "code" and name == "title"  # the whole of a hash
            if value and (spoken_here or button) and not digest:
                self.texts.append((f"{tag}[{name}]", value))
        if tag not in self.VOID:
            classes = (given.get("class") or "").split()
            typed = tag == "textarea" or "code" in classes or given.get("translate") == "no"
            other = given.get("lang", LANGUAGE) != LANGUAGE  # a text in a language of its own says so
            self._open.append((tag, tag in self.MUTE or tag in self.CODE or typed or other))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawing's empty element still has attributes."""
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Leave it, and what was left open inside it."""
        if any(name == tag for name, _mute in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """A text, with the element it stands in."""
        if data.strip() and not any(mute for _name, mute in self._open):
            self.texts.append((self._open[-1][0] if self._open else "", " ".join(data.split())))
