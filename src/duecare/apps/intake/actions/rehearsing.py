"""A rehearsed recovery: a made-up report in a store of its own, under today's key log, recovered by the committee.

No real case is opened: the store is empty before, and nothing of the installation but its number and key log is used.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.reporter import Reporter, reporter
from duecare.apps.intake.queries.opening import open_case, read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.compartments import WRITTEN, Compartment
from duecare.apps.intake.rules.drills import Drill
from duecare.apps.intake.rules.records import Office, Track
from duecare.apps.intake.rules.refusals import Altered, NotSealed, TooFewShares
from duecare.apps.intake.rules.reports import Report
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import Conflict

from .recovering import Part, part, recover
from .submitting import Submission, submit

CODE = 16


def rehearse(*, by: Sequence[Keys], site: Site, threshold: int, handler: Keys | None = None) -> Drill:
    """Submit, recover for a case handler, and read it back.

    Args:
        by: keys of committee members, from their own vaults; as many as recovery takes.
        site: an installation on an empty store.
        handler: keys of the case handler, where they are here, to read the recovered case with as well.

    Raises:
        NotSealed, TooFewShares, FalseShares: as in a real recovery.
        Altered: what was recovered is not what was submitted.
        Conflict: the store holds something, or nobody handles cases.
    """
    if any(True for table in Table for _ in site.store.groups(table)):
        raise Conflict("The store of the rehearsal is not empty.", "Nothing was rehearsed.", "Begin again.")
    to = handler.fingerprint if handler is not None else case_handler(site)
    back, told = reporter(site.installation, secrets.token_bytes(CODE)), secrets.token_hex(32)
    _submitted(site, back, told, threshold)
    before = open_case(site, back.keys, Table.SUBMISSIONS, back.mailbox)
    if before is None:
        raise Altered("the made-up report does not open")
    members, group = {to: frozenset(WRITTEN)}, before.header.recovery
    parts = {one.fingerprint: found for one in by if (found := part(by=one, site=site, group=group, members=members))}
    if len(parts) < threshold:
        raise TooFewShares(len(parts), threshold)
    recover(by=by[0], site=site, group=group, parts=parts, members=members)
    _read_back(site, back, told, to, parts, handler)
    drill = Drill(site.today, threshold, site.directory.seen, to)
    message = drill.message(site.installation)
    for one in by:
        drill = drill.signed(one.fingerprint, one.signing.sign(message)) if one.fingerprint in parts else drill
    return drill


def case_handler(site: Site) -> bytes:
    """Fingerprint of whom the made-up case is recovered for: a case handler, or an intake officer if there is none."""
    offices = (Office.CASE_HANDLER, Office.INTAKE_EXTERNAL, Office.INTAKE_INTERNAL)
    for office in offices:
        for one in site.directory.holders(office, site.today):
            return one.fingerprint
    raise Conflict("Nobody is certified to handle cases.", "Nothing was rehearsed.", "Complete the ceremony first.")


def _submitted(site: Site, back: Reporter, told: str, threshold: int) -> None:
    """On the first track that is open."""
    refused: NotSealed | None = None
    for track in Track:
        report = Report(f"{track.value}/1", "en", {"rehearsal": told})
        try:
            submit(
                by=back, site=site, threshold=threshold, submission=Submission(track, report), keep_until=site.today
            )  # fmt: skip
        except NotSealed as fault:
            refused = fault
        else:
            return
    assert refused is not None  # there are tracks
    raise refused


def _read_back(
    site: Site, back: Reporter, told: str, to: bytes, parts: dict[bytes, Part], handler: Keys | None
) -> None:  # fmt: skip
    """The reporter's own keys prove the new header; the handler's read the case where they are here."""
    case = open_case(site, back.keys, Table.SUBMISSIONS, back.mailbox)
    if case is None or set(case.header.members) != {to} or set(case.header.approvals) != set(parts):
        raise Altered("the recovered case has other members than the committee approved")
    readers = [case]
    if handler is not None:
        mine = open_case(site, handler, Table.GRANTS, case.header.group)
        if mine is None or set(mine.bundle.seeds) < set(WRITTEN) - {Compartment.IDENTITY}:
            raise Altered("the case handler cannot open the recovered case")
        readers.append(mine)
    for one in readers:
        found = read(site, one, Compartment.REPORT)
        bodies = [entry.body for _, entry in found.entries]
        if found.faults or len(bodies) != 1 or not isinstance(bodies[0], dict) or told not in str(bodies[0]):
            raise Altered("the recovered report is not the one that was submitted")
