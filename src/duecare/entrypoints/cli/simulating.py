"""`duecare risk simulate`: a draft beside a released methodology, without saving anything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from tqdm import tqdm

from duecare.adapters import clock
from duecare.apps.assessments.queries.simulating import simulate
from duecare.apps.parties.queries import named_customers
from duecare.apps.risk import queries
from duecare.apps.risk.rules.simulation import Matrix, Mover, Outcome, Reason
from duecare.kernel.errors import BadInput

MOST_YEARS = 20
_SHORT = {"indeterminate": "indet.", "prohibited": "prohib."}
_WIDTH = 10


@click.command("simulate")
@click.argument("draft", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--against", default="", help="Released methodology, e.g. nine-2026; default: the one in force.")
@click.option("--years", default=5, show_default=True, help="Ends of year before today, 0 to 20.")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
def simulate_draft(draft: Path, against: str, years: int, shape: str) -> None:
    """Run the methodology in the file DRAFT beside a released one; nothing is saved.

    All countries and customers at the end of each year and today, and every decision that was taken:
    who moves, why, and what would have been decided otherwise. A file that cannot be used is refused
    with line and reason.
    """
    if not 0 <= years <= MOST_YEARS:
        raise BadInput(f"between 0 and {MOST_YEARS} years can be simulated", field="--years", value=years)
    read = queries.read_method(draft.read_bytes(), draft.name)
    today = clock.today()
    released = queries.method(against) if against else queries.method_in_force(today)
    with tqdm(desc="simulating", unit=" steps", delay=2, leave=False) as bar:

        def progress(done: int, total: int, doing: str) -> None:
            bar.total = total
            bar.set_postfix_str(doing)
            bar.update(done - bar.n)

        outcome = simulate(released, read.method, years, today, progress)
    if shape == "json":
        told = {
            "draft": {"urn": read.method.urn, "sha256": read.method.sha256, "text_sha256": read.text_sha256},
            "against": {"urn": released.urn, "sha256": released.sha256},
            "as_of": today.isoformat(),
            **outcome.summary(),
            "movers": [one.as_json() for one in outcome.movers],
        }
        click.echo(json.dumps(told, indent=1))
        return
    for line in _lines(outcome, read.method.urn, released.urn):
        click.echo(line)


def _lines(outcome: Outcome, draft: str, against: str) -> Iterator[str]:
    yield f"{draft} beside {against}. Rows: by the released method; columns: by the draft."
    for day in outcome.days:
        yield ""
        yield f"{day.day}  countries: {day.countries.moved} of {day.countries.total} move"
        yield from _table(day.countries)
        yield f"{day.day}  customers: {day.customers.moved} of {day.customers.total} move"
        yield from _table(day.customers)
    last = outcome.days[-1].day
    yield ""
    if outcome.unclassified:
        yield f"{outcome.unclassified} customers have no class and are not compared."
    yield f"Movers on {last}:"
    names = {str(key): f"{reference} {name}" for key, (reference, name, _) in named_customers().items()}
    yield from _movers([one for one in outcome.movers if one.day == last and one.kind != "decision"], names)
    decisions = [one for one in outcome.movers if one.kind == "decision"]
    yield ""
    yield f"{len(decisions)} of {outcome.decisions} decisions would have differed:"
    for one in decisions:
        differs = one.detail["differs"]
        said = ", ".join(map(str, differs)) if isinstance(differs, list) else ""
        yield f"  {one.detail['reference']}  {one.before} → {one.after}  differs in: {said}"


def _table(matrix: Matrix) -> Iterator[str]:
    names = [_SHORT.get(name, name) for name in matrix.names]
    yield " " * 14 + "".join(name.rjust(_WIDTH) for name in names)
    for name, row in zip(names, matrix.counts, strict=True):
        yield name.rjust(14) + "".join((str(cell) if cell else "·").rjust(_WIDTH) for cell in row)


def _movers(movers: Sequence[Mover], names: dict[str, str]) -> Iterator[str]:
    if not movers:
        yield "  none"
    for one in movers:
        why = "; ".join(map(_reason, one.reasons))
        yield f"  {names.get(one.subject, one.subject)}  {one.before} → {one.after}  {why}"


def _reason(reason: Reason) -> str:
    points = f" {reason.points:+.1f} points" if reason.points else ""
    states = f" {reason.before} → {reason.after}" if reason.before or reason.after else ""
    return f"{reason.cause}{' ' + reason.what if reason.what else ''}{states}{points}"
