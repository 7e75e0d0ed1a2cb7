"""A disk that fills up: told in three sentences, nothing lost, and work goes on when there is room."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.adapters.files import ContentStore
from duecare.adapters.library import LIBRARY
from duecare.apps.accounts.actions.signing_in import record_unknown_sign_in
from duecare.apps.audit.actions import REGISTERED
from duecare.apps.audit.queries import Lag, lag, newest, prove
from duecare.apps.governance.actions import found_committee
from duecare.entrypoints.worker.tasks import catch_up_checkpoint
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import NoRoom
from tests.apps.governance.people import officer
from tests.entrypoints.cli.running import duecare
from tests.permissions.signed_in import sign_in

from .homes import FILE, Homes, content, inside
from .scenarios import SCENARIOS

IMPORTED = LIBRARY / "figures" / "vdem_v12.csv"
pytestmark = [pytest.mark.once, pytest.mark.usefixtures("open_database")]


def _limited(home: Path, most: int, act: Callable[[], object]) -> str:
    """Do `act` in a child that may write no file longer than `most` bytes; returns the error's words."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing went wrong"
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            with inside(home):
                connection.ensure_connection()
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
                act()
        except BaseException as fault:
            said = f"{type(fault).__name__}: {fault}"
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode()
    os.waitpid(child, 0)
    return said


def test_a_full_database_refuses_the_action_whole(homes: Homes) -> None:
    home, _ = homes.at("filed")
    before = content(home)
    with inside(home):
        with connection.cursor() as cursor:
            cursor.execute("pragma page_count")
            pages = int(cursor.fetchone()[0])
            cursor.execute(f"pragma max_page_count = {pages}")
        done = 0
        with pytest.raises(NoRoom, match=r"disk is full.*Nothing of it was kept.*make room"):
            while done < 500:
                found_committee(by=officer(), name=f"Committee {done} {'x' * 80}", kind="board")
                done += 1
        entries = prove()
        assert entries.sound and entries.beyond == 0
        with connection.cursor() as cursor:
            cursor.execute("pragma max_page_count = 1073741823")
        found_committee(by=officer(), name="After room was made", kind="board")
        assert prove().sound
    after = content(home)
    assert after.counts()["governance_committee"] == before.counts()["governance_committee"] + done + 1


def test_a_full_disk_under_the_database_loses_nothing(homes: Homes) -> None:
    home, _ = homes.at("filed")
    before = content(home)
    room = (home / FILE).stat().st_size // 8  # the database is longer already; its log may not become so

    def act() -> None:
        for turn in range(500):
            found_committee(by=officer(), name=f"Committee {turn} {'x' * 80}", kind="board")

    said = _limited(home, room, act)
    assert said.startswith("NoRoom: The disk is full"), said
    after = content(home)
    new = after.counts()["audit_entry"] - before.counts()["audit_entry"]
    assert after.counts()["governance_committee"] == before.counts()["governance_committee"] + new
    with inside(home):
        record_unknown_sign_in(by=SYSTEM)
        assert prove().sound


def test_evidence_that_does_not_fit_is_refused_and_leaves_no_half(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "evidence")
    kept, _ = store.put([b"was here before"])
    said = _put_limited(store, 100_000, [b"x" * 60_000, b"y" * 60_000])
    assert said.startswith("NoRoom: The disk is full"), said
    assert [path.name for path in store.root.rglob("*") if path.is_file()] == [kept]
    assert store.put([b"x" * 120_000])[1] == 120_000


def _put_limited(store: ContentStore, most: int, chunks: list[bytes]) -> str:
    return _limited(store.root.parent, most, partial(store.put, chunks))


@pytest.mark.parametrize("room", [0, 40, 200])
def test_a_checkpoint_that_does_not_fit_is_told_to_the_administrator_and_made_good(homes: Homes, room: int) -> None:
    """The entry stands in the database by then: whoever acted is told so, and the chain must not look forged."""
    home, _ = homes.at("filed")
    file = home / "audit" / "checkpoints.jsonl"
    size = file.stat().st_size
    before = content(home).counts()["audit_entry"]

    def act() -> None:
        from duecare.adapters import chain_store

        entire = chain_store.append

        def append(path: Path, checkpoint: chain_store.Checkpoint) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))
            entire(path, checkpoint)

        chain_store.append = append  # this process ends with the measurement
        record_unknown_sign_in(by=SYSTEM)

    said = _limited(home, resource.RLIM_INFINITY, act)
    assert said == "nothing went wrong", said
    assert content(home).counts()["audit_entry"] == before + 1
    with inside(home):
        assert prove().sound and prove().beyond == 1
        assert lag(newest()) is None, "a write under way is no fault"
        with clock.at(clock.now() + timedelta(minutes=2)):
            assert lag(newest()) == Lag(before, before + 1)
            assert catch_up_checkpoint.call() is True
            assert lag(newest()) is None and catch_up_checkpoint.call() is False
        record_unknown_sign_in(by=SYSTEM)
        assert prove().sound and prove().beyond == 0


