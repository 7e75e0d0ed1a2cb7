"""The items lawyers review, read once per process: questions, red flags, groups."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from duecare.adapters.library import load_folder
from duecare.apps.assessments.rules.groups import Group, parse_group
from duecare.apps.assessments.rules.questionnaire import Question, parse_question
from duecare.apps.assessments.rules.red_flags import RedFlag, parse_flag

REGIMES = ("United Nations", "European Union")
"""Sanctions regimes that are always looked at. A company bound by more records those beside them."""

STAGE_OF_SECTION = {
    "agency": "legal_framework",
    "intended_use": "necessity",
    "legal_framework": "legal_framework",
    "foreign_relations": "foreign_relations",
    "involvement": "involvement",
    "people": "at_risk_groups",
}
"""Which stage of the gate a section of the questionnaire serves; answers rest on what that stage rests on."""


@cache
def questions() -> tuple[Question, ...]:
    """Every question, in the order of their codes."""
    found = (parse_question(item.data) for item in load_folder("questions"))
    return tuple(sorted(found, key=lambda one: tuple(int(part) for part in one.code.split("."))))


@cache
def questions_in(section: str) -> tuple[Question, ...]:
    """The questions of one section."""
    return tuple(one for one in questions() if one.section == section)


@cache
def _by_code() -> Mapping[str, Question]:
    return {one.code: one for one in questions()}


def question(code: str) -> Question | None:
    """One question, or None."""
    return _by_code().get(code)


@cache
def red_flags() -> tuple[RedFlag, ...]:
    """The checklist, in the order of the library."""
    return tuple(parse_flag(item.data) for item in load_folder("red_flags"))


@cache
def groups() -> tuple[Group, ...]:
    """The at-risk groups of the library."""
    return tuple(parse_group(item.data) for item in load_folder("groups"))
