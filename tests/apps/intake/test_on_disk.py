"""A case in the real files: it works as in memory, and whoever takes the files away learns sizes and days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from duecare.apps.intake.actions import recovering, shredding
from duecare.apps.intake.actions.keeping import keep_ring
from duecare.apps.intake.actions.turning import Turn, grant, revoke, turn
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.models import open_rows
from duecare.apps.intake.queries.listing import listed, open_ring
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.rings import Ring
from duecare.apps.intake.rules.store import Store, Table
from duecare.kernel.errors import Conflict

from .casework import EVERYTHING, TOLD, R, approved, back, fp, opened, submitted, texts
from .memory import KEEP, STAFF, TODAY, code, seeded, site

pytestmark = pytest.mark.once

IDENTITY = "Somebody with a name that stands nowhere"
PERSON, VAULT = b"p" * 16, b"v" * 32


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Store]:
    made = open_rows(tmp_path)
    yield made
    made.close()


def case_of_everything(rows: Store) -> None:
    """Report, grant, messages, revocation, a ring."""
    submitted(rows, identity=IDENTITY)
    (officer,) = opened(rows, "intake one")
    grant(by=officer, site=site(rows), to={fp("handler one"): EVERYTHING})
    (handler,) = opened(rows, "handler one")
    write(by=handler, site=site(rows), compartment=R, kind=Kind.MESSAGE, body="When was it?", keep_until=KEEP)
    revoke(by=handler, site=site(rows), who=fp("intake one"))
    ring = listed(site(rows), seeded("handler one"), Ring()).ring
    keep_ring(by=PERSON, site=site(rows), vault=VAULT, ring=ring)
    assert open_ring(site(rows), PERSON, VAULT) == ring


def test_a_case_lives_in_the_files_as_it_does_in_memory(rows: Store) -> None:
    case_of_everything(rows)
    mine, (handler,) = back(rows), opened(rows, "handler one")
    assert mine is not None and texts(rows, mine) == texts(rows, handler) == [TOLD, "When was it?"]
    assert opened(rows, "intake one") == []
    members = {fp("handler two"): EVERYTHING}
    parts = approved(rows, "member one", "independent", members=members)
    group = handler.header.recovery
    recovering.recover(by=seeded("member one"), site=site(rows), group=group, parts=parts, members=members)
    (other,) = opened(rows, "handler two")
    assert texts(rows, other) == [TOLD, "When was it?"] and opened(rows, "handler one") == []
    shredding.shred(by=other, site=site(rows))
    assert opened(rows, "handler two") == [] and back(rows) is None
    assert not [*rows.groups(Table.SUBMISSIONS), *rows.groups(Table.GRANTS)]


def test_whoever_takes_the_files_reads_no_word_no_name_and_no_key(rows: Store, tmp_path: Path) -> None:
    case_of_everything(rows)
    (case,) = opened(rows, "handler one")
    disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    words = [TOLD, "When was it?", IDENTITY, "report", "previous", "external", *(str(one) for one in STAFF)]
    seeds = [seed.secret for seed in case.bundle.seeds.values()]
    ids = [case.id, code("r").keys.fingerprint, code("r").keys.opening.public, *(fp(name) for name in STAFF)]
    for one in (*(word.encode() for word in words), *seeds, *ids, *(one.person for one in STAFF.values())):
        assert one not in disk and one.hex().encode() not in disk
        assert json.dumps(one.decode("latin-1"))[1:-1].encode() not in disk


def test_a_turn_that_fails_half_way_changes_nothing(rows: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    case_of_everything(rows)
    (handler,) = opened(rows, "handler one")
    before = {table: [rows.group(table, name) for name in rows.groups(table)] for table in Table}

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(rows, "put_group", full)
    with pytest.raises(OSError, match="space"):
        grant(by=handler, site=site(rows), to={fp("handler two"): EVERYTHING})
    monkeypatch.undo()
    assert {table: [rows.group(table, name) for name in rows.groups(table)] for table in Table} == before
    assert texts(rows, opened(rows, "handler one")[0]) == [TOLD, "When was it?"]


def test_two_connections_turn_at_once_and_one_is_told(rows: Store, tmp_path: Path) -> None:
    case_of_everything(rows)
    other = open_rows(tmp_path)
    (one,), (two,) = opened(rows, "handler one"), opened(other, "intake two")
    grant(by=one, site=site(rows), to={fp("handler two"): EVERYTHING})
    with pytest.raises(Conflict):
        grant(by=two, site=site(other), to={fp("counsel"): EVERYTHING})
    assert opened(other, "counsel") == [] and len(opened(other, "handler two")) == 1
    other.close()


def test_a_hold_is_a_later_day_and_stays_through_a_turn(rows: Store) -> None:
    case_of_everything(rows)
    (handler,) = opened(rows, "handler one")
    shredding.hold(by=handler, site=site(rows), until=TODAY + timedelta(400), reason="A court asks.")
    turn(by=handler, site=site(rows), to=Turn(handler.header.members, handler.header.dealing.shares))
    days = {row[1] for table in Table for name in rows.groups(table) if (row := rows.group(table, name))}
    assert days == {TODAY + timedelta(400)}
