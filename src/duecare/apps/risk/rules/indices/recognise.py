"""A publisher's original file, known by what stands in it: its name is only used in messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duecare.kernel.errors import BadInput

from . import cpi, eiu, fiw, fotn, fsi, keepiton, pts, pulse, rsf, vdem, wgi, wjp
from .collector import Collector
from .reading import Reading
from .sheets import Book, open_book
from .spec import IndexSpec


@dataclass(frozen=True, slots=True)
class _Reader:
    index: str
    recognise: Callable[[Book], str | None]
    collect: Callable[[Book, str, Collector], str]


READERS = tuple(
    _Reader(module.INDEX, module.recognise, module.collect)
    for module in (wgi, fiw, rsf, cpi, vdem, wjp, eiu, fsi, pts, fotn, keepiton, pulse)
)
"""One reader a publisher. To add an index: a module with the same three names, a line here, a YAML."""


def read(data: bytes, filename: str, specs: Mapping[str, IndexSpec]) -> Reading:
    """Read a publisher's file whole.

    Args:
        data: the file's bytes, at most 100 MB.
        filename: as the person gave it; for messages only.
        specs: descriptions of the indices by id.

    Raises:
        BadInput: not recognised, damaged, cut off, a value out of range or doubtful; names file, row and value.
    """
    return read_book(open_book(data, filename), specs)


def read_book(book: Book, specs: Mapping[str, IndexSpec]) -> Reading:
    """Like `read`, for a file that has been opened already."""
    fitting = [(reader, layout) for reader in READERS if (layout := reader.recognise(book)) is not None]
    if len(fitting) != 1:
        raise BadInput(
            "no publisher's layout that we know"
            if not fitting
            else f"fits several publishers: {', '.join(reader.index for reader, _ in fitting)}",
            file=book.file,
            means="Nothing was imported.",
            todo="Import the publisher's own file, as downloaded. Known layouts are listed on the page of each index.",
        )
    reader, layout = fitting[0]
    if reader.index not in specs:
        raise BadInput(f"is a file of {reader.index}, which is not described here", file=book.file)
    into = Collector(specs[reader.index], book)
    edition = reader.collect(book, layout, into)
    return into.reading(layout, edition)
