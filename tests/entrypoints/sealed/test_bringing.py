"""Files that a member adds: from the staff page through the process that takes files into the case, and back."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from duecare.adapters.sealed.files import FOLDER, Files
from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House
from tests.entrypoints.reporter.conftest import Site
from tests.entrypoints.reporter.test_files import photograph
from tests.entrypoints.reporter.uploading import TAIL, Uploads, around, head, one_file
from tests.entrypoints.reporter.visitor import Answer, Visitor

from .browsing import Browser
from .test_pages import heard

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STAFF = "http://localhost:8000"
CANARY = b"canary-of-the-minutes-5523"
NAME = "canary-minutes-0417.txt"
SOURCE = "By post on Tuesday, from the works council."


@dataclass
class Taking:
    """The process that takes files, and what a member's browser sends there: no cookie, and the staff site's Origin."""

    uploads: Uploads

    def send(self, path: str, *files: tuple[str, bytes], **headers: str) -> Answer:
        body = b"".join(head(name) + content + b"\r\n" for name, content in files) + TAIL
        connection = self.begin(path, len(body), **headers)
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.send(body)
        got = connection.getresponse()
        answer = Answer(got.status, got.getheaders(), got.read(), path)
        connection.close()
        return answer

    def begin(self, path: str, size: int, **headers: str) -> HTTPConnection:
        return self.uploads.begin(Visitor(0), size, path, **{"Origin": STAFF, "Cookie": "", **headers})


@pytest.fixture
def taking(here: House) -> Iterator[Taking]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    extra = {"DUECARE_OFFICERS": here.pins, "DUECARE_ENV": "test", "DUECARE_AGENT": str(here.agent)}
    uploads = Uploads(Site(here.home, here.drafts, port, here.home.with_name("log"), extra))
    yield Taking(uploads)
    uploads.stop()


def officer(here: House) -> Browser:
    made = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer")
    return made.unlock(here.holder(Office.INTAKE_EXTERNAL))


def ticket(who: Browser, case: str) -> str:
    """Path to which the page's form goes."""
    (found,) = re.findall(r'action="([^"]*/attach/case/[0-9a-f]{64}/)"', who.page(f"{case}bring/"))
    return urlsplit(found).path


def parts(here: House) -> list[Path]:
    return list((here.home / FOLDER).glob("*")) if (here.home / FOLDER).is_dir() else []


def test_a_member_adds_files_and_members_alone_read_them(here: House, taking: Taking) -> None:
    by, who = here.report(), officer(here)
    (case,) = who.cases()
    answer = who.client.get(f"{case}bring/")
    away = "http://reporter.localhost:8001"
    assert f"form-action 'self' {away};" in answer["Content-Security-Policy"]
    assert answer["Referrer-Policy"] == "strict-origin", "to another host `same-origin` makes Origin: null"
    picture, plain = photograph(), b"\x00" + os.urandom(300_000)
    got = taking.send(ticket(who, case), ("scan.jpg", picture), ("wrong.bin", b"\x00x"), (NAME, plain))
    assert (got.status, got.header("Location")) == (303, f"{STAFF}{case}bring/") and not got.cookies
    shown = who.page(f"{case}bring/")
    assert "scan.jpg" in shown and re.search("Left out of the copy:[^<]*author", shown) and "Nobody Real" not in shown
    assert NAME not in who.page(case), "what waits is not in the case"
    marks = re.findall(r'name="mark" value="([0-9a-f]{64})"', shown)
    assert who.client.post(f"{case}bring/", {"mark": marks[1]}).status_code == 302
    assert "wrong.bin" not in who.page(f"{case}bring/")
    assert "This field is required" in who.client.post(f"{case}bring/", {"source": " "}).content.decode()
    assert who.client.post(f"{case}bring/", {"source": SOURCE}).status_code == 302
    shown = who.page(case)
    assert NAME in shown and "Added by Olga Officer:" in shown and SOURCE in shown
    assert "Not in the case yet" not in who.page(f"{case}bring/")
    assert "o file waits here" in who.client.post(f"{case}bring/", {"source": SOURCE}).content.decode()
    copy = b"".join(who.client.get(f"{case}added/1/").streaming_content)
    assert copy.startswith(b"\xff\xd8") and b"Nobody Real" not in copy
    assert who.client.get(f"{case}added/2/").status_code == 404, "what was not examined has no copy"
    original = who.client.post(f"{case}added/2/", {"reason": "It has no copy."})
    assert b"".join(original.streaming_content) == plain
    assert "2: It has no copy." in who.page(case) and "Opened a file that a member added" in who.page(case)
    assert who.client.get(f"{case}files/1/").status_code == 404, "it is none of the reporter's"
    assert not heard(here, by).files and not heard(here, by).unread
    assert len(parts(here)) == 3 and {one.stat().st_mtime for one in parts(here)} == {0}


