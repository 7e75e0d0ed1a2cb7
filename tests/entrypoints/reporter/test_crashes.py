"""kill -9 at every step: what was acknowledged is there; of the rest nothing is left after the next start."""

from __future__ import annotations

import contextlib
import random
import resource
import sqlite3
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from urllib.parse import urlencode

import pytest

from duecare.apps.intake.rules.batches import waiting_name
from duecare.apps.intake.rules.store import Table

from . import staff
from .conftest import Site
from .visitor import FORM, HOST, TOLD, Visitor, sent, written

pytestmark = pytest.mark.once


def rows(site: Site) -> int:
    """Rows of every table in both files that belong to a case; the hashes that wait for the open chain do not."""
    sealed = staff.sealed_site(site.home)
    every = ("main.submissions", "main.grants", "main.objects", "main.rings", "shred.outer_keys")
    count = sum(sealed.store._sql.execute(f"select count(*) from {one}").fetchone()[0] for one in every)
    return count - (sealed.store.shred_key(waiting_name(sealed.installation)) is not None)


def test_killed_between_two_pages_nothing_is_left_and_the_code_opens_nothing(site: Site) -> None:
    visitor = Visitor(site.port)
    for stop in ("what", "check", "code", "retype"):
        written(visitor)
        code = visitor.post("/form/external/check/").code if stop in ("code", "retype") else ""
        if stop == "retype":
            visitor.get("/form/external/retype/")
        assert list(site.drafts.glob("drawers.sqlite*")), "something is there to be swept"
        site.kill()
        site.start()
        assert "no report that you are writing" in visitor.get("/form/external/check/").text
        assert rows(site) == 0
        if code:
            assert Visitor(site.port).post("/mailbox/", {"code": code}).status == 404


def test_killed_after_the_answer_the_report_is_there(site: Site) -> None:
    code, mailbox = sent(Visitor(site.port))
    site.kill()
    assert "has arrived" in mailbox.text
    site.start()
    assert TOLD in Visitor(site.port).post("/mailbox/", {"code": code}).text


def test_killed_while_it_is_sealed_it_is_whole_or_not_at_all(site: Site) -> None:
    """Before the answer nobody is told anything: the report may stand or not, but never in parts."""
    dice, kept, before = random.Random(5), 0, 0
    for _ in range(8):
        visitor, code, body = _last_form(site.port)
        told: dict[str, int] = {}
        sending = _sending(visitor, code, body, told)
        time.sleep(dice.uniform(0.001, 0.06))
        site.kill()
        sending.join()
        site.start()
        after = len(list(staff.sealed_site(site.home).store.groups(Table.SUBMISSIONS)))
        found = Visitor(site.port).post("/mailbox/", {"code": code})
        assert (found.status == 200) is (after == before + 1), "found by its code, or not there"
        if told == {code: 303}:
            assert TOLD in found.text
        kept, before = kept + (after - before), after
        assert rows(site) == kept * REPORT_ROWS
    assert before == kept


def test_sent_at_the_same_moment_all_are_kept_each_whole_under_its_own_code(site: Site) -> None:
    ready, told = [_last_form(site.port) for _ in range(24)], dict[str, int]()
    for one in [_sending(who, code, body, told) for who, code, body in ready for _twice in range(2)]:
        one.join()
    assert told == {code: 303 for _who, code, _body in ready}
    assert rows(site) == len(ready) * REPORT_ROWS, "pressed twice it is kept once"
    assert all(TOLD in Visitor(site.port).post("/mailbox/", {"code": code}).text for code in told)


def test_killed_while_many_are_written_together_each_is_whole_or_not_at_all(site: Site) -> None:
    dice, codes, told = random.Random(11), list[str](), dict[str, int]()
    for _ in range(3):
        ready = [_last_form(site.port) for _ in range(10)]
        sending = [_sending(who, code, body, told) for who, code, body in ready]
        time.sleep(dice.uniform(0.1, 0.3))
        site.kill()
        for one in sending:
            one.join()
        site.start()
        codes += [code for _who, code, _body in ready]
    found = [code for code in codes if Visitor(site.port).post("/mailbox/", {"code": code}).status == 200]
    assert {code for code, status in told.items() if status == 303} <= set(found)
    assert len(list(staff.sealed_site(site.home).store.groups(Table.SUBMISSIONS))) == len(found)
    assert rows(site) == len(found) * REPORT_ROWS


def _sending(visitor: Visitor, code: str, body: bytes, told: dict[str, int]) -> threading.Thread:
    """Somebody who presses the last button now; puts the status under the code, if an answer comes."""

    def send() -> None:
        own = {"Origin": f"http://{HOST}:{visitor.port}", "Content-Type": FORM}
        with contextlib.suppress(OSError, HTTPException):
            told[code] = visitor.ask("POST", "/form/external/retype/", body, own).status

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def _last_form(port: int) -> tuple[Visitor, str, bytes]:
    """Somebody before the last step: the code, and the form that sends."""
    visitor = Visitor(port)
    written(visitor)
    code = visitor.post("/form/external/check/").code
    groups = visitor.get("/form/external/retype/").retyped(code)
    token = visitor.get("/mailbox/").fields()["csrfmiddlewaretoken"]
    return visitor, code, urlencode({"csrfmiddlewaretoken": token, **groups}).encode()


REPORT_ROWS = 4 + 2 + 2
"""Objects, groups and outer keys of one report."""


def test_a_full_disk_loses_nothing_and_is_said(site: Site) -> None:
    visitor = Visitor(site.port)
    written(visitor)
    code = visitor.post("/form/external/check/").code
    groups = visitor.get("/form/external/retype/").retyped(code)
    with _no_room(site):
        page = visitor.post("/form/external/more/", {"product": "x" * 15_000})
        assert page.status == 503 and "x" * 15_000 in page.text and "not kept yet" in page.text
        page = visitor.post("/form/external/retype/", groups)
        assert page.status == 503 and "It cannot be kept at the moment" in page.text and "Try again" in page.text
        assert rows(site) == 0
    mailbox = visitor.post("/form/external/retype/", groups)
    assert "has arrived" in mailbox.text and rows(site) == REPORT_ROWS
    with _no_room(site):
        page = visitor.post("/mailbox/say/", {"text": "y" * 15_000})
        assert page.status == 503 and "y" * 15_000 in page.text
    assert "y" * 100 in visitor.post("/mailbox/say/", {"text": "y" * 15_000}).text


def test_a_report_that_is_kept_is_not_said_to_be_lost_because_its_drawer_cannot_be_written(site: Site) -> None:
    visitor, code, body = _last_form(site.port)
    with contextlib.closing(sqlite3.connect(site.drafts / "drawers.sqlite", isolation_level=None)) as other:
        other.execute("begin immediate")  # reading goes on; whoever writes gives up after ten seconds
        own = {"Origin": f"http://{HOST}:{visitor.port}", "Content-Type": FORM}
        assert visitor.ask("POST", "/form/external/retype/", body, own).status == 303
        assert rows(site) == REPORT_ROWS
    assert "Your code" in visitor.get("/mailbox/").text, "its keys are in no drawer: it is opened by its code"
    assert TOLD in Visitor(site.port).post("/mailbox/", {"code": code}).text


@contextlib.contextmanager
def _no_room(site: Site) -> Iterator[None]:
    """No process of the site may make a file longer than it is."""
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in site.pids()}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
