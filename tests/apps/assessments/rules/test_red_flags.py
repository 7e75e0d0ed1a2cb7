"""Red flags: not looking is not finding nothing."""

from __future__ import annotations

import pytest

from duecare.adapters.library import load_folder
from duecare.apps.assessments.rules.answered_facts import to_fact
from duecare.apps.assessments.rules.red_flags import (
    CONFIRMED,
    UNRESOLVED,
    FlagFinding,
    FlagState,
    FlagSummary,
    flag_facts,
    parse_flag,
    summarise_flags,
)
from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput

FLAGS = tuple(parse_flag(found.data) for found in load_folder("red_flags"))


def found(code: str, state: FlagState) -> FlagFinding:
    return FlagFinding(code, state, "Read the reports of the last five years.", ("E-1",), "Ada Example")


def summary(**states: FlagState) -> FlagSummary:
    chosen = {code.replace("_", "-"): state for code, state in states.items()}
    return summarise_flags(FLAGS, [found(f.code, chosen.get(f.code, FlagState.NOT_PRESENT)) for f in FLAGS])


def test_nothing_assessed_is_unknown_and_not_complete() -> None:
    none = summarise_flags(FLAGS, [])
    assert not none.complete
    assert {fact.gap for fact in flag_facts(none).values()} == {UnknownKind.NOT_ASKED}
    assert none.sentence() == "0 assessed, 0 unresolved, 31 not yet assessed"


def test_all_assessed_and_none_present() -> None:
    clear = summary()
    assert clear.complete
    assert [to_fact(flag_facts(clear)[code]).value for code in (UNRESOLVED, CONFIRMED)] == [0, 0]


def test_open_flags_are_counted_and_stop_the_stage() -> None:
    held = summary(RF_US_04=FlagState.OPEN, RF_EU_06=FlagState.OPEN)
    assert held.sentence() == "31 assessed, 2 unresolved"
    assert not held.complete
    assert flag_facts(held)[UNRESOLVED].value == 2


def test_one_flag_not_assessed_leaves_the_count_unknown() -> None:
    held = summarise_flags(FLAGS, [found(f.code, FlagState.NOT_PRESENT) for f in FLAGS[1:]])
    assert not held.complete
    assert flag_facts(held)[UNRESOLVED].gap is UnknownKind.NOT_ASKED


def test_what_is_not_assessed_adds_to_what_is_open() -> None:
    held = summarise_flags(FLAGS, [found("RF-US-04", FlagState.OPEN)])
    assert flag_facts(held)[UNRESOLVED].value == 31


def test_confirmed_counts_only_what_was_confirmed() -> None:
    held = summarise_flags(FLAGS, [found("RF-US-04", FlagState.CONFIRMED)])
    assert flag_facts(held)[CONFIRMED].value == 1


def test_a_later_finding_replaces_the_earlier() -> None:
    findings = [found(f.code, FlagState.NOT_PRESENT) for f in FLAGS] + [found("RF-US-01", FlagState.RESOLVED)]
    held = summarise_flags(FLAGS, findings)
    assert held.resolved == ("RF-US-01",) and held.complete


def test_a_finding_needs_note_person_and_evidence() -> None:
    with pytest.raises(BadInput, match="looked"):
        FlagFinding("RF-US-01", FlagState.NOT_PRESENT, by="Ada Example")
    with pytest.raises(BadInput, match="looked"):
        FlagFinding("RF-US-01", FlagState.OPEN, note="there")
    with pytest.raises(BadInput, match="evidence"):
        FlagFinding("RF-US-01", FlagState.RESOLVED, "explained", by="Ada Example")
    with pytest.raises(BadInput):
        summarise_flags(FLAGS, [found("RF-XX-01", FlagState.OPEN)])
