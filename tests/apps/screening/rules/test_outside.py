"""Files of results from other screening: what is read, and what each faulty row is told."""

from __future__ import annotations

import json
from datetime import date

import pytest

from duecare.apps.screening.rules.bulk import BadRow
from duecare.apps.screening.rules.outside import (
    COLUMNS,
    RESULTS_LIMIT,
    OutsideRow,
    called,
    outside_standing,
    read_results,
)
from duecare.kernel.errors import BadInput, LimitExceeded

TODAY = date(2026, 11, 23)
GOOD = {
    "party": "Blackthorn Signals", "list": "un_sc", "listed_id": "6908555", "listed_name": "", "verdict": "cleared",
    "date": "2026-03-02", "vendor": "Sieve Invented Ltd", "reason": "Other seat",
}  # fmt: skip


def csv_of(*rows: dict[str, str], separator: str = ",") -> bytes:
    lines = [separator.join(COLUMNS), *(separator.join(row[key] for key in COLUMNS) for row in rows)]
    return "\r\n".join(lines).encode()


def read(*rows: dict[str, str]) -> tuple[OutsideRow | BadRow, ...]:
    return read_results(csv_of(*rows), "results.csv", TODAY)


@pytest.mark.parametrize(
    "data",
    [
        csv_of(GOOD), csv_of(GOOD, separator=";"), csv_of(GOOD, separator="\t"), b"\xef\xbb\xbf" + csv_of(GOOD),
        json.dumps([GOOD]).encode(), json.dumps(GOOD).encode(), (json.dumps(GOOD) + "\n").encode(),
    ],
)  # fmt: skip
def test_every_form_says_the_same(data: bytes) -> None:
    (row,) = read_results(data, "results", TODAY)
    assert isinstance(row, OutsideRow)
    assert (row.party, row.list_code, row.listed_id, row.verdict) == (
        "Blackthorn Signals",
        "un_sc",
        "6908555",
        "cleared",
    )
    assert (row.said_on, row.vendor, row.reason) == (date(2026, 3, 2), "Sieve Invented Ltd", "Other seat")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("False Positive", "cleared"), ("true match", "confirmed"), ("POTENTIAL MATCH", "possible"), ("open", "possible")],
)
def test_words_of_the_field_are_understood(written: str, meant: str) -> None:
    (row,) = read({**GOOD, "verdict": written})
    assert isinstance(row, OutsideRow) and row.verdict == meant


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"party": ""}, "party is empty"), ({"reason": ""}, "reason is empty"), ({"vendor": " "}, "vendor is empty"),
        ({"listed_id": ""}, "neither listed_id nor listed_name"), ({"verdict": "fine"}, "verdict: use one of"),
        ({"date": "2.3.2026"}, "a day is written"), ({"date": "2026-02-30"}, "a day is written"),
        ({"date": "2026-11-24"}, "lies in the future"), ({"vendor": "v" * 121}, "longer than 120"),
        ({"reason": "a\x00b"}, "a sign that is none"),
    ],
)  # fmt: skip
def test_a_faulty_row_is_told_and_the_rest_is_read(change: dict[str, str], told: str) -> None:
    first, bad, last = read(GOOD, {**GOOD, **change}, {**GOOD, "listed_id": "7"})
    assert isinstance(first, OutsideRow) and isinstance(last, OutsideRow)
    assert isinstance(bad, BadRow) and bad.row == 3 and told in bad.wrong


def test_rows_of_another_shape_are_told_by_row() -> None:
    found = read_results(csv_of(GOOD) + b"\r\nonly,three,cells\r\n", "r.csv", TODAY)
    assert isinstance(found[1], BadRow) and (found[1].row, found[1].wrong) == (3, "3 cells where the heading has 8")
    lines = "\n".join([json.dumps(GOOD), "{broken", json.dumps({**GOOD, "party": ["a"]}), "7"])
    found = read_results(lines.encode(), "r.jsonl", TODAY)
    assert isinstance(found[0], OutsideRow)
    assert [(one.row, one.wrong) for one in found if isinstance(one, BadRow)] == [
        (2, "no JSON object"), (3, "party: no text"), (4, "no JSON object"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "missing"), (b"party,list\n", "missing"), (csv_of(), "holds no row"), (b"[]", "holds no row"),
        (b"\xff\xfe\x00", "not UTF-8"), (b"{nothing", "no JSON"), (b"[" * 100_000, "no JSON"),
        (csv_of().replace(b"party", b"list"), "missing"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told) as fault:
        read_results(data, "bad.csv", TODAY)
    assert "bad.csv" in fault.value.happened and fault.value.means


def test_a_file_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(LimitExceeded):
        read_results(b"x" * (RESULTS_LIMIT + 1), "big.csv", TODAY)


def test_a_clearance_from_outside_means_nothing_and_a_hit_closes() -> None:
    for state in ("unverified", "verified", "overruled"):
        assert outside_standing("cleared", state, "Sieve", "un_sc") is None
    for verdict in ("possible", "confirmed"):
        waits = outside_standing(verdict, "unverified", "Sieve", "un_sc")
        assert waits and waits.state == "open" and "Sieve" in waits.why
        assert outside_standing(verdict, "overruled", "Sieve", "un_sc") is None
    held = outside_standing("confirmed", "verified", "Sieve", "un_sc")
    assert held and held.state == "confirmed"


def test_an_entry_is_called_by_list_with_id_or_name() -> None:
    assert called("UN_SC", "7", "") & called("un_sc", "7", "Somebody")
    assert called("un_sc", "", "SOMEBODY") & called("un_sc", "7", "Somebody")
    assert not called("un_sc", "7") & called("eu_fsf", "7")
    assert not called("un_sc", "") & called("un_sc", "", "x")


def test_the_same_result_has_one_hash_wherever_it_stands() -> None:
    one, two = read(GOOD, GOOD)
    assert isinstance(one, OutsideRow) and isinstance(two, OutsideRow)
    assert one.sha256("a") == two.sha256("a") != two.sha256("b")
