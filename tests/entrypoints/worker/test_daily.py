"""The daily tick: the same every day, done once, made up for, and nothing of a report in it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from duecare.adapters import clock
from duecare.adapters.sealed import second_bundle, shred_list, unlock_days
from duecare.adapters.sealed.rows import Rows
from duecare.apps.audit.queries import Filter, batch_with, entries, prove
from duecare.apps.audit.queries import stored as chain
from duecare.apps.intake.actions import shredding
from duecare.apps.intake.actions.batching import close_day
from duecare.apps.intake.actions.turning import rotate
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.stored import stored
from duecare.apps.intake.queries.waiting import marks, waiting
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.entrypoints.worker import daily, loop
from duecare.kernel.actor import Role
from tests.apps.intake.casework import R, back, opened, submitted
from tests.apps.intake.memory import INSTALLATION, KEEP, STAFF, site
from tests.entrypoints.cli.running import duecare
from tests.permissions.signed_in import known

from .sealed_home import PINS, hold_ceremony

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def home(duecare_home: Path, settings: object) -> Path:
    """A company after the ceremony."""
    hold_ceremony(duecare_home)
    before = settings.DUECARE  # type: ignore[attr-defined]  # pytest-django's wrapper is untyped
    settings.DUECARE = replace(before, officers=PINS)  # type: ignore[attr-defined]
    return duecare_home


@contextmanager
def rows_of(home: Path, bundles: Path | None = None) -> Iterator[Rows]:
    with closing(stored(home, bundles)) as rows:
        yield rows


def tick(days: int = 0, hours: int = 0) -> bool:
    with clock.at(NIGHT + timedelta(days=days, hours=hours)):
        return daily.tick()


def batches() -> list[dict[str, object]]:
    return [dict(one.facts) for one in reversed(entries(Filter(act="sealed.batch")))]


def test_a_day_of_work_and_a_day_of_rest_enter_the_log_alike(home: Path) -> None:
    with rows_of(home) as rows:
        submitted(rows)
        (officer,) = (one for one in opened(rows, "intake one"))
        write(by=officer, site=site(rows), compartment=R, kind=Kind.MESSAGE, body="When was it?", keep_until=KEEP)
        rotate(by=officer, site=site(rows))
        (officer,) = opened(rows, "intake one")
        found = [
            one for where in Compartment if where in officer.bundle.seeds for one in marks(site(rows), officer, where)
        ]
        busy = len(waiting(rows, INSTALLATION))
    assert tick() and tick(1)
    sizes = {len(row.body) for row in chain() if json.loads(row.body)["act"] == "sealed.batch"}
    first, second = batches()
    assert [first["day"], second["day"]] == ["2026-03-02", "2026-03-03"]
    assert all(len(one["hashes"]) == 256 == len(set(one["hashes"])) for one in (first, second))  # type: ignore[arg-type]  # lists of texts
    assert max(sizes) - min(sizes) <= 1, "the number of the entry alone may be longer"
    assert first["hashes"] == sorted(first["hashes"])  # type: ignore[call-overload]  # a list of texts
    assert busy == 4 + 1 + 9 and len(found) >= busy - 1, "identity alone opens for nobody here"
    rows_found = [batch_with(one.leaf) for one in found]
    assert {row.day for row in rows_found if row} == {"2026-03-02"} and None not in rows_found
    assert batch_with(b"n" * 32) is None and prove().sound


def test_a_member_is_told_on_which_day_an_entry_entered_and_what_was_shredded_too(home: Path) -> None:
    with rows_of(home) as rows:
        submitted(rows)
        (officer,) = opened(rows, "intake one")
        assert tick()
        shredding.hold(by=officer, site=site(rows), until=KEEP + timedelta(days=1), reason="A court asks.")
        (hold,) = marks(site(rows), officer, Compartment.WORK)
        last = shredding.shred(by=officer, site=site(rows))
        assert batch_with(hold.leaf) is None and batch_with(last) is None, "they wait"
    assert tick(1)
    assert [batch_with(one).day for one in (hold.leaf, last)] == ["2026-03-03"] * 2  # type: ignore[union-attr]  # found


def test_what_waits_is_one_row_of_one_size_and_no_hash_stands_readable(home: Path) -> None:
    shapes = []
    with rows_of(home) as rows:
        close_day(rows, INSTALLATION, date(2026, 3, 1))
        for who in ("nobody yet", "first", "second"):
            if who != "nobody yet":
                submitted(rows, who)
            shapes.append((len(rows.daily("waiting") or b""), len(rows.daily("batch") or b"")))
        hashes = waiting(rows, INSTALLATION)
    assert set(shapes) == {(32 * 1024, 10 + 256 * 32)} and len(hashes) == 8
    disk = (home / "intake.sqlite").read_bytes() + (home / "shred.sqlite").read_bytes()
    assert not [one for one in hashes if one in disk]


def test_it_is_done_once_a_day_at_its_hour_and_made_up_for(home: Path) -> None:
    for name in ("Ada", "Ben"):
        known(Role.COUNSEL, name=name)
    assert tick(hours=-1), "the day before was due"
    assert not tick(hours=-1) and tick() and not tick(hours=23) and tick(9), "nine days off make one tick"
    assert [one["day"] for one in batches()] == ["2026-03-01", "2026-03-02", "2026-03-11"]


def test_a_batch_made_and_not_entered_is_entered_as_it_was(home: Path) -> None:
    with rows_of(home) as rows:
        submitted(rows)
        made = close_day(rows, INSTALLATION, date(2026, 3, 2))  # and the machine stopped
    assert tick(2)
    first, second = batches()
    assert first == {"day": "2026-03-02", "hashes": [one.hex() for one in made.hashes]}
    assert second["day"] == "2026-03-04" and not set(first["hashes"]) & set(second["hashes"])  # type: ignore[call-overload]  # lists


def test_where_nobody_asked_for_a_key_nothing_happens(duecare_home: Path) -> None:
    assert not tick() and not batches() and not (duecare_home / "intake.sqlite").exists()


def test_the_daily_message_is_the_same_for_all_whatever_arrived(home: Path) -> None:
    unlock_days.note(home / "sealed", STAFF["intake one"].person, date(2026, 3, 2))
    people = [known(Role.COUNSEL, name="Ada"), known(Role.SALES, name="Ben")]
    known(name="without a role")
    assert tick()
    quiet = [(one.to, one.subject, one.body) for one in mail.outbox]
    mail.outbox.clear()
    with rows_of(home) as rows:
        submitted(rows)
    assert tick(1)
    assert [(one.to, one.subject, one.body) for one in mail.outbox] == quiet
    assert len(quiet) == len(people) and all(len(to) == 1 for to, _, _ in quiet)
    assert "whether or not anything happened" in quiet[0][2] and "report" not in quiet[0][2].replace("reporting", "")


def test_it_goes_to_the_addresses_that_are_set(home: Path, settings: object) -> None:
    before = settings.DUECARE  # type: ignore[attr-defined]
    settings.DUECARE = replace(before, sealed_mail="one@example.com, two@example.com")  # type: ignore[attr-defined]
    known(Role.SALES)
    assert tick()
    assert {address for one in mail.outbox for address in one.to} == {"one@example.com", "two@example.com"}


@pytest.mark.parametrize("arrived", [False, True])
def test_absence_of_every_officer_of_a_track_is_told_whether_or_not_anything_arrived(home: Path, arrived: bool) -> None:
    known(Role.COUNSEL)
    with rows_of(home) as rows:
        if arrived:
            submitted(rows)
    unlock_days.note(home / "sealed", STAFF["intake two"].person, date(2026, 2, 28))
    unlock_days.note(home / "sealed", STAFF["intake two"].person, date(2026, 2, 20))  # a late note changes nothing
    assert tick() and [one.subject for one in mail.outbox] == ["Sealed reporting: the daily message"]
    mail.outbox.clear()
    assert tick(1)
    told = [one.body for one in mail.outbox if "nobody has looked" in one.subject]
    assert len(told) == 2 and {"internal", "external"} == {one.split(" track")[0].split()[-1] for one in told}
    mail.outbox.clear()
    unlock_days.note(home / "sealed", STAFF["intake one"].person, date(2026, 3, 4))
    assert tick(2) and len(mail.outbox) == 1


def test_a_mail_server_that_is_down_keeps_nothing_else_from_being_done(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(Role.COUNSEL)

    def down(*_: object) -> int:
        raise OSError("no such host")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", down)
    with pytest.raises(OSError, match="host"):
        tick()
    assert len(batches()) == 1
    monkeypatch.undo()
    assert tick(hours=1) and len(batches()) == 1 and len(mail.outbox) >= 1


def test_old_second_bundles_go_and_the_shred_list_is_made_whole(home: Path) -> None:
    bundles = home.with_name(f"{home.name}-shred")
    bundles.mkdir()
    for day in (date(2026, 1, 1), date(2026, 3, 1)):
        (bundles / second_bundle.name_of("ab" * 16, day)).write_bytes(b"bundle")
    with rows_of(home) as rows:  # of somebody who did not say where the list is
        submitted(rows)
        shredding.shred(by=opened(rows, "intake one")[0], site=site(rows))
        gone = rows.gone()
    assert tick()
    assert [one.name for one in bundles.glob("*.duecare")] == ["shred-2026-03-01-abababab.duecare"]
    assert shred_list.read(bundles / "shred-list") == gone and len(gone) >= 2
    with rows_of(home) as rows:
        assert back(rows) is None


def test_the_tick_lays_the_file_anew(home: Path) -> None:
    boxes = {secrets.token_bytes(16): secrets.token_bytes(4096) for _ in range(40)}
    with rows_of(home) as rows:
        for name, box in boxes.items():
            rows.put_object(name, box, KEEP)

    def order() -> list[bytes]:
        disk = (home / "intake.sqlite").read_bytes()
        return sorted(boxes, key=lambda name: disk.index(boxes[name][2000:2032]))

    assert order() != sorted(boxes)
    assert tick() and order() == sorted(boxes)


def test_the_loop_enqueues_it_at_its_hour_without_arguments(home: Path) -> None:
    with clock.at(NIGHT - timedelta(seconds=1)):
        before = loop.enqueue_tick(date(2026, 3, 1))
    assert before == date(2026, 3, 1) and not DBTaskResult.objects.filter(task_path=loop.TICK).exists()
    with clock.at(NIGHT):
        assert loop.enqueue_tick(loop.enqueue_tick(before)) == date(2026, 3, 2)
        loop.carry_out()
    (row,) = DBTaskResult.objects.filter(task_path=loop.TICK)
    assert row.args_kwargs == {"args": [], "kwargs": {}} and row.return_value is True and len(batches()) == 1


AT_ONCE = """
import sys
from datetime import UTC, datetime
import django
django.setup()
from duecare.adapters import clock
from duecare.entrypoints.worker import daily
with clock.at(datetime(2026, 3, 2, 3, 0, tzinfo=UTC)):
    print("ready", flush=True)
    sys.stdin.readline()
    print(daily.tick())
