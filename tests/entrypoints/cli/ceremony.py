"""A home, officers and requests for tests of the ceremony; the cost of a passphrase is lower than in the commands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from duecare.adapters import clock
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.officer_key import new_officer
from duecare.apps.intake.rules.papers import Paper
from duecare.apps.intake.rules.records import KeyRecord, Office
from duecare.entrypoints.cli.founding import settings_file, write_keys, write_private
from duecare.entrypoints.cli.paper_files import write_paper
from tests.entrypoints.cli import warm
from tests.entrypoints.cli.running import duecare

PHRASE = "abacus abdomen zoology zoom zips yodel"
CHEAP = 8 * 1024
"""KiB, where a command takes 256 MiB."""
BEGINS, ENDS = clock.today() - timedelta(days=10), clock.today() + timedelta(days=300)


@dataclass(frozen=True)
class Ceremony:
    """A home without tables (the ceremony needs none), and key files of officers in a folder that stands for theirs."""

    home: Path
    offline: Path
    officers: Mapping[str, str]

    def keys(self, *arguments: str, answer: str = "", **env: str) -> tuple[int, str]:
        """`duecare keys ...` with the officers `first` and `second` pinned: exit code and everything said."""
        pins = "; ".join(f"{self.officers[who]} {BEGINS} {ENDS}" for who in ("first", "second"))
        done = duecare(self.home, "keys", *arguments, answer=answer, **{"DUECARE_OFFICERS": pins, **env})
        return done.returncode, done.stdout + done.stderr

    def sign(self, file: Path, *officers: str, answer: str = f"y\n{PHRASE}\n") -> tuple[int, str]:
        """`duecare-certify` for one officer after the other; what the last one was told."""
        code, said = 0, ""
        for who in officers:
            code, said = certify(str(file), "--key", str(self.offline / who), answer=answer)
        return code, said

    def request(
        self, name: str, *offices: Office, independent: bool = False, keys: Keys | None = None,
        begins: date | None = None, ends: date = ENDS, person: bytes = b"",
    ) -> Path:  # fmt: skip
        """A request as the command writes it, without the second that a passphrase costs there."""
        pair = keys or Keys.new()
        record = KeyRecord(
            person or os.urandom(16), frozenset(offices or {Office.CASE_HANDLER}), independent, False,
            pair.opening.public, pair.signing.public, begins or clock.today(), ends,
        )  # fmt: skip
        file = self.offline / name
        write_paper(file, Paper(self.place.founded(), record, {}))
        return file

    @property
    def place(self) -> KeyPlace:
        return KeyPlace(self.home / "sealed")

    def log(self) -> bytes:
        return self.place.log.read_bytes() if self.place.log.exists() else b""

    def entered(self, name: str, *offices: Office, **more: bool) -> Path:
        """Requested, signed by two and imported."""
        file = self.request(name, *offices, **more)  # type: ignore[arg-type]  # flags only
        self.sign(file, "first", "second")
        code, said = self.keys("import", str(file))
        assert code == 0, said
        return file


def ceremony(folder: Path) -> Ceremony:
    """With officers `first`, `second` and the unpinned `third`."""
    home, offline = folder / "home", folder / "offline"
    home.mkdir(mode=0o700)
    offline.mkdir()
    write_keys(home)
    write_private(home / "duecare.toml", settings_file({"company": "Example AG"}))
    made = {who: new_officer(offline / who, PHRASE, memory=CHEAP).public.hex() for who in ("first", "second", "third")}
    return Ceremony(home, offline, made)


def certify(*arguments: str, answer: str = "") -> tuple[int, str]:
    """`duecare-certify` where neither Django nor a database can be loaded."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    done = warm.run("certifying", arguments, clean, answer)
    return done.returncode, done.stdout + done.stderr


def altered(file: Path, **fields: object) -> Paper:
    """The paper in a file with other fields of its key record, and the signatures it has."""
    from duecare.apps.intake.rules.papers import parsed

    paper = parsed(file.read_bytes())
    assert isinstance(paper.asks, KeyRecord)
    other = replace(paper, asks=replace(paper.asks, **fields))  # type: ignore[arg-type]  # the tests name the fields
    file.write_bytes(other.written())
    return other
