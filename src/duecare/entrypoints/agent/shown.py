"""Cases as rows that may leave the process: what the person may read, without key, seed or id."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from duecare.adapters.sealed.vault_owner import account_of
from duecare.apps.intake.actions.handling import proposer
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.oral import who_took_it
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing, checkers, keep_until, standing, taken_back
from duecare.apps.intake.rules import briefs, succession
from duecare.apps.intake.rules.assessment import Assessment
from duecare.apps.intake.rules.comparing import Compared
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.desk import Beside, Found, Member
from duecare.apps.intake.rules.desk_case import Answer, Days, Drafted, Remark, Sheet, Word
from duecare.apps.intake.rules.desk_files import Added, Paper
from duecare.apps.intake.rules.desk_inbox import Cases, Inbox, Line
from duecare.apps.intake.rules.files import LARGEST
from duecare.apps.intake.rules.files import Told as About
from duecare.apps.intake.rules.headers import case_number
from duecare.apps.intake.rules.identity_work import Asked, Settled, Told
from duecare.apps.intake.rules.key_log import Certified
from duecare.apps.intake.rules.measures import Measure, MeasureStep
from duecare.apps.intake.rules.oral import TAKEN
from duecare.apps.intake.rules.outlines import Row, Wanted, narrowed, outline
from duecare.apps.intake.rules.progress import Progress
from duecare.apps.intake.rules.protection import Protection
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.recovered import Recovered
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.replies import Draft
from duecare.apps.intake.rules.reports import Message, Report, Step
from duecare.apps.intake.rules.retention import Hold
from duecare.apps.intake.rules.work import (
    WITHOUT,
    Check,
    Filed,
    Note,
    Shred,
    Taken,
    Work,
    Written,
    left_out,
    next_stages,
)

from . import brief_lines
from .held import Held
from .leases import Lease
from .setting import Setting

PAGE = 100
"""Cases on one page of the inbox."""
AT_ONCE = 0.4
"""Seconds in which new and changed cases are looked through before the list is told; the rest is behind it."""


def inbox(held: Held, site: Site, lease: Lease, asks: Inbox) -> Cases:
    """One page of the cases that are open to these keys, from what the key-ring remembers of them."""
    shelf = held.shelf
    shelf.survey(site)
    shelf.settle(site, AT_ONCE)
    every = shelf.rows()
    found = narrowed(every, Wanted(asks.words, asks.track, asks.stage, asks.show), site.today)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, asks.page), pages)
    lines = tuple(_line(held, one) for one in found[(page - 1) * PAGE : page * PAGE])
    return Cases(
        lines, len(every), sum(one.unread for one in every), len(found), page, pages, held.offices(site),
        shelf.gone(), len(shelf.faulty), tuple(sorted(shelf.went_back)), shelf.unopened(), shelf.pending(), lease.until,
    )  # fmt: skip


def _line(held: Held, row: Row) -> Line:
    """A case in the list."""
    one = row.outline
    return Line(
        reference=held.reference(row.case), title=row.title, track=one.track.value, received=one.received,
        stage=one.stage.value, danger=one.danger, due=one.due, due_on=one.due_on, waiting=one.waiting, leads=one.leads,
        unread=row.unread,
    )  # fmt: skip


def line(held: Held, case: Case, found: Standing) -> Line:
    """A case that was opened, as the list calls it. Raises Altered: see `sheet`."""
    told, leads = _told(found), not succession.lacking(case.header, case.keys.fingerprint)
    besides = found.work.owed(told) if found.work else {}
    return _line(
        held, Row(case.id, held.title(case.id), outline(case.header.track, told, leads=leads, besides=besides), False)
    )


def _told(found: Standing) -> Progress:
    if found.progress is None:
        raise Altered("the report is not open to these keys")
    return found.progress


def sheet(held: Held, site: Site, case: Case, setting: Setting) -> Sheet:
    """One case, whole. Raises Altered: there is no report, or it is not open to these keys."""
    found = standing(site, case)
    told, work, me = _told(found), found.work, case.keys.fingerprint
    mine = case.header.members.get(me, frozenset())
    members, others, keepers = _people(held, site, case, found, setting)
    held.shelf.looked(case.id, len(told.said))
    leads, owed, report = not succession.lacking(case.header, me), work.owed(told) if work else {}, told.report
    return Sheet(
        line=line(held, case, found), report_questions=report.questions, language=report.language,
        speaks_for=report.speaks_for.value, door=report.door.value, answers=tuple(_answers(site, case, report)),
        left_out=tuple(left_out(report).values()), seen=len(told.said), words=tuple(_words(told)),
        files=tuple(paper(day, one.told, copy=one.copy is not None) for day, one in told.files),
        added=tuple(_added(one, told) for one in work.files) if work else (),
        checked=work.checked if work else 0, larger=told.largest > LARGEST,
        originals=work is not None and Compartment.EVIDENCE in mine,
        remarks=_timeline(site, work) if work else (), draft=_draft(work, told) if work else None,
        briefs=tuple(dict.fromkeys(brief_lines.waits(site, work, held.fingerprints()))) if work else (),
        members=members, others=others, committee=_committee(held, site, work, setting),
        custodians=len(case.header.custody), keepers=keepers, days=_days(told),
        risk=work.assessed.level.value if work and work.assessed else "", assess_by=owed.get("assess"),
        measure_by=owed.get("measure"), next_stages=tuple(one.value for one in next_stages(told)), leads=leads,
        writes=Compartment.REPORT in mine and me not in case.header.observers, works=work is not None,
        examines=work is not None and me in checkers(site, case), shred_by=_shred_by(site, case, found),
        keep_until=keep_until(site, case), today=site.today, number=case_number(case.id), faults=found.faults,
        unread=told.unread + (work.unread if work else 0),
    )  # fmt: skip


def _days(told: Progress) -> Days:
    due = told.due
    return Days(
        acknowledge_by=due.acknowledge, acknowledged=told.acknowledged, feedback_by=due.feedback,
        feedback=told.feedback, triage_by=told.triage_by, interim_by=told.interim_by, next_word=told.next_word,
        ended=told.ended, appealed=told.appealed, withdrawn=told.withdrawn, detriment=told.detriment,
        next_check_in=told.next_check_in,
    )  # fmt: skip


def _shred_by(site: Site, case: Case, found: Standing) -> str:
    """Keys of whoever proposed to shred it, "" when no proposal stands."""
    proposed = found.work.shred if found.work else None
    return proposed.author.hex() if proposed and proposer(site, case, found) else ""


def _answers(site: Site, case: Case, report: Report) -> Iterator[Answer]:
    """What was told. Of who took it down only what their signature proves."""
    for question, text in report.answers.items():
        if question == TAKEN:
            yield Answer(question, who_took_it(site, case, report))
        elif question != WITHOUT:
            yield Answer(question, text)


def _words(told: Progress) -> Iterator[Word]:
    """The conversation without the report, which stands by itself."""
    for number, one in enumerate(told.said, start=1):
        by = "" if one.by_reporter else one.author.hex()
        files = tuple(two.what.name for two in told.given if two.with_word == number)
        if isinstance(one.what, Message):
            what = one.what
            about = what.about.value
            yield Word(one.day, by, "message", about, what.text, what.language, what.rating, what.next, files)
        elif isinstance(one.what, Step):
            yield Word(one.day, by, "step", one.what.stage.value, one.what.reason, "", None, None, files)


def paper(day: date, told: About, *, copy: bool) -> Paper:
    """A file as it is listed."""
    found, left = (
        tuple(dict.fromkeys(trait.what for trait in told.traits if trait.removed is removed))
        for removed in (True, False)
    )
    return Paper(day, told.name, told.size, told.kind, told.reason, found, left, copy)


def _added(one: Filed, told: Progress) -> Added:
    file = one.what.file
    row, source = paper(one.day, file.told, copy=file.copy is not None), one.what.source
    given = next((two for two in told.given if two.what.file in file.names), None)
    if given is None:
        return Added(row, one.author.hex(), source)
    return Added(row, one.author.hex(), source, given.day, given.author.hex())


def _draft(work: Work, told: Progress) -> Drafted | None:
    """The answer that was kept, until anybody of the staff wrote to the reporter since."""
    if work.draft is None:
        return None
    day, by, what = work.draft
    since = told.said[what.seen :]
    if any(isinstance(one.what, Message) and not one.by_reporter for one in since):
        return None
    late = any(one.by_reporter for one in since)
    return Drafted(day, by.hex(), what.about.value, what.text, what.language, late)


def _timeline(site: Site, work: Work) -> tuple[Remark, ...]:
    """Everything among the members by its day; of one day, what advisers were given and said comes last."""
    lines = [line for one in work.written for line in remarks(one)]
    return tuple(sorted((*lines, *(line for _day, line in brief_lines.remarks(site, work))), key=lambda one: one.day))


def remarks(one: Written) -> Iterator[Remark]:
    """What was written, a line each; a recovery has one of everybody who approved it. Briefs and drafts are told of
    elsewhere."""
    if isinstance(one.what, briefs.Step | Draft):
        return
    if isinstance(one.what, Recovered):
        yield from (Remark(one.day, who.hex(), "recovered", why) for who, why in one.what.reasons.items())
    else:
        yield remark(one)


def remark(one: Written) -> Remark:
    """A line of the work."""
    by, what = one.author.hex(), one.what
    if isinstance(what, Note):
        return Remark(one.day, by, "note", what.text)
    if isinstance(what, Check):
        return _about_conflicts(one, what)
    if isinstance(what, Taken):
        return Remark(one.day, by, "taken-brought" if what.brought else "taken", f"{what.number}: {what.reason}")
    if isinstance(what, Shred):
        return Remark(one.day, by, "shred-withdrawn" if what.withdrawn else "shred", what.reason)
    if isinstance(what, Hold):
        return Remark(one.day, by, "held", what.reason, on=what.until)
    if isinstance(what, Recovered):
        return Remark(one.day, by, "recovered", "")
    return _about_protection(one) or _about_name(one)


def _about_conflicts(one: Written, what: Check) -> Remark:
    clear, conflicted = (tuple(who.hex() for who in whose) for whose in (what.clear, what.conflicted))
    with_what = what.compared or Compared({}, (), ())
    found = tuple(Found(key.value, two.answer.value, two.text) for key, two in with_what.findings.items())
    beside = tuple(Beside(two.who.hex(), two.asked, two.party, two.what, two.last) for two in with_what.shown)
    return Remark(
        one.day, one.author.hex(), "check", what.remark, clear, conflicted,
        found=found, names=with_what.names, beside=beside,
    )  # fmt: skip


def _about_protection(one: Written) -> Remark | None:
    by, what = one.author.hex(), one.what
    if isinstance(what, Protection):
        return Remark(one.day, by, "protection", what.text, matter=what.matter.value, on=what.on)
    if isinstance(what, Assessment):
        return Remark(one.day, by, f"assessed-{what.level.value}", "")
    if isinstance(what, Measure):
        return Remark(one.day, by, "measure", what.text, on=what.due)
    return Remark(one.day, by, f"measure-{what.state.value}", what.text) if isinstance(what, MeasureStep) else None


def _about_name(one: Written) -> Remark:
    by, what = one.author.hex(), one.what
    assert isinstance(what, Asked | Settled | Told)
    if isinstance(what, Asked):
        return Remark(one.day, by, "name-asked", what.reason)
    if isinstance(what, Told):
        return Remark(one.day, by, "name-told", "")
    return Remark(one.day, by, f"name-{what.outcome.value}", what.reason)


def member_of(
    held: Held, site: Site, setting: Setting, parts: Mapping[bytes, Collection[str]] = MappingProxyType({})
) -> Callable[[bytes, str], Member]:
    """Makes a row of somebody, by the fingerprint of their keys."""
    known, mine = {one.fingerprint: one for one in site.directory.every}, held.fingerprints()

    def member(who: bytes, state: str) -> Member:
        one: Certified | None = known.get(who)
        account = account_of(setting.agent, one.record.person) if one else None
        return Member(
            who.hex(), str(account or ""), tuple(sorted(one.record.offices)) if one else (),
            bool(one and one.record.independent), tuple(sorted(parts.get(who, ()))), state, who in mine,
        )  # fmt: skip

    return member


def named(held: Held, site: Site, case: Case, setting: Setting, whom: Collection[bytes]) -> tuple[Member, ...]:
    """Those of `whom` who are in the case or could be let into it, or keep the custodians' half."""
    handlers = (one.fingerprint for one in site.directory.holders(Office.CASE_HANDLER, site.today))
    custodians = {one.fingerprint for one in site.directory.holders(Office.CUSTODIAN, site.today)}
    there = {*case.header.members, *handlers, *(custodians & set(case.header.custody))}
    member = member_of(held, site, setting)
    return tuple(member(one, "") for one in sorted(there & set(whom)))


