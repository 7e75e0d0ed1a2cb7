"""Briefs for outside advisers, asked of an open vault by members of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duecare.apps.intake.actions import advising, scoping
from duecare.apps.intake.queries import briefs
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing, standing
from duecare.apps.intake.rules import desk_briefs as desk
from duecare.apps.intake.rules.advice import Advice, Content, Excerpt
from duecare.apps.intake.rules.briefs import MARK, Brief
from duecare.apps.intake.rules.desk import Done, Member
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.work import Work
from duecare.kernel.errors import BadInput, DuecareError, NotFound

from . import shown
from .brief_lines import stands
from .held import Held
from .setting import Setting
from .typed import keys_of


def state(held: Held, site: Site, setting: Setting, asks: desk.Briefs) -> desk.BriefState:
    """Every brief of the case. Whoever does not hold the work finds no such page."""
    case, found, work = _members(held, site, asks.reference)
    member = shown.member_of(held, site, setting)
    rows = tuple(_row(held, site, case, found, one, member) for one in reversed(tuple(work.briefs.values())))
    told = found.progress
    return desk.BriefState(
        rows, tuple(member(one, "") for one in briefs.advisers(site, case, found)),
        tuple(_piece(name, one) for name, one in scoping.pieces(found)),
        told.report.questions if told else "", site.today,
    )  # fmt: skip


def propose(held: Held, site: Site, setting: Setting, asks: desk.ProposeBrief) -> Done:
    """Propose one to the other members."""
    case, _found, _work = _members(held, site, asks.reference)
    wish = advising.Wish(
        keys_of(asks.who), asks.until, asks.concerns, asks.question, asks.text, asks.chosen, asks.raw
    )  # fmt: skip
    advising.propose(by=case, site=site, wish=wish)
    return Done()


def approve(held: Held, site: Site, setting: Setting, asks: desk.ApproveBrief) -> Done:
    """Agree, and send it."""
    case, _found, _work = _members(held, site, asks.reference)
    advising.approve(by=case, site=site, mark=_mark(asks.mark))
    return Done()


def end(held: Held, site: Site, setting: Setting, asks: desk.EndBrief) -> Done:
    """Refuse it, or take it back."""
    case, _found, _work = _members(held, site, asks.reference)
    advising.end(by=case, site=site, mark=_mark(asks.mark), reason=asks.reason)
    return Done()


def keep(held: Held, site: Site, setting: Setting, asks: desk.KeepAdvice) -> Done:
    """Keep what was said in the case's record."""
    case, _found, _work = _members(held, site, asks.reference)
    advising.keep(by=case, site=site, mark=_mark(asks.mark))
    return Done()


def reply(held: Held, site: Site, setting: Setting, asks: desk.ReplyToAdviser) -> Done:
    """Answer the adviser."""
    case, _found, _work = _members(held, site, asks.reference)
    advising.reply(by=case, site=site, mark=_mark(asks.mark), text=asks.text)
    return Done()


def scope(content: Content) -> desk.Scope:
    """What is given, without what opens a file."""
    return desk.Scope(
        content.question, content.text, content.questions, tuple(_piece("", one) for one in content.excerpts),
        tuple(desk.GivenFile(one.name, one.size, one.cleaned) for one in content.files),
    )  # fmt: skip


def words(found: Advice) -> tuple[desk.AdviceWord, ...]:
    """What was said, oldest first."""
    return tuple(desk.AdviceWord(one.day, one.author.hex(), one.about.value, one.text) for one in found.said)


def _row(
    held: Held, site: Site, case: Case, found: Standing, one: Brief, member: Callable[[bytes, str], Member]
) -> desk.BriefRow:
    advice, given, between, now = _letter(site, case, found, one)
    (sent, sent_by, _sent), (ended, ended_by, end) = one.sent or (None, b"", None), one.ended or (None, b"", None)
    there = len(briefs.sheets(site, one)) if now != "altered" else 0
    return desk.BriefRow(
        mark=one.what.mark.hex(), day=one.day, by=one.author.hex(), adviser=member(one.what.adviser, ""),
        until=one.what.until, state=now, concerns=one.what.concerns, question=one.what.question,
        scope=scope(given) if given else None, sent=sent, sent_by=sent_by.hex(), ended=ended, ended_by=ended_by.hex(),
        reason=end.reason if end else "",
        declared=advice.declared.text if advice and advice.declared else "",
        said=words(advice) if advice else (),
        opened=tuple(dict.fromkeys(look.day for look in advice.looked)) if advice else (),
        mine=one.author in held.fingerprints(),
        answers=now == "open" and case.keys.fingerprint in between, keeps=there > len(one.kept),
    )  # fmt: skip


def _letter(
    site: Site, case: Case, found: Standing, one: Brief
) -> tuple[Advice | None, Content | None, frozenset[bytes], str]:
    """What came of it, what it gives, who takes part, and its state."""
    if one.sent is None:
        what = one.what
        try:
            given = scoping.content(case, site, found, what.question, what.text, what.chosen, raw=what.raw)
        except DuecareError:  # a file that is gone, or not open to them: they do not agree to what they cannot see
            return None, None, frozenset(), "refused" if one.ended else "proposed"
        return None, given if given.hash == what.content else None, frozenset(), "refused" if one.ended else "proposed"
    try:
        letter, advice = briefs.proved_letter(site, one), briefs.read(site, one)
    except Altered:
        return None, None, frozenset(), "altered"
    if letter is None or advice is None:
        return None, None, frozenset(), "altered"
    return advice, advice.front.content, letter.between, stands(site, one, advice)


def _piece(name: str, one: Excerpt) -> desk.Piece:
    return desk.Piece(name, one.day, one.what, one.about, one.text)


def _members(held: Held, site: Site, reference: str) -> tuple[Case, Standing, Work]:
    case = held.case(site, reference)
    found = standing(site, case)
    if found.work is None or found.progress is None:
        raise NotFound
    return case, found, found.work


def _mark(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != MARK:
        raise BadInput("choose one of those offered", field="mark")
    return found


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Briefs: state, desk.ProposeBrief: propose, desk.ApproveBrief: approve, desk.EndBrief: end,
    desk.KeepAdvice: keep, desk.ReplyToAdviser: reply,
}  # fmt: skip
