"""`duecare usage-log check --request --as`: the check records itself at the request the log was given upon."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import pytest
from pytest_django import DjangoDbBlocker

from duecare.adapters import clock
from duecare.apps.entitlements.queries import entitlement
from duecare.apps.monitoring import actions
from duecare.apps.monitoring.models import LogRequest
from duecare.kernel.actor import Role
from tests.apps.entitlements.issued import another, issued
from tests.apps.monitoring.asked_for_logs import ANALYST, OFFICER, adopted
from tests.entrypoints.cli.running import duecare
from tests.faults.homes import FILE, inside
from tests.permissions.signed_in import known

pytestmark = pytest.mark.once


class Desk:
    """A company with two requests upon which logs were given, and a log of the first customer."""

    def __init__(self, home: Path, started: Callable[[Path], None]) -> None:
        self.home, self.folder = home, home.parent
        started(home)
        with inside(home):
            self.who = f"{known(Role.ANALYST, name='ann analyst').id}@example.test"
            self.seller = f"{known(Role.SALES, name='sam seller').id}@example.test"
            adopted()
            customers = [entitlement(OFFICER, issued(another(code))).customer_id for code in ("NL-ONE", "NL-TWO")]
            with patch("secrets.randbelow", lambda of: 0):
                actions.ask_due()
            rows = [LogRequest.objects.get(customer_id=one) for one in customers]
            for row in rows:
                actions.record_log_answer(by=ANALYST, request_id=row.id, answer="granted", day=clock.today())
        self.one, self.other = (row.reference for row in rows)
        told = self.run("begin", "log", "--secrets", "keys", "--consent", "consent", "--product", "Lantern")
        self.signer = told.rsplit(" ", 1)[1].strip()
        use = {"kind": "phone", "identifier": "+66 2 555 0001", "what": "locate", "by": "operator 7"}
        self.run("enter", "log", "--secrets", "keys", typed=f"{json.dumps(use)}\n")

    def run(self, *words: str, typed: str = "", code: int = 0) -> str:
        files = {"log", "keys", "consent", "seen", "log2", "keys2", "consent2"}
        placed = [str(self.folder / word) if word in files else word for word in words[1:]]
        done = duecare(self.home, "usage-log", words[0], *placed, answer=typed)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def check(self, *words: str, request: str = "", who: str = "", code: int = 0) -> str:
        told = ("--request", request or self.one, "--as", who or self.who)
        return self.run("check", "log", "--signer", self.signer, *told, *words, code=code)

    def rows(self) -> dict[str, tuple[str, ...]]:
        """What stands at each request, and how many entries the log has, read from the file itself."""
        with sqlite3.connect(self.home / FILE) as sql:
            asked = "select reference, check_result, check_head, check_entries, check_file from monitoring_logrequest"
            found = {row[0]: row[1:] for row in sql.execute(asked)}
            [count] = sql.execute("select count(*) from audit_entry").fetchone()
        return found | {"entries": (count,)}


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker, started: Callable[[Path], None]
) -> Iterator[Desk]:
    with django_db_blocker.unblock():
        yield Desk(tmp_path_factory.mktemp("recorded") / "home", started)


def test_the_check_records_itself_once_and_refuses_what_is_not_this_log(desk: Desk) -> None:
    before = desk.rows()
    for words, says, code in (
        ({"request": "LR-1999-1"}, "log request", 2),
        ({"who": "nobody@example.test"}, "nobody here has this address", 2),
        ({"who": desk.seller}, "Your roles do not allow this", 2),
    ):  # fmt: skip
        assert says in desk.check(**words, code=code)
    alone = desk.run("check", "log", "--signer", desk.signer, "--request", desk.one, code=2)
    assert "--as" in alone and "Nothing was checked or recorded" in alone
    wrong = desk.run("check", "log", "--signer", "ab" * 32, "--request", desk.one, "--as", desk.who, code=2)
    assert "another key than was agreed" in wrong
    assert desk.rows() == before, "nothing half done"

    told = desk.check("--seen", "seen")
    assert "1 uses" in told and f"Recorded at {desk.one}." in told
    result, head, entries, file = desk.rows()[desk.one]
    whole = (desk.folder / "log").read_bytes()
    assert (result, file) == ("sound", sha256(whole).hexdigest()) and entries == len(whole.splitlines())
    assert head in (desk.folder / "seen").read_text(), "the same head as in the file that is kept"
    assert desk.rows()["entries"][0] == before["entries"][0] + 1 and desk.rows()[desk.other] == before[desk.other]

    after = desk.rows()
    assert "recorded already" in desk.check(code=2)
    assert "another customer" in desk.check(request=desk.other, code=2)
    assert desk.rows() == after


def test_a_log_that_was_altered_is_recorded_with_what_was_found(desk: Desk) -> None:
    told = desk.run("begin", "log2", "--secrets", "keys2", "--consent", "consent2", "--product", "Lantern")
    signer = told.rsplit(" ", 1)[1].strip()
    file = desk.folder / "log2"
    file.write_bytes(file.read_bytes().replace(b'"product":"Lantern"', b'"product":"Lamp"', 1))
    words = ("check", "log2", "--signer", signer, "--request", desk.other, "--as", desk.who)
    said = desk.run(*words, code=1)
    assert "was altered" in said and f"Recorded at {desk.other}." in said
    assert desk.rows()[desk.other][0] == "faults"
