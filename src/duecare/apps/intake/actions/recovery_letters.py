"""Recovery by letter: one of the committee proposes who gets a case, the others bring their shares, one combines.

A share travels sealed to the keys of whoever combines. What they do is signed in the case's new header; the letter
goes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta

from duecare.adapters.sealed import envelopes
from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.queries.letters import Letter
from duecare.apps.intake.queries.opening import bundle_in
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.bundles import Bundle
from duecare.apps.intake.rules.compartments import WRITTEN
from duecare.apps.intake.rules.reading import hexed, mapping, packed, text, unpacked
from duecare.apps.intake.rules.records import READING, Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied
from duecare.kernel.framing import framed

from . import letters
from .recovering import Part, dealing_in, part, recover
from .turning import Members

PROPOSAL, PART, BACK = "duecare/recovery/1", "duecare/recovery-part/1", "duecare/recovery-back/1"
SIGNATURE = 64
LONGEST = 1_000
LASTS = timedelta(days=30)
"""A proposal that nobody carried out lapses: who is to get a case, and why, is asked anew."""


def propose(*, by: Keys, site: Site, group: bytes, bundle: Bundle, to: bytes, reason: str) -> None:
    """Propose to everybody who holds a share of a case that somebody gets it; brings one's own part.

    Raises:
        BadInput: no reason, or whoever is to get it may not read cases today.
    """
    if not site.directory.valid(to, site.today, *READING):
        raise BadInput("choose one of those offered", field="to")
    _reason(reason)
    dealing, _day = dealing_in(site=site, bundle=bundle)
    others = [
        who for who in dealing.shares if who != by.fingerprint and site.directory.valid(who, site.today) is not None
    ]
    body: dict[str, JSON] = {"format": PROPOSAL, "group": group.hex(), "member": to.hex(), "reason": reason}
    row = site.store.group(Table.GRANTS, group)
    keep = row[1] if row else site.today
    letters.send(by=by, site=site, group=secrets.token_bytes(32), to=others, body=body, keep_until=keep)


def approve(*, by: Keys, site: Site, letter: Letter, reason: str) -> None:
    """Bring one's share and approval, sealed to whoever proposed it.

    Raises:
        Conflict: brought already, the case's keys were changed since, or it fits no more.
        BadInput: no reason.
    """
    _reason(reason)
    if by.fingerprint in {who for who, _sheet in _brought(letter)} or by.fingerprint == letter.sheets[0].author:
        raise Conflict("You have approved it.", "Nothing was changed.", "It waits for the others.")
    group, members = wanted(letter)
    mine = part(by=by, site=site, group=group, members=members)
    combiner = site.directory.valid(letter.sheets[0].author, site.today)
    if mine is None or combiner is None:
        raise _over()
    _stands(site, letter)
    share = envelopes.wrap(mine.share, combiner.opening, _info(site, letter, by.fingerprint))
    body: dict[str, JSON] = {
        "approval": packed(mine.approval), "format": PART, "reason": reason, "share": packed(share),
    }  # fmt: skip
    row = site.store.group(Table.GRANTS, letter.group)
    letters.answer(by=by, site=site, to=letter, body=body, keep_until=row[1] if row else site.today)


def finish(*, by: Keys, site: Site, letter: Letter) -> None:
    """Combine what was brought, and give the case to the new member.

    Raises:
        FalseShares: names whose share is not the one dealt.
        TooFewShares: not enough yet.
        Conflict: the case's keys were changed since, somebody else proposed it, or it fits no more.
    """
    group, members = wanted(letter)
    mine = part(by=by, site=site, group=group, members=members)
    if mine is None or by.fingerprint != letter.sheets[0].author or bundle_in(site, by, Table.GRANTS, group) is None:
        raise _over()
    _stands(site, letter)
    parts = {by.fingerprint: mine}
    for who, sheet in _brought(letter):
        share = envelopes.unwrap(unpacked(sheet["share"]), by.opening, _info(site, letter, who))
        parts[who] = Part(share or b"", unpacked(sheet["approval"], SIGNATURE))
    with site.store.transaction():
        recover(by=by, site=site, group=group, parts=parts, members=members, reasons=approvals(letter))
        letters.drop(site=site, letter=letter)


def fits(site: Site, letter: Letter) -> bool:
    """Whether what was proposed can still be carried out: the keys are those of then, whoever proposed it may combine,
    whoever is to get the case may read it, and it has not lapsed."""
    group, members = wanted(letter)
    first = letter.sheets[0]
    return (
        site.store.group(Table.GRANTS, group) is not None
        and site.directory.valid(first.author, site.today, Office.COMMITTEE) is not None
        and all(site.directory.valid(who, site.today, *READING) for who in members)
        and site.today < first.day + LASTS
    )


def take_back(*, by: Keys, site: Site, letter: Letter) -> None:
    """Let a proposal go: whoever made it at any time, everybody else once it can be carried out no more. What was
    brought to it opens for nobody afterwards.

    Raises:
        Denied: another person made it, and it can still be carried out.
    """
    if by.fingerprint != letter.sheets[0].author and fits(site, letter):
        raise Denied(
            "Another person proposed this, and it can still be carried out.", "Nothing was changed.",
            "Ask them to take it back.",
        )  # fmt: skip
    row = site.store.group(Table.GRANTS, letter.group)
    with site.store.transaction():
        # Its hash enters the open chain like that of every other step; the sheet itself goes with the letter.
        letters.answer(by=by, site=site, to=letter, body={"format": BACK}, keep_until=row[1] if row else site.today)
        letters.drop(site=site, letter=letter, sheets=len(letter.sheets) + 1)


def wanted(letter: Letter) -> tuple[bytes, Members]:
    """(group of the shares, who is to read the case). Raises Altered: the letter proposes no recovery."""
    body = letter.first
    try:
        if body.get("format") != PROPOSAL:
            raise ValueError("another letter")
        return hexed(body["group"], 32), {hexed(body["member"], 32): frozenset(WRITTEN)}
    except (ValueError, KeyError) as fault:
        raise Altered("the letter proposes no recovery") from fault


def approvals(letter: Letter) -> dict[bytes, str]:
    """Who approved, with their reasons; whoever proposed it first."""
    brought = {who: text(sheet.get("reason")) for who, sheet in _brought(letter)}
    return {letter.sheets[0].author: text(letter.first.get("reason")), **brought}


def _brought(letter: Letter) -> Iterator[tuple[bytes, dict[str, JSON]]]:
    for sheet in letter.sheets[1:]:
        body = dict(mapping(sheet.body))
        if body.get("format") == PART and set(body) == {"approval", "format", "reason", "share"}:
            yield sheet.author, body


def _reason(reason: str) -> None:
    if not reason.strip() or len(reason) > LONGEST:
        raise BadInput("write something", field="reason")


def _info(site: Site, letter: Letter, who: bytes) -> bytes:
    return framed("duecare/part/1", site.installation, letter.group, who)


def _stands(site: Site, letter: Letter) -> None:
    """Raises Conflict unless it can still be carried out."""
    if not fits(site, letter):
        raise Conflict(
            "This proposal cannot be carried out any more.", "Nothing was changed.",
            "Take it back, and propose it anew.",
        )  # fmt: skip


def _over() -> Conflict:
    return Conflict("The keys of this case were changed.", "Nothing was changed.", "Propose it anew.")
