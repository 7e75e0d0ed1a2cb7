"""The protection file of a case: how likely retaliation is, and what is done against it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing, keep_until, standing
from duecare.apps.intake.rules.assessment import Assessment, Questions, Reply, assess
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.measures import MARK, Measure, MeasureStep, State, may_set
from duecare.apps.intake.rules.refusals import NotHeld
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput, Denied

from .handling import LONGEST
from .writing import changed, write


def assess_risk(
    *, by: Case, site: Site, questions: Questions, replies: Mapping[str, tuple[Reply, str]], seen: int
) -> None:
    """Answer the questions; what is left out is not known. Earlier assessments stay.

    Raises:
        Conflict: somebody said something since.
        BadInput: a question that is none of the set.
        NotHeld: report or work is not open to `by`.
    """
    found = standing(site, by)
    if found.progress is None or found.work is None:
        raise NotHeld(Compartment.WORK.value)
    if len(found.progress.said) != seen:
        raise changed()
    if not set(replies) <= set(questions.levels):
        raise BadInput("choose one of those offered", field="replies")
    every = {one: replies.get(one, (Reply.UNKNOWN, "")) for one in questions.levels}
    level = assess(questions, {one: reply for one, (reply, _note) in every.items()}).level
    _keep(by, site, Assessment(questions.code, every, level, seen).plain(), found)


def plan_measure(*, by: Case, site: Site, owner: bytes, reviewer: bytes, due: date, text: str) -> None:
    """Plan a measure.

    Raises:
        BadInput: no text, a day that is over, or owner and reviewer are not two persons who work in the case.
    """
    if not text.strip():
        raise BadInput("write something", field="text")
    if due < site.today:
        raise BadInput("the day lies ahead", field="due")
    people = [site.directory.valid(one, site.today) for one in (owner, reviewer)]
    works = all(Compartment.WORK in by.header.members.get(one, frozenset()) for one in (owner, reviewer))
    if not works or None in people or len({one.person for one in people if one}) != 2:
        raise BadInput("owner and reviewer are two persons who work in the case", field="reviewer")
    _keep(by, site, Measure(secrets.token_bytes(MARK), owner, reviewer, due, text).plain())


def set_measure(*, by: Case, site: Site, mark: bytes, state: State, text: str) -> None:
    """Say how far a measure is.

    Raises:
        NotHeld: the work is not open to `by`.
        Conflict: somebody wrote since.
        BadInput: no words for it, or no such measure.
        Denied: it is another's to say, or does not follow.
    """
    if not text.strip():
        raise BadInput("write something", field="text")
    found = standing(site, by)
    if found.work is None:
        raise NotHeld(Compartment.WORK.value)
    if (one := found.work.measures.get(mark)) is None:
        raise BadInput("choose one of those offered", field="mark")
    if not may_set(one, state, by.keys.fingerprint):
        raise Denied(
            "This is not yours to say of this measure, or it was said.", "Nothing was changed.",
            "Its owner says that it is done; afterwards its reviewer looks at it.",
        )  # fmt: skip
    _keep(by, site, MeasureStep(mark, state, text).plain(), found)


def _keep(by: Case, site: Site, body: JSON, decided: Standing | None = None) -> None:
    if (size := len(canonical(body))) > LONGEST:
        raise BadInput(f"this takes {size} bytes, and {LONGEST} fit", field="text", todo="Send it in two parts.")
    upon = decided.heads[Compartment.WORK] if decided else None
    write(
        by=by, site=site, compartment=Compartment.WORK, kind=Kind.DECISION, body=body,
        keep_until=keep_until(site, by), upon=upon,
    )  # fmt: skip
