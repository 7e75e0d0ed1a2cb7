"""Rows from the key agent as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from duecare.adapters.library import LIBRARY, load_folder
from duecare.apps.accounts import queries as accounts
from duecare.apps.intake.rules.desk import Beside, Member
from duecare.apps.intake.rules.desk_briefs import Scope
from duecare.apps.intake.rules.desk_bringing import Waits
from duecare.apps.intake.rules.desk_case import Answer, Remark, Sheet, Word
from duecare.apps.intake.rules.desk_files import Paper
from duecare.apps.intake.rules.desk_inbox import Cases, Line

from . import sealed_brief_words as brief_words
from . import sealed_conflict_words as conflict_words
from . import sealed_words as words
from .templatetags.duecare import local_date

Text = str | Promise
LEVELS = {"conflicted": "stop", "left-out": "stop", "clear": "ok"}


@dataclass(frozen=True, slots=True)
class LineShown:
    """A case in the inbox. `level` colours what is due: "stop" when it is late, "warn" within a week."""

    row: Line
    title: str
    track: Text
    stage: Text
    due: Text
    level: str


@dataclass(frozen=True, slots=True)
class Said:
    """One word of the conversation, or one line of the work."""

    day: date
    who: str
    what: Text
    text: str = field(repr=False)
    language: str = ""
    by_reporter: bool = False
    rating: int | None = None
    next: date | None = None
    on: date | None = None
    lists: tuple[tuple[Text, tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class BesideShown:
    """What somebody did for one party, "" where it is about no party."""

    party: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in the case, or who could be."""

    row: Member
    name: str
    offices: tuple[Text, ...]
    parts: tuple[Text, ...]
    state: Text
    level: str

    @property
    def whole(self) -> bool:
        """Whether every part of the case is open to them."""
        return len(self.parts) == len(words.PARTS)


def lines(cases: Cases, today: date) -> tuple[LineShown, ...]:
    """This page of the inbox, in the order in which the agent told it."""
    return tuple(line(one, today) for one in cases.lines)


def line(row: Line, today: date) -> LineShown:
    """A case as it is called on pages."""
    left = (row.due_on - today).days if row.due_on else None
    level = "plain" if left is None else "stop" if left < 0 else "warn" if left <= 7 else "plain"
    track = words.TRACKS[row.track]
    title = row.title or _("Report of %(day)s, %(track)s") % {"day": local_date(row.received), "track": track}
    return LineShown(row, title, track, words.STAGES[row.stage], words.DUES[row.due], level)


def names() -> Mapping[str, str]:
    """Everybody's name by account. All of them, whoever is in the case: what is asked of the database says nothing."""
    return {str(key): name for key, name in accounts.everybody()}


def called(member: Member, known: Mapping[str, str]) -> str:
    """A name, or office and key of whoever has not opened their vault yet."""
    if member.account in known:
        return known[member.account]
    office = capfirst(str(words.OFFICES[member.offices[0]])) if member.offices else _("Somebody")
    return _("%(office)s, key %(key)s") % {"office": office, "key": member.who[:8]}


def people(members: Sequence[Member], known: Mapping[str, str]) -> tuple[Who, ...]:
    """Members or candidates, in the order of their names."""
    shown = [
        Who(
            one, called(one, known), tuple(words.OFFICES[office] for office in one.offices),
            tuple(text for part, text in words.PARTS.items() if part in one.parts), words.OUTSIDE.get(one.state, ""),
            LEVELS.get(one.state, "plain"),
        )
        for one in members
    ]  # fmt: skip
    return tuple(sorted(shown, key=lambda one: one.name))


def conversation(sheet: Sheet, by: Mapping[str, str]) -> tuple[Said, ...]:
    """What was said after the report, newest first."""
    return tuple(_word(one, by) for one in reversed(sheet.words))