def _committee(held: Held, site: Site, work: Work | None, setting: Setting) -> tuple[Member, ...]:
    member, every = member_of(held, site, setting), work.written if work else ()
    who = dict.fromkeys(who for one in every if isinstance(one.what, Recovered) for who in one.what.reasons)
    asked = dict.fromkeys(one.what.adviser for one in work.briefs.values()) if work else {}
    return tuple(member(one, "") for one in who | asked)


def _people(
    held: Held, site: Site, case: Case, found: Standing, setting: Setting
) -> tuple[tuple[Member, ...], tuple[Member, ...], tuple[Member, ...]]:
    """Who is in the case, which case handlers could be, and who keeps the custodians' half."""
    known = {one.fingerprint: one for one in site.directory.every}
    header, member = case.header, member_of(held, site, setting, case.header.members)
    checks = found.work.checks if found.work else {}

    out = taken_back(case, found.progress) if found.progress else frozenset()
    inside = tuple(
        member(who, "withdrawn" if who in out else "observer" if who in header.observers else "member")
        for who in header.members
    )
    persons = {known[who].record.person for who in header.members if who in known}
    holders = site.directory.holders(Office.CASE_HANDLER, site.today)
    outside = [one for one in holders if one.record.person not in persons]
    excluded = left_out(found.progress.report) if found.progress else {}
    words = {True: "clear", False: "conflicted", None: "unasked"}

    def state(one: Certified) -> str:
        return "left-out" if one.record.person in excluded else words[checks.get(one.fingerprint)]

    certified = site.directory.holders(Office.CUSTODIAN, site.today)
    keepers = [one for one in certified if one.fingerprint in header.custody]
    return (
        inside,
        tuple(member(one.fingerprint, state(one)) for one in outside),
        tuple(member(one.fingerprint, state(one)) for one in keepers),
    )
