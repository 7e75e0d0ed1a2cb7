"""Words a page may show as they are: typed by people, written in the library, or Babel's own."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Iterator
from typing import Any

import yaml
from babel import Locale
from django.apps import apps
from django.db import models

from duecare.adapters.library import LIBRARY
from duecare.apps.screening.rules.list_names import LIST_NAMES
from duecare.kernel.countries import COUNTRIES, TERRITORIES

from .pseudo import LANGUAGE, LETTERS

CODE = re.compile(r"[a-z0-9_.:-]+")
FILE = re.compile(r"\.(txt|csv|gz|xlsx|pdf)$")
"""A code is the product's word, not a person's: it may not stand on a page as it is."""


SHORT = re.compile(r"[A-Z]{2,5}")
"""An abbreviation or a code of a country, a currency, a time zone: written so in every language."""


class OwnWords:
    """Finds what is left of a text once everything is taken out that may stand as it is."""

    def __init__(self, typed: tuple[str, ...] = ()) -> None:
        """`typed`: what people gave that no table holds yet."""
        self.whole: set[str] = set()
        for text in (*_data(), *_parts(), *_library(), *_babel(), *typed):
            for line in text.splitlines():
                if len(line := " ".join(line.split())) > 1:
                    self.whole.add(line)
        self.starts: dict[str, list[str]] = {}
        for text in sorted(self.whole, key=len, reverse=True):
            if len(text) > 2 and (first := LETTERS.search(text)):
                self.starts.setdefault(first.group(), []).append(text)
        self.seen: dict[str, str] = {}

    def left(self, text: str) -> str:
        """Plain letters that nobody typed and no library says; "" when there are none."""
        if text not in self.seen:
            rest = text
            if rest not in self.whole:
                near = {own for word in set(LETTERS.findall(text)) for own in self.starts.get(word, ())}
                for own in sorted(near, key=len, reverse=True):  # a long text may hold a short one
                    rest = rest.replace(own, " ")
            else:
                rest = ""
            words = (word for word in LETTERS.findall(rest) if not SHORT.fullmatch(word))
            self.seen[text] = " ".join(words)
        return self.seen[text]


def _data() -> Iterator[str]:
    """Free texts of every table; a field with choices holds codes."""
    for model in apps.get_models():
        label = model._meta.app_label
        fields = [
            field for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        ]  # fmt: skip
        if not fields or label in ("sessions", "contenttypes", "django_tasks_database"):
            continue
        for row in model._default_manager.values_list(*(field.name for field in fields)).iterator():
            for value in row:
                yield from _texts(value)


def _parts() -> Iterator[str]:
    """Words of names as the matcher reads them: in small letters, so that they look like codes."""
    for alignment in apps.get_model("screening.Hit").objects.values_list("alignment", flat=True):
        for part in alignment["parts"]:
            yield from (part["left"], part["right"])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str) and value.startswith(("{", "[")) and (found := _json(value)) is not None:
        yield from _texts(found)
    elif isinstance(value, str) and (not CODE.fullmatch(value) or FILE.search(value) or value.startswith("urn:")):
        yield value


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _library() -> Iterator[str]:
    """The library's texts, also as they stand inside a sentence; names of its methods and groups."""
    for file in sorted(LIBRARY.rglob("*.yaml")):
        yield file.stem
        if "group" in file.parent.name:
            yield file.stem.replace("_", " ").replace("-", " ")
        for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            for text in _texts(document):
                line = " ".join(text.split())
                yield from (line, line[:1].lower() + line[1:], (line[:1].lower() + line[1:]).rstrip("."))


def _babel() -> Iterator[str]:
    locale = Locale.parse(LANGUAGE)
    for country in COUNTRIES.values():
        yield str(locale.territories.get(country.alpha2, country.name))
    yield from (territory.name for territory in TERRITORIES.values())  # as the publisher calls it
    for width in ("abbreviated", "wide"):
        for use in ("format", "stand-alone"):
            yield from (str(word) for word in locale.months[use][width].values())
            yield from (str(word) for word in locale.days[use][width].values())
    yield from (zone.replace("_", " ") for zone in zoneinfo.available_timezones())  # names of the tz database
    yield from (name for code, name in LIST_NAMES.items() if code != "in_house")  # as their publishers call them
    yield str(locale.display_name)
    yield from ("Duecare", "Ctrl")  # the product, a key
