"""Who a reporter is, asked of an open vault: by members of the case, and of custodians."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.actions import identity_requests as requests
from duecare.apps.intake.queries.letters import Letter
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules import desk_identity as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.identity_work import Asking, Withheld
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.reports import About, Message
from duecare.kernel.errors import BadInput, Conflict, NotFound

from . import shown
from .held import Held
from .setting import Setting
from .typed import keys_of

GROUP = 32


def state(held: Held, site: Site, setting: Setting, asks: desk.Names) -> desk.NameState:
    """What was asked, and who can be."""
    case = held.case(site, asks.reference)
    found = standing(site, case)
    if found.progress is None or found.work is None:
        raise Altered("report or work is not open to these keys")
    mine = held.fingerprints()
    answers = {letter.group: requests.answered(letter) for _keys, letter in _of(held, site, case)}
    rows = tuple(_row(one, one.author in mine, answers.get(one.asked.letter)) for one in found.work.asked.values())
    own = [said.day for said in found.progress.said if _about_identity(said.what) and said.by_reporter]
    text, until = held.names.of(case.id) or (None, None)
    member = shown.member_of(held, site, setting)
    return desk.NameState(
        may_ask=requests.may_ask(site, case, found), open=any(one.mine and one.state in OPEN for one in rows),
        language=found.progress.report.language,
        custodians=tuple(member(who, "") for who in requests.custodians(site, case, found)),
        requests=rows[::-1], shown=text, until=until, told_on=own[-1] if own else None,
    )  # fmt: skip


OPEN = ("open", "approved", "refused")


def _about_identity(what: object) -> bool:
    return isinstance(what, Message) and what.about is About.IDENTITY


def _row(one: Asking, mine: bool, said: requests.Answer | None) -> desk.NameRequest:
    held, settled = one.asked.withheld, one.settled
    now = "open" if said is None else "approved" if said.approved else "refused"
    return desk.NameRequest(
        day=one.day, by=one.author.hex(), custodian=one.asked.custodian.hex(), mine=mine,
        state=settled.outcome.value if settled else now, reason=one.asked.reason, told=one.asked.told,
        answer=settled.reason if settled else said.reason if said else "", until=held.until if held else None,
        withheld=held.reason if held else "", owed=one.owed,
    )  # fmt: skip


def ask(held: Held, site: Site, setting: Setting, asks: desk.AskName) -> Done:
    """Ask a custodian."""
    case, group = held.case(site, asks.reference), secrets.token_bytes(GROUP)
    if bool(asks.until) != bool(asks.withheld.strip()):
        raise BadInput("a day and a reason belong together", field="until")
    late = Withheld(asks.until, asks.withheld) if asks.until else None
    requests.request(
        by=case, site=site, group=group, custodian=keys_of(asks.custodian, "custodian"), key=held.asking_key(group),
        wish=requests.Wish(asks.reason, asks.told, asks.language, late),
    )  # fmt: skip
    return Done()


def reveal(held: Held, site: Site, setting: Setting, asks: desk.Reveal) -> Done:
    """Read the name with an approval; it is used up by that."""
    case = held.case(site, asks.reference)
    letter = _mine(held, site, case)
    held.names.show(case.id, requests.reveal(by=case, site=site, letter=letter, key=held.asking_key(letter.group)))
    return Done()


def take_back(held: Held, site: Site, setting: Setting, asks: desk.TakeBack) -> Done:
    """Let go of one's own request."""
    case = held.case(site, asks.reference)
    requests.settle(by=case, site=site, letter=_mine(held, site, case))
    return Done()


def tell_now(held: Held, site: Site, setting: Setting, asks: desk.TellNow) -> Done:
    """Tell the reporter."""
    requests.tell_now(by=held.case(site, asks.reference), site=site)
    return Done()


def box(held: Held, site: Site, setting: Setting, asks: desk.Requests) -> desk.RequestBox:
    """What a custodian is asked for."""
    member, rows = shown.member_of(held, site, setting), []
    for keys, letter in held.letters(site):
        if not (told := _for(keys, letter)):
            continue
        asked, said = told[1], requests.answered(letter)
        late = asked.withheld
        state = "open" if said is None else "approved" if said.approved else "refused"
        rows.append(desk.ForCustodian(
            held.reference(letter.group), letter.sheets[0].day, member(told[0].author, ""), state, asked.reason,
            asked.told, late.until if late else None, late.reason if late else "",
        ))  # fmt: skip
    return desk.RequestBox(tuple(sorted(rows, key=lambda one: (one.state != "open", one.day))))


def decide(held: Held, site: Site, setting: Setting, asks: desk.Decide) -> Done:
    """Approve or refuse."""
    for keys, letter in held.letters(site):
        if held.reference(letter.group) == asks.reference and _for(keys, letter):
            requests.decide(by=keys, site=site, letter=letter, approve=asks.approve, reason=asks.reason)
            return Done()
    raise NotFound


def _for(keys: Keys, letter: Letter) -> Any:
    """(request, what is asked) when these keys are the custodian's who was asked."""
    try:
        asks, asked = requests.asking(letter)
    except Altered:
        return None
    return (asks, asked) if asked.custodian == keys.fingerprint else None


def _of(held: Held, site: Site, case: Case) -> list[tuple[Keys, Letter]]:
    """Letters about this case that these keys began."""
    found = []
    for keys, letter in held.letters(site):
        try:
            asks, _asked = requests.asking(letter)
        except Altered:
            continue
        if asks.case == case.id and asks.author in held.fingerprints():
            found.append((keys, letter))
    return found


def _mine(held: Held, site: Site, case: Case) -> Letter:
    every = _of(held, site, case)
    if not every:
        raise Conflict("No request of yours is open.", "Nothing was changed.", "Ask a custodian first.")
    return every[-1][1]


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Names: state, desk.AskName: ask, desk.Reveal: reveal, desk.TakeBack: take_back, desk.TellNow: tell_now,
    desk.Requests: box, desk.Decide: decide,
}  # fmt: skip
