"""`duecare risk events`: what happened in countries before any index shows it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import click

from duecare.apps.risk import queries
from duecare.apps.risk.queries import EventRow
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.errors import BadInput
from duecare.kernel.spreadsheets import harmless_in_csv

FIELDS = (
    "id", "iso3", "kind", "happened_on", "ended_on", "state", "counts", "words", "source", "recorded_at",
    "ended_at", "ended_source", "withdrawn_at", "withdrawn_because",
)  # fmt: skip


@click.command("events")
@click.option("--country", default="", help="One country, alpha-3.")
@click.option("--going-on", is_flag=True, help="Only what stands and goes on: its end is still to be recorded.")
@click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def events(country: str, going_on: bool, shape: str) -> None:
    """Events on record in countries: coup, emergency, shutdown, armed conflict, change of law; the newest first.

    An event moves no score. Classes rest on it while it counts: while it goes on, and five years after its last day.
    Withdrawn ones stay on record.
    """
    code = country.upper()
    if code and code not in COUNTRIES:
        raise BadInput("there is no such country", field="--country", value=country, todo="Use its alpha-3 code.")
    rows = [row for row in queries.events(code) if not going_on or (row.goes_on and not row.withdrawn_at)]
    match shape:
        case "csv":
            click.echo(_csv(rows), nl=False)
        case "json":
            click.echo(json.dumps([_record(row) for row in rows], ensure_ascii=False, indent=1))
        case _:
            _table(rows)


def _table(rows: Sequence[EventRow]) -> None:
    for row in rows:
        state = "withdrawn" if row.withdrawn_at else "counts" if row.counts else "older"
        until = f"–{row.ended_on}" if row.ended_on else ""
        click.echo(f"{row.country}  {row.happened_on}{until}  {row.kind}  {state}  {_line(row.words)}")
        click.echo(f"     source: {_line(row.source)}  {row.id}")
        if row.ended_at:
            click.echo(f"     end recorded {row.ended_at:%Y-%m-%d}, source: {_line(row.ended_source)}")
    click.echo(f"{len(rows)} on record.")


def _line(text: str) -> str:
    """One line without signs that steer a terminal."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _record(row: EventRow) -> dict[str, object]:
    return {
        "id": str(row.id),
        "iso3": row.country,
        "kind": row.kind,
        "happened_on": row.happened_on.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "state": "withdrawn" if row.withdrawn_at else "stands",
        "counts": row.counts,
        "words": row.words,
        "source": row.source,
        "recorded_at": row.recorded_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "ended_source": row.ended_source,
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        "withdrawn_because": row.withdrawn_because,
    }


def _csv(rows: Sequence[EventRow]) -> str:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(FIELDS)
    for row in rows:
        told = _record(row) | {"counts": "yes" if row.counts else "no"}
        out.writerow(["" if told[name] is None else harmless_in_csv(str(told[name])) for name in FIELDS])
    return text.getvalue()
