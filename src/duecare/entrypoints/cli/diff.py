"""What a file would change, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from duecare.apps.assessments import queries as assessments
from duecare.apps.risk import queries
from duecare.apps.risk.rules.diffing import EditionDiff, Mover

FEW = 20
"""Lines of each kind; the page of the proposal shows all of them."""


def diff_lines(name: str, diff: EditionDiff) -> Iterator[str]:
    """Values, movers, method breaks and the customers they concern."""
    values, title = diff.values, queries.index_specs()[diff.index].title
    yield f"{name}: {title} {diff.label}, by {diff.method_urn} as of {diff.as_of}. Nothing was imported."
    if diff.held:
        yield "  held already: importing it again changes nothing."
        return
    yield (
        f"  {values.total} values: {values.added} new, {len(values.revised)} revised, {values.same} as held, "
        f"{len(values.left_out)} left out"
    )
    for what, named in (
        ("series", values.series_added), ("years", values.years_added), ("countries", values.places_added),
    ):  # fmt: skip
        if named:
            yield f"  {what} added: {_some([str(one) for one in named])}"
    for one in values.revised[:FEW]:
        points = "" if one.points is None else f", {one.points:+.1f} points of risk"
        yield f"  revised  {one.series} {one.place} {one.year}: {_value(one.before)} → {_value(one.after)}{points}"
    for crossing in diff.breaks:
        yield (
            f"  method break  {crossing.series} in {crossing.year}: {crossing.before} and {crossing.after} are not "
            f"comparable. {crossing.because}"
        )
    kinds = {kind: diff.of_kind(kind) for kind in ("indeterminate", "rated", "band", "score", "coverage")}
    yield "  countries: " + ", ".join(f"{len(rows)} {KINDS[kind]}" for kind, rows in kinds.items())
    shown = diff.movers[:FEW]
    yield from (_mover(one) for one in shown)
    if len(diff.movers) > len(shown):
        yield f"  … and {len(diff.movers) - len(shown)} more"
    yield from _customers(diff)


KINDS = {
    "indeterminate": "become indeterminate",
    "rated": "become rated",
    "band": "change band",
    "score": "move within their band",
    "coverage": "change coverage only",
}


def _mover(one: Mover) -> str:
    move = "" if one.change is None else f" ({one.change:+.1f})"
    band = one.band_after if one.band_before == one.band_after else f"{one.band_before} → {one.band_after}"
    return f"  {one.place:5} {_score(one.before)} → {_score(one.after)}{move}  {band}"


def _customers(diff: EditionDiff) -> Iterator[str]:
    found = assessments.affected((one.place for one in diff.movers), limit=FEW)
    if not found.total:
        yield "  no deployment with a class is in a country that moves"
        return
    yield f"  {found.total} deployments with a class are in countries that move and would be queued for re-assessment:"
    for one in found.rows:
        yield f"    {one.reference}  {one.client}, deployment {one.position}, {one.cls}: {', '.join(one.places)}"
    if found.total > FEW:
        yield f"    … and {found.total - FEW} more"


def _some(names: list[str]) -> str:
    return ", ".join(names[:FEW]) + (f" and {len(names) - FEW} more" if len(names) > FEW else "")


def _score(value: float | None) -> str:
    return "  none" if value is None else f"{value:6.2f}"


def _value(value: float | None) -> str:
    return "not covered" if value is None else f"{value:g}"
