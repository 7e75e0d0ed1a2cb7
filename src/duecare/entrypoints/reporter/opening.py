"""A mailbox, opened with the code or with what was kept of it; and what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from duecare.adapters.sealed import envelopes
from duecare.adapters.sealed.reporter import Reporter, from_root
from duecare.apps.intake.actions.identity_writing import identify, tell
from duecare.apps.intake.queries.opening import Case, open_case, read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.observing import Agreeing
from duecare.apps.intake.rules.oral import TOLD
from duecare.apps.intake.rules.progress import Progress, Said, progress
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.reports import About, Message
from duecare.apps.intake.rules.retention import keep_until
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import Conflict

TRIES = 3
"""How often a message is written when somebody else writes at the same moment."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What a reporter finds. `unsound` counts entries that do not fit: they are told, never dropped silently."""

    by: Reporter
    case: Case
    progress: Progress
    unsound: int

    @property
    def news(self) -> tuple[Said, ...]:
        """What the other side said since the reporter last wrote."""
        said = self.progress.said
        last = max(at for at, one in enumerate(said) if one.by_reporter)
        return said[last + 1 :]

    @property
    def minutes(self) -> bool:
        """Whether minutes wait for the reporter to confirm them (2019/1937 art. 18(4))."""
        kinds = [one.what.about for one in self.progress.said if isinstance(one.what, Message)]
        about = [one for one in kinds if one in (About.MINUTES, About.AGREED)]
        told = self.progress.report.door in TOLD
        return about[-1] is About.MINUTES if about else told


def opened(site: Site, root: bytes) -> Mailbox | None:
    """The mailbox, or None: unknown, shredded, altered. Each takes as many openings as the others."""
    by = from_root(root)
    try:
        case = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
        if case is None:
            envelopes.open_group(site.installation, by.mailbox, _nobodys(site.installation), by.keys)
            return None
        found = read(site, case, Compartment.REPORT)
        told = progress((entry for _at, entry in found.entries), by.keys.fingerprint)
    except (Altered, ValueError):
        return None
    return Mailbox(by, case, told, len(found.faults) + told.unread)


def say(site: Site, root: bytes, message: Message | Agreeing) -> bool:
    """Write into the mailbox; False when there is none.

    Raises:
        Conflict: others wrote at the same moment, again and again; nothing was kept.
    """
    return _written(
        site, root, lambda case: tell(by=case, site=site, message=message, keep_until=keep_until(site.today))
    )


def name_oneself(site: Site, root: bytes, text: str, language: str) -> bool:
    """Say who one is, or change it; False when there is no mailbox. Raises Conflict, as `say`."""
    until = keep_until(site.today)
    return _written(
        site, root, lambda case: identify(by=case, site=site, text=text, language=language, keep_until=until)
    )


def _written(site: Site, root: bytes, act: Callable[[Case], None]) -> bool:
    for left in reversed(range(TRIES)):
        box = opened(site, root)
        if box is None:
            return False
        try:
            act(box.case)
            return True
        except Conflict:
            if not left:
                raise
    return False


@cache
def _nobodys(installation: bytes) -> bytes:
    """Sixteen real envelopes to keys that were thrown away: a mailbox that is not there is tried like one that is."""
    return envelopes.group(installation, bytes(32), [])
