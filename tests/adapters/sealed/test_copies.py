"""Both sealed files are copied at one moment, and the shred list is whole or refused."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from duecare.adapters.sealed import copies, second_bundle, shred_list
from duecare.apps.intake.models import open_rows
from duecare.kernel.errors import BadInput, DuecareError

from .test_rows import KILLED

pytestmark = pytest.mark.once
DAY = date(2026, 3, 2)
SECRET = b"twelve characters and more"


def test_key_and_row_of_one_moment_are_copied_while_somebody_writes_all_the_time(tmp_path: Path) -> None:
    pausing = f"import time\n{KILLED}    time.sleep(0.01)\n"  # without a breath nobody else ever gets the file
    writer = subprocess.Popen([sys.executable, "-c", pausing, str(tmp_path / "home")], stdout=subprocess.PIPE)
    assert writer.stdout is not None and writer.stdout.readline() == b"ready\n"
    seen = set()
    try:
        for number in range(12):
            folder = tmp_path / str(number)
            folder.mkdir()
            (folder / "shred.sqlite").write_bytes(copies.copy_both(tmp_path / "home", folder / "intake.sqlite"))
            with closing(open_rows(folder)) as rows:
                found, key = rows.group("submissions", b"n" * 32), rows.shred_key(b"n" * 32)
            if found is not None:
                assert key == found[0][:32]
                seen.add(key)
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    assert len(seen) > 3, "nothing was written meanwhile"


def test_one_file_alone_is_no_backup(tmp_path: Path) -> None:
    open_rows(tmp_path).close()
    (tmp_path / "shred.sqlite").unlink()
    with pytest.raises(DuecareError, match=r"shred.sqlite is missing.*would look whole"):
        copies.copy_both(tmp_path, tmp_path / "copy")


def test_the_list_only_grows_and_tells_nothing_of_what_was_shredded_together(tmp_path: Path) -> None:
    names = [bytes([one]) * 32 for one in range(9)]
    for day, part in enumerate((names[:4], names[4:])):
        shred_list.add(tmp_path, {shred_list.mark(one): DAY + timedelta(day) for one in part})
    data = (tmp_path / shred_list.FILE).read_bytes()
    lines = data.splitlines()[1:]
    assert sorted(lines, key=lambda line: line.split()[1]) == lines and len(lines) == 9
    assert not [one for one in names if one in data or one.hex().encode() in data]
    shred_list.add(tmp_path, {shred_list.mark(names[0]): DAY + timedelta(30)})
    assert (tmp_path / shred_list.FILE).read_bytes() == data, "the first day stays"


@pytest.mark.parametrize("harm", ["cut", "line", "flip", "order"])
def test_a_damaged_list_is_never_taken_for_a_shorter_one(tmp_path: Path, harm: str) -> None:
    shred_list.add(tmp_path, {shred_list.mark(bytes([one]) * 32): DAY for one in range(5)})
    file = tmp_path / shred_list.FILE
    whole, lines = file.read_bytes(), file.read_bytes().splitlines(keepends=True)
    file.write_bytes({
        "cut": whole[:-30], "line": b"".join(lines[:-1]), "flip": whole[:-5] + b"zz" + whole[-3:],
        "order": b"".join([lines[0], *lines[:0:-1]]),
    }[harm])  # fmt: skip
    harmed = file.read_bytes()
    with pytest.raises(BadInput, match="cut off or altered"):
        shred_list.add(tmp_path, {})
    assert file.read_bytes() == harmed


def test_a_list_that_cannot_be_written_stops_no_shredding(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with closing(open_rows(tmp_path / "home", tmp_path / "taken")) as rows:
        rows.put_shred_key(b"n" * 32, b"k" * 32)
        with rows.transaction():
            rows.put_gone(b"n" * 32)
            rows.delete_shred_key(b"n" * 32)
        assert rows.shred_key(b"n" * 32) is None and rows.gone()
    assert [one.getMessage() for one in caplog.records] == ["shred-list-not-written"]


def test_second_bundles_go_after_35_days_and_nothing_else_does(tmp_path: Path) -> None:
    today = date(2026, 6, 30)
    for days in (0, 35, 36, 400):
        day = today - timedelta(days)
        target = tmp_path / second_bundle.name_of("ab" * 16, day)
        second_bundle.write(target, b"data", "ab" * 16, datetime(2026, 1, 1, tzinfo=UTC), SECRET)
    shred_list.add(tmp_path, {})
    (tmp_path / "shred-2020-01-01-letter").write_text("mine")
    assert second_bundle.sweep(tmp_path, today) == 2 and second_bundle.sweep(tmp_path, today) == 0
    assert len(list(tmp_path.glob("*.duecare"))) == 2 and (tmp_path / "shred-2020-01-01-letter").exists()
    assert second_bundle.sweep(tmp_path / "nowhere", today) == 0