def test_one_transaction_of_many_actions_is_signed_once(homes: Homes) -> None:
    """`submit_to_committee` calls actions of other apps; the head is signed when all of them stand."""
    scenario = SCENARIOS["duecare.apps.mitigation.actions.papers.submit_to_committee"]
    home, value = homes.at(scenario.stage)
    with inside(home):
        keywords = scenario.keywords(value)
        before = prove()
        REGISTERED["duecare.apps.mitigation.actions.papers.submit_to_committee"](**keywords)
        after = prove()
    assert after.entries > before.entries + 1 and after.beyond == 0 and after.sound
    assert after.anchors == before.anchors + 1


def _fill(home: Path) -> Iterator[None]:
    """No page may be added to the database any more, until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute("pragma page_count")
        cursor.execute(f"pragma max_page_count = {int(cursor.fetchone()[0])}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("pragma max_page_count = 1073741823")


SENTENCES = ("The disk is full or cannot be written", "nothing that was there before is lost", "make room")


def test_a_full_database_is_told_on_the_page_and_over_the_api(homes: Homes) -> None:
    home, _ = homes.at("filed")
    with inside(home):
        client = Client()
        sign_in(client, Role.COMPLIANCE_OFFICER)
        before = content(home).counts()
        form = {"name": "C " + "x" * 80, "kind": "board"}
        with contextmanager(_fill)(home):
            for turn in range(400):
                page = client.post(reverse("committee_found"), {**form, "name": f"{turn} {form['name']}"})
                if page.status_code != 302:
                    break
            text = page.content.decode()
            assert page.status_code in (200, 507), text
            assert all(part in text for part in SENTENCES), text
        assert client.post(reverse("committee_found"), form).status_code == 302, "work goes on once there is room"
        after = content(home).counts()
        assert after["governance_committee"] == before["governance_committee"] + turn + 1
        assert prove().sound


def test_a_document_that_does_not_fit_is_told_on_the_page_and_leaves_nothing(homes: Homes) -> None:
    home, made = homes.at("filed")
    before = content(home)

    def act() -> None:
        client = Client()
        sign_in(client, Role.ANALYST)
        document = SimpleUploadedFile("minutes.txt", b"x" * 3_000_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_500_000, resource.RLIM_INFINITY))
        page = client.post(reverse("file_entry", args=[made, "document", "new"]), {"file": document, "about": "a"})
        raise AssertionError(f"{page.status_code} {page.content.decode()}")

    said = _limited(home, resource.RLIM_INFINITY, act)
    assert all(part in said for part in SENTENCES), said[-3000:]
    after = content(home)
    assert after.rows["assessments_document"] == before.rows["assessments_document"]
    assert {name for name in after.files if name.startswith("evidence")} == {
        name for name in before.files if name.startswith("evidence")
    }


def test_a_full_disk_is_told_on_the_terminal_and_leaves_nothing(
    tmp_path: Path, started: Callable[[Path], None]
) -> None:
    started(tmp_path / "home")
    (tmp_path / "secret").write_text("twelve characters and more")
    here = tmp_path / "home"
    biggest = (here / FILE).stat().st_size
    command = ("backup", str(tmp_path / "b"), "--secret-file", str(tmp_path / "secret"))
    full = duecare(here, *command, most_bytes=biggest // 2)
    assert full.returncode == 2 and "Traceback" not in full.stderr, full.stderr
    assert all(part in full.stderr for part in SENTENCES), full.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("b", "tmp"))] == []
    imported = duecare(here, "risk", "import", str(IMPORTED), most_bytes=IMPORTED.stat().st_size // 2)
    assert imported.returncode == 2 and "0 of 1 files are held" in imported.stdout, imported.stderr
    assert all(part in imported.stderr for part in SENTENCES), imported.stderr
    assert [path for path in (here / "editions").rglob("*") if path.is_file()] == []
    assert duecare(here, "check").returncode == 0
