"""`duecare screen …`: import lists, screen names and portfolios, screen everybody again, say how things stand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from tqdm import tqdm

from duecare.adapters.files import IMPORT_LIMIT
from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import Likeness
from duecare.apps.screening.rules.entries import SCHEMAS
from duecare.apps.screening.rules.list_names import list_name, named_with_code
from duecare.apps.screening.rules.weighing import Particulars
from duecare.entrypoints.cli.screen_bulk import bulk
from duecare.entrypoints.cli.screen_editions import accept, refuse, withdraw
from duecare.entrypoints.cli.screen_results import import_results
from duecare.entrypoints.cli.screen_told import edition_told, go_on, one_line
from duecare.kernel import countries
from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import BadInput, Conflict, DuecareError, LimitExceeded


@click.group()
def screen() -> None:
    """Denied-party screening: lists, names, portfolios, parties."""


for command in (accept, bulk, import_results, refuse, withdraw):
    screen.add_command(command)


@screen.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--together", is_flag=True, help="All FILES are one publication.")
def import_files(files: Sequence[Path], together: bool) -> None:
    """Import publishers' original FILES (or folders of them), each recognised by its content.

    CSV, XML, XLSX or JSON lines, plain or .gz, each at most 100 MB. The members of an OFAC CSV set
    that lie in one folder are taken together. A file that cannot be used is refused whole and the edition in
    force stays; the others are imported. An edition that lacks more than half of the one in force, or is older,
    is held back until somebody answers: `duecare screen accept`, `duecare screen refuse`, or its page.
    """
    refused = 0
    groups = list(_groups(files, together))
    for group in groups:
        try:
            _import_one(group)
        except DuecareError as fault:
            refused += 1
            click.echo(f"refused   {fault}", err=True)
    click.echo(f"{len(groups) - refused} of {len(groups)} publications are held.")
    go_on()
    if refused:
        raise click.exceptions.Exit(2)


def _groups(files: Sequence[Path], together: bool) -> Iterator[Mapping[str, bytes]]:
    """Files as they are imported: together, or by folder and then as `queries.grouped` says."""
    todo = [path for given in files for path in _expand(given)]
    if together:
        yield {path.name: _read(path) for path in todo}
        return
    for folder in dict.fromkeys(path.parent for path in todo):
        yield from queries.grouped({path.name: _read(path) for path in todo if path.parent == folder})


def _expand(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(inner for inner in path.rglob("*") if inner.is_file() and not inner.name.startswith("."))
    return [path]


def _read(path: Path) -> bytes:
    if path.stat().st_size > IMPORT_LIMIT:  # before it is read: a disk image would fill the memory
        raise LimitExceeded(
            f"larger than {IMPORT_LIMIT // 1024 // 1024} MB", file=path.name, means="Nothing was imported."
        )
    return path.read_bytes()


def _import_one(files: Mapping[str, bytes]) -> None:
    with tqdm(desc=next(iter(files)), unit=" entries", delay=2, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        found = actions.import_lists(by=SYSTEM, files=files, progress=progress)
    for row in found.editions:
        click.echo(f"{'imported ' if found.new else 'unchanged'} {', '.join(files)}: {edition_told(row)}")
        for remark in row.remarks if found.new else ():
            click.echo(f"          {remark}")


@screen.command("name")
@click.argument("name")
@click.option("--schema", type=click.Choice(SCHEMAS), default=None, help="What the name is of; default: anything.")
@click.option("--country", default="", help="Country, by code or name.")
@click.option("--birth", default="", help="Date of birth: 1960, 1960-05 or 1960-05-12.")
@click.option("--number", default="", help="A passport, registration or IMO number.")
@click.option("--near", is_flag=True, help="Also what came close without being a hit.")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
def screen_name(name: str, schema: str | None, country: str, birth: str, number: str, near: bool, shape: str) -> None:
    """Compare one NAME with the lists in force, with the reasons part by part; nothing is kept."""
    _check_lists()
    if not any(sign.isalnum() for sign in name):
        raise BadInput("write a name.", field="name", value=name, means="Nothing was compared.")
    kind = {"Person": "person", "Company": "company", "Organization": "company"}.get(schema or "", "")
    known = Particulars(
        kind, (_country(country),) if country else (), (birth,) if birth else (), (number,) if number else ()
    )
    (found,) = queries.compare([queries.Subject((name,), schema, known)], queries.index_in_force())
    shown = [one for one in found if one.strength or near]
    if shape == "json":
        click.echo(json.dumps([one.body() for one in shown], ensure_ascii=False, indent=1))
        return
    for one in shown:
        for line in _likeness(one):
            click.echo(line)
    click.echo(f"{sum(bool(one.strength) for one in found)} hits on the lists in force.")


def _likeness(one: Likeness) -> Iterator[str]:
    place = f"{list_name(one.entry.list_code)} {one.entry.key}"
    yield f"{one.strength or 'near':7} {one.found.score:.3f}  {place}  {one_line(one.found.listed_name)}"
    told = one.found.alignment
    parts = told.get("parts", ()) if isinstance(told, Mapping) else ()
    for part in parts if isinstance(parts, Sequence) else ():
        if isinstance(part, Mapping):
            yield f"          {part['left'] or '–'!s:20} {part['right'] or '–'!s:20} {part['relation']}"
    for beside in one.beside:
        if beside.says != "silent":
            yield f"          {beside.part} {beside.says}: {one_line(beside.party)} / {one_line(beside.entry)}"


def _country(written: str) -> str:
    for found in (countries.resolve_code(written), countries.resolve_name(written)):
        if isinstance(found.place, countries.Country):
            return found.place.code
    raise BadInput("there is no such country", field="--country", value=written, todo="Use its alpha-3 code.")


def _check_lists() -> None:
    if not queries.in_force().numbers:
        raise Conflict("No list is in force.", "Nothing can be screened.", "Import one: duecare screen import FILES.")


@screen.command("rescreen")
@click.option("--why", default="asked for on the command line", show_default=True, help="Kept in the record.")
@click.option("--due-only", is_flag=True, help="Only parties that are not up to date.")
def rescreen(why: str, due_only: bool) -> None:
    """Compare every party with every entry in force again, with progress shown."""
    actions.ask_run(by=SYSTEM, why=why, everybody=not due_only)
    go_on()


@screen.command("status")
def status() -> None:
    """Lists in force, editions held back, how far screening is, hits to be judged, reports due."""
    for row in queries.editions(state="in_force"):
        click.echo(edition_told(row))
    for row in queries.editions(state="held"):
        click.echo(f"HELD BACK {edition_told(row)}")
    for asked in queries.withdrawals(state="waiting")[0]:
        name = named_with_code(asked.list_code)
        click.echo(f"WITHDRAWAL ASKED FOR {name}, a second person answers: {one_line(asked.reason)}")
    due = queries.due_count()
    click.echo(f"{queries.screened_count()} parties taken up, {due} to be compared.")
    if (waiting := queries.waiting_run()) is not None:
        click.echo(f"A run waits or goes on ({waiting.why}): {waiting.done} of {waiting.total} parties.")
    for run in queries.runs(1):
        if run.state == "failed":
            click.echo(f"THE LAST RUN FAILED: {run.fault}")
    found = queries.hit_list(queries.HitListQuery(order="age", size=1))
    counts = ", ".join(f"{found.counts.get(word, 0)} {word}" for word in ("strong", "medium", "weak"))
    oldest = f", the oldest {found.rows[0].age} days old" if found.rows else ""
    click.echo(f"{found.total} hits to be judged ({counts}){oldest}.")
    for duty in queries.open_duties():
        unverified = "" if duty.verified else " (the rule was not compared with the law)"
        click.echo(f"report due {duty.due_on} under {duty.regime}{unverified}: {duty.source}")
