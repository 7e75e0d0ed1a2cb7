"""What of a case a brief gives: pieces that a member named, taken out as they read today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing
from duecare.apps.intake.rules.advice import Content, Excerpt, Piece
from duecare.apps.intake.rules.giving import Given
from duecare.apps.intake.rules.oral import TAKEN
from duecare.apps.intake.rules.progress import Said
from duecare.apps.intake.rules.reports import Report, Step
from duecare.apps.intake.rules.work import WITHOUT, Note
from duecare.kernel.errors import BadInput

from .attaching import file_of
from .giving import opening


def content(
    by: Case, site: Site, found: Standing, question: str, text: str, chosen: Sequence[str], *, raw: bool
) -> Content:
    """Words and files as the adviser gets them.

    Args:
        chosen: pieces, see `advice.Piece`.
        raw: whether files that were not examined go as they came.

    Raises:
        BadInput: a piece that is not there, or a file that was not examined and is not to go as it came.
        NotHeld: the evidence is not open to `by`, and a file goes as it came.
        NotFound: the file is not there.
    """
    named = [_named(one) for one in chosen]
    words = [two for piece, number in named for two in _excerpts(found, piece, number)]
    files = tuple(
        _file(by, site, found, number, brought=piece is Piece.ADDED, raw=raw)
        for piece, number in named
        if piece in (Piece.FILE, Piece.ADDED)
    )
    told = found.progress.report.questions if found.progress and any(one.about for one in words) else ""
    return Content(question, text, told, tuple(words), files)


def pieces(found: Standing) -> Iterator[tuple[str, Excerpt]]:
    """Words that can be chosen, with their names; of the report only its beginning."""
    for number, one in enumerate(found.progress.said if found.progress else (), start=1):
        first = next(_word(one), None)
        if first is not None:
            yield f"{Piece.WORD.value}-{number}", first
    for number, excerpt in enumerate(_notes(found), start=1):
        yield f"{Piece.NOTE.value}-{number}", excerpt


def _named(piece: str) -> tuple[Piece, int]:
    kind, _, number = piece.partition("-")
    try:
        if not number.isascii() or not number.isdecimal() or len(number) > 6:
            raise ValueError("a piece has a number")
        return Piece(kind), int(number)
    except ValueError as fault:
        raise _not_there() from fault


def _excerpts(found: Standing, piece: Piece, number: int) -> Iterator[Excerpt]:
    if piece is Piece.NOTE:
        notes = _notes(found)
        if not 0 < number <= len(notes):
            raise _not_there()
        yield notes[number - 1]
    elif piece is Piece.WORD:
        said = found.progress.said if found.progress else ()
        if not 0 < number <= len(said):
            raise _not_there()
        yield from _word(said[number - 1])


def _word(one: Said) -> Iterator[Excerpt]:
    """A word without its author's name: of the report every answer but whom they left out and who took it down."""
    what = one.what
    if isinstance(what, Report):
        for about, text in what.answers.items():
            if about not in (WITHOUT, TAKEN):
                yield Excerpt(one.day, "report", about, text)
    else:
        text = what.reason if isinstance(what, Step) else what.text
        yield Excerpt(one.day, "reporter" if one.by_reporter else "member", "", text)


def _notes(found: Standing) -> list[Excerpt]:
    every = found.work.written if found.work else ()
    return [Excerpt(one.day, "note", "", one.what.text) for one in every if isinstance(one.what, Note)]


def _file(by: Case, site: Site, found: Standing, number: int, *, brought: bool, raw: bool) -> Given:
    return opening(by, site, file_of(found, number, brought=brought), raw=raw)


def _not_there() -> BadInput:
    return BadInput("choose one of those offered", field="chosen")