"""


@pytest.mark.once
def test_two_workers_at_once_do_it_once(tmp_path: Path, started: Callable[[Path], None]) -> None:
    home = tmp_path / "home"
    started(home)
    hold_ceremony(home)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DUECARE_")}
    env = clean | {
        "DUECARE_HOME": str(home), "DUECARE_OFFICERS": PINS, "DJANGO_SETTINGS_MODULE": "duecare.config.settings",
        "DUECARE_SEALED_MAIL": "one@example.com",
    }  # fmt: skip
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for one in workers:
        assert one.stdout is not None and one.stdout.readline() == "ready\n"
    said = []
    for one in workers:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    for one in workers:
        out, _ = one.communicate(timeout=60)
        said.append(out.strip())
    assert sorted(said) == ["False", "False", "True"]
    import sqlite3

    with closing(sqlite3.connect(home / "duecare.sqlite3")) as database:
        assert database.execute("select count(*) from audit_entry where act = 'sealed.batch'").fetchone() == (1,)
        (body,) = database.execute("select body from audit_entry where act = 'sealed.batch'").fetchone()
    leaf = json.loads(body)["facts"]["hashes"][7]
    done = duecare(home, "audit", "find", leaf)
    assert done.returncode == 0 and "the batch of 2026-03-02" in done.stdout, done.stderr
    assert duecare(home, "audit", "find", "0" * 64).returncode == 1
    assert duecare(home, "audit", "find", "all").returncode == 2
    letters = [one.read_text() for one in (home / "mail").iterdir()]
    assert len([one for one in letters if "the daily message" in one]) == 1