def test_they_go_with_the_case(here: House, taking: Taking) -> None:
    here.report(kept=0)
    one = officer(here)
    two = Browser.of(here, Role.COUNSEL, name="carl counsel").unlock(here.holder(Office.INTAKE_EXTERNAL, 1))
    (case,) = one.cases()
    assert taking.send(ticket(one, case), (NAME, CANARY)).status == 303
    one.client.post(f"{case}bring/", {"source": SOURCE})
    (theirs,) = two.cases()
    assert SOURCE in two.page(theirs) and "Olga Officer" in two.page(theirs)
    assert one.do(case, "doom", reason="The period is over.").status_code == 302
    assert two.do(theirs, "destroy").status_code == 302
    with here.site() as site:
        assert Files(here.home, site.installation).sweep(lambda name: site.store.shred_key(name) is not None) == 1
    assert not parts(here)


def test_a_ticket_is_good_once_for_half_an_hour_and_nobody_makes_one(here: House, taking: Taking) -> None:
    here.report()
    who = officer(here)
    (case,) = who.cases()
    before, now = ticket(who, case), ticket(who, case)
    forged = [f"/attach/case/{one}/" for one in ("0" * 64, now[13:-1].upper(), now[13:75], "x", "é".encode().hex())]
    refused = {(one.status, one.body) for one in (taking.send(path, ("a", b"x")) for path in [before, *forged])}
    assert len(refused) == 1, "made up, malformed and replaced are one answer"
    status, body = refused.pop()
    led = re.findall(rb'url=([^"]+)"', body)
    assert status == 403 and led == [f"{STAFF}/sealed/?refused=door".encode()] and b"First page" not in body
    assert "The files were not taken" in who.page("/sealed/?refused=door"), "the staff's page, in its own words"
    for status, headers in (
        (403, {"Origin": "http://elsewhere.example"}), (403, {"Origin": ""}), (403, {"Origin": "null"}),
        (403, {"Origin": f"http://reporter.localhost:{taking.uploads.site.port}"}), (411, {"Content-Length": ""}),
        (415, {"Content-Type": "text/plain"}), (400, {"Host": "elsewhere.example"}),
    ):  # fmt: skip
        answer = taking.send(now, ("a", b"x"), **headers)
        assert answer.status == status and b"/sealed/?refused=door" in answer.body, headers
    large = taking.send(now, ("a", b"x"), **{"Content-Length": str(30 * 1024**3)})
    assert large.header("Location") == f"{STAFF}{case}bring/?refused=long"
    assert "larger, or more" in who.page(f"{case}bring/?refused=long")
    now = ticket(who, case)
    assert taking.send(now, (NAME, CANARY)).status == 303 and taking.send(now, ("again", b"x")).status == 403
    late = ticket(who, case)
    _older(here)
    assert taking.send(late, ("late", b"x")).status == 403
    assert "again" not in (shown := who.page(f"{case}bring/")) and NAME not in shown
    locked = ticket(who, case)
    who.client.post("/sealed/lock/")
    until = time.monotonic() + 10
    while _drawers(here) and time.monotonic() < until:
        time.sleep(0.05)
    assert taking.send(locked, ("locked", b"x")).status == 403


