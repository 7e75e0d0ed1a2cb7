"""What can be asked of an open vault: one query or one action of intake each, done in the vault's process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from duecare.adapters.sealed.files import Files
from duecare.apps.intake.actions import attaching, handling, shredding
from duecare.apps.intake.actions.turning import revoke
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import keep_until
from duecare.apps.intake.rules import desk, desk_case, desk_inbox
from duecare.apps.intake.rules.comparing import Answer, Compared, Finding, Question, Shown
from duecare.apps.intake.rules.desk_files import Coming, Fetch, Permit
from duecare.apps.intake.rules.protection import FORMER, Matter, Protection
from duecare.apps.intake.rules.read_log import Reading, Thing
from duecare.apps.intake.rules.replies import Draft
from duecare.apps.intake.rules.reports import About, Message, Stage, Step
from duecare.apps.intake.rules.work import Check
from duecare.kernel.errors import BadInput

from . import (
    advising,
    briefed,
    bringing,
    counselling,
    counting,
    inquiring,
    names,
    observing,
    oral,
    protecting,
    reading,
    recovery,
    shown,
)
from .held import Held
from .leases import Lease
from .opened import Opened
from .setting import Setting
from .typed import code, keys_of

DONE = desk.Done()
LONGEST_TITLE = 120
LATEST = date(2199, 12, 31)
"""No hold goes further: a slip of the keyboard keeps a case for ever."""


def answer(held: Held, site: Site, lease: Lease, setting: Setting, question: Any) -> object:
    """What the person is told.

    Raises:
        DuecareError: refused, with the reason.
    """
    if isinstance(question, desk_inbox.Inbox):
        return shown.inbox(held, site, lease, question)
    if (of_its_own := _OF_THEIR_OWN.get(type(question))) is not None:
        return of_its_own(held, site, setting, question)
    case = held.case(site, question.reference)
    if isinstance(question, desk_case.Look):
        return shown.sheet(held, site, case, setting)
    if isinstance(question, Fetch):
        found = fetched(case, site, question)
        held.note(site, case, _reading(question))  # of a file that there is; none of its bytes has left yet
        return found
    if isinstance(question, desk_inbox.Call):
        held.call(site, case, question.title.strip()[:LONGEST_TITLE])
        return DONE
    _STEPS[type(question)](case, site, question)
    return DONE


def _reading(asks: Fetch) -> Reading:
    """What the read log calls the file."""
    cleaned, original = (Thing.ADDED, Thing.ADDED_ORIGINAL) if asks.brought else (Thing.FILE, Thing.ORIGINAL)
    return Reading(original if asks.original else cleaned, str(asks.number))


def fetched(case: Case, site: Site, asks: Fetch) -> Opened:
    """A file that may be opened now; an original only with its reason written into the case."""
    if asks.original:
        one, stored = attaching.take_original(
            by=case, site=site, number=asks.number, reason=asks.reason, brought=asks.brought
        )
    else:
        one, stored = attaching.cleaned(by=case, site=site, number=asks.number, brought=asks.brought)
    number = site.installation

    def pieces(home: Path) -> Iterator[bytes]:
        return Files(home, number).opened(stored.name, stored.lock, stored.size)

    return Opened(Coming(one.told.name, stored.size), pieces)


def _permit(case: Case, site: Site, asks: Permit) -> None:
    attaching.allow_larger(by=case, site=site)


def _say(case: Case, site: Site, asks: desk.Say) -> None:
    about = code(About, asks.about, "about")
    if asks.next is not None and asks.next <= site.today:
        raise BadInput("the day of the next word lies ahead", field="next")
    message = Message(about, asks.text, asks.language, None, asks.next)
    handling.say(by=case, site=site, message=message, seen=asks.seen, files=asks.files, raw=asks.raw)


def _keep_draft(case: Case, site: Site, asks: desk.KeepDraft) -> None:
    handling.keep_draft(
        by=case, site=site, draft=Draft(code(About, asks.about, "about"), asks.text, asks.language, asks.seen)
    )


def _advance(case: Case, site: Site, asks: desk.Advance) -> None:
    handling.advance(by=case, site=site, step=Step(code(Stage, asks.stage, "stage"), asks.reason), seen=asks.seen)


def _jot(case: Case, site: Site, asks: desk.Jot) -> None:
    handling.note(by=case, site=site, text=asks.text)


def _protect(case: Case, site: Site, asks: desk.Protect) -> None:
    entry = Protection(code(Matter, asks.matter, "matter"), asks.on, asks.text)
    if entry.matter in FORMER:
        raise BadInput("choose one of those offered", field="matter")
    if entry.on > site.today:
        raise BadInput("this day lies ahead", field="on")
    handling.protect(by=case, site=site, entry=entry)


def _examine(case: Case, site: Site, asks: desk.Examine) -> None:
    clear, conflicted = (tuple(map(keys_of, whose)) for whose in (asks.clear, asks.conflicted))
    check = Check(clear, conflicted, asks.remark, _compared(asks))
    handling.examine(by=case, site=site, check=check, seen=asks.seen)


def _compared(asks: desk.Examine) -> Compared:
    found = {
        code(Question, one.question, one.question): Finding(code(Answer, one.answer, one.question), one.text)
        for one in asks.found
    }
    shown = tuple(Shown(keys_of(one.who), one.question, one.party, one.what, one.last) for one in asks.beside)
    return Compared(found, asks.names, shown)


def _admit(case: Case, site: Site, asks: desk.Admit) -> None:
    handling.admit(by=case, site=site, who=keys_of(asks.who))


def _dismiss(case: Case, site: Site, asks: desk.Dismiss) -> None:
    who = keys_of(asks.who)
    if who not in case.header.members:
        raise BadInput("this person is not in the case", field="who")
    revoke(by=case, site=site, who=who)


def _retain(case: Case, site: Site, asks: desk.Retain) -> None:
    if not keep_until(site, case) < asks.until <= LATEST:
        raise BadInput("a hold ends after the day that stands", field="until")
    shredding.hold(by=case, site=site, until=asks.until, reason=asks.reason)


def _doom(case: Case, site: Site, asks: desk.Doom) -> None:
    handling.doom(by=case, site=site, reason=asks.reason, withdrawn=asks.withdrawn)


def _destroy(case: Case, site: Site, asks: desk.Destroy) -> None:
    handling.destroy(by=case, site=site)


_STEPS: dict[type, Callable[[Case, Site, Any], None]] = {
    desk.Say: _say, desk.KeepDraft: _keep_draft, desk.Advance: _advance, desk.Jot: _jot, desk.Protect: _protect,
    desk.Examine: _examine, desk.Admit: _admit,
    desk.Dismiss: _dismiss, desk.Retain: _retain, desk.Doom: _doom, desk.Destroy: _destroy,
    Permit: _permit,
}  # fmt: skip
_OF_THEIR_OWN = {
    **names.ANSWERS,
    **advising.ANSWERS,
    **briefed.ANSWERS,
    **oral.ANSWERS,
    **observing.ANSWERS,
    **protecting.ANSWERS,
    **reading.ANSWERS,
    **recovery.ANSWERS,
    **counting.ANSWERS,
    **bringing.ANSWERS,
    **counselling.ANSWERS,
    **inquiring.ANSWERS,
}
"""Questions that are not one step in one case."""
