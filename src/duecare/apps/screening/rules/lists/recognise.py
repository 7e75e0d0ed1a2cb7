"""A publisher's original files, known by what stands in them, read whole or refused whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from duecare.apps.screening.rules.entries import Publication
from duecare.kernel.errors import BadInput

from . import (
    au_dfat,
    ca_sema,
    eu_fsf,
    eu_journal,
    ftm_lines,
    in_house,
    ofac_csv,
    ofac_xml,
    opensanctions_simple,
    uk_ofsi,
    uk_sanctions_list,
    un,
    us_csl,
    us_dpl,
    us_special,
)
from .members import Member, members
from .refusal import refusal


@dataclass(frozen=True, slots=True)
class Reader:
    """One layout: whether a file has it, and how the files of one publication are read."""

    name: str
    accepts: Callable[[Member], bool]
    read: Callable[[Sequence[Member]], tuple[Publication, ...]]


READERS = tuple(
    Reader(module.NAME, module.accepts, module.read)
    for module in (
        ofac_csv, ofac_xml, us_csl, us_dpl, un, eu_fsf, eu_journal, uk_ofsi, uk_sanctions_list, au_dfat, ca_sema,
        opensanctions_simple, ftm_lines, us_special, in_house,
    )
)  # fmt: skip
"""To add a list: a module with these three names and a line here."""


def recognise(files: Sequence[Member]) -> Reader:
    """The one reader whose layout all the files have.

    Raises:
        BadInput: a file of no known layout, of several, or files of different publishers.
    """
    fitting = {member.file: [reader for reader in READERS if reader.accepts(member)] for member in files}
    for file, readers in fitting.items():
        if len(readers) != 1:
            names = ", ".join(reader.name for reader in readers)
            raise refusal(
                f"fits several layouts: {names}" if readers else "has no layout of a list that is known here",
                file,
                todo=f"Import the publisher's own file, as downloaded. Known: {_KNOWN}.",
            )
    chosen = {readers[0].name: readers[0] for readers in fitting.values()}
    if len(chosen) != 1:
        raise refusal(
            f"files of several publishers were given together: {', '.join(chosen)}", ", ".join(fitting),
            todo="Import each publication by itself.",
        )  # fmt: skip
    return next(iter(chosen.values()))


_KNOWN = ", ".join(reader.name for reader in READERS)


def is_member(file: Mapping[str, bytes]) -> bool:
    """True for a file (name -> bytes) that is one of several which only together are a publication."""
    try:
        return any(ofac_csv.accepts(member) for member in members(file))
    except BadInput:
        return False


def read_publication(files: Mapping[str, bytes]) -> tuple[Publication, ...]:
    """Read the files of one publication.

    Args:
        files: name as the person gave it -> bytes, plain or gzipped. Names are for messages only.

    Returns:
        One publication for each list in them: the US Consolidated Screening List holds thirteen.

    Raises:
        BadInput: not recognised, damaged, cut off, partial, empty; names file, row or line, and value.
    """
    opened = members(files)
    return recognise(opened).read(opened)
