"""What the tests of crashes look with: nothing that differs is taken for the same, and nothing unproven for proven."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from duecare.apps.accounts.actions.signing_in import record_unknown_sign_in
from duecare.apps.audit.queries import prove
from duecare.kernel.actor import SYSTEM

from .crashing import AT_REST, Hashes, fingerprint
from .homes import FILE, Homes, content, inside
from .proofs import CHECKPOINTS, FEW, Proofs

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("open_database")]


def _sql(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / FILE)) as base:
        for statement in statements:
            base.execute(statement)
        base.commit()


def test_the_same_bytes_are_read_once_and_hold_the_same(homes: Homes) -> None:
    home, _ = homes.at("bench")
    before = content(home)
    again = content(homes.copy(home), before)
    assert again.rows is before.rows and again == before == content(homes.copy(home))


def test_a_row_changed_in_place_is_seen(homes: Homes) -> None:
    home, _ = homes.at("bench")
    before = content(home)
    _sql(home, "update governance_committee set name = 'Other' || substr(name, 6)")
    after = content(home, before)
    assert after.counts() == before.counts() and after.rows != before.rows
    assert after.rows == content(home).rows


def test_what_waits_in_the_log_of_the_database_is_seen(homes: Homes) -> None:
    """A process died with a commit in the log beside the database, whose own file is as it was."""
    home, _ = homes.at("bench")
    before, crashed = content(home), homes.copy(home)
    with closing(sqlite3.connect(home / FILE)) as base:
        base.execute("pragma wal_autocheckpoint = 0")
        base.execute("update governance_committee set name = 'Other' || substr(name, 6)")
        base.commit()
        assert (home / FILE).read_bytes() == (crashed / FILE).read_bytes()
        (crashed / f"{FILE}-wal").write_bytes((home / f"{FILE}-wal").read_bytes())
    after = content(crashed, before)
    assert after.rows != before.rows and after.rows == content(home).rows


def test_a_byte_of_a_file_is_seen(homes: Homes) -> None:
    home, _ = homes.at("bench")
    (home / "evidence" / "ab").mkdir(parents=True)
    file = home / "evidence" / "ab" / "abc"
    file.write_bytes(b"one")
    before = content(home)
    file.write_bytes(b"two")
    assert content(home, before).rows is before.rows and content(home, before).files != before.files


def test_a_broken_index_is_found(homes: Homes) -> None:
    home, _ = homes.at("bench")
    before = content(home)
    # The index speaks of another column than it was built over: its entries fit no row any more.
    _sql(
        home,
        "create index planted on audit_entry (act)",
        "pragma writable_schema = on",
        "update sqlite_master set sql = 'CREATE INDEX planted on audit_entry (about_kind)' where name = 'planted'",
    )
    with pytest.raises(AssertionError, match="planted"):
        content(home, before)


def test_a_file_written_anew_is_hashed_anew(homes: Homes) -> None:
    """Files at rest are read once; one that was written a moment ago is read each time, whatever the clock says."""
    home, _ = homes.at("bench")
    (home / "letter").write_bytes(b"one")
    known, old = Hashes(), (home / FILE).stat().st_mtime_ns - 10 * AT_REST
    os.utime(home / FILE, ns=(old, old))
    first = fingerprint(home, known)
    assert first == fingerprint(home) and home / FILE in known and home / "letter" not in known
    told = (home / "letter").stat()
    (home / "letter").write_bytes(b"two")
    os.utime(home / "letter", ns=(told.st_atime_ns, told.st_mtime_ns))
    second = fingerprint(home, known)
    assert second != first and second == fingerprint(home)
    _sql(home, "update governance_committee set name = 'Other' || substr(name, 6)")
    assert fingerprint(home, known) == fingerprint(home) != second


def _grown(homes: Homes) -> tuple[Path, Proofs]:
    """A home whose log was proven whole, and has gone on since then."""
    home, _ = homes.at("bench")
    proofs = Proofs()
    with inside(home):
        for _turn in range(FEW):
            record_unknown_sign_in(by=SYSTEM)
    left = content(home)
    with inside(home):
        assert proofs.of(left).first == 1 and len(proofs.known) == 1
        record_unknown_sign_in(by=SYSTEM)
    return home, proofs


def test_only_what_is_new_in_a_log_is_proven_again(homes: Homes) -> None:
    home, proofs = _grown(homes)
    left = content(home)
    with inside(home):
        report = proofs.of(left)
    assert report.sound and report.entries == 2 and report.first == len(left.rows["audit_entry"]) - 1


@pytest.mark.parametrize(
    "harm",
    [
        "update audit_entry set body = replace(body, '2026', '2027') where seq = 3",
        "update audit_entry set act = 'other' where seq = 3",
        "update audit_personalvalue set value = value || 'x' where entry_id = 3",
        "update audit_entry set head = '0' || substr(head, 2) where seq = (select max(seq) from audit_entry)",
    ],
)
def test_what_was_proven_and_changed_since_is_proven_again_from_the_beginning(homes: Homes, harm: str) -> None:
    home, proofs = _grown(homes)
    _sql(home, harm)
    left = content(home)
    with inside(home):
        assert not proofs.of(left).sound and not prove().sound


def test_a_checkpoint_changed_since_is_found(homes: Homes) -> None:
    home, proofs = _grown(homes)
    lines = (home / CHECKPOINTS).read_bytes().splitlines(keepends=True)
    (home / CHECKPOINTS).write_bytes(b"".join([lines[0].replace(b'"at":"2026', b'"at":"2027'), *lines[1:]]))
    left = content(home)
    with inside(home):
        assert not proofs.of(left).sound and not prove().sound
