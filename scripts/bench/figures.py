"""Countries, one assessment, imports, the decision as PDF."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from .measuring import Figure, Spread, seconds, spread
from .part import Order, ready

YEARS = range(2005, 2025)
NINE = (
    "corruption_perceptions", "economist_democracy", "fragile_states", "freedom_in_the_world",
    "political_terror_scale", "press_freedom", "rule_of_law", "vdem", "wgi",
)  # fmt: skip
"""Folders of the publishers' files."""


def countries(order: Order) -> Sequence[Figure]:
    """Every country at the end of each of twenty years, from the shipped figures, nothing remembered."""
    ready()
    _shipped()
    from duecare.apps.risk import queries

    method = queries.method("open-2026")

    def all_years() -> None:
        for year in YEARS:
            assert len(queries.scores(method, date(year, 12, 31)).countries()) == 250

    computed = time.process_time()
    first = seconds(all_years)
    note = f"every figure read from the database first; {time.process_time() - computed:.1f} s of it computed"
    return [Figure("countries", "all countries, 20 years", first, 2.0, "s", note)]


def assessment(order: Order) -> Sequence[Figure]:
    """One deployment of a complete file: facts read, class computed."""
    ready()
    from duecare.adapters import clock

    with clock.at(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        from duecare.apps.assessments.queries.classification import compute
        from duecare.apps.assessments.queries.reading import read_file
        from duecare.config import wsgi
        from tests.apps.assessments.deals import DAY
        from tests.apps.assessments.file import filled
        from tests.apps.mitigation import figures
        from tests.apps.mitigation import ready as brought

        figures.held()
        made = brought.classified()
        one = filled.deployment(made)
        file = read_file(made, DAY)
        wsgi.settle()  # as the web process does after its first answer
        rules = spread(lambda _: compute(file, one), 100)
        whole = spread(lambda _: compute(read_file(made, DAY), one), 100)
    return [
        Figure("assessment", "one customer, every row read", whole.p95, 10.0, "ms", _note(whole)),
        Figure("assessment", "one customer, facts in memory", rules.p95, 10.0, "ms", _note(rules)),
    ]


def _note(one: Spread) -> str:
    return f"median {one.p50:.1f}, {one.busy:.1f} of it computed, slowest {one.slowest:.0f} of {one.times}"


def decision_pdf(order: Order) -> Sequence[Figure]:
    """The signed record of a decision as PDF/UA."""
    ready()
    from duecare.adapters import clock

    with clock.at(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        import json

        from duecare.adapters import pdf
        from duecare.apps.governance import actions, queries
        from tests.apps.governance.people import found, in_meeting, officer, paper, vote

        body, file = found(), paper()
        decision = actions.open_decision(by=officer(), paper=file)
        in_meeting(decision, body, officer())
        for member in body.all():
            vote(decision, member, "for", file.sha256)
        actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
        page, last = queries.decision(officer(), decision), queries.records(decision)[-1]
        data = {
            "title": f"{last.reference}: {page.title}", "lang": "en", "sentence": page.sentence, "sha256": last.sha256,
            "signature": last.signature, "key": last.key, "record": json.loads(last.body),
        }  # fmt: skip
        first = seconds(lambda: pdf.render("decision", data, created=last.issued_at))
        later = spread(lambda _: pdf.render("decision", data, created=last.issued_at), 20, warm=0).p95 / 1000
    return [
        Figure("pdf", "decision, first of the process", first, 2.0, "s"),
        Figure("pdf", "decision, p95", later, 2.0, "s"),
    ]


def imports(order: Order) -> Sequence[Figure]:
    """Every publisher's original file that the library knows, as `duecare risk import` takes them."""
    folder = Path(os.environ["DUECARE_DATA"]) / "indices"
    if not folder.is_dir():
        return []
    ready()
    from duecare.apps.risk import actions
    from duecare.kernel.actor import SYSTEM
    from duecare.kernel.errors import DuecareError

    # Two files an index, the largest that there are: the publisher's long series, and what a yearly release adds.
    took: dict[str, float] = {}
    refused: list[str] = []
    files = [path for paths in largest(folder).values() for path in paths]
    for path in files:
        begun = time.perf_counter()
        try:
            edition, _ = actions.import_edition(by=SYSTEM, data=path.read_bytes(), file_name=path.name)
        except DuecareError:
            refused.append(path.name)
            continue
        index = str(edition.index)
        took[index] = max(took.get(index, 0.0), time.perf_counter() - begun)
    slowest = max(took, key=lambda name: took[name])
    note = f"{len(files)} files, {len(refused)} refused; the slowest edition of each, {slowest} {took[slowest]:.0f} s"
    return [Figure("import", f"{len(took)} publishers", sum(took.values()), 60.0, "s", note)]


def largest(folder: Path) -> dict[str, list[Path]]:
    """The two largest files of each of the nine publishers; broken ones kept for tests left out."""
    found: dict[str, list[Path]] = {}
    for name in NINE:
        files = sorted((folder / name).rglob("*"))
        found[name] = [path for path in files if path.is_file() and "quirks" not in path.parts]
    return {name: sorted(paths, key=lambda path: path.stat().st_size)[-2:] for name, paths in found.items()}


def _shipped() -> None:
    from duecare.adapters.library import LIBRARY
    from duecare.apps.risk import actions
    from duecare.kernel.actor import SYSTEM

    for file in sorted((LIBRARY / "figures").glob("*.csv")):
        actions.import_edition(by=SYSTEM, data=file.read_bytes(), file_name=file.name)


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {
    "countries": countries,
    "assessment": assessment,
    "pdf": decision_pdf,
    "import": imports,
}
