"""`duecare demo`: the fictional company, served on this machine only."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from duecare.adapters import clock
from duecare.entrypoints.cli.running import start
from duecare.entrypoints.cli.tables import make_tables, whole_or_thrown_away
from duecare.kernel.errors import Conflict

HOME = Path("var/demo")
NAME = "Northlight Systems (fiction)"
AGED = timedelta(days=30)
HOLDERS_SAID = "intake officers are Hanne Sorrel and Benedek Rowe, case handlers Iru Castellane and Pavo Lindqvar"
READY = "demo-ready"
"""File in the home that says: loading came to its end."""


@click.command()
@click.option("--reset", "--anew", is_flag=True, help="Throw the fictional company away and load it again.")
@click.option("--no-serve", "--load-only", is_flag=True, help="Prepare it, do not serve.")
def demo(reset: bool, no_serve: bool) -> None:
    """Prepare and serve the fictional company in var/demo (or DUECARE_HOME)."""
    home = Path(os.environ.setdefault("DUECARE_HOME", str(HOME)))
    os.environ["DUECARE_ENV"] = "demo"
    if reset or (home.exists() and not (home / READY).exists()):
        _throw_away(home)
    if not home.exists() or not any(home.iterdir()):
        _prepare(home)
    click.echo(_up_to_date(home))
    if not no_serve:
        start(with_worker=True, with_public=True, with_reporter=True, with_agent=True)


def _prepare(home: Path) -> None:
    # Loaded for the first start alone; every later one would wait for them in vain.
    from tqdm import tqdm

    from duecare.entrypoints.cli.demo_keys import make_keys
    from duecare.entrypoints.cli.founding import new_home, settings_file, write_keys, write_private

    click.echo("Preparing the fictional company; this takes up to two minutes, once.")
    with new_home(home):
        write_keys(home)
        pins = make_keys(home, _agent(home), clock.today())
        write_private(home / "duecare.toml", settings_file({"env": "demo", "company": NAME, "officers": pins}))
        with whole_or_thrown_away(), tqdm(desc="filling the company", unit=" steps", leave=False, disable=None) as bar:
            make_tables()
            from duecare.entrypoints.demo import load

            def progress(done: int) -> None:
                bar.update(done - bar.n)

            company = load(progress=progress)
            from duecare.entrypoints.cli.demo_reports import tell

            tell(home.absolute(), _agent(home), clock.today())
        told = {"until": company.calendar.today.isoformat(), "links": company.links}
        write_private(home / READY, json.dumps(told))


def _up_to_date(home: Path) -> str:
    """Bring the tables up to date, if they are not; returns whom to sign in as.

    A later start asks neither the database nor the company's code: it compares one hash and
    shows what was said before, because the server process loads all of that once more anyway.
    """
    kept, now = json.loads((home / READY).read_text(encoding="utf-8") or "{}"), _version()
    if kept.get("version") != now:
        make_tables()
        kept = {**kept, "version": now, "says": _whom()}
        (home / READY).write_text(json.dumps(kept), encoding="utf-8")
    return "\n".join((str(kept["says"]), *_remarks(kept)))


def _remarks(kept: Mapping[str, Any]) -> Iterator[str]:
    """Pages that no account opens, and how old the story is by now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
    from django.conf import settings  # settings alone, which the server needs in any case

    base = settings.DUECARE.base_url.rstrip("/")
    for path in kept.get("links", {}).values():
        yield f"An outside expert was invited and opens, without an account: {base}{path}"
    if (phrase := (_agent(Path(settings.DUECARE.home)) / "demonstration.txt")).exists():
        words = phrase.read_text(encoding="utf-8").rpartition(": ")[2].strip()
        yield f"Sealed reports: {HOLDERS_SAID}. Six words open every vault: {words}"
    until = date.fromisoformat(kept["until"]) if "until" in kept else clock.today()
    if clock.today() - until > AGED:
        yield f"The story ends on {until.isoformat()}; `duecare demo --reset` tells it anew, up to today."


def _version() -> str:
    """Hash over the migrations' names and the fictional company's code."""
    package = Path(__file__).resolve().parents[2]
    names = sorted(file.relative_to(package).as_posix() for file in package.glob("apps/*/migrations/0*.py"))
    code = (file.read_text(encoding="utf-8") for file in sorted(package.glob("entrypoints/demo/*.py")))
    return hashlib.sha256("\0".join([*names, *code, NAME]).encode()).hexdigest()


def _whom() -> str:
    """Whom to sign in as; one person per role."""
    from duecare.entrypoints.demo import credentials

    return f"{NAME}: every person, agency and event is invented.\n\n{credentials()}\n"


def _throw_away(home: Path) -> None:
    """Remove a fictional company; never anything else.

    Raises:
        Conflict: the folder's settings do not say that it is one.
    """
    if not home.exists():
        return
    settings = home / "duecare.toml"
    fictional = settings.exists() and tomllib.loads(settings.read_text(encoding="utf-8")).get("env") == "demo"
    if not fictional and any(home.iterdir()):
        raise Conflict(
            f"{home} does not hold the fictional company.",
            "Nothing was changed there.",
            "Name another folder with --home, or serve what is there with `duecare serve`.",
        )
    shutil.rmtree(home)
    from duecare.entrypoints.cli.demo_keys import throw_away

    throw_away(_agent(home))


def _agent(home: Path) -> Path:
    """Where the settings will look for device secrets; they cannot be read before there are any."""
    return Path(os.environ.get("DUECARE_AGENT") or f"{home.absolute()}-agent")
