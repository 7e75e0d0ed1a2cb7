"""Whatever members write, in whatever order, past the rules or within them: what must always hold."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.investigations.rules.acts import ACTS, Sort
from duecare.apps.investigations.rules.clocks import owed
from duecare.apps.investigations.rules.records import MARK, Moved, Says, Voice
from duecare.apps.investigations.rules.stages import CLOCKS, Persons, Stage, move
from duecare.apps.investigations.rules.state import State

from .casework import BEGUN, Casework, Refused, key

pytestmark = pytest.mark.once

PEOPLE = ("lea", "ida", "ina", "cai", "cem", "cyd", "lea'")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.one_of(
            st.tuples(st.just("act"), st.sampled_from(sorted(ACTS)), st.randoms(use_true_random=False)),
            st.tuples(st.just("move"), st.sampled_from(Stage), st.none()),
            st.tuples(st.just("voice"), st.sampled_from(Says), st.integers(0, 30)),
            st.tuples(st.just("days"), st.integers(1, 40), st.none()),
        ),
        st.booleans(),
    ),
    max_size=40,
)


def said(case: Casework, step: Any) -> Any:
    """What somebody writes; None where there is nothing yet to speak of."""
    kind, what, more = step
    marks = list(case.now.standing)
    if kind == "move":
        return Moved(secrets.token_bytes(MARK), what, "because", case.now.seen)
    if kind == "voice":
        return Voice(marks[more % len(marks)], what, "so") if marks else None
    fields: dict[str, object] = {}
    for one in ACTS[what].fields:
        if one.sort is Sort.ONE_OF:
            fields[one.name] = more.choice(one.options)
        elif one.sort is Sort.WHO:
            fields[one.name] = key(more.choice(PEOPLE))
        elif one.sort is Sort.ACT and marks:
            fields[one.name] = more.choice(marks)
    return case.act(what, **fields)


@settings(max_examples=150, deadline=None)
@given(steps=STEPS)
def test_rules_hold_whoever_writes_what(steps: list[Any]) -> None:
    case, refused = Casework().named(), 0
    for by, step, honest in steps:
        if step[0] == "days":
            case.today += timedelta(days=step[1])
            continue
        what = said(case, step)
        if what is None:
            continue
        before = case.now
        try:
            case.write(by, what)
        except Refused:
            assert case.now == before, "what was refused is not there"
            if not honest:
                case.force(by, what)
                refused += 1
        found = case.now
        assert found.faults == refused, "what breaks a rule is counted, whoever signed it, and nothing else is"
        assert found.stage is before.stage or move(before.stage, found.stage), "only along the table"
        stage = {one.owed for one in CLOCKS[found.stage]}
        told = {one.what: one.on for one in owed(found, BEGUN)}
        assert stage - {"plan-ends"} <= told.keys(), "a stage that is not over has its clock, whatever was written"
        assert told.get("step", found.today) <= found.today + timedelta(days=30), "nothing puts it off for longer"
    found = case.now
    for one in found.standing.values():
        if found.state(one) is not State.IN_FORCE:
            continue
        agreed = {found.person(voice.author) for voice in one.voices if voice.says is Says.AGREE}
        others = agreed - {found.person(one.author)}
        if one.persons in (Persons.TWO, Persons.APART, Persons.RECEIVER, Persons.RATIFIED):
            assert others, "a second person, not a second key"
        if one.persons is Persons.COMMITTEE:
            assert len(agreed) >= 2
    assert not found.team().keys() & found.committee(), "nobody decides on their own work"
