"""Acts of an investigation as a page or a paper shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from duecare.adapters.library import load_folder
from duecare.apps.investigations.rules import desk_inquiry as desk
from duecare.apps.investigations.rules.acts import ACTS, GROUPS, Sort

from . import inquiry_words as say
from . import sealed_shown as shown
from . import sealed_words as words
from .forms.sealed_inquiry import VoiceForm

TITLE = 80
"""Characters of an act's first words by which it is called in a list of choices."""


def groups(state: desk.Investigation, by: Mapping[str, str]) -> Iterator[tuple[str, Any, list[tuple[Any, ...]]]]:
    """(code, heading, rows, the newest first) of each group; `by`: names by fingerprint."""
    titles = {one.mark: title(one) for one in state.rows}
    rows = [_row(one, by, titles) for one in reversed(state.rows)]
    for group in (*GROUPS, "moves"):
        yield group, say.GROUPS[group], [row for row in rows if _group(row[0].code) == group]


def _group(code: str) -> str:
    return {"rubric": "review", "move": "moves"}.get(code) or ACTS[code].group


def _row(one: desk.Row, by: Mapping[str, str], titles: Mapping[str, str]) -> tuple[Any, ...]:
    """(row, title, who, state, colour, fields, outcome, its colour, voices, form, whose word it waits for)."""
    title = say.STAGES[one.outcome] if one.code == "move" else say.ACTS[one.code]
    voices = [(voice, by.get(voice.by, words.GONE), say.SAID[voice.says]) for voice in one.voices]
    outcome = say.OUTCOMES[one.outcome] if one.code == "rubric" else ""
    return (
        one, title, by.get(one.by, words.GONE), say.STATES[one.state], say.COLOURS.get(one.state, "plain"),
        list(_fields(one, by, titles)), outcome, say.OUTCOME_COLOURS.get(one.outcome, "plain"), voices,
        VoiceForm(one.mark, one.can) if one.can else None,
        say.PERSONS[one.persons] if one.state in ("waiting", "unratified") else "",
    )  # fmt: skip


def _fields(one: desk.Row, by: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[tuple[Any, Any, str]]:
    """(label, text or day, note) of what was written."""
    if one.code == "rubric":
        labels = {asked["id"]: asked["label"] for every in criteria().values() for asked in every}
        order = {code: place for place, code in enumerate(labels)}  # as asked, what no version knows first
        for given in sorted(one.fields, key=lambda given: order.get(given.name, -1)):
            known = given.name in labels
            yield (
                shown.said(labels[given.name]) if known else say.LABELS["rubric"],
                words.REPLIES[given.value] if known else given.value, given.note,
            )  # fmt: skip
        return
    if one.code == "move":
        yield say.LABELS["reason"], one.fields[0].value, ""
        return
    sorts = {field.name: field.sort for field in ACTS[one.code].fields}
    for given in one.fields:
        if given.value:
            yield say.label(one.code, given.name), _said(sorts[given.name], given.value, by, titles), ""


def _said(sort: Sort, value: str, by: Mapping[str, str], titles: Mapping[str, str]) -> Any:
    match sort:
        case Sort.DAY:
            return date.fromisoformat(value)
        case Sort.WHO:
            return by.get(value, words.GONE)
        case Sort.ONE_OF:
            return say.OPTIONS[value]
        case Sort.ACT:
            return titles.get(value, "")
    return value


def title(one: desk.Row) -> str:
    """What an act is called in a list: its first words."""
    if one.code in ("move", "rubric"):
        return str(say.ACTS[one.code])
    texts = [
        given.value for given, field in zip(one.fields, ACTS[one.code].fields, strict=False)
        if field.sort in (Sort.TEXT, Sort.LINE)
    ]  # fmt: skip
    kind = str(say.ACTS[one.code])
    return f"{kind}: {texts[0][:TITLE]}" if texts else kind


@cache
def criteria() -> Mapping[str, list[Any]]:
    """Criteria by version."""
    found: dict[str, list[Any]] = {}
    for item in load_folder("rubric"):
        data: Any = item.data
        found[item.code] = list(data["criteria"])
    return found
