"""Errors for people: what happened, what it means, what to do.

Every error a person can meet is one of these. Entry points turn them into a page, a JSON problem
or a line on the terminal; the three sentences are the same everywhere.
"""

from __future__ import annotations


class DuecareError(Exception):
    """Base of all errors meant to be read.

    Args:
        happened: what happened, one sentence, naming the thing.
        means: what it means for the person's work ("Nothing was imported.").
        todo: what to do next.
    """

    code = "error"

    def __init__(self, happened: str, means: str = "", todo: str = "") -> None:
        self.happened = happened
        self.means = means
        self.todo = todo
        super().__init__(" ".join(part for part in (happened, means, todo) if part))

    def __reduce__(self) -> tuple[object, ...]:
        """As it was made, in whichever process it is read: its words are not what makes one anew."""
        return _again, (type(self), self.args, self.__dict__)


class BadInput(DuecareError):
    """A file or form holds something that cannot be used. Names file, row and value.

    Args:
        happened: what is wrong.
        file: name of the file as the person gave it, or "".
        row: row as a person counts it in a spreadsheet (first row is 1), or None.
        line: line of a text, first line 1, or None.
        value: the offending value, shortened to 80 characters in the message.
        field: column or form field, or "".

    `wrong` is `happened` alone, `in_file` the file and row or line, `where` everything that says where it stands.
    """

    code = "bad-input"

    def __init__(
        self,
        happened: str,
        *,
        file: str = "",
        row: int | None = None,
        line: int | None = None,
        value: object = None,
        field: str = "",
        means: str = "Nothing was changed.",
        todo: str = "",
    ) -> None:
        self.file, self.row, self.line, self.field, self.wrong = file, row, line, field, happened
        self.value = None if value is None else _short(value)
        counted = f"row {row}" if row is not None else f"line {line}" if line is not None else ""
        self.in_file = ", ".join(part for part in (file, counted) if part)
        value_said = f"value {self.value}" if self.value is not None else ""
        self.where = ", ".join(part for part in (self.in_file, field, value_said) if part)
        super().__init__(f"{self.where}: {happened}" if self.where else happened, means, todo)


class Denied(DuecareError):
    """The actor may not do this. Says which role may, never whether a hidden thing exists."""

    code = "denied"


class NotFound(DuecareError):
    """Missing, malformed or not visible to this person: one answer for all three."""

    code = "not-found"

    def __init__(self, what: str = "page") -> None:
        super().__init__(
            f"There is no such {what}, or it is not open to you.",
            "Nothing was changed.",
            "Check the address, or ask whoever sent it to you.",
        )


class Conflict(DuecareError):
    """Somebody else changed the same thing first, or the step is no longer possible."""

    code = "conflict"


class LimitExceeded(BadInput):
    """Larger than a limit that was stated before the upload."""

    code = "too-large"


class NoRoom(DuecareError):
    """The disk is full or cannot be written. Nothing was stored, nothing that was there is lost."""

    code = "no-room"


class Busy(DuecareError):
    """The database could not be reached or was held by others for too long; the same thing works later."""

    code = "busy"


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else text[:77] + "…"


def _again(kind: type[DuecareError], args: tuple[object, ...], state: dict[str, object]) -> DuecareError:
    fault = kind.__new__(kind)
    fault.args = args
    fault.__dict__.update(state)
    return fault
