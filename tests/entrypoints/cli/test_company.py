"""Starting a company: whole or not at all, never over another one."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from duecare.entrypoints.cli.main import COMMANDS
from tests.entrypoints.cli.running import begun, cold, duecare, free_port, init

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A company just started, and what was printed."""
    home = tmp_path_factory.mktemp("company") / "home"
    done = init(home)
    assert done.returncode == 0, done.stderr
    return home, done.stdout


def test_init_prints_a_one_time_link_and_what_comes_next(company: tuple[Path, str]) -> None:
    _, said = company
    assert "http://localhost:8000/invitation/" in said
    assert "1. People" in said and "5. First import" in said


def test_secrets_are_readable_by_their_owner_only(company: tuple[Path, str]) -> None:
    home, _ = company
    for name in ("duecare.toml", "keys/signing.pem", "keys/secret"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_new_company_is_in_order_and_its_chain_sound(company: tuple[Path, str]) -> None:
    home, _ = company
    done = duecare(home, "check")
    assert done.returncode == 0, done.stderr
    assert "ok     audit chain: 1 entries, sound" in done.stdout


def test_a_home_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = init(tmp_path)
    assert done.returncode == 2 and "is not empty" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
    asked = duecare(tmp_path, "init", answer="Example Ltd\n")
    assert asked.returncode == 2 and "is not empty" in asked.stderr and "Name of the company" not in asked.stdout


def test_where_nobody_can_answer_the_defaults_hold_and_what_has_none_is_named(tmp_path: Path) -> None:
    done = duecare(tmp_path / "home", "init", "--administrator", "Ada Example", "--email", "ada@example.test")
    assert done.returncode == 2 and "Missing option '--company'" in done.stderr
    given = ["--company", "Example Ltd", "--administrator", "Ada Example", "--email", "ada@example.test"]
    done = duecare(tmp_path / "home", "init", *given)
    assert done.returncode == 0, done.stderr
    assert "http://localhost:8000/invitation/" in done.stdout


def test_a_refused_setting_leaves_no_half_company(tmp_path: Path) -> None:
    done = init(tmp_path / "home", time_zone="Europe/Nowhere")
    assert done.returncode == 2 and "no such time zone" in done.stderr
    assert not (tmp_path / "home").exists()


def test_without_a_company_three_sentences_say_what_to_do(tmp_path: Path) -> None:
    done = duecare(tmp_path, "serve")
    assert done.returncode == 2
    happened, means, todo = done.stderr.splitlines()
    assert happened.startswith("There is no company in") and means and "duecare init" in todo


def test_an_unknown_setting_stops_every_command(company: tuple[Path, str]) -> None:
    done = duecare(company[0], "check", DUECARE_COMPNY="x")
    assert done.returncode == 2 and "DUECARE_COMPNY" in done.stderr and "no such setting" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("check", "ok     settings: production, home {home}"),
        ("audit verify", "The audit chain is sound."),
        ("upgrade --backup never-written", "The tables are up to date"),
        ("risk editions", ""),
        ("screen status", ""),
        ("backup {home}-backup --secret-file {home}-secret", "encrypted."),
        ("restore {home}-backup --secret-file {home}-secret", ""),
        ("demo --load-only", ""),
        ("init --company A --administrator B --email c@example.test", ""),
        ("worker --once", ""),
        ("serve", ""),
        ("serve-public", ""),
        ("serve-reporter", "People report at http"),
        ("serve-uploads", "Attached files are taken at"),
        ("agent", "Duecare's key agent waits for vaults"),
        ("verify-proof {home}-statement", "It proves nothing."),
        (f"usage-log check {{home}}-statement --signer {'0' * 64}", "the last line is cut off"),
        (f"entitlement verify {{home}}-statement --key {'0' * 64}", "This entitles to nothing."),
        ("log-requests run", "0 written."),
        ("keys status", "Not open yet"),
        ("verify-statement {home}-statement", "no signed statement"),
    ],
)
def test_every_command_works_in_the_home_that_is_named_before_it(
    company: tuple[Path, str], words: str, says: str
) -> None:
    """`duecare --home FOLDER …`, as the README says it: nothing of the environment names a folder.

    Each starts from nothing: what it needs it loads itself, in its own order.
    """
    home, _ = company
    home.with_name("home-secret").write_text("twelve characters and more")
    home.with_name("home-statement").write_text("{}")
    if words.startswith("serve"):
        with sqlite3.connect(home / "duecare.sqlite3") as database:
            database.execute("delete from django_migrations where app in ('sessions', 'risk')")
    if words in ("serve-reporter", "serve-uploads", "agent"):  # they need no table, and go on
        told = begun(
            "--home",
            str(home),
            words,
            **{one: str(free_port()) for one in ("DUECARE_REPORTER_PORT", "DUECARE_UPLOADS_PORT")},
        )
        assert says in told, told
        return
    done = cold(None, "--home", str(home), *words.format(home=home).split())
    said = done.stdout + done.stderr
    if words.startswith(("restore", "demo", "init")):  # the three that begin something: never over what is there
        assert done.returncode == 2 and ("is not empty" in said or "does not hold the fictional company" in said), said
    elif words.startswith("serve"):
        assert done.returncode == 2 and "of an older version" in said, said
    elif words.startswith(("keys", "usage-log")):  # something is missing, and it says what
        assert done.returncode == 1 and says in said, said
    elif words.startswith(("verify", "entitlement")):  # it needs no company, and says of a file what it is
        assert done.returncode == 2 and says in said, said
    else:
        assert done.returncode == 0 and says.format(home=home) in said, said


def test_the_list_above_names_every_command() -> None:
    """A new command gets its line in the test above."""
    marks = test_every_command_works_in_the_home_that_is_named_before_it.pytestmark  # type: ignore[attr-defined]
    words = next(mark.args[1] for mark in marks if mark.name == "parametrize")
    assert {line.split()[0] for line, _ in words} == COMMANDS.keys()


def test_others_able_to_read_the_key_is_reported(tmp_path: Path, started: Callable[[Path], None]) -> None:
    started(tmp_path / "home")
    (tmp_path / "home" / "keys" / "signing.pem").chmod(0o644)
    done = duecare(tmp_path / "home", "check")
    assert done.returncode == 1 and "can read the signing key" in done.stderr


def test_the_fictional_company_is_never_thrown_away_for_a_real_one(company: tuple[Path, str]) -> None:
    done = duecare(company[0], "demo", "--anew", "--load-only")
    assert done.returncode == 2 and "does not hold the fictional company" in done.stderr
    assert (company[0] / "duecare.sqlite3").exists()