def _word(one: Word, by: Mapping[str, str]) -> Said:
    who = by.get(one.by, _("Somebody who is in the case no longer")) if one.by else _("Reporter")
    if one.kind == "step":
        what: Text = _("Stage: %(stage)s") % {"stage": words.STAGES[one.about]}
    else:
        what = words.ABOUTS[one.about]
    return Said(one.day, who, what, one.text, one.language, not one.by, one.rating, one.next, files=one.files)


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of the case; `number` from 1."""

    number: int
    row: Paper
    found: tuple[Text, ...]
    left: tuple[Text, ...]


def files(sheet: Sheet) -> tuple[FileShown, ...]:
    """Files that the reporter attached, in the order in which they came."""
    return tuple(_file(at, one) for at, one in enumerate(sheet.files, start=1))


@dataclass(frozen=True, slots=True)
class AddedShown:
    """A file that `who` added; `where`: what they said of where it comes from; `given`: day on which, and `giver` by
    whom, the reporter was let have it."""

    file: FileShown
    who: str
    where: str = field(repr=False)
    given: date | None
    giver: str


def added(sheet: Sheet, by: Mapping[str, str]) -> tuple[AddedShown, ...]:
    """Files that members added, in the order in which they came."""
    return tuple(
        AddedShown(
            _file(at, one.paper),
            by.get(one.by, str(words.GONE)),
            one.source,
            one.given,
            by.get(one.given_by, str(words.GONE)),
        )
        for at, one in enumerate(sheet.added, start=1)
    )


def waiting(files: Sequence[Waits]) -> tuple[tuple[str, FileShown], ...]:
    """Files that wait to be put into a case, with the mark by which each is taken out."""
    return tuple((one.mark, _file(at, one.paper)) for at, one in enumerate(files, start=1))


def _file(at: int, one: Paper) -> FileShown:
    return FileShown(at, one, _sorts(one.found), _sorts(one.left))


def _sorts(found: Sequence[str]) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(words.FOUND.get(one, words.OTHERWISE_FOUND) for one in found))


def work(sheet: Sheet, by: Mapping[str, str]) -> tuple[Said, ...]:
    """What members wrote to each other, newest first."""
    return tuple(remark(one, by) for one in reversed(sheet.remarks))


def remark(one: Remark, by: Mapping[str, str]) -> Said:
    """A line of the work as it is called on pages."""
    gone = _("Somebody who is in the case no longer")
    lists = tuple(
        (capfirst(str(words.CHECKS[what])), tuple(by.get(who, gone) for who in whose))
        for what, whose in (("clear", one.clear), ("conflicted", one.conflicted))
        if whose
    )
    what = words.MATTERS[one.matter] if one.matter else words.REMARKS[one.kind]
    return Said(one.day, by.get(one.by, gone), what, one.text, lists=(*lists, *_compared(one, by)), on=one.on)


def beside(lines: Sequence[Beside]) -> tuple[BesideShown, ...]:
    """What stands beside a candidate, a line for each party."""
    found: dict[str, list[str]] = {}
    for one in lines:
        did = str(conflict_words.DID.get(one.what, one.what))
        last = _("%(what)s (last on %(day)s)") % {"what": did, "day": local_date(one.last)} if one.last else did
        found.setdefault(one.party, []).append(last)
    return tuple(BesideShown(party, tuple(what)) for party, what in found.items())


def _compared(one: Remark, by: Mapping[str, str]) -> tuple[tuple[Text, tuple[str, ...]], ...]:
    """What a conflict check compared, and what then stood beside whom."""
    found = tuple(
        (
            conflict_words.QUESTIONS[two.question],
            (str(conflict_words.LOOKED[two.answer]), *([two.text] if two.text else [])),
        )
        for two in one.found
    )
    names = ((_("Names looked up"), one.names),) if one.names else ()
    whose = dict.fromkeys(two.who for two in one.beside)
    lines = tuple(
        (
            _("On record of %(name)s") % {"name": by.get(who, str(words.GONE))},
            tuple(
                f"{two.party}: {', '.join(two.what)}" if two.party else ", ".join(two.what)
                for two in beside([three for three in one.beside if three.who == who])
            ),
        )
        for who in whose
    )
    return (*found, *names, *lines)


def answers(sheet: Sheet, by: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Question and answer, in the order in which they were asked; a question that is not known is called by its id."""
    labels, options = _questions().get(sheet.report_questions, ({}, {}))
    order = {one: place for place, one in enumerate(labels)}
    for one in sorted(sheet.answers, key=lambda one: order.get(one.question, len(order))):
        if one.question in words.TOLD:
            yield str(words.TOLD[one.question]), _about_the_telling(one, by)
            continue
        text = options.get((one.question, one.text))
        yield said(labels.get(one.question, one.question)), said(text) if text else one.text


def _about_the_telling(one: Answer, by: Mapping[str, str]) -> str:
    if one.question == "taken":
        return (
            by.get(one.text, _("Somebody who is in the case no longer")) if one.text else _("nobody: it does not fit")
        )
    if one.question == "consent":
        return str(words.CONSENTS.get(one.text, one.text))
    return local_date(date.fromisoformat(one.text))


def pieces(scope: Scope) -> tuple[tuple[Text, date, str, str], ...]:
    """What a brief gives out of a case: what it is, its day, the question of an answer, the text."""
    labels, options = _questions().get(scope.questions, ({}, {}))
    return tuple(
        (
            brief_words.PIECES[one.what], one.day, said(labels.get(one.about, one.about)),
            said(options.get((one.about, one.text), "")) or one.text,
        )
        for one in scope.pieces
    )  # fmt: skip


def said(text: str) -> str:
    """A text of the library in the reader's language."""
    return _(text) if text else ""


Labels = tuple[dict[str, str], dict[tuple[str, str], str]]


@cache
def _questions() -> Mapping[str, Labels]:
    """Labels of questions, and of the options of those that offer some, by set of questions."""
    folder = LIBRARY / "reporting"
    found: dict[str, Labels] = {}
    for item in load_folder("questions", folder) if (folder / "questions").is_dir() else ():
        data: Any = item.data
        every = [one for part in data["pages"] for one in part["questions"]]
        labels = {one["id"]: one["label"] for one in every}
        options = {(one["id"], two["value"]): two["label"] for one in every for two in one.get("options", ())}
        found[data["code"]] = labels, options
    return found
