"""Acts of an investigation as a page or a paper shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from duecare.adapters.library import load_folder
from duecare.apps.investigations.rules import desk_inquiry as desk
from duecare.apps.investigations.rules.acts import ACTS, GROUPS, Sort

from . import inquiry_words as say
from . import sealed_shown as shown
from . import sealed_words as words
from .forms.sealed_inquiry import VoiceForm
from .sealed_shown import Text
from .templatetags.duecare import local_date

TITLE = 80
"""Characters of an act's first words by which it is called in a list of choices."""


NEWEST = 10
"""Acts of a group that are shown at first: a long investigation has hundreds."""
WAITING = ("waiting", "unratified")
TIMELINE = "timeline"
"""What the page is asked for by `?by=`, and the one group that it then has."""


class Group(NamedTuple):
    """Acts of one kind. `older`: how many are left out."""

    code: str
    title: Text
    rows: list[tuple[Any, ...]]
    older: int


class Shown:
    """The acts of one investigation in the reader's language; `by`: names by fingerprint.

    Attributes:
        titles: what each act is called in a list, by its mark.
    """

    def __init__(self, state: desk.Investigation, by: Mapping[str, str]) -> None:
        self._rows, self._by = state.rows, by
        self._acts, self._stages, self._states = _Told(say.ACTS), _Told(say.STAGES), _Told(say.STATES)
        self._options, self._spoken, self._persons = _Told(say.OPTIONS), _Told(say.SAID), _Told(say.PERSONS)
        self._gone = str(words.GONE)
        self._labels: dict[tuple[str, str], str] = {}
        self.titles = {one.mark: self._title(one) for one in state.rows}

    def groups(self, whole: str | None = None, keep: Collection[str] = ()) -> Iterator[Group]:
        """Every group, its acts the newest first.

        Args:
            whole: the one group that is shown to its first act; None for all of them. Of another the `NEWEST` are shown
                and, however old, what waits for somebody's word or is in `keep`.
            keep: marks of acts that something else on the page points to.
        """
        every: dict[str, list[desk.Row]] = {group: [] for group in (*GROUPS, "moves")}
        for one in reversed(self._rows):
            every[_group(one.code)].append(one)
        for group, rows in every.items():
            few = [
                one for place, one in enumerate(rows)
                if whole in (None, group) or place < NEWEST or one.state in WAITING or one.mark in keep
            ]  # fmt: skip
            yield Group(group, say.GROUPS[group], [self._row(one) for one in few], len(rows) - len(few))

    def timeline(self, whole: bool) -> Group:
        """Everything as it was written, the newest first: all of it, or the `NEWEST` of every kind of act together."""
        rows = self._rows[::-1] if whole else self._rows[: -NEWEST - 1 : -1]
        return Group(TIMELINE, say.TIMELINE, [self._row(one) for one in rows], len(self._rows) - len(rows))

    def _title(self, one: desk.Row) -> str:
        kind = self._acts[one.code]
        if one.code in ("move", "rubric"):
            return kind
        texts = [
            given.value for given, field in zip(one.fields, ACTS[one.code].fields, strict=False)
            if field.sort in (Sort.TEXT, Sort.LINE)
        ]  # fmt: skip
        return f"{kind}: {texts[0][:TITLE]}" if texts else kind

    def _row(self, one: desk.Row) -> tuple[Any, ...]:
        """(row, title, who, state, colour, fields, outcome, its colour, voices, form, whose word it waits for)."""
        title = self._stages[one.outcome] if one.code == "move" else self._acts[one.code]
        voices = [(voice, self._by.get(voice.by, self._gone), self._spoken[voice.says]) for voice in one.voices]
        outcome = str(say.OUTCOMES[one.outcome]) if one.code == "rubric" else ""
        return (
            one, title, self._by.get(one.by, self._gone), self._states[one.state],
            say.COLOURS.get(one.state, "plain"), list(self._fields(one)), outcome,
            say.OUTCOME_COLOURS.get(one.outcome, "plain"), voices, VoiceForm(one.mark, one.can) if one.can else None,
            self._persons[one.persons] if one.state in WAITING else "",
        )  # fmt: skip

    def _fields(self, one: desk.Row) -> Iterator[tuple[str, str, str]]:
        """(label, text, note) of what was written."""
        if one.code == "rubric":
            yield from _answered(one)
        elif one.code == "move":
            yield str(say.LABELS["reason"]), one.fields[0].value, ""
        else:
            sorts = {field.name: field.sort for field in ACTS[one.code].fields}
            for given in one.fields:
                if given.value:
                    yield self._label(one.code, given.name), self._said(sorts[given.name], given.value), ""
            if one.code in say.STANDARDS:
                yield str(say.STANDARD), str(say.STANDARDS[one.code]), ""

    def _label(self, code: str, name: str) -> str:
        if (code, name) not in self._labels:
            self._labels[code, name] = str(say.label(code, name))
        return self._labels[code, name]

    def _said(self, sort: Sort, value: str) -> str:
        match sort:
            case Sort.DAY:
                return local_date(date.fromisoformat(value))
            case Sort.WHO:
                return self._by.get(value, self._gone)
            case Sort.ONE_OF:
                return self._options[value]
            case Sort.ACT:
                return self.titles.get(value, "")
        return value


class _Told(dict[str, str]):
    """Words of a closed vocabulary in the reader's language: each looked up once for a page that says it a hundred
    times."""

    def __init__(self, every: Mapping[str, Text]) -> None:
        super().__init__()
        self._every = every

    def __missing__(self, code: str) -> str:
        self[code] = str(self._every[code])
        return self[code]


def _group(code: str) -> str:
    return {"rubric": "review", "move": "moves"}.get(code) or ACTS[code].group


def _answered(one: desk.Row) -> Iterator[tuple[str, str, str]]:
    """The answers of a rubric as they were asked; first what no version knows."""
    labels = {asked["id"]: asked["label"] for every in criteria().values() for asked in every}
    order = {code: place for place, code in enumerate(labels)}
    for given in sorted(one.fields, key=lambda given: order.get(given.name, -1)):
        known = given.name in labels
        yield (
            shown.said(labels[given.name]) if known else str(say.LABELS["rubric"]),
            str(words.REPLIES[given.value]) if known else given.value, given.note,
        )  # fmt: skip


@cache
def criteria() -> Mapping[str, list[Any]]:
    """Criteria by version."""
    found: dict[str, list[Any]] = {}
    for item in load_folder("rubric"):
        data: Any = item.data
        found[item.code] = list(data["criteria"])
    return found
