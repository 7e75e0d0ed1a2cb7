"""What a check of a usage log found, recorded at the request that the log was given upon.

Whoever may use this command on the company's machine says for whom it is recorded; the entry in the log says that it
came through the command. Read before the check is what the company itself kept of the log.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from duecare.adapters.usage_log.checking import Checked, named
from duecare.adapters.usage_log.entries import Head
from duecare.entrypoints.cli.starting import open_home
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Recording:
    """One check that is to be recorded."""

    log: Path
    reference: str
    person: str
    file: str

    @classmethod
    def begun(cls, log: Path, reference: str, person: str) -> Recording | None:
        """None where nothing is to be recorded.

        Raises:
            BadInput: one of both is missing, or there is no such person. Denied: they record no checks.
            NotFound: no such request. Conflict: it takes no check; told before a long file is read.
        """
        if not reference and not person:
            return None
        if not reference or not person:
            raise BadInput(
                "a check is recorded at a request and for somebody", field="--as" if reference else "--request",
                means="Nothing was checked or recorded.", todo="Give both --request and --as, or neither.",
            )  # fmt: skip
        open_home()
        from duecare.apps.monitoring.queries import log_request_called
        from duecare.apps.monitoring.rules.acts import CHECK
        from duecare.apps.monitoring.rules.log_requests import check_open

        CHECK.check(_actor(person))
        row = log_request_called(reference)
        check_open(row.state, row.check_result)
        return cls(log, row.reference, person, _sha256(log))

    def seen(self) -> list[Head]:
        """Where the company saw this log stand before."""
        from duecare.apps.monitoring.queries import seen_of

        number = named(self.log)
        rows = seen_of(number.hex()) if number else ()
        return [Head(one.sealed, bytes.fromhex(one.head)) for one in rows if one.sealed is not None and one.head]

    def keep(self, found: Checked) -> None:
        """Record it.

        Raises:
            BadInput: the file changed while it was read. Conflict: see `actions.record_checked_copy`.
        """
        from duecare.apps.monitoring.actions import record_checked_copy
        from duecare.apps.monitoring.queries import log_request_called
        from duecare.apps.monitoring.rules.log_copies import Copy

        if _sha256(self.log) != self.file:
            raise BadInput("this file changed while it was read", file=self.log.name, means="Nothing was recorded.")
        head = found.head
        copy = Copy(
            log=found.log.hex(), file=self.file, entries=found.count, sealed=head.number if head else None,
            head=head.hash.hex() if head else "", last=found.last.date() if found.last else None,
            faults=tuple(f"line {one.line}: {one.said}" if one.line else one.said for one in found.faults),
            more=found.more, foreign=found.foreign,
        )  # fmt: skip
        record_checked_copy(by=_actor(self.person), request_id=log_request_called(self.reference).id, copy=copy)


def _actor(email: str) -> Actor:
    from duecare.apps.accounts.queries import actor_called

    actor = actor_called(email)
    if actor is None:
        raise BadInput(
            "nobody here has this address", field="--as", value=email, means="Nothing was checked or recorded.",
            todo="Give the e-mail address of somebody who keeps log requests.",
        )  # fmt: skip
    return actor


def _sha256(file: Path) -> str:
    with file.open("rb") as body:
        return hashlib.file_digest(body, "sha256").hexdigest()
