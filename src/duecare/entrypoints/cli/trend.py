"""`duecare risk trend`: changes of scores over one and five years, beyond the publishers' own error."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

import click

from duecare.apps.risk import queries
from duecare.apps.risk.rules.trend import Change, IndexChange
from duecare.kernel.countries import all_codes

from .days import day_asked

FIELDS = ("iso3", "years", "before", "after", "change", "error", "flag", "compared", "of", "breaks", "indices")


@click.command("trend")
@click.option("--method", "method_name", default="", help="Methodology, e.g. nine-2026; default: the one in force.")
@click.option("--as-of", default="", help="Day, YYYY-MM-DD; default: today.")
@click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def trend(method_name: str, as_of: str, shape: str) -> None:
    """Changes of every country's score over one and five years.

    A change is flagged only beyond the publishers' own error, and never across a method break: an index whose method
    changed in between is left out on both sides. The table shows flagged countries; csv and json hold all.
    """
    day = day_asked(as_of)
    method = queries.method(method_name) if method_name else queries.method_in_force(day)
    moved = queries.movements(method, day)
    found = [one for code in all_codes() for each in moved.values() if (one := each.of(code))]
    match shape:
        case "csv":
            click.echo(_csv(found), nl=False)
        case "json":
            click.echo(json.dumps([_record(one) for one in found], indent=1))
        case _:
            _table(method.urn, found)


def _table(urn: str, found: list[Change]) -> None:
    until = found[0].until
    click.echo(f"{urn} as of {until}. Changes beyond error at {found[0].level:.0%}; 0 is safest, 100 worst.")
    for years in dict.fromkeys(one.years for one in found):
        span = [one for one in found if one.years == years]
        flagged = sorted(
            (one for one in span if one.flag in ("worse", "better")), key=lambda one: -abs(one.change or 0)
        )
        apart = sum(one.flag == "not comparable" for one in span)
        click.echo(f"{years} year{'s' if years > 1 else ''}, since {span[0].since}: {len(flagged)} beyond error, "
                   f"{len(span) - len(flagged) - apart} within it, {apart} not comparable")  # fmt: skip
        for crossing in span[0].breaks:
            click.echo(f"  left out on both sides: {crossing.series}, method break in {crossing.year}")
        for one in flagged:
            indices = ", ".join(f"{i.index} {i.input} {i.flag}" for i in one.indices if i.flag)
            click.echo(
                f"  {one.place}  {one.before:6.2f} → {one.after:6.2f}  {one.change:+6.2f} ±{one.error:.2f}  "
                f"{one.flag:6}  on {one.compared} of {one.of} inputs{'; ' + indices if indices else ''}"
            )


def _record(one: Change) -> dict[str, object]:
    return {
        "iso3": one.place,
        "years": one.years,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
        "level": one.level,
        "before": _rounded(one.before),
        "after": _rounded(one.after),
        "change": _rounded(one.change),
        "error": _rounded(one.error),
        "flag": one.flag,
        "compared": one.compared,
        "of": one.of,
        "breaks": [{"series": each.series, "year": each.year} for each in one.breaks],
        "indices": [_index(each) for each in one.indices],
    }


def _index(one: IndexChange) -> dict[str, object]:
    return {
        "input": one.input,
        "index": one.index,
        "year_before": one.year_before,
        "year_after": one.year_after,
        "change": _rounded(one.change),
        "error": _rounded(one.error),
        "flag": one.flag,
        "left_out": one.left_out,
    }


def _csv(found: Iterable[Change]) -> str:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(FIELDS)
    for one in found:
        row = _record(one)
        breaks = " ".join(f"{each.series}@{each.year}" for each in one.breaks)
        indices = " ".join(f"{each.input}:{each.flag}" for each in one.indices if each.flag)
        out.writerow([*("" if row[name] is None else row[name] for name in FIELDS[:-2]), breaks, indices])
    return text.getvalue()


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
