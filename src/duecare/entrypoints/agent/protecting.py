"""The protection file, asked of an open vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duecare.apps.intake.actions import protecting
from duecare.apps.intake.queries.protecting import every_questions, newest_questions
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules import desk_protection as desk
from duecare.apps.intake.rules.assessment import Assessment, Reply, assess, assess_by
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.measures import NEXT, Standing, State, may_set
from duecare.apps.intake.rules.protection import Protection
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.work import Written
from duecare.kernel.errors import BadInput

from . import shown
from .held import Held
from .setting import Setting
from .typed import code, keys_of


def state(held: Held, site: Site, setting: Setting, asks: desk.Protecting) -> desk.ProtectionFile:
    """Everything of it."""
    case = held.case(site, asks.reference)
    found = standing(site, case)
    if found.progress is None or found.work is None:
        raise Altered("report or work is not open to these keys")
    work, member = found.work, shown.member_of(held, site, setting, case.header.members)
    workers = [
        who
        for who, parts in case.header.members.items()
        if Compartment.WORK in parts and site.directory.valid(who, site.today)
    ]
    written = work.written[::-1]
    return desk.ProtectionFile(
        seen=len(found.progress.said), today=site.today, questions=newest_questions().code,
        assess_by=assess_by(found.progress, work.assessed),
        past=tuple(_assessed(one, one.what) for one in written if isinstance(one.what, Assessment)),
        measures=tuple(_measure(one, case.keys.fingerprint) for one in work.measures.values()),
        done=tuple(shown.remark(one) for one in written if isinstance(one.what, Protection)),
        workers=tuple(member(who, "member") for who in workers),
    )  # fmt: skip


def _assessed(one: Written, what: Assessment) -> desk.Assessed:
    asked = every_questions().get(what.questions)
    found = assess(asked, {name: reply for name, (reply, _note) in what.replies.items()}) if asked else None
    reasons = tuple(
        desk.Reason(name, reply.value, found.reasons[name].value if found and name in found.reasons else "", note)
        for name, (reply, note) in what.replies.items()
    )
    fits = found is None or found.level is what.level
    return desk.Assessed(one.day, one.author.hex(), what.questions, what.level.value, reasons, fits)


def _measure(one: Standing, mine: bytes) -> desk.MeasureRow:
    what = one.what
    return desk.MeasureRow(
        what.mark.hex(), one.day, one.author.hex(), what.owner.hex(), what.reviewer.hex(), what.due, one.due,
        one.state.value, what.text,
        tuple(desk.MeasureStep(day, who.hex(), step.state.value, step.text) for day, who, step in one.steps),
        tuple(to.value for to in State if to in NEXT[one.state] and may_set(one, to, mine)),
    )  # fmt: skip


def assess_risk(held: Held, site: Site, setting: Setting, asks: desk.AssessRisk) -> Done:
    """Answer the questions of the version that the page showed."""
    questions = every_questions().get(asks.questions)
    if questions is None:
        raise BadInput("choose one of those offered", field="questions")
    replies = {one.question: (code(Reply, one.reply, "replies"), one.note) for one in asks.replies}
    case = held.case(site, asks.reference)
    protecting.assess_risk(by=case, site=site, questions=questions, replies=replies, seen=asks.seen)
    return Done()


def plan_measure(held: Held, site: Site, setting: Setting, asks: desk.PlanMeasure) -> Done:
    """Plan one."""
    owner, reviewer = keys_of(asks.owner, "owner"), keys_of(asks.reviewer, "reviewer")
    case = held.case(site, asks.reference)
    protecting.plan_measure(by=case, site=site, owner=owner, reviewer=reviewer, due=asks.due, text=asks.text)
    return Done()


def set_measure(held: Held, site: Site, setting: Setting, asks: desk.SetMeasure) -> Done:
    """Say how far it is."""
    case, to = held.case(site, asks.reference), code(State, asks.state, "state")
    try:
        mark = bytes.fromhex(asks.mark)
    except ValueError as fault:
        raise BadInput("choose one of those offered", field="mark") from fault
    protecting.set_measure(by=case, site=site, mark=mark, state=to, text=asks.text)
    return Done()


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Protecting: state, desk.AssessRisk: assess_risk, desk.PlanMeasure: plan_measure, desk.SetMeasure: set_measure,
}  # fmt: skip
