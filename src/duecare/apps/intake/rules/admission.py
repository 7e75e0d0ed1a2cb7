"""Whether a paper may enter the key log. Says no before anything is written, and why, with file and value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duecare.kernel.chain import Stored
from duecare.kernel.errors import BadInput, DuecareError

from .key_log import Certified, Directory, Officers, Verifies, appended, checked
from .papers import Paper, unfit_paper
from .records import KeyRecord

SHOWN = 16
"""Hex digits of a key or fingerprint in a message."""


def sound(directory: Directory) -> Directory:
    """The directory again.

    Raises:
        DuecareError: the log was touched; nothing is added to what proves nothing.
    """
    if directory.faults:
        raise DuecareError(
            f"The key log is not sound: {directory.faults[0].says}.",
            "No key counts and nothing was added.",
            "Restore sealed/key-log.jsonl from the backup, and find out who changed it.",
        )
    return directory


def check_signatures(paper: Paper, verifies: Verifies, *, file: str) -> None:
    """Raises BadInput when a signature does not fit what the paper asks for."""
    for who, signature in paper.signatures.items():
        if not verifies(bytes.fromhex(who), paper.message, signature):
            raise BadInput(
                "this officer's signature does not fit what stands in the file, so the file was altered",
                file=file, field="signatures", value=who[:SHOWN], todo="Ask for a new request; do not use this one.",
            )  # fmt: skip


def check_fit(paper: Paper, installation: bytes | None, today: date, *, file: str) -> None:
    """Raises BadInput when the paper is another installation's, expired, or asks for what cannot be."""
    if installation is not None and paper.installation != installation:
        raise BadInput(
            "this paper was made for another installation",
            file=file, field="installation", value=paper.installation.hex()[:SHOWN],
            todo="Import it there, or make a request here.",
        )  # fmt: skip
    for why in unfit_paper(paper, today):
        raise BadInput(why, file=file, value=paper.fingerprint.hex()[:SHOWN], todo="Make a new request.")


def admitted(
    paper: Paper, log: tuple[Stored, ...], *, installation: bytes, officers: Officers, verifies: Verifies, today: date,
    file: str,
) -> bytes:  # fmt: skip
    """The body of the entry that the paper becomes.

    Raises:
        BadInput: altered, expired, another installation's, a duplicate, or not signed by enough pinned officers.
        DuecareError: the log itself is not sound.
    """
    known = sound(checked(log, installation=installation, officers=officers, verifies=verifies))
    check_signatures(paper, verifies, file=file)
    check_fit(paper, installation, today, file=file)
    _by_pinned(paper, officers, today, file)
    (_new if isinstance(paper.asks, KeyRecord) else _endable)(paper, known.every, file)
    body = paper.entry()
    after = checked(appended(log, body), installation=installation, officers=officers, verifies=verifies)
    for fault in (*after.faults, *after.ignored):
        if fault.seq == len(log) + 1:  # what the walk refuses is not written, whatever was checked above
            raise BadInput(fault.says, file=file, value=paper.fingerprint.hex()[:SHOWN])
    return body


def _by_pinned(paper: Paper, officers: Officers, today: date, file: str) -> None:
    """Officers sign while they are pinned: on the first day, and still today, or who has left could sign backwards."""
    for who in paper.signatures:
        begins, ends = officers.pinned.get(who, (date.max, date.min))
        if not (begins <= paper.begins and max(paper.begins, today) <= ends):
            why = (
                f"this officer is pinned from {begins} to {ends}, not on {paper.begins} and today"
                if who in officers.pinned
                else "this key is not pinned as an officer's"
            )
            raise BadInput(why, file=file, field="signatures", value=who[:SHOWN], todo=_ASK)
    if len(paper.signatures) < paper.takes:
        signed = ", ".join(who[:SHOWN] for who in paper.signatures) or "none"
        raise BadInput(
            f"signed by {len(paper.signatures)} of the pinned officers, and it takes {paper.takes}",
            file=file, field="signatures", value=signed, todo=_ASK,
        )  # fmt: skip


_ASK = "Let pinned officers sign it with duecare-certify; who is pinned, `duecare keys status` tells."


def _new(paper: Paper, every: Iterable[Certified], file: str) -> None:
    asked = paper.asks
    assert isinstance(asked, KeyRecord)
    for one in every:
        same = one.fingerprint == paper.fingerprint
        why = ""
        if same and one.ended:
            why = f"these keys were ended (entry {one.ended[0][0]}) and are never certified again"
        elif one.record == asked:
            why = f"this certificate stands in the key log already, as entry {one.seq}"
        elif (not same and asked.opening == one.record.opening) or (asked.signing == one.record.signing and not same):
            why = f"half of these keys is certified in another pair (entry {one.seq})"
        elif same and one.record.person != asked.person:
            why = f"these keys are another person's (entry {one.seq})"
        if why:
            raise BadInput(why, file=file, value=paper.fingerprint.hex()[:SHOWN], todo="Make a request with new keys.")


def _endable(paper: Paper, every: Iterable[Certified], file: str) -> None:
    value = paper.fingerprint.hex()[:SHOWN]
    mine = [one for one in every if one.fingerprint == paper.fingerprint]
    if not mine:
        raise BadInput("no such key was ever certified here", file=file, value=value, todo="See `duecare keys status`.")
    for seq, day in mine[-1].ended:
        if day <= paper.begins:
            raise BadInput(f"this key was ended from {day} on already (entry {seq})", file=file, value=value)
