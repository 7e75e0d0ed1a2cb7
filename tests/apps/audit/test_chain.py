"""Every write leaves one entry, and every tampering is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection

from duecare.adapters import chain_store
from duecare.adapters.home import audit_key, checkpoint_file
from duecare.apps.audit import queries
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.queries import prove
from duecare.apps.audit.rules.acts import act
from duecare.apps.audit.rules.entries import Subject
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import Denied
from duecare.kernel.ids import new_id
from tests.conftest import person

NOTE = act("test.note", "{actor} noted {subject}", Role.COUNSEL)


@action(NOTE)
def note(*, by: Actor, text: str) -> Recorded[str]:
    return Recorded(text, Subject("note", new_id(), "N-1"), facts={"length": len(text)}, personal={"text": text})


pytestmark = pytest.mark.django_db(transaction=True)


def write(count: int = 5) -> None:
    for number in range(count):
        note(by=person(Role.COUNSEL), text=f"entry {number}")


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_sound_chain_verifies_and_ends_at_its_checkpoint() -> None:
    write(3)
    report = prove()
    assert (report.entries, report.anchors, report.beyond, report.findings) == (3, 3, 0, ())


def test_another_role_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(Denied):
        note(by=person(Role.SALES), text="no")
    assert queries.head() is None


def test_the_chain_holds_no_personal_value_and_survives_erasure() -> None:
    write(1)
    row = queries.entries()[0]
    assert row.personal["text"] == "entry 0"
    with connection.cursor() as cursor:
        cursor.execute("select body from audit_entry")
        assert "entry 0" not in cursor.fetchone()[0]
    sql("delete from audit_personalvalue")
    assert queries.entries()[0].actor == "an erased person"
    assert prove().sound


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        ("update audit_entry set body = replace(body, '\"length\":7', '\"length\":8') where seq = 3", "altered"),
        ("update audit_entry set act = 'test.other' where seq = 3", "columns no longer agree"),
        ("delete from audit_personalvalue; delete from audit_entry where seq = 3", "missing"),
        ("delete from audit_personalvalue; delete from audit_entry where seq = 5", "cut off"),
        ("update audit_personalvalue set value = 'other' where entry_id = 3", "is not the one recorded"),
        ("update audit_entry set at = '2020-01-01' where seq = 2", "columns"),
    ],
)
def test_tampering_is_found(tamper: str, says: str) -> None:
    write(5)
    for statement in tamper.split(";"):
        sql(statement)
    assert any(says in finding for finding in prove().findings), prove().findings


def test_two_rows_exchanged_are_found() -> None:
    write(4)
    sql("update audit_entry set body = (select body from audit_entry e where e.seq = 3) where seq = 2")
    assert not prove().sound


def test_two_rows_that_changed_places_are_found() -> None:
    write(4)
    sql("delete from audit_personalvalue")
    for old, new in ((2, 1002), (3, 2), (1002, 3)):
        sql(f"update audit_entry set seq = {new} where seq = {old}")
    findings = prove().findings
    assert any("entry 2" in one for one in findings) and any("entry 3" in one for one in findings), findings


def test_a_database_rolled_back_is_found_also_by_a_checkpoint_kept_elsewhere(tmp_path: Path) -> None:
    """The rows, the head and then the checkpoints too are put back to what they were two entries ago."""
    write(3)
    before = checkpoint_file().read_bytes()
    sql("create table kept_head as select * from audit_head")
    try:
        write(2)
        elsewhere = tmp_path / "checkpoints"
        elsewhere.write_bytes(checkpoint_file().read_bytes())
        sql("delete from audit_personalvalue where entry_id > 3")
        sql("delete from audit_entry where seq > 3")
        sql("delete from audit_head")
        sql("insert into audit_head select * from kept_head")
    finally:
        sql("drop table kept_head")
    assert any("rolled back" in finding for finding in prove().findings)
    checkpoint_file().write_bytes(before)
    assert prove().sound, "all that is left here agrees: only what was kept elsewhere can tell"
    assert any("rolled back" in finding for finding in prove(elsewhere).findings)


def test_a_log_without_any_checkpoint_is_not_called_sound(tmp_path: Path) -> None:
    assert prove().sound, "nothing was written yet"
    write(1)
    (tmp_path / "empty").write_bytes(b"")
    assert any("holds no checkpoint" in finding for finding in prove(tmp_path / "empty").findings)
    checkpoint_file().unlink()
    assert prove().sound, "the first entry of all may be committed a moment before its checkpoint is written"
    write(1)
    checkpoint_file().unlink()
    assert any("holds no checkpoint" in finding for finding in prove().findings)


def test_a_rebuilt_chain_is_found() -> None:
    write(3)
    keep = checkpoint_file().read_bytes()
    sql("delete from audit_personalvalue")
    sql("delete from audit_entry")
    sql("delete from audit_head")
    checkpoint_file().unlink()
    write(3)
    assert prove().sound
    checkpoint_file().write_bytes(keep)
    assert any("rebuilt" in finding for finding in prove().findings)


def test_a_checkpoint_signed_by_another_key_is_refused() -> None:
    write(1)
    line = json.loads(checkpoint_file().read_text())
    line["head"] = "0" * 64
    checkpoint_file().write_text(json.dumps(line) + "\n")
    assert any("not signed" in finding for finding in prove().findings)


def test_a_torn_last_line_is_tolerated_and_the_next_checkpoint_follows() -> None:
    write(1)
    with checkpoint_file().open("ab") as file:
        file.write(b'{"at":"2026')
    assert prove().anchors == 1
    write(1)
    assert prove().sound


def test_an_older_head_is_never_written_after_a_newer_one() -> None:
    write(2)
    chain_store.append(checkpoint_file(), chain_store.sign(audit_key(), 1, "0" * 64, "2026-01-01"))
    assert [anchor.seq for anchor in chain_store.read(checkpoint_file())] == [1, 2]


def test_a_line_altered_to_name_an_entry_that_another_line_names_is_found() -> None:
    write(3)
    file = checkpoint_file()
    first, second, *rest = file.read_text().splitlines(keepends=True)
    file.write_text("".join([second, *[second.replace('"at":"2', '"at":"3')], *rest]))
    report = prove()
    assert first != second and not report.sound
    assert "the checkpoint for entry 2 is not signed by this installation's key" in report.findings
    file.write_text("".join([first, second, second, *rest]))
    assert prove().sound, "the same line twice says nothing else than once"
