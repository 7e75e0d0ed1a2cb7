"""Briefs of a case as its members read them: from the letter while there is one, then from what the case kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duecare.apps.intake.rules.advice import Advice, advice
from duecare.apps.intake.rules.briefs import Brief
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.work import Work, left_out

from .letters import Letter, contents, proved
from .opening import Case
from .site import Site
from .standing import Standing


@dataclass(frozen=True, slots=True)
class Read:
    """One opening by an adviser; `file`: name of the file, "" for the brief."""

    day: date
    author: bytes
    mark: bytes
    file: str


def sheets(site: Site, brief: Brief) -> tuple[bytes, ...]:
    """What there is of its letter, kept or still there; nothing before it is sent.

    Raises:
        Altered: a sheet does not open, or is another than the one that was kept.
    """
    if brief.sent is None:
        return ()
    one = brief.sent[2]
    there = tuple(contents(site, one.letter, one.seed))
    short = min(len(there), len(brief.kept))
    if there[:short] != brief.kept[:short]:
        raise Altered("a letter is another than the case kept")
    return max(there, brief.kept, key=len)


def proved_letter(site: Site, brief: Brief) -> Letter | None:
    """The letter as it stands, each sheet proved; None before it is sent. Raises Altered."""
    if brief.sent is None:
        return None
    one = brief.sent[2]
    return proved(site, one.letter, one.seed, sheets(site, brief))


def kept(site: Site, brief: Brief) -> Advice | None:
    """What the case has kept of it; None when nothing. Raises Altered."""
    if brief.sent is None or not brief.kept:
        return None
    one = brief.sent[2]
    try:
        return advice(proved(site, one.letter, one.seed, brief.kept).sheets)
    except ValueError as fault:
        raise Altered("a letter of a brief is none") from fault


def read(site: Site, brief: Brief) -> Advice | None:
    """What came of it; None before it is sent. Raises Altered."""
    letter = proved_letter(site, brief)
    try:
        return advice(letter.sheets) if letter else None
    except ValueError as fault:
        raise Altered("a letter of a brief is none") from fault


def readings(site: Site, work: Work) -> Iterator[Read]:
    """What advisers opened, brief by brief; none of one whose letter is in doubt, of which its own page tells."""
    for mark, brief in work.briefs.items():
        try:
            found = read(site, brief)
        except Altered:
            continue
        for one in found.looked if found else ():
            name = found.front.content.files[one.file - 1].name if found and one.file else ""
            yield Read(one.day, brief.what.adviser, mark, name)


def advisers(site: Site, case: Case, found: Standing) -> tuple[bytes, ...]:
    """Who can be asked: certified as an adviser and for nothing else, in no part of this case, neither left out by the
    reporter nor found to have a conflict."""
    known = {one.fingerprint: one.record.person for one in site.directory.every}
    inside = {known[who] for who in (*case.header.members, *case.header.dealing.shares) if who in known}
    inside |= {known[who] for who in case.header.custody if who in known}
    out = left_out(found.progress.report) if found.progress else {}
    checks = found.work.checks if found.work else {}
    others = {
        one.record.person for one in site.directory.every
        if one.valid(site.today) and one.record.offices - {Office.ADVISER}
    }  # fmt: skip
    return tuple(
        one.fingerprint
        for one in site.directory.holders(Office.ADVISER, site.today)
        if not one.record.sales
        and one.record.person not in inside | others | set(out)
        and checks.get(one.fingerprint, True)
    )
