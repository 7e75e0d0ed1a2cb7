"""What can be done within an investigation, as one table: the fields of each act, its persons, its stages.

An act is written once and never changed. What corrects it is another act: a later finding on the same allegation, a
review that ends a measure. Pages, documentation and tests are made from `ACTS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .stages import OVER, Persons, Stage


class Sort(StrEnum):
    """What a field takes. In an entry each is text."""

    TEXT = "text"
    LINE = "line"
    DAY = "day"
    WHO = "who"
    """Somebody who works in the case, by the fingerprint of their keys."""
    ONE_OF = "one-of"
    ACT = "act"
    """An earlier act, by its mark."""
    FILE = "file"
    """Number of a file that members added, from 1."""
    HASH = "hash"
    """SHA-256, 64 hex digits."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. What is not required may be left empty.

    Attributes:
        of: codes of acts that an `ACT` field may name.
        later: came to the act when such acts had been written: those without it are read as if it had been left empty.
    """

    name: str
    sort: Sort = Sort.TEXT
    options: tuple[str, ...] = ()
    of: str = ""
    required: bool = True
    later: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of act.

    Attributes:
        group: under which heading pages show it.
        stages: in which it can be done.
        shows: what of it the customer, or somebody else outside, notices: the step of which an identification-risk test
            must have been made; "" for nothing.
    """

    code: str
    group: str
    persons: Persons
    fields: tuple[Field, ...]
    stages: frozenset[Stage]
    shows: str = ""


YES_NO = ("yes", "no", "unknown")
SHOWN = ("log-request", "interim", "reply", "notification", "authority", "sanction")
"""Steps that somebody outside the case notices."""
AGREEMENT = ("not-needed", "agreed", "agreed-with-changes", "no-answer", "refused", "nobody-to-ask")
MEASURES = ("suspend", "limit", "preserve", "protect")
OUTCOMES = (
    "substantiated", "partly-substantiated", "unsubstantiated", "inconclusive", "could-not-be-determined",
    "unfounded-reasonable-grounds", "knowingly-false", "out-of-scope", "referred",
)  # fmt: skip
LADDER = ("none", "warning", "conditions", "limit", "suspend", "terminate")
INVOLVEMENT = ("caused", "contributed", "linked")
"""UNGP 13, 19 and 22."""
REMEDIES = ("restitution", "compensation", "rehabilitation", "satisfaction", "guarantees-of-non-repetition")
"""Commentary to UNGP 25; Basic Principles on the right to a remedy (A/RES/60/147), 19 to 23."""

_ALWAYS = frozenset(Stage) - OVER
_EARLY = frozenset({Stage.REVIEW, Stage.INFORMATION})
_WORKING = frozenset({Stage.PLANNING, Stage.INVESTIGATION, Stage.FINDINGS})
_ENDING = frozenset({Stage.DECISION, Stage.REMEDY, Stage.MONITORING, Stage.CONCLUDED})


def _of(code: str) -> Field:
    return Field("of", Sort.ACT, of=code)


def _one_of(name: str, *options: str, required: bool = True) -> Field:
    return Field(name, Sort.ONE_OF, options, required=required)


