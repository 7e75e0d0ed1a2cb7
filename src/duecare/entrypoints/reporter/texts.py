"""Texts of the library that reporters read: questions, notices, authorities, helplines. English, translated when shown.

What the company says of itself stands in its home, in `reporting/NAME.yaml`, in the form of the shipped file that it
replaces; the shipped one says clearly that the company has said nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext

from duecare.adapters.library import LIBRARY, Item, load_folder, misfits
from duecare.adapters.strict_yaml import StrictLoader, construct
from duecare.apps.intake.rules.records import Track
from duecare.kernel.errors import BadInput

LOG = logging.getLogger("duecare.reporter")
ROOT = LIBRARY / "reporting"
OTHERWISE = "*"
"""Country of what is for everybody."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `kind` is `text` (long), `line` or `choice`; `options` are (value, label)."""

    id: str
    kind: str
    label: str
    hint: str
    required: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One page of questions; shown when the answer to the question `when[0]` is one of `when[1]`, or always."""

    id: str
    title: str
    lede: str
    questions: tuple[Question, ...]
    when: tuple[str, tuple[str, ...]] | None

    def asked(self, answers: Mapping[str, str]) -> bool:
        """Whether the page is shown after these answers."""
        return self.when is None or answers.get(self.when[0]) in self.when[1]


@dataclass(frozen=True, slots=True)
class Questions:
    """All pages of a track in one version; `code` is what a report remembers, like "external/1"."""

    code: str
    track: Track
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part | None:
        """The page of that name."""
        return next((one for one in self.parts if one.id == name), None)

    def labels(self) -> dict[str, Question]:
        """Every question by its id."""
        return {one.id: one for part in self.parts for one in part.questions}


def said(text: str) -> str:
    """A text of the library in the reader's language; an empty one stays empty (gettext would say its head)."""
    return gettext(text) if text else ""


@cache
def every_questions() -> Mapping[str, Questions]:
    """Every version, by code."""
    return {found.code: _questions(found) for found in load_folder("questions", root=ROOT)}


def questions(track: Track) -> Questions:
    """The newest version of a track."""
    mine = [one for one in every_questions().values() if one.track is track]
    return max(mine, key=lambda one: int(one.code.rpartition("/")[2]))


def notice(name: str) -> Mapping[str, Any]:
    """A notice of the company, or the shipped one: title, version, since, paragraphs, `own`.

    Raises:
        BadInput: the company's file does not have the form.
    """
    file = Path(settings.DUECARE.home) / "reporting" / f"{name}.yaml"
    if not file.exists():
        shipped = [one for one in load_folder("notices", root=ROOT) if one.data["name"] == name]
        newest = max(shipped, key=lambda one: int(one.code.rpartition("/")[2]))
        return {**newest.data, "own": False}
    return {**_own(file, "notices"), "own": True}


def notice_or_none(name: str) -> Mapping[str, Any] | None:
    """The same, or None where the company's file cannot be used: it is logged, and stops nobody from reporting."""
    try:
        return notice(name)
    except BadInput:
        LOG.exception("notice")
        return None


def holders() -> Mapping[str, str]:
    """How the company calls the holders of keys: person id in hex → name and office.

    Empty where it kept no file, or one that cannot be used: holders are numbered then.
    """
    file = Path(settings.DUECARE.home) / "reporting" / "holders.yaml"
    try:
        told = _own(file, "holders")["holders"] if file.exists() else {}
    except BadInput:
        LOG.exception("holders")
        told = {}
    return {str(key): str(value) for key, value in told.items()}


def authorities() -> tuple[Item, ...]:
    """Outside authorities, one file a country."""
    return load_folder("authorities", root=ROOT)


def helplines() -> tuple[Item, ...]:
    """Who helps at once."""
    return load_folder("helplines", root=ROOT)


def _own(file: Path, kind: str) -> Mapping[str, Any]:
    try:
        data = construct(yaml.compose(file.read_text(encoding="utf-8"), Loader=StrictLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise BadInput("not readable as YAML", file=f"reporting/{file.name}", means="The page is not shown.") from fault
    for one in misfits(kind, data, root=ROOT):
        raise BadInput(one.wrong, file=f"reporting/{file.name}", value=one.value, means="The page is not shown.")
    found: Mapping[str, Any] = data
    return found


def _questions(found: Item) -> Questions:
    data: Mapping[str, Any] = found.data  # its schema says the rest
    return Questions(found.code, Track(data["track"]), tuple(_part(one) for one in data["pages"]))


def _part(data: Mapping[str, Any]) -> Part:
    when = data.get("when")
    asked = tuple(_question(one) for one in data["questions"])
    only = (str(when["question"]), tuple(when["answers"])) if when else None
    return Part(data["id"], data["title"], data.get("lede", ""), asked, only)


def _question(data: Mapping[str, Any]) -> Question:
    options = tuple((str(one["value"]), str(one["label"])) for one in data.get("options", ()))
    return Question(data["id"], data["kind"], data["label"], data.get("hint", ""), data.get("required", False), options)
