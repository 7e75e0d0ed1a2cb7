"""The two files on disk: nothing deleted is left in them, both or neither are written, and order tells nothing."""

from __future__ import annotations

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from duecare.adapters.sealed.rows import GROUPS, Rows, place
from duecare.apps.intake.models import TABLES, open_rows
from duecare.kernel.errors import Busy, Conflict

pytestmark = pytest.mark.once

DAY = date(2027, 1, 1)


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Rows]:
    made = open_rows(tmp_path)
    yield made
    made.close()


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def anything_of(data: bytes, folder: Path) -> bool:
    """Whether some piece of it stands in some file; SQLite parts what is long."""
    disk = on_disk(folder)
    return any(data[at : at + 16] in disk for at in range(0, len(data), 256))


def group() -> bytes:
    return secrets.token_bytes(34_560)


def test_what_is_written_is_read_by_another_connection(rows: Rows, tmp_path: Path) -> None:
    row, box = group(), secrets.token_bytes(4096)
    rows.put_group("grants", b"n" * 32, row, DAY)
    rows.put_object(b"o" * 16, box, DAY)
    rows.put_shred_key(b"n" * 32, b"k" * 32)
    rows.put_ring(b"p" * 16, b"ring")
    other = open_rows(tmp_path)
    assert other.group("grants", b"n" * 32) == (row, DAY) and other.group("submissions", b"n" * 32) is None
    assert other.object(b"o" * 16) == box and other.shred_key(b"n" * 32) == b"k" * 32
    assert other.ring(b"p" * 16) == b"ring" and list(other.groups("grants")) == [b"n" * 32]
    other.close()


def test_whoever_asks_waits_for_nobody_who_writes(rows: Rows, tmp_path: Path) -> None:
    rows.put_object(b"o" * 16, secrets.token_bytes(4096), DAY)
    writing = sqlite3.connect(tmp_path / "intake.sqlite", isolation_level=None)
    writing.execute("begin immediate")
    other = open_rows(tmp_path)  # ten seconds, and then that it is busy, if it had to wait
    assert other.object(b"o" * 16) is not None and other.objects([b"o" * 16, b"x" * 16]).keys() == {b"o" * 16}
    other.close()
    writing.execute("rollback")
    writing.close()


def test_tables_of_another_version_are_made_once_and_a_file_that_is_gone_is_made_anew(tmp_path: Path) -> None:
    first = Rows(tmp_path, ["create table if not exists main.one (name blob)"])
    first.close()
    both = ["create table if not exists main.one (name blob)", "create table if not exists shred.two (name blob)"]
    for gone in ("", "", "shred.sqlite", "intake.sqlite"):
        if gone:
            (tmp_path / gone).unlink()
        Rows(tmp_path, both).close()
        for file, table in (("intake.sqlite", "one"), ("shred.sqlite", "two")):
            base = sqlite3.connect(tmp_path / file)
            assert base.execute("select name from sqlite_master").fetchall() == [(table,)], gone
            base.close()


def test_nothing_deleted_or_overwritten_is_left_in_any_file(rows: Rows, tmp_path: Path) -> None:
    first, second, box, old, new = group(), group(), secrets.token_bytes(65_536), *(os.urandom(32) for _ in range(2))
    rows.put_group("grants", b"n" * 32, first, DAY)
    rows.put_shred_key(b"n" * 32, old)
    rows.put_object(b"o" * 16, box, DAY)
    assert all(anything_of(one, tmp_path) for one in (first, old, box))
    rows.put_group("grants", b"n" * 32, second, DAY)
    rows.put_shred_key(b"n" * 32, new)
    rows.delete_object(b"o" * 16)
    rows.delete_group("grants", b"n" * 32)
    rows.delete_shred_key(b"n" * 32)
    assert not any(anything_of(one, tmp_path) for one in (first, second, box, old, new))


def test_no_row_has_a_number_of_its_own_or_a_time(rows: Rows, tmp_path: Path) -> None:
    names = [secrets.token_bytes(32) for _ in range(20)]
    for name in names:
        rows.put_group("submissions", name, group(), DAY)
        rows.put_group("grants", name, group(), DAY)
        rows.put_object(name[:16], secrets.token_bytes(4096), DAY)
    raw = sqlite3.connect(tmp_path / "intake.sqlite")
    for (table,) in raw.execute("select name from sqlite_master where type = 'table'").fetchall():
        columns = {name for _, name, *_ in raw.execute(f"pragma table_info({table})")}
        assert columns <= {"place", "name", "person", "row", "box", "keep_until"}
        if table in ("submissions", "grants", "objects"):
            lie = raw.execute(f"select rowid, place, name from {table}").fetchall()
            assert len(lie) == 20 and all(number == at == place(name) for number, at, name in lie)
            assert sorted(lie) == sorted(lie, key=lambda one: one[2])
        else:
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                raw.execute(f"select rowid from {table}")
    raw.close()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.sqlite")} == {0o600}


def test_names_that_begin_alike_never_take_the_place_of_each_other(rows: Rows) -> None:
    first, second, mine = b"n" * 8 + b"a" * 24, b"n" * 8 + b"b" * 24, group()
    rows.put_group("grants", first, mine, DAY)
    with pytest.raises(sqlite3.IntegrityError):
        rows.put_group("grants", second, group(), DAY)
    assert rows.group("grants", first) == (mine, DAY) and rows.group("grants", second) is None


