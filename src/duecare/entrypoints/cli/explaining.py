"""`duecare risk explain …`: a score with everything behind it, as a workbook, a PDF, JSON or words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from duecare.adapters import clock
from duecare.apps.risk import queries
from duecare.apps.risk.rules.country_sheet import CountrySheet, country_record
from duecare.apps.risk.rules.licensing import Form
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.vintage import Vintage
from duecare.entrypoints.drawing import sheets
from duecare.entrypoints.drawing.countries_workbook import countries_workbook
from duecare.entrypoints.drawing.country_workbook import country_workbook
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.errors import BadInput, NoRoom

EVERY = "ALL"


@click.command("explain")
@click.argument("country")
@click.option("--method", "method_name", default="", help="Methodology, e.g. nine-2026; default: the one in force.")
@click.option("--as-of", default="", help="Day, YYYY-MM-DD; default: today.")
@click.option("--vintage", type=click.Choice(["restated", "strict"]), default="restated", show_default=True)
@click.option(
    "--format", "shape", type=click.Choice(["text", "json", "pdf", "xlsx"]), default="text", show_default=True
)
@click.option("--open", "in_the_open", is_flag=True, help="Without raw values that their licences keep in.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; default: named by content."
)
def explain(
    country: str, method_name: str, as_of: str, vintage: str, shape: str, in_the_open: bool, output: Path | None
) -> None:
    """Explain the score of COUNTRY (alpha-3): every figure behind it, and how it is combined.

    xlsx: a workbook whose own formulas recompute the score; `duecare risk explain all --format xlsx` holds every
    country. Raw values that may not be passed on make a file confidential, which it says on every page and in its
    name; --open leaves them out.
    """
    day = _day(as_of)
    method = queries.method(method_name) if method_name else queries.method_in_force(day)
    form: Form = "open" if in_the_open else "confidential"
    editions: Vintage = "strict" if vintage == "strict" else "restated"
    if country.upper() == EVERY:
        _every(method, day, form, editions, shape, output)
        return
    if country.upper() not in COUNTRIES:
        raise BadInput("there is no such country", field="COUNTRY", value=country, todo="Use its alpha-3 code.")
    sheet = queries.sheet_of(method, day, country.upper(), form=form, vintage=editions)
    specs = queries.index_specs()
    match shape:
        case "text":
            _told(sheet)
        case "json":
            text = json.dumps(country_record(sheet, specs), ensure_ascii=False, indent=1)
            _keep(text.encode() + b"\n", output) if output else click.echo(text)
        case "pdf":
            data = sheets.country_pdf(country_record(sheet, specs), created=clock.now())
            _keep(data, output or Path(sheets.file_name(sheet, "pdf")))
        case _:
            data = country_workbook(sheet, specs, created=clock.now())
            _keep(data, output or Path(sheets.file_name(sheet, "xlsx")))
    if sheet.confidential and shape != "text":
        click.echo("Confidential: it holds raw values that may not be passed on (--open leaves them out).", err=True)


def _every(method: Methodology, day: date, form: Form, vintage: Vintage, shape: str, output: Path | None) -> None:
    if shape != "xlsx":
        raise BadInput("all countries come as a workbook only", field="--format", value=shape, todo="Write xlsx.")
    found = queries.all_sheets(method, day, form=form, vintage=vintage)
    data = countries_workbook(found, queries.index_specs(), created=clock.now())
    _keep(data, output or Path(sheets.file_name(found[0], "xlsx", whole=True)))


def _keep(data: bytes, path: Path) -> None:
    """Write the whole file or none: beside its place first."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise NoRoom(
            f"{path} could not be written: {fault.strerror}.", "Nothing was kept.", "Name another file with --output."
        ) from fault
    click.echo(str(path))


def _told(sheet: CountrySheet) -> None:
    """The sheet in a few lines."""
    click.echo(f"{sheet.name} ({sheet.place}), {sheet.method.urn}, as of {sheet.as_of}, {sheet.vintage}")
    click.echo(sheet.words.headline)
    for note in sheet.words.notes:
        click.echo(f"- {note}")
    for line in sheet.words.dimensions:
        click.echo(f"  {line.sentence}")
    click.echo(f"Treated as {sheet.working.treated_as}; the band is set by: {sheet.working.band_set_by}.")
    click.echo(f"verified: {str(not sheet.unverified).lower()} ({sheet.unverified} of {sheet.cited} citations open)")


def _day(text: str) -> date:
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadInput("is not a day", field="--as-of", value=text, todo="Write YYYY-MM-DD.") from fault
