"""Observers, asked of an open vault: proposed and agreed on inside the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duecare.apps.intake.actions import observing
from duecare.apps.intake.queries.opening import Case, reporter_of
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules import desk_observing as desk
from duecare.apps.intake.rules import succession
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.observing import Act, Proposal
from duecare.apps.intake.rules.progress import Progress
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.kernel.errors import BadInput, Denied

from . import shown
from .held import Held
from .setting import Setting
from .typed import code, keys_of


def state(held: Held, site: Site, setting: Setting, asks: desk.Observing) -> desk.ObservingState:
    """Who was proposed, and who could be."""
    case = held.case(site, asks.reference)
    (told, _), header, member = _told(site, case), case.header, shown.member_of(held, site, setting)
    reporter, mine = reporter_of(case), held.fingerprints()

    def row(one: Proposal) -> desk.Proposed:
        reads = one.observer in header.observers and not one.refused
        stands = "refused" if one.refused else "reads" if reads else "ready" if one.ready(reporter) else "open"
        return desk.Proposed(
            one.mark, one.day, "" if one.author == reporter else one.author.hex(), member(one.observer, ""), one.text,
            stands, reporter in one.signed, tuple(who.hex() for who in one.signed if who != reporter),
            bool(mine & set(one.signed)),
        )  # fmt: skip

    outside = [one.fingerprint for one in site.directory.holders(Office.OBSERVER, site.today)]
    return desk.ObservingState(
        tuple(map(row, told.proposals[::-1])), tuple(member(one, "") for one in outside if one not in header.members),
        case.keys.fingerprint not in header.observers, not succession.lacking(header, case.keys.fingerprint),
    )  # fmt: skip


def propose(held: Held, site: Site, setting: Setting, asks: desk.ProposeObserver) -> Done:
    """Propose somebody."""
    case = _member(held.case(site, asks.reference))
    told, head = _told(site, case)
    what = observing.proposal(by=case, site=site, told=told, observer=keys_of(asks.who), text=asks.text)
    observing.agree_to(by=case, site=site, what=what, upon=head)
    return Done()


def agree_on(held: Held, site: Site, setting: Setting, asks: desk.AgreeOn) -> Done:
    """Sign or refuse."""
    case, act = _member(held.case(site, asks.reference)), code(Act, asks.act, "act")
    if act is Act.PROPOSE:
        raise BadInput("choose one of those offered", field="act")
    told, head = _told(site, case)
    what = observing.step(by=case, told=told, mark=asks.mark, act=act)
    observing.agree_to(by=case, site=site, what=what, upon=head)
    return Done()


def let_in(held: Held, site: Site, setting: Setting, asks: desk.LetObserve) -> Done:
    """Let them read."""
    case = held.case(site, asks.reference)
    told, head = _told(site, case)
    observing.let_in(by=case, site=site, told=told, reporter=reporter_of(case), mark=asks.mark, upon=head)
    return Done()


def _told(site: Site, case: Case) -> tuple[Progress, bytes]:
    """The report as it stands, and its head: what is decided on it is written upon that."""
    found = standing(site, case)
    if found.progress is None:
        raise Altered("the report is not open to these keys")
    return found.progress, found.heads[Compartment.REPORT]


def _member(case: Case) -> Case:
    if case.keys.fingerprint in case.header.observers:
        raise Denied("An observer reads and does nothing else.", "Nothing was changed.", "Ask a member of the case.")
    return case


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Observing: state, desk.ProposeObserver: propose, desk.AgreeOn: agree_on, desk.LetObserve: let_in,
}  # fmt: skip