@pytest.mark.parametrize("stops", [False, True])
def test_large_rows_of_the_first_form_are_laid_anew_once(tmp_path: Path, stops: bool) -> None:
    kept = "keep_until text not null check (length(keep_until) = 10)"
    before = [
        *(
            f"create table main.{one} (name blob primary key, row blob not null, {kept}) without rowid"
            for one in GROUPS
        ),
        f"create table main.objects (name blob primary key, box blob not null, {kept}) without rowid",
        "create index main.objects_names on objects (name)",
    ]
    Rows(tmp_path, before).close()
    groups = {secrets.token_bytes(32): group() for _ in range(30)}
    boxes = {secrets.token_bytes(16): secrets.token_bytes(4096) for _ in range(30)}
    raw = sqlite3.connect(tmp_path / "intake.sqlite")
    raw.executemany("insert into submissions values (?, ?, '2031-02-03')", groups.items())
    raw.executemany("insert into objects values (?, ?, '2031-02-03')", boxes.items())
    raw.commit()
    raw.close()
    if stops:
        with pytest.raises(sqlite3.OperationalError):
            Rows(tmp_path, [*TABLES, "create table stops here"])
    for _ in range(2):
        rows = open_rows(tmp_path)
        assert {name: rows.group("submissions", name) for name in groups} == {
            name: (row, date(2031, 2, 3)) for name, row in groups.items()
        }
        assert rows.objects(boxes) == boxes and list(rows.groups("submissions")) == sorted(groups)
        rows.close()
    raw = sqlite3.connect(tmp_path / "intake.sqlite")
    assert all(at == place(name) for at, name in raw.execute("select place, name from objects"))
    assert not [one for (one,) in raw.execute("select name from sqlite_master") if "before" in one]
    raw.close()


def test_both_files_are_written_or_neither(rows: Rows) -> None:
    with pytest.raises(RuntimeError), rows.transaction():
        rows.put_shred_key(b"n" * 32, b"k" * 32)
        rows.put_group("grants", b"n" * 32, group(), DAY)
        raise RuntimeError("stopped")
    assert rows.shred_key(b"n" * 32) is None and rows.group("grants", b"n" * 32) is None


KILLED = """
import os, secrets, signal, sys
from datetime import date
from pathlib import Path
from duecare.apps.intake.models import open_rows
rows = open_rows(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    mark = number.to_bytes(32, "big")
    with rows.transaction():
        rows.put_shred_key(b"n" * 32, mark)
        rows.put_group("submissions", b"n" * 32, mark + bytes(34_560 - 32), date(2027, 1, 1))
    if number == 1:
        print("ready", flush=True)
"""


@pytest.mark.parametrize("after", [0.05, 0.15, 0.3])
def test_a_killed_writer_leaves_key_and_row_of_the_same_step(tmp_path: Path, after: float) -> None:
    writer = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None and writer.stdout.readline() == b"ready\n"
    try:
        writer.wait(after)
    except subprocess.TimeoutExpired:
        writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    rows = open_rows(tmp_path)
    found, key = rows.group("submissions", b"n" * 32), rows.shred_key(b"n" * 32)
    assert found is not None and key == found[0][:32]
    rows.close()


def test_sizes_that_would_tell_something_are_refused(rows: Rows) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        rows.put_group("grants", b"n" * 32, bytes(100), DAY)
    with pytest.raises(sqlite3.IntegrityError):
        rows.put_object(b"o" * 16, bytes(4095), DAY)
    with pytest.raises(sqlite3.IntegrityError):
        rows.put_group("grants", b"short", group(), DAY)
    with pytest.raises(ValueError, match="no table"):
        rows.put_group("objects; drop table grants", b"n" * 32, group(), DAY)


def test_two_who_write_one_place_at_once(rows: Rows, tmp_path: Path) -> None:
    rows.put_object(b"o" * 16, bytes(4096), DAY)
    with pytest.raises(Conflict):
        rows.put_object(b"o" * 16, b"\1" * 4096, DAY)
    assert rows.object(b"o" * 16) == bytes(4096)


def test_who_waits_too_long_for_another_writer_is_told(
    rows: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duecare.adapters.sealed.rows.WAIT", 0.1)
    other = open_rows(tmp_path)
    with rows.transaction(), pytest.raises(Busy), other.transaction():
        pass
    other.close()


def test_laid_anew_the_file_does_not_tell_what_was_written_together(rows: Rows, tmp_path: Path) -> None:
    """Objects of one step stand side by side in the file until it is laid anew in the order of their names."""
    boxes = {secrets.token_bytes(16): secrets.token_bytes(4096) for _ in range(60)}

    def order() -> list[bytes]:
        disk = (tmp_path / "intake.sqlite").read_bytes()
        return sorted(boxes, key=lambda name: disk.index(boxes[name][2000:2032]))

    for name, box in boxes.items():
        rows.put_object(name, box, DAY)
    as_written, by_name = list(boxes), sorted(boxes)
    near = sum(abs(order().index(one) - as_written.index(one)) for one in boxes)
    rows.tidy()
    assert order() == by_name
    assert near < sum(abs(by_name.index(one) - as_written.index(one)) for one in boxes)