_WHY, _WHAT = Field("why"), Field("what")
_TABLE = (
    Kind("team", "people", Persons.ONE, (
        Field("who", Sort.WHO), _one_of("part", "lead", "deputy", "investigator", "adviser"), Field("competence"),
        Field("until", Sort.DAY, required=False),
    ), _ALWAYS),
    Kind("leave", "people", Persons.ONE, (Field("who", Sort.WHO), _WHY), _ALWAYS),
    Kind("committee", "people", Persons.ONE, (Field("who", Sort.WHO), _WHY), _ALWAYS),
    Kind("outreach", "review", Persons.ONE, (
        _one_of("how", "mailbox", "representative", "organisation", "public-call"), Field("on", Sort.DAY), _WHAT,
    ), _EARLY),
    Kind("risk-test", "source", Persons.TWO, (
        _one_of("step", *SHOWN), _one_of("recognised", *YES_NO), Field("who"), Field("lessened"),
        _one_of("agreement", *AGREEMENT),
    ), _ALWAYS),
    Kind("interim", "measures", Persons.RATIFIED, (_one_of("kind", *MEASURES), _WHAT, Field("grounds")), _ALWAYS,
         "interim"),
    Kind("interim-review", "measures", Persons.TWO, (
        _of("interim"), _one_of("outcome", "continue", "end"), _WHY,
    ), frozenset(Stage)),
    Kind("plan", "plan", Persons.APART, (
        _WHAT, Field("from", Sort.DAY), Field("until", Sort.DAY), Field("limits"),
    ), _WORKING),
    Kind("hypothesis", "plan", Persons.ONE, (_WHAT, Field("against")), _WORKING),
    Kind("hypothesis-tested", "plan", Persons.ONE, (
        _of("hypothesis"), _one_of("outcome", "supported", "contradicted", "open"), _WHY,
    ), _WORKING),
    Kind("allegation", "plan", Persons.ONE, (_WHAT, Field("right", Sort.LINE)), _WORKING),
    Kind("task", "plan", Persons.ONE, (_WHAT, Field("who", Sort.WHO), Field("until", Sort.DAY)), _ALWAYS),
    Kind("task-done", "plan", Persons.ONE, (_of("task"), _WHAT), _ALWAYS),
    Kind("interview", "evidence", Persons.TWO, (
        Field("with", Sort.LINE), Field("on", Sort.DAY), Field("minutes"), _one_of("checked", *YES_NO),
    ), _WORKING),
    Kind("evidence", "evidence", Persons.ONE, (
        Field("name", Sort.LINE), Field("file", Sort.FILE, required=False), Field("hash", Sort.HASH),
        Field("source"), Field("how"), Field("on", Sort.DAY),
    ), _ALWAYS),
    Kind("transfer", "evidence", Persons.RECEIVER, (_of("evidence"), Field("who", Sort.WHO), _WHY), _ALWAYS),
    Kind("examination", "evidence", Persons.ONE, (
        _of("evidence"), _one_of("copy", "working-copy", "original"), Field("method"), Field("result"),
    ), _ALWAYS),
    Kind("statement", "evidence", Persons.ONE, (
        _of("evidence"), Field("expert", Sort.LINE), Field("qualification"), _WHAT,
    ), _ALWAYS),
    Kind("pack", "evidence", Persons.TWO, (Field("recipient", Sort.LINE), _WHY), frozenset(Stage)),
    Kind("log-request", "evidence", Persons.TWO, (
        _WHAT, Field("on", Sort.DAY), Field("until", Sort.DAY), _one_of("routine", "yes", "no"),
    ), _WORKING, "log-request"),
    Kind("log-answer", "evidence", Persons.ONE, (
        _of("log-request"), _one_of("outcome", "granted", "partly", "refused", "silent", "impossible"), _WHAT,
    ), _WORKING),
    Kind("log-check", "evidence", Persons.ONE, (
        _of("log-answer"), _one_of("intact", *YES_NO), Field("result"),
    ), _WORKING),
    Kind("reply", "reply", Persons.TWO, (
        _one_of("whom", "customer", "named-person", "other"), _WHAT, Field("on", Sort.DAY), Field("until", Sort.DAY),
    ), _WORKING, "reply"),
    Kind("reply-heard", "reply", Persons.ONE, (
        _of("reply"), _one_of("outcome", "answered", "no-answer", "waived"), _WHAT,
    ), _WORKING),
    Kind("reply-withheld", "reply", Persons.APART, (_WHY,), _WORKING),
    Kind("finding", "findings", Persons.TWO, (_of("allegation"), _one_of("outcome", *OUTCOMES), _WHY), _WORKING),
    Kind("scope", "findings", Persons.TWO, (
        Field("customers"), Field("former"), Field("systems"), Field("from", Sort.DAY), Field("until", Sort.DAY),
        Field("unseen"),
    ), _WORKING),
    Kind("sanction", "decision", Persons.COMMITTEE, (
        _one_of("rung", *LADDER), _WHY, Field("conditions", required=False),
    ), _ENDING, "sanction"),
    Kind("reinstatement", "decision", Persons.COMMITTEE, (_of("sanction"), _WHY), _ENDING),
    Kind("notification", "decision", Persons.COMMITTEE, (
        _one_of("harm", *YES_NO), Field("test"), _one_of("outcome", "tell", "tell-later", "not-tell"),
        Field("again", Sort.DAY, required=False),
    ), _ENDING, "notification"),
    Kind("authority", "decision", Persons.TWO, (
        Field("which", Sort.LINE), Field("law", Sort.LINE), _one_of("outcome", "report", "no-duty", "later"), _WHY,
    ), _ENDING | _WORKING, "authority"),
    Kind("remedy", "remedy", Persons.COMMITTEE, (
        Field("need"), Field("options", later=True), _one_of("involvement", *INVOLVEMENT), _one_of("kind", *REMEDIES),
        _WHAT, Field("contribution", later=True), Field("who", Sort.WHO), Field("until", Sort.DAY),
    ), _ENDING),
    Kind("remedy-delivered", "remedy", Persons.ONE, (_of("remedy"), Field("on", Sort.DAY), _WHAT), _ENDING),
    Kind("remedy-verified", "remedy", Persons.OUTSIDE, (
        _of("remedy-delivered"), _one_of("by", "affected-person", "representative", "nobody-could-be-asked"),
        _one_of("outcome", "met", "partly", "not-met"), _WHAT,
    ), _ENDING),
    Kind("lesson", "lessons", Persons.ONE, (
        _one_of("target", "method", "clauses", "product", "process"), _WHAT, Field("who", Sort.WHO),
        Field("until", Sort.DAY),
    ), _ENDING | _WORKING),
    Kind("lesson-done", "lessons", Persons.ONE, (_of("lesson"), _WHAT), _ALWAYS),
    Kind("lesson-change", "lessons", Persons.ONE, (_of("lesson"), Field("change", Sort.LINE)), _ALWAYS),
)  # fmt: skip
ACTS: Mapping[str, Kind] = {one.code: one for one in _TABLE}
GROUPS = tuple(dict.fromkeys(one.group for one in _TABLE))
"""Headings, in their order; `review` holds the rubric too, whose questions are the library's."""
