"""`duecare risk sensitivity` and `duecare risk uncertainty`: what bands and ranks hang on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from duecare.apps.risk import queries
from duecare.apps.risk.queries import Scores
from duecare.apps.risk.rules.outlook import Outlook
from duecare.apps.risk.rules.outlook_words import headline, sentences
from duecare.apps.risk.rules.sensitivity import FEWEST, Sensitivity
from duecare.entrypoints.cli.days import day_asked
from duecare.kernel.countries import all_codes
from duecare.kernel.errors import BadInput, Conflict

METHOD = click.option("--method", "method_name", default="", help="Methodology; default: the one in force.")
AS_OF = click.option("--as-of", default="", help="Day, YYYY-MM-DD; default: today.")
SHAPE = click.option(
    "--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)


@click.command("sensitivity")
@METHOD
@AS_OF
@SHAPE
def sensitivity(method_name: str, as_of: str, shape: str) -> None:
    """What the ranking owes to the method's choices (OECD/JRC handbook).

    Effective weights, correlations and internal consistency; then the same countries without each index and
    dimension, on other scales, and combined in other ways: rank correlation with the published scores, mean
    shift in ranks and points, and how many countries change band. Only countries of which no figure is
    missing are compared. CSV holds the comparison alone.
    """
    scored = _scored(method_name, as_of)
    found = queries.sensitivity(scored)
    if found is None:
        raise Conflict(
            f"Fewer than {FEWEST} countries have every figure of {scored.method.urn} on {scored.table.as_of}.",
            "Nothing was compared.",
            "Import the editions that `duecare risk editions` lacks, or name another method or day.",
        )
    match shape:
        case "csv":
            click.echo(_csv([asdict(one) | {"changed": one.changed} for one in found.alternatives]), nl=False)
        case "json":
            rows = [asdict(one) | {"changed": one.changed} for one in found.alternatives]
            click.echo(json.dumps(_head(scored) | asdict(found) | {"alternatives": rows}, indent=1))
        case _:
            _tell(scored, found)


def _tell(scored: Scores, found: Sensitivity) -> None:
    click.echo(f"{scored.method.urn} as of {scored.table.as_of}: {found.places} countries with every figure.")
    click.echo(f"\n{'dimension':28} {'stated':>7} {'effective':>10} {'with score':>11} {'alpha':>6}")
    for one in found.dimensions:
        alpha = "" if one.consistency is None else f"{one.consistency:.2f}"
        click.echo(f"{one.id:28} {one.stated:7.2f} {one.effective:10.2f} {one.with_score:11.2f} {alpha:>6}")
    click.echo(f"Cronbach's alpha of the dimensions: {found.alpha:.2f}. Correlations between them:")
    for one in found.dimensions:
        click.echo(f"{one.id:28} " + " ".join(f"{value:5.2f}" for value in one.correlations))
    click.echo(f"\n{'instead':38} {'rank corr.':>10} {'ranks':>6} {'points':>7} {'worse':>6} {'better':>7}  farthest")
    for other in found.alternatives:
        name = f"{other.group} {other.name}" if other.group not in ("index", "dimension") else f"without {other.name}"
        points = "" if other.points is None else f"{other.points:+.1f}"
        click.echo(
            f"{name:38} {other.rank_correlation:10.3f} {other.rank_shift:6.1f} {points:>7} {other.worse:6} "
            f"{other.better:7}  {other.farthest} {other.farthest_ranks:+}"
        )


@click.command("uncertainty")
@METHOD
@AS_OF
@click.option("--country", default="", help="One country, alpha-3.")
@SHAPE
def uncertainty(method_name: str, as_of: str, country: str, shape: str) -> None:
    """How sure each country's band is: the share of draws in each band, and its rank.

    Three kinds of draw: weights vary and figures stay; errors vary and weights stay; both. What is missing
    counts at its worst; the figures held alone stand beside it. Rank 1 is the riskiest.
    """
    scored = _scored(method_name, as_of)
    found = queries.outlooks(scored)
    wanted = [code for code in all_codes() if not country or code == country.upper()]
    if not wanted:
        raise BadInput("there is no such country", field="--country", value=country, todo="Use its alpha-3 code.")
    rows = [found[code] for code in wanted]
    match shape:
        case "csv":
            click.echo(_csv([_record(row) for row in rows]), nl=False)
        case "json":
            told = [asdict(row) | {"words": sentences(row)} for row in rows]
            click.echo(json.dumps(_head(scored) | {"countries": told}, indent=1))
        case _:
            click.echo(f"{scored.method.urn} as of {scored.table.as_of}, {rows[0].draws:,} draws.")
            for row in rows:
                said = " ".join(sentences(row)) if country else headline(row)
                click.echo(f"{row.place}  {row.band:14} {said}")


def _record(row: Outlook) -> dict[str, object]:
    """One country as a line: chances by basis and kind, in shares of draws."""
    of_kinds = {
        f"{kind}_{one.band}": getattr(one, kind) for kind in ("weights", "errors", "both") for one in row.shares
    }
    held = {f"held_{one.band}": "" if one.held is None else one.held for one in row.shares}
    rank = row.rank
    return {
        "iso3": row.place, "band": row.band, "treated_as": row.treated_as, "band_set_by": row.band_set_by,
        **of_kinds, **held,
        "rank": rank.rank if rank else "", "rank_low": rank.low if rank else "", "rank_high": rank.high if rank else "",
    }  # fmt: skip


def _scored(method_name: str, as_of: str) -> Scores:
    day = day_asked(as_of)
    return queries.scores(queries.method(method_name) if method_name else queries.method_in_force(day), day)


def _head(scored: Scores) -> dict[str, object]:
    method = scored.method
    return {"method": method.urn, "sha256": method.sha256, "as_of": scored.table.as_of.isoformat()}


def _csv(rows: Sequence[dict[str, object]]) -> str:
    text = io.StringIO()
    out = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    return text.getvalue()
