"""`duecare usage-log`: two sides with a folder each, and files that go between them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.entrypoints.cli.running import duecare

ASKED = "+66 2 555 0142"


class Sides:
    """An invented customer with a log of three uses, and us with a copy of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        told = self.run("begin", "log", "--secrets", "keys", "--consent", "consent-key", "--product", "Lantern")
        self.signer = told.rsplit(" ", 1)[1].strip()
        uses = [
            {"kind": "phone", "identifier": number, "what": "locate", "by": "operator 7"}
            for number in ("+66 2 555 0001", ASKED, "+66 2 555 0002")
        ]
        self.run("enter", "log", "--secrets", "keys", typed="".join(f"{json.dumps(use)}\n" for use in uses))
        first = (folder / "log").read_text().split('"at":"', 1)[1]
        self.month = first[:7]

    def run(self, *words: str, typed: str = "", code: int = 0) -> str:
        placed = [str(self.folder / word) if word in FILES else word for word in words[1:]]
        done = duecare(None, "usage-log", words[0], *placed, answer=typed)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + (done.stderr if code else "")

    def ask(self, number: str) -> str:
        """What comes of a whole look-up."""
        for name in ("question", "kept", "agreed", "answer"):
            (self.folder / name).unlink(missing_ok=True)
        ours = ("--signer", self.signer)
        self.run("ask", "log", *ours, "--month", self.month, "--question", "question", "--kept", "kept", typed=number)
        self.run("consent", "question", "--key", "consent-key", "--by", "counsel", "--out", "agreed")
        self.run("answer", "log", "question", "--secrets", "keys", "--consent", "agreed", "--out", "answer")
        return self.run("read", "log", "answer", *ours, "--question", "question", "--kept", "kept", typed=number)


FILES = {"log", "keys", "consent-key", "question", "kept", "agreed", "answer", "seen"}


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    return Sides(tmp_path_factory.mktemp("usage"))


def test_one_number_is_asked_for_and_no_file_between_the_sides_holds_it(sides: Sides) -> None:
    assert sides.ask(ASKED).startswith("yes: it was entered in this log")
    assert b"5550142" not in b"".join((sides.folder / name).read_bytes() for name in ("question", "answer", "log"))
    assert (sides.folder / "kept").stat().st_mode & 0o077 == 0
    assert sides.ask("+66 2 555 9999").startswith("no: not in this log")
    assert (sides.folder / "log").read_text().count('"kind":"asked"') == 2


def test_a_log_is_checked_against_where_it_stood_before(sides: Sides) -> None:
    whole = (sides.folder / "log").read_bytes()
    checked = ("check", "log", "--signer", sides.signer, "--seen", "seen")
    assert "3 uses" in sides.run(*checked)
    assert "since what was seen before" in sides.run(*checked)
    assert "counted 9 uses, the log holds 3" in sides.run(*checked, "--counted", "9", code=1)
    (sides.folder / "log").write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert "seen when the log was checked before, is gone" in sides.run(*checked, code=1)
    (sides.folder / "log").write_bytes(whole.replace(b"operator 7", b"operator 8", 1))
    assert "was altered" in sides.run(*checked, code=1)
    (sides.folder / "log").write_bytes(whole)


def test_bad_lines_keys_and_identifiers_are_named_and_nothing_is_written_over(sides: Sides) -> None:
    said = sides.run("enter", "log", "--secrets", "keys", typed='{"kind":"phone"}\n', code=2)
    assert "line 1" in said and "kind, identifier, what and by" in said
    said = sides.run("check", "log", "--signer", "no key", code=2)
    assert "64 hex digits" in said
    said = sides.run("begin", "log", "--secrets", "keys", "--consent", "consent-key", "--product", "x", code=2)
    assert "there is a file of that name" in said
    ours = ("--signer", sides.signer, "--month", sides.month, "--question", "seen", "--kept", "seen")
    said = sides.run("ask", "log", *ours, typed="02 555 0142\n", code=2)
    assert "country code" in said and "555 0142" not in said
