"""What the commands of `duecare screen` say of an edition, and the run they go on with."""

from __future__ import annotations

import click
from tqdm import tqdm

from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import EditionRow
from duecare.apps.screening.rules.editions import held_words
from duecare.apps.screening.rules.list_names import named_with_code


def edition_told(row: EditionRow) -> str:
    """One edition with what it changed, in one line."""
    changes = ", ".join(f"{getattr(row, kind)} {kind}" for kind in ("added", "removed", "amended", "renumbered"))
    published = f" of {row.published}" if row.published else ""
    name, state = named_with_code(row.list_code), row.state.replace("_", " ")
    said = f"{name} edition {row.number}{published}, {row.entries} entries ({changes}), {state}"
    return f"{said}. {held_words(row.held_because)}" if row.state == "held" else said


def go_on() -> None:
    """Carry out the run that waits, here and now; a worker that is at it already does no harm."""
    waiting = queries.waiting_run()
    if waiting is None:
        return
    with tqdm(desc="screening", unit=" parties", delay=2, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        done = actions.carry_out_run(run_id=waiting.id, progress=progress)
    row = queries.run(waiting.id)
    click.echo(f"{done} parties compared, {row.hits} new hits.")


def one_line(text: str) -> str:
    """One line without signs that steer a terminal."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
