"""How a publication is refused: whole, in three sentences, naming file, row or line, and value."""

from __future__ import annotations

from duecare.kernel.errors import BadInput

MEANS = "Nothing was imported; the edition read before stays in force."
AGAIN = "Fetch the file from the publisher again and import it as it is."


def refusal(
    happened: str,
    file: str,
    *,
    row: int | None = None,
    line: int | None = None,
    value: object = None,
    field: str = "",
    todo: str = AGAIN,
) -> BadInput:
    """The error to raise; `row` counts from 1 as in a spreadsheet, `line` as in an editor."""
    return BadInput(happened, file=file, row=row, line=line, value=value, field=field, means=MEANS, todo=todo)
