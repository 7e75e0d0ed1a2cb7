"""An investigation as it follows from its entries, oldest first. Reading applies the same rules as writing.

An entry that broke a rule when it was written (a second voice of the same person, a move that does not follow) is
counted as a fault and has no effect, whoever signed it. A day before that of the entry in front of it is not believed:
nobody ratifies in time afterwards, or has waited for an answer since before they asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from duecare.apps.intake.rules.entries import Entry

from .objections import act_objections, move_objections, voice_objections
from .records import Act, Moved, Rubric, Voice, what
from .rubric import Published, hold
from .stages import Stage
from .state import Inquiry, Spoken, Standing, persons_of, taken_effect


def inquiry(
    entries: Iterable[Entry], persons: Mapping[bytes, bytes], today: date, rubrics: Mapping[str, Published]
) -> Inquiry:
    """From the entries.

    Args:
        persons: person of each fingerprint that was ever certified.
        rubrics: every published version by its code: an outcome that does not follow from its answers is a fault.
        today: on which what was not ratified in time has lapsed.
    """
    found = Inquiry(persons=persons, rubrics=rubrics)
    for entry in entries:
        found = after(replace(found, today=max(found.today, entry.day)), entry)
    return replace(found, today=today)


def after(found: Inquiry, entry: Entry) -> Inquiry:
    """The investigation after one entry more."""
    found = replace(found, seen=found.seen + 1)
    try:
        said = what(entry.body)
    except ValueError:
        return replace(found, faults=found.faults + 1)
    if objections(found, said, entry.author):
        return replace(found, faults=found.faults + 1)
    if isinstance(said, Voice):
        return _heard(found, said, entry)
    one = Standing(
        found.today, entry.author, said, persons_of(found, said), found.seen,
        found.stage if isinstance(said, Moved) else None,
    )  # fmt: skip
    return taken_effect(found, one)


def objections(found: Inquiry, said: Act | Rubric | Moved | Voice, author: bytes) -> tuple[str, ...]:
    """Why it may not be written now, as codes; () when it may. `found.today` is the day."""
    if isinstance(said, Act):
        return act_objections(found, said, author)
    if isinstance(said, Moved):
        return move_objections(found, said, author)
    if isinstance(said, Voice):
        return voice_objections(found, said, author)
    return _rubric(found, said)


def _rubric(found: Inquiry, said: Rubric) -> tuple[str, ...]:
    if found.stage is not Stage.REVIEW:
        return ("not-now",)
    published = found.rubrics.get(said.rubric)
    if published is None or set(said.answers) != {one.code for one in published.criteria}:
        return ("misfit",)
    follows = hold(published, {one: reply for one, (reply, _note) in said.answers.items()}).outcome
    return () if follows is said.outcome else ("misfit",)


def _heard(found: Inquiry, said: Voice, entry: Entry) -> Inquiry:
    one = found.standing[said.of]
    one = replace(one, voices=(*one.voices, Spoken(found.today, entry.author, said.says, said.reason)))
    return taken_effect(found, one)
