"""Papers of the ceremony as files, and in words. Loads neither Django nor the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duecare.adapters.sealed.keys import public_key
from duecare.adapters.sealed.private_file import write_new
from duecare.apps.intake.rules.papers import LARGEST, Paper, aloud, parsed
from duecare.apps.intake.rules.records import KeyRecord, Office
from duecare.kernel.errors import BadInput

OFFICES = {
    Office.INTAKE_INTERNAL: "reads new reports of the company's own people first",
    Office.INTAKE_EXTERNAL: "reads new reports of people outside first",
    Office.CASE_HANDLER: "handles cases they are let into",
    Office.CUSTODIAN: "holds the other half of identities, reads no report",
    Office.COMMITTEE: "holds a share with which lost cases are recovered",
    Office.OBSERVER: "a third party agreed on, reads the report of one case",
    Office.ADVISER: "an outside adviser, reads what members of a case chose for them",
}


def read_paper(file: Path) -> Paper:
    """The paper in a file.

    Raises:
        BadInput: it is none; names the file.
    """
    with file.open("rb") as body:
        data = body.read(LARGEST + 1)
    try:
        if len(data) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST} bytes")
        paper = parsed(data)
        if isinstance(paper.asks, KeyRecord):
            public_key(paper.asks.opening)
    except ValueError as fault:
        raise BadInput(
            f"this is no request of `duecare keys`, or it was altered: {fault}",
            file=file.name, value=data[:60].decode("utf-8", "replace"),
            todo="Make it anew with `duecare keys request` or `duecare keys revoke`.",
        ) from fault  # fmt: skip
    return paper


def write_paper(file: Path, paper: Paper) -> None:
    """A new file.

    Raises:
        BadInput: there is one of that name; it is left as it is.
    """
    try:
        write_new(file, paper.written())
    except FileExistsError as fault:
        raise taken(file) from fault


def taken(file: Path) -> BadInput:
    """Nothing is written over."""
    return BadInput("there is a file of that name", file=str(file), todo="Name another one.")


def refuse_no_place(file: Path) -> None:
    """Said before anybody is asked for anything."""
    if file.exists():
        raise taken(file)
    if not file.parent.is_dir():
        raise BadInput("there is no such folder", file=str(file.parent))


def in_words(paper: Paper) -> Iterator[str]:
    """What is to be signed, a line each, and the number to compare aloud."""
    one = paper.asks
    if isinstance(one, KeyRecord):
        yield "To be certified: the keys of one person."
        yield f"  Person         {one.person.hex()}"
        for office in sorted(one.offices):
            yield f"  Office         {office.value}: {OFFICES[office]}"
        yield f"  Independent    {'yes, does not depend on the company' if one.independent else 'no'}"
        yield f"  Works in sales {'YES: gets no report' if one.sales else 'no, and you vouch for it'}"
        yield f"  Valid          from {one.begins} to {one.ends}, both included"
    else:
        yield "To be ended: the keys of one person. They open no new report and sign nothing any more."
        yield f"  From           {one.begins} on"
    yield f"  Keys           {paper.fingerprint.hex()}"
    yield f"  Installation   {paper.installation.hex()}"
    yield f"  Signed so far  by {', '.join(who[:16] for who in paper.signatures) or 'nobody'}; it takes {paper.takes}"
    yield f"\nCompare aloud:  {aloud(paper)}"
