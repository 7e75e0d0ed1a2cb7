"""States, periods, errors, references and the chain's own arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.kernel.actor import Role
from duecare.kernel.chain import GENESIS, Stored, faults, link
from duecare.kernel.errors import BadInput, Conflict, Denied
from duecare.kernel.ids import counted, new_id, reference, taken_from
from duecare.kernel.periods import Period, add_months
from duecare.kernel.states import Move, StateTable, roles, sources, unreachable
from tests.conftest import person

TABLE = StateTable(
    "paper",
    "draft",
    (("draft", "being written"), ("filed", "handed in"), ("lost", "never reached")),
    (Move("file", sources("draft"), "filed", roles(Role.SALES), reason_required=True),),
)


def rows(count: int) -> list[Stored]:
    made, head = [], GENESIS
    for seq in range(1, count + 1):
        body = f'{{"n":{seq}}}'.encode()
        made.append(Stored(seq, body, head, link(head, body)))
        head = made[-1].head
    return made


@given(st.integers(1, 12))
def test_an_untouched_chain_has_no_faults(count: int) -> None:
    assert list(faults(rows(count))) == []


@given(st.integers(2, 12), st.data())
def test_any_single_tampering_before_the_end_is_seen(count: int, data: st.DataObject) -> None:
    chain = rows(count)
    at = data.draw(st.integers(0, count - 2))
    match data.draw(st.sampled_from(["alter", "remove", "swap", "rehash"])):
        case "alter":
            chain[at] = replace(chain[at], body=b'{"n":"other"}')
        case "remove":
            del chain[at]
        case "swap":
            chain[at], chain[at + 1] = chain[at + 1], chain[at]
        case "rehash":
            body = b'{"n":"other"}'
            chain[at] = replace(chain[at], body=body, head=link(chain[at].previous, body))
    assert list(faults(chain))


def test_a_move_needs_state_role_and_reason() -> None:
    assert TABLE.check("draft", "file", person(Role.SALES), "ready").target == "filed"
    with pytest.raises(Conflict):
        TABLE.check("filed", "file", person(Role.SALES), "ready")
    with pytest.raises(Denied, match="sales"):
        TABLE.check("draft", "file", person(Role.AUDITOR), "ready")
    with pytest.raises(Denied, match="reason"):
        TABLE.check("draft", "file", person(Role.SALES), "  ")
    assert [move.verb for move in TABLE.open_to("draft", person(Role.SALES))] == ["file"]
    assert TABLE.open_to("draft", person(Role.AUDITOR)) == ()


def test_unreachable_states_and_unknown_names_are_found() -> None:
    assert unreachable(TABLE) == ("lost",)
    with pytest.raises(ValueError, match="unknown states"):
        replace(TABLE, moves=(Move("x", sources("nowhere"), "draft", roles(Role.SALES)),))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_clamp_to_the_end_of_the_month(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_a_period_excludes_its_end() -> None:
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    assert date(2026, 12, 31) in year and date(2027, 1, 1) not in year
    assert date(2999, 1, 1) in Period(date(2026, 1, 1))


def test_bad_input_names_file_row_and_value() -> None:
    fault = BadInput("out of range 0–100", file="x.csv", row=7, value="8718", todo="Use the publisher's own file.")
    assert str(fault) == (
        "x.csv, row 7, value '8718': out of range 0–100 Nothing was changed. Use the publisher's own file."
    )


def test_references_read_aloud_and_ids_differ() -> None:
    assert reference("O", 2026, 7) == "O-2026-007"
    assert len({new_id() for _ in range(100)}) == 100


def test_counted_ids_come_out_the_same_only_where_they_are_asked_for() -> None:
    told = []
    for seed in ("a story", "a story", "another"):
        with taken_from(counted(seed)):
            told.append([new_id() for _ in range(5)])
    assert told[0] == told[1] and not set(told[0]) & set(told[2])
    assert all(one.version == 4 for ids in told for one in ids), "their form tells nobody what they are"
    assert new_id() not in told[0]
