"""A signed paper enters the key log: one entry, appended behind the log that was checked, or nothing."""

from __future__ import annotations

from datetime import date

from duecare.adapters.sealed import log_file
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.signing import verifies
from duecare.apps.intake.rules.admission import admitted
from duecare.apps.intake.rules.key_log import Officers
from duecare.apps.intake.rules.papers import Paper
from duecare.kernel.chain import GENESIS, Stored


def enter(place: KeyPlace, paper: Paper, *, officers: Officers, today: date, file: str) -> Stored:
    """Append the certificate or the end of a key.

    Args:
        file: name of the paper's file, for messages.

    Raises:
        BadInput: the paper is refused, with the reason; nothing was written.
        Conflict: somebody appended in the meantime; nothing was written.
    """
    log = log_file.read(place.log)
    installation = place.installation() or b""
    body = admitted(
        paper, log, installation=installation, officers=officers, verifies=verifies, today=today, file=file
    )  # fmt: skip
    after = (log[-1].seq, log[-1].head) if log else (0, GENESIS)
    return log_file.append(place.log, body, after=after)