def test_whoever_left_the_case_meanwhile_puts_nothing_into_it(here: House, taking: Taking) -> None:
    here.report()
    one = officer(here)
    two = Browser.of(here, Role.COUNSEL, name="carl counsel").unlock(here.holder(Office.INTAKE_EXTERNAL, 1))
    (case,), (theirs,) = one.cases(), two.cases()
    path = ticket(two, theirs)
    with here.site() as site:
        key = site.directory.holders(Office.INTAKE_EXTERNAL, site.today)[1].fingerprint.hex()
    assert one.do(case, "dismiss", who=key).status_code == 302
    assert taking.send(path, (NAME, CANARY)).status == 303
    gone = two.client.post(f"{theirs}bring/", {"source": SOURCE})
    assert (gone.status_code, gone.content) == (404, one.client.get("/sealed/cases/x/bring/").content)
    assert SOURCE not in one.page(case) and NAME not in one.page(f"{case}bring/")


def test_nothing_is_readable_while_it_comes_a_kill_leaves_nothing_and_a_locked_vault_finds_it(
    here: House, taking: Taking
) -> None:
    here.report()
    who = officer(here)
    (case,) = who.cases()
    pieces = [CANARY * 2700] * 40
    size, body = sum(map(len, pieces)) + around(NAME), one_file(NAME, pieces)
    connection = taking.begin(ticket(who, case), size)
    for _ in range(30):
        connection.send(next(body))
    until = time.monotonic() + 10
    while not parts(here) or parts(here)[0].stat().st_size < 1024 * 1024:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert not [one for one in taking.uploads.open_files() if "(deleted)" in one]
    _nothing(here)
    who.client.post("/sealed/lock/")
    for piece in body:
        connection.send(piece)
    assert connection.getresponse().status == 303
    connection.close()
    who.unlock()
    (case,) = who.cases()
    assert NAME in who.page(f"{case}bring/"), "what took longer than the vault was open is there"
    before = len(parts(here))
    connection = taking.begin(ticket(who, case), size)
    connection.send(head("later.bin") + CANARY * 20000)
    until = time.monotonic() + 30
    while len(parts(here)) == before:  # it has begun, and is killed in the middle
        assert time.monotonic() < until
        time.sleep(0.05)
    taking.uploads.stop()
    connection.close()
    assert "later.bin" not in who.page(f"{case}bring/")
    _nothing(here)
    assert who.client.post(f"{case}bring/", {"source": SOURCE}).status_code == 302
    for part in parts(here):
        if part.suffix:
            os.utime(part, (1, 1))
    with here.site() as site:
        assert Files(here.home, site.installation).sweep(lambda name: site.store.shred_key(name) is not None) == 1
    assert NAME in who.page(case) and b"".join(who.client.post(f"{case}added/1/", {"reason": "x"})) == b"".join(pieces)
    _nothing(here)


def _nothing(here: House) -> None:
    """No file of the home, of drawers, of temporary folders, and no log holds the text, the name or the source."""
    for file in here.home.parent.rglob("*"):
        with suppress(FileNotFoundError):
            data = file.read_bytes() if file.is_file() else b""
            assert not [one for one in (CANARY, NAME.encode(), SOURCE.encode()) if one in data], file


def _drawers(here: House) -> int:
    import sqlite3

    with sqlite3.connect(here.drafts / "drawers.sqlite") as sql:
        found: int = sql.execute("select count(*) from drawers").fetchone()[0]
    return found


def _older(here: House) -> None:
    """The clock cannot be turned in another process, so the rows are made older instead."""
    import sqlite3

    minutes = timedelta(minutes=31) // timedelta(minutes=1)
    with sqlite3.connect(here.drafts / "drawers.sqlite") as sql:
        sql.execute("update drawers set until = until - ?", (minutes,))
