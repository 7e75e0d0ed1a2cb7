"""Why something may not be written into an investigation: codes, the same at writing and at reading.

What depends on the investigation alone stands here; what depends on the case around it (was the conflict check made,
does the file exist) is asked by the actions, once, when it is written.
"""

from __future__ import annotations

from datetime import date, timedelta

from .acts import Kind
from .needs import lacking
from .records import Act, Moved, Says, Voice
from .stages import Persons, move
from .state import LEAST_COMMITTEE, Inquiry, Standing, State

TESTED = timedelta(days=30)
"""So long does an identification-risk test count: what could give a reporter away changes."""
NEGATIVE = frozenset({"unsubstantiated", "unfounded-reasonable-grounds"})
"""Findings that nothing happened: not to be made where the logs were refused or could not be had."""
NO_LOGS = frozenset({"refused", "silent", "impossible"})
RESTORABLE = frozenset({"conditions", "limit", "suspend"})
"""Rungs after which the customer may come back, and is told on which conditions."""


def act_objections(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    """Of an act."""
    why = [*_general(found, act, author)]
    if not why:
        why = [*_SPECIAL.get(act.code, _none)(found, act, author)]
    if (step := shown(act)) and not tested(found, step):
        why.append("untested")
    return tuple(why)


def move_objections(found: Inquiry, moved: Moved, author: bytes) -> tuple[str, ...]:
    """Of a move."""
    row = move(found.stage, moved.to)
    if row is None or not moved.reason.strip():
        return ("no-way",)
    if row.persons is Persons.OUTSIDE and found.person(author) in found.investigated():
        return ("on-team",)
    if row.persons is Persons.COMMITTEE and len(found.committee()) < LEAST_COMMITTEE:
        return ("no-committee",)
    return tuple(f"need:{one}" for one in lacking(found, row.needs))


def voice_objections(found: Inquiry, voice: Voice, author: bytes) -> tuple[str, ...]:
    """Of a voice."""
    one = found.standing.get(voice.of)
    if one is None:
        return ("no-such",)
    state, me = found.state(one), found.person(author)
    if state is State.OVERTAKEN:
        return ("overtaken",)
    if state is State.LAPSED:
        return ("lapsed",)
    if state not in (State.WAITING, State.UNRATIFIED):
        return ("settled",)
    if voice.says is Says.WITHDRAW:
        return () if me == found.person(one.author) and state is State.WAITING else ("not-yours",)
    if not voice.reason.strip() and voice.says is Says.REFUSE:
        return ("no-reason",)
    if why := _not_theirs(found, one, me):
        return (why,)
    if isinstance(one.what, Moved) and voice.says is Says.AGREE:
        row = move(found.stage, one.what.to)
        return tuple(f"need:{need}" for need in lacking(found, row.needs)) if row else ("no-way",)
    return ()


def _not_theirs(found: Inquiry, one: Standing, me: bytes) -> str:
    """Why this person has no voice in it; "" when they have."""
    if one.persons is Persons.COMMITTEE:
        if me not in found.committee():
            return "not-committee"
        return "voted" if any(found.person(voice.author) == me for voice in one.voices) else ""
    if me == found.person(one.author):
        return "same-person"
    if one.persons is Persons.APART and me in found.investigated():
        return "on-team"
    if one.persons is Persons.RECEIVER:
        assert isinstance(one.what, Act)
        return "" if me == found.person(one.what.bytes("who")) else "not-receiver"
    return ""


def shown(act: Act) -> str:
    """The step that somebody outside would notice, or ""."""
    quiet = (
        (act.code == "interim" and act.fields["kind"] in ("preserve", "protect"))
        or (act.code == "notification" and act.fields["outcome"] != "tell")
        or (act.code == "authority" and act.fields["outcome"] != "report")
        or (act.code == "sanction" and act.fields["rung"] == "none")
    )
    return "" if quiet else act.kind.shows


def tested(found: Inquiry, step: str) -> bool:
    """Whether the last identification-risk test of this step counts today and lets it be done.

    Where the reporter could be recognised, or that is not known, their agreement was sought; a refusal binds. Where
    they gave no answer, two persons answer for the step with what they wrote.
    """
    last: tuple[date, Act] | None = None
    for one, act in found.acts("risk-test"):
        if act.fields["step"] == step and one.since is not None:
            last = one.since, act
    if last is None or found.today > last[0] + TESTED:
        return False
    return last[1].fields["recognised"] == "no" or last[1].fields["agreement"] not in ("refused", "not-needed")


def _general(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    kind: Kind = act.kind
    if found.stage not in kind.stages:
        return ("not-now",)
    for one in kind.fields:
        if one.of and not _names(found, act.bytes(one.name), one.of):
            return ("no-such",)
    if kind.persons is Persons.OUTSIDE and found.person(author) in found.investigated():
        return ("on-team",)
    if kind.persons is Persons.COMMITTEE and len(found.committee()) < LEAST_COMMITTEE:
        return ("no-committee",)
    return ()


def _names(found: Inquiry, mark: bytes, code: str) -> bool:
    one = found.standing.get(mark)
    return one is not None and isinstance(one.what, Act) and one.what.code == code and found.holds(one)


def _team(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    if found.person(act.bytes("who")) in found.committee():
        return ("on-committee",)
    until = act.day("until")
    if act.fields["part"] == "adviser" and until is None:
        return ("until",)
    return ("days",) if until is not None and until < found.today else ()


def _leave(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    return () if found.person(act.bytes("who")) in {*found.team(), *found.committee()} else ("not-there",)


def _committee(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    return ("on-team",) if found.person(act.bytes("who")) in found.investigated() else ()


def _risk_test(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    could = act.fields["recognised"] != "no"
    return ("ask-first",) if could and act.fields["agreement"] == "not-needed" else ()


def _transfer(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    me, to = found.person(author), found.person(act.bytes("who"))
    if found.holder(act.bytes("of")) != me:
        return ("not-holder",)
    return ("same-person",) if to == me else ()


def _days(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    first, last = act.day("from" if "from" in act.fields else "on"), act.day("until")
    return ("days",) if first is None or last is None or last <= first else ()


def _log_answer(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    asked = found.standing[act.bytes("of")].what
    assert isinstance(asked, Act)
    until = asked.day("until")
    return ("deadline",) if act.fields["outcome"] == "silent" and until and found.today <= until else ()


def _finding(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    withheld = any(answer.fields["outcome"] in NO_LOGS for _, answer in found.acts("log-answer"))
    return ("no-logs",) if withheld and act.fields["outcome"] in NEGATIVE else ()


def _sanction(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    return ("conditions",) if act.fields["rung"] in RESTORABLE and not act.fields["conditions"] else ()


def _notification(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    later, again = act.fields["outcome"] == "tell-later", act.day("again")
    return ("again",) if later != (again is not None) or (again is not None and again <= found.today) else ()


def _verified(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    delivered = found.standing[act.bytes("of")]
    return ("same-person",) if found.person(delivered.author) == found.person(author) else ()


def _none(found: Inquiry, act: Act, author: bytes) -> tuple[str, ...]:
    return ()


_SPECIAL = {
    "team": _team, "leave": _leave, "committee": _committee, "risk-test": _risk_test, "transfer": _transfer,
    "plan": _days, "scope": _days, "log-request": _days, "reply": _days, "log-answer": _log_answer,
    "finding": _finding, "sanction": _sanction, "notification": _notification, "remedy-verified": _verified,
}  # fmt: skip
