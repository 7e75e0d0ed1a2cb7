"""The page of the misuse protocol, from its tables: stages, what each needs, acts and their fields, the rubric."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duecare.adapters.library import load_folder
from duecare.apps.investigations.rules.acts import ACTS, Field
from duecare.apps.investigations.rules.stages import CLOCKS, MOVES, Clock, Stage
from duecare.entrypoints.staff import inquiry_words as say

HEAD = """# Misuse protocol

What an investigation may do next, from the tables by which it is done
(`apps/investigations/rules/stages.py` and `acts.py`). How it is meant is told in
[The misuse protocol](../explanation/misuse-protocol.md)."""
MOVED = (
    "Each of these is made by a member of the case, by a button, and takes a reason. Columns say what else it takes."
)
TIMED = """Calendar days in the company's zone; nothing pauses them. What is owed stands on the page of the
investigation, the earliest first, beside what single acts owe: deadlines, reviews, ratification. What the reporter is
owed (acknowledgement, feedback, a word every 30 days) is counted by the case itself."""
REQUIRED = "Fields in brackets may stay empty. “Seen” is whether somebody outside may notice it; see the page above."


def page() -> str:
    """Markdown, without the note on top."""
    return "\n\n".join(
        (
            HEAD,
            "## Stages",
            MOVED,
            _stages(),
            "## Clocks of the stages",
            TIMED,
            _clocks(),
            "## What can be done",
            REQUIRED,
            *_acts(),
            *_rubrics(),
        )
    )


def _stages() -> str:
    rows = [
        (say.STAGES[one.source], say.STAGES[one.to], say.PERSONS[one.persons],
         "; ".join(str(say.NEEDS[need]) for need in one.needs), "; ".join(map(_until, CLOCKS[one.source])))
        for one in MOVES
    ]  # fmt: skip
    return _table(("From", "To", "Persons", "What must be there", "Clock of the stage it leaves"), rows)


def _clocks() -> str:
    rows = [(say.STAGES[stage], say.OWED[one.owed], _until(one)) for stage, every in CLOCKS.items() for one in every]
    return _table(("At", "What is owed", "By"), rows)


def _until(one: Clock) -> str:
    count = f"{one.months} months" if one.months else f"{one.days} days" if one.days else ""
    return f"{count} after {say.SINCE[one.since]}" if count else str(say.SINCE[one.since])


def _acts() -> Iterator[str]:
    for group in dict.fromkeys(one.group for one in ACTS.values()):
        yield f"### {say.GROUPS[group]}"
        rows = [
            (f"{say.ACTS[one.code]} (`{one.code}`)", "; ".join(_field(one.code, field) for field in one.fields),
             say.PERSONS[one.persons], "yes" if one.shows else "", _when(one.stages))
            for one in ACTS.values() if one.group == group
        ]  # fmt: skip
        yield _table(("Act", "Fields", "Persons", "Seen", "At"), rows)


def _field(code: str, one: Field) -> str:
    name = str(say.label(code, one.name)).rstrip("?")
    options = f": {', '.join(str(say.OPTIONS[option]) for option in one.options)}" if one.options else ""
    return f"{name}{options}" if one.required else f"[{name}{options}]"


def _when(stages: frozenset[Stage]) -> str:
    missing = set(Stage) - stages
    if len(missing) > len(stages):
        return ", ".join(str(say.STAGES[one]) for one in Stage if one in stages)
    return (
        "every stage" if not missing else f"not: {', '.join(str(say.STAGES[one]) for one in Stage if one in missing)}"
    )


def _rubrics() -> Iterator[str]:
    for item in load_folder("rubric"):
        data: Any = item.data
        yield f"## Admissibility rubric `{item.code}`"
        rows = [
            (one["label"], one["hint"], ", ".join(one["admits"]), ", ".join(one["declines"]))
            for one in data["criteria"]
        ]
        yield _table(("Criterion", "How it is meant", "Lets it in", "Declines it"), rows)
        yield "With any other answer, more is asked for. What is not known declines nothing."


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in lines)
