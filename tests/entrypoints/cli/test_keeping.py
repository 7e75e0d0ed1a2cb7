"""What was backed up comes back whole, and only to the holder of the secret."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from duecare.kernel.folding import fold
from tests.entrypoints.cli.running import duecare, init

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, started: Callable[[Path], None]) -> Path:
    """A folder with a company in `home`, a document in its evidence, a secret and a backup."""
    place = tmp_path_factory.mktemp("keeping")
    started(place / "home")
    document = place / "home" / "evidence" / "ab" / "abc"
    document.parent.mkdir(parents=True)
    document.write_bytes(os.urandom(200_000))
    (place / "secret").write_text("twelve characters and more")
    (place / "wrong").write_text("twelve characters, but others")
    done = duecare(place / "home", "backup", str(place / "b"), "--secret-file", str(place / "secret"))
    assert done.returncode == 0, done.stderr
    return place


def restore(place: Path, home: Path, file: str = "b", secret: str = "secret", **env: str) -> tuple[int, str]:
    """Exit code and everything printed."""
    done = duecare(home, "restore", str(place / file), "--secret-file", str(place / secret), **env)
    return done.returncode, done.stdout + done.stderr


def test_a_backup_comes_back_whole_and_its_chain_is_verified(place: Path, tmp_path: Path) -> None:
    code, said = restore(place, tmp_path / "home")
    assert (code, "The audit chain is sound." in said) == (0, True), said
    for name in ("evidence/ab/abc", "keys/signing.pem", "keys/secret", "duecare.toml", "audit/checkpoints.jsonl"):
        assert (tmp_path / "home" / name).read_bytes() == (place / "home" / name).read_bytes(), name
    kept = (tmp_path / "home" / "duecare.sqlite3").read_bytes()[18:20]
    assert kept == b"\2\2", "kept with a log ahead: of several processes that turn it to that at once, one is refused"
    assert duecare(tmp_path / "home", "check").returncode == 0


FOUND = """
import django
django.setup()
from duecare.adapters import letters
from duecare.apps.parties.queries.search import find_bodies
assert letters.named("parties_body", ("harbour",), 9) is not None
print(*[name for word in ("lodz", "harbour 7") for _id, name, _country in find_bodies(word, 9)], sep=",")
"""


def test_a_company_that_was_restored_searches_as_before(place: Path, tmp_path: Path) -> None:
    """Its index of words came along, and what is written afterwards is in it."""
    code, said = restore(place, tmp_path / "first")
    assert code == 0, said
    enter(tmp_path / "first", "Łódź Police", *(f"Harbour {at}" for at in range(9)))
    done = duecare(tmp_path / "first", "backup", str(tmp_path / "b"), "--secret-file", str(place / "secret"))
    assert done.returncode == 0, done.stderr
    (tmp_path / "secret").write_bytes((place / "secret").read_bytes())
    code, said = restore(tmp_path, tmp_path / "second")
    assert code == 0, said
    enter(tmp_path / "second", "Harbour 77")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DUECARE_")}
    env = {**clean, "DUECARE_HOME": str(tmp_path / "second"), "DJANGO_SETTINGS_MODULE": "duecare.config.settings"}
    told = subprocess.run([sys.executable, "-c", FOUND], env=env, capture_output=True, text=True, check=False)
    assert told.stdout == "Łódź Police,Harbour 7,Harbour 77\n", told.stderr


def enter(home: Path, *names: str) -> None:
    """Bodies of these names, written past the program, whose actions want a person."""
    columns = (
        "id, name, native_name, aliases, kind, country, effective_authority, place_of_use, legal_basis, registration,"
        " birth, folded, version, entered_by, entered_at"
    )
    with closing(sqlite3.connect(home / "duecare.sqlite3")) as database, database:
        for name in names:
            key, by = uuid4().hex, uuid4().hex
            values = (key, name, "", "[]", "state", "KEN", "", "", "", "", "", fold(name), 1, by, "2026-11-23 09:00:00")
            marks = ", ".join("?" * len(values))
            database.execute(f"insert into parties_body ({columns}) values ({marks})", values)


def test_nothing_of_the_company_stands_readable_in_the_file(place: Path) -> None:
    sealed = (place / "b").read_bytes()
    assert b"SQLite" not in sealed and b"PRIVATE KEY" not in sealed and b"ada@example.com" not in sealed


def test_another_secret_opens_nothing(place: Path, tmp_path: Path) -> None:
    code, said = restore(place, tmp_path / "home", secret="wrong")
    assert code == 2 and "the secret is another one" in said
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("harm", ["flip", "cut at a piece", "cut", "append"])
def test_an_altered_backup_is_refused_whole(place: Path, tmp_path: Path, harm: str) -> None:
    whole = (place / "b").read_bytes()
    header, piece = 17 + 16 + 7, 64 * 1024 + 16
    altered = {
        "flip": whole[:-1000] + bytes([whole[-1000] ^ 1]) + whole[-999:],
        "cut at a piece": whole[: header + piece * ((len(whole) - header - 1) // piece)],
        "cut": whole[:-5000],
        "append": whole + b"x" * 100,
    }[harm]
    (tmp_path / "b").write_bytes(altered)
    (tmp_path / "secret").write_bytes((place / "secret").read_bytes())
    code, said = restore(tmp_path, tmp_path / "home")
    # On a slow machine a progress bar stands before it.
    assert code == 2 and any(line.startswith(("b: ", "b, ")) for line in said.splitlines()), said
    assert "Nothing was changed." in said
    assert not (tmp_path / "home").exists()


def test_a_restore_never_goes_over_what_is_there(place: Path) -> None:
    code, said = restore(place, place / "home")
    assert code == 2 and "is not empty" in said


def test_an_older_database_is_found_with_a_checkpoint_kept_elsewhere(place: Path, tmp_path: Path) -> None:
    restore(place, tmp_path / "home")
    newer = tmp_path / "checkpoints"
    newer.write_bytes((tmp_path / "home" / "audit" / "checkpoints.jsonl").read_bytes())
    assert duecare(tmp_path / "home", "audit", "verify", "--checkpoint", str(newer)).returncode == 0
    with sqlite3.connect(tmp_path / "home" / "duecare.sqlite3") as database:
        database.execute("delete from audit_personalvalue")
        database.execute("delete from audit_entry")
    done = duecare(tmp_path / "home", "audit", "verify", "--checkpoint", str(newer))
    assert done.returncode == 1 and "cut off or the database was rolled back" in done.stderr


def test_serving_on_older_tables_is_refused_and_upgrade_backs_up_first(place: Path, tmp_path: Path) -> None:
    restore(place, tmp_path / "home")
    with sqlite3.connect(tmp_path / "home" / "duecare.sqlite3") as database:
        database.execute("delete from django_migrations where app = 'sessions'")
        database.execute("drop table django_session")
    done = duecare(tmp_path / "home", "serve")
    assert done.returncode == 2 and "older version" in done.stderr
    done = duecare(
        tmp_path / "home", "upgrade", "--backup", str(tmp_path / "before"), "--secret-file", str(place / "secret")
    )
    assert done.returncode == 0 and "The audit chain is sound." in done.stdout, done.stderr
    assert (tmp_path / "before").stat().st_size > 0
    assert duecare(tmp_path / "home", "check").returncode == 0


def test_a_secret_too_short_is_refused(place: Path, tmp_path: Path) -> None:
    (tmp_path / "short").write_text("eleven char")
    done = duecare(place / "home", "backup", str(tmp_path / "b"), "--secret-file", str(tmp_path / "short"))
    assert done.returncode == 2 and "12 characters" in done.stderr
    assert not list(tmp_path.glob("b*"))


def test_rows_of_postgresql_come_back_and_numbers_go_on(tmp_path: Path) -> None:
    import psycopg
    from psycopg import sql

    server = os.environ.get("DUECARE_TEST_POSTGRES")
    if not server:
        pytest.skip("PostgreSQL is absent")
    first, second = f"duecare_test_{uuid4().hex[:12]}_a", f"duecare_test_{uuid4().hex[:12]}_b"
    base = server.rpartition("/")[0]
    (tmp_path / "secret").write_text("twelve characters and more")
    with psycopg.connect(server, autocommit=True) as connection:
        for name in (first, second):
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            done = init(tmp_path / "home", database=f"{base}/{first}")
            assert done.returncode == 0, done.stderr
            duecare(tmp_path / "home", "backup", str(tmp_path / "b"), "--secret-file", str(tmp_path / "secret"))
            code, said = restore(tmp_path, tmp_path / "again", DUECARE_DATABASE=f"{base}/{second}")
            assert (code, "1 entries compared with 1 signed checkpoints" in said) == (0, True), said
            with psycopg.connect(f"{base}/{second}") as restored:
                assert restored.execute("select email from accounts_person").fetchall() == [("ada@example.com",)]
                value = restored.execute(
                    "insert into django_content_type (app_label, model) values ('a', 'b') returning id"
                )
                assert value.fetchone()[0] > 1  # type: ignore[index]  # a returning clause gives a row
            code, said = restore(tmp_path, tmp_path / "third", DUECARE_DATABASE=f"{base}/{second}")
            assert code == 2 and "not empty" in said
        finally:
            for name in (first, second):
                connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
