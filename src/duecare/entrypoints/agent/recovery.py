"""Shares of recovery seeds, asked of an open vault of the committee."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.actions import recovery_letters as recovery
from duecare.apps.intake.actions.recovering import dealing_in
from duecare.apps.intake.queries.letters import Letter
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import desk_recovery as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.headers import case_number
from duecare.apps.intake.rules.records import READING
from duecare.apps.intake.rules.refusals import Altered
from duecare.kernel.errors import NotFound

from . import shown
from .held import Held
from .setting import Setting
from .typed import keys_of


def box(held: Held, site: Site, setting: Setting, asks: desk.Shares) -> desk.ShareBox:
    """Every share, with what was proposed for its case. Raises NotFound: no share is open to these keys."""
    member, shares, letters = shown.member_of(held, site, setting), held.shares(site), _letters(held, site)
    known = {group for _keys, group, _bundle in shares}
    stale = [_row(held, site, letter, member, None) for _k, letter in letters if _group(letter) not in known]
    if not shares and not stale:
        raise NotFound
    rows = []
    for _keys, group, bundle in shares:
        try:
            dealing, day = dealing_in(site=site, bundle=bundle)
        except Altered:
            continue
        about = [
            _row(held, site, letter, member, dealing.threshold) for _k, letter in letters if _group(letter) == group
        ]
        rows.append(desk.Share(
            held.reference(group), case_number(bundle.case), day, dealing.threshold, len(dealing.shares), tuple(about)
        ))  # fmt: skip
    every = {one.fingerprint for office in READING for one in site.directory.holders(office, site.today)}
    return desk.ShareBox(
        tuple(sorted(rows, key=lambda one: one.number)), tuple(stale), tuple(member(one, "") for one in every)
    )


def _row(
    held: Held, site: Site, letter: Letter, member: Callable[[bytes, str], Any], threshold: int | None
) -> desk.Recovery:
    """A proposal; `threshold`: None where its shares were dealt anew, so that it fits nothing."""
    said = recovery.approvals(letter)
    ((to, _what),) = recovery.wanted(letter)[1].items()
    author = letter.sheets[0].author
    return desk.Recovery(
        held.reference(letter.group), letter.sheets[0].day, member(author, ""), member(to, ""),
        tuple(member(who, "") for who in said), tuple(said.values()), author in held.fingerprints(),
        bool(held.fingerprints() & set(said)), threshold is not None and len(said) >= threshold,
        threshold is not None and recovery.fits(site, letter),
    )  # fmt: skip


def propose(held: Held, site: Site, setting: Setting, asks: desk.ProposeRecovery) -> Done:
    """Propose who gets a case."""
    for keys, group, bundle in held.shares(site):
        if held.reference(group) == asks.reference:
            recovery.propose(
                by=keys, site=site, group=group, bundle=bundle, to=keys_of(asks.to, "to"), reason=asks.reason
            )  # fmt: skip
            return Done()
    raise NotFound


def approve(held: Held, site: Site, setting: Setting, asks: desk.ApproveRecovery) -> Done:
    """Bring one's part."""
    keys, letter = _letter(held, site, asks.reference)
    recovery.approve(by=keys, site=site, letter=letter, reason=asks.reason)
    return Done()


def finish(held: Held, site: Site, setting: Setting, asks: desk.FinishRecovery) -> Done:
    """Combine, in this process alone."""
    keys, letter = _letter(held, site, asks.reference)
    recovery.finish(by=keys, site=site, letter=letter)
    return Done()


def take_back(held: Held, site: Site, setting: Setting, asks: desk.TakeBackRecovery) -> Done:
    """Let a proposal go."""
    keys, letter = _letter(held, site, asks.reference)
    recovery.take_back(by=keys, site=site, letter=letter)
    return Done()


def _letters(held: Held, site: Site) -> list[tuple[Keys, Letter]]:
    return [(keys, letter) for keys, letter in held.letters(site) if _group(letter) is not None]


def _group(letter: Letter) -> bytes | None:
    try:
        return recovery.wanted(letter)[0]
    except Altered:
        return None


def _letter(held: Held, site: Site, reference: str) -> tuple[Keys, Letter]:
    for keys, letter in _letters(held, site):
        if held.reference(letter.group) == reference:
            return keys, letter
    raise NotFound


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Shares: box, desk.ProposeRecovery: propose, desk.ApproveRecovery: approve, desk.FinishRecovery: finish,
    desk.TakeBackRecovery: take_back,
}  # fmt: skip
