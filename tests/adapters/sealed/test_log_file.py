"""The key log on disk and the officers in the configuration."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duecare.adapters.sealed.log_file import append, read
from duecare.apps.intake.rules.pinning import pinned
from duecare.kernel.errors import BadInput, Conflict
from tests.apps.intake.memory import BEGINS, ENDS, FULL, OFFICERS, directory

pytestmark = pytest.mark.once


def filled(path: Path) -> Path:
    after = (0, "0" * 64)
    for one in FULL:
        new = append(path, one.body, after=after)
        after = (new.seq, new.head)
    return path


def test_what_was_appended_is_the_log_that_officers_signed(tmp_path: Path) -> None:
    path = filled(tmp_path / "keys" / "key-log.jsonl")
    assert read(path) == FULL and directory(read(path)).seen == directory(FULL).seen
    assert read(tmp_path / "none") == ()


def test_an_entry_is_appended_behind_what_was_checked_only(tmp_path: Path) -> None:
    path = filled(tmp_path / "log")
    before = path.read_bytes()
    for after in ((0, "0" * 64), (len(FULL), "1" * 64), (len(FULL) - 1, FULL[-2].head)):
        with pytest.raises(Conflict):
            append(path, b"{}", after=after)
    assert path.read_bytes() == before


def test_a_line_cut_by_a_power_failure_is_left_out_and_written_over(tmp_path: Path) -> None:
    path = filled(tmp_path / "log")
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert read(path) == FULL[:-1]
    append(path, FULL[-1].body, after=(FULL[-2].seq, FULL[-2].head))
    assert path.read_bytes() == whole


@pytest.mark.parametrize("line", [b"", b"{}", b"[1]", b'{"seq": 2}', b"\xff"])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: bytes) -> None:
    path = filled(tmp_path / "log")
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], line, *lines[2:]]))
    with pytest.raises(BadInput, match="log, line 2"):
        read(path)


def test_an_altered_line_is_read_and_the_chain_tells(tmp_path: Path) -> None:
    path = filled(tmp_path / "log")
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], *lines[2:]]))
    assert directory(read(path)).faults


FIRST, SECOND = (OFFICERS[name].signing.public.hex() for name in ("first", "second"))


def test_officers_are_pinned_a_line_each() -> None:
    text = f"# two officers\n{FIRST} {BEGINS} {ENDS}  # until the end of the year\n\n{SECOND}\t{BEGINS} {ENDS}\n"
    found = pinned(text)
    assert found.pinned == {FIRST: (BEGINS, ENDS), SECOND: (BEGINS, ENDS)} and not found.demo
    assert not directory(FULL, found).faults and pinned(f"demo\n{text}").demo
    assert pinned("").pinned == {} and len(directory(FULL, pinned("")).ignored) == len(FULL)


@pytest.mark.parametrize(
    "line",
    [
        FIRST,
        f"{FIRST.upper()} {BEGINS} {ENDS}",
        f"{FIRST[:-2]} {BEGINS} {ENDS}",
        f"{FIRST} {ENDS} {BEGINS}",
        f"{FIRST} 20260101 {ENDS}",
        f"{FIRST} {BEGINS} {date.max} more",
        f"{SECOND} {BEGINS} {ENDS}",
    ],
)
def test_a_pin_that_is_none_is_named_with_its_line(line: str) -> None:
    with pytest.raises(BadInput, match="officers, line 2"):
        pinned(f"{SECOND} {BEGINS} {ENDS}\n{line}\n")
