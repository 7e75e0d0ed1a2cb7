"""What members of a case do with it day by day. Each is one signed entry or one turn of the keys."""

from __future__ import annotations

from collections.abc import Sequence

from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing, keep_until, standing
from duecare.apps.intake.rules.comparing import WRONG, lacking
from duecare.apps.intake.rules.compartments import WRITTEN, Compartment
from duecare.apps.intake.rules.counsel import Counsel
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.oral import TOLD
from duecare.apps.intake.rules.progress import Progress
from duecare.apps.intake.rules.protection import Protection
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import NotHeld
from duecare.apps.intake.rules.replies import Draft
from duecare.apps.intake.rules.reports import BY_STAFF, ENDED, OWN, About, Message, Stage, Step
from duecare.apps.intake.rules.statistics import Record
from duecare.apps.intake.rules.work import Check, Note, Shred, left_out, next_stages
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput, Conflict, Denied

from .advising import end_all
from .attaching import FILE_STEP, is_officer
from .giving import given
from .shredding import leads, shred
from .turning import grant
from .writing import changed, write

LONGEST = 240_000
"""Bytes of an entry's body: with what stands around it that fits the largest object."""


def say(*, by: Case, site: Site, message: Message, seen: int, files: Sequence[int] = (), raw: bool = False) -> None:
    """A word to the reporter, with files that members added to the case; all of it or nothing.

    Args:
        files, raw: see `giving.given`.

    Raises:
        Conflict: somebody said something since, or nobody reported.
        BadInput: empty, too long, or nothing that staff may say.
        NotHeld, NotFound: of files, see `giving.given`.
    """
    found, told = _unchanged(by, site, seen)
    door = told.report.door
    if door in OWN:
        raise Conflict("Nobody comes back to this case to read it.", "Nothing was kept.", "Keep a note instead.")
    if message.about not in BY_STAFF - {About.IDENTITY, *([About.MINUTES] if door not in TOLD else [])}:
        raise BadInput("staff cannot say this", field="about")
    handed = given(by, site, found, files, raw=raw) if files else ()
    with site.store.transaction():
        _write(by, site, Compartment.REPORT, Kind.MESSAGE, message.plain(), message.text, found)
        for one in handed:
            write(
                by=by, site=site, compartment=Compartment.REPORT, kind=Kind.FILE, body=one.plain(),
                keep_until=keep_until(site, by), least=FILE_STEP,
            )  # fmt: skip


def advance(*, by: Case, site: Site, step: Step, seen: int) -> None:
    """Set where the report stands.

    Raises:
        Conflict: somebody said something since, or this stage does not follow.
        BadInput: it ends without a reason for the reporter.
    """
    found, told = _unchanged(by, site, seen)
    if step.stage not in next_stages(told):
        raise Conflict("This stage does not follow.", "Nothing was changed.", "Look at where the report stands now.")
    if not step.reason.strip() and step.stage not in (Stage.CHECKED, Stage.TRIAGE, Stage.INVESTIGATION):
        raise BadInput("the reporter needs a reason", field="reason")
    with site.store.transaction():
        _write(by, site, Compartment.REPORT, Kind.DECISION, step.plain(), step.reason or step.stage.value, found)
        if step.stage in ENDED:  # advisers read as long as the case goes on, and no longer
            end_all(by=by, site=site)


def note(*, by: Case, site: Site, text: str) -> None:
    """A note for the other members. Raises BadInput: empty, or too long."""
    _write(by, site, Compartment.WORK, Kind.NOTE, Note(text).plain(), text)


def keep_draft(*, by: Case, site: Site, draft: Draft) -> None:
    """Keep an answer that is not sent, instead of the one that stood; without text, drop that one.

    Raises:
        BadInput: too long, or nothing that staff may say. NotHeld: the work is not open to them.
    """
    if draft.about not in BY_STAFF - {About.IDENTITY}:
        raise BadInput("staff cannot say this", field="about")
    _write(by, site, Compartment.WORK, Kind.NOTE, draft.plain(), draft.text or "dropped")


def advise(*, by: Case, site: Site, entry: Counsel) -> None:
    """Keep what counsel was asked or advised. Raises NotHeld: not open to them. BadInput: empty, or too long."""
    _write(by, site, Compartment.PRIVILEGE, Kind.NOTE, entry.plain(), entry.text)


def protect(*, by: Case, site: Site, entry: Protection) -> None:
    """Keep an entry of the protection file. Raises BadInput: empty, or too long."""
    _write(by, site, Compartment.WORK, Kind.DECISION, entry.plain(), entry.text)


def count(*, by: Case, site: Site, record: Record) -> None:
    """Keep what is counted of the case: closed words, in a compartment of their own."""
    until = keep_until(site, by)
    write(by=by, site=site, compartment=Compartment.STATS, kind=Kind.DECISION, body=record.plain(), keep_until=until)


def examine(*, by: Case, site: Site, check: Check, seen: int) -> None:
    """Keep what the conflict check found.

    Args:
        seen: checks that stood when this one was made.

    Raises:
        Denied: only intake officers of the track check.
        Conflict: somebody checked since: a conflict that was found is not cleared by an older page.
        NotHeld: the work is not open to them.
        BadInput: somebody is named who is neither case handler nor custodian of this case, or nobody is; or persons,
            customers and past decisions were not all compared, see `comparing.lacking`.
    """
    if not is_officer(by, site):
        raise Denied(
            "Only an intake officer of this track checks conflicts of interest.", "Nothing was kept.",
            "Ask an intake officer who is in the case.",
        )  # fmt: skip
    named = (*check.clear, *check.conflicted)
    if not named or len(set(named)) != len(named):
        raise BadInput("say of at least one person what the check found", field="who")
    field, wrong = ("persons", WRONG["look"]) if check.compared is None else lacking(check.compared) or ("", "")
    if wrong:
        raise BadInput(wrong, field=field)
    custody = by.header.custody
    if not all(
        site.directory.valid(one, site.today, Office.CASE_HANDLER)
        or (one in custody and site.directory.valid(one, site.today, Office.CUSTODIAN))
        for one in named
    ):
        raise BadInput("somebody named here holds no key of a case handler or custodian today", field="who")
    found = standing(site, by)
    if found.work is None:
        raise NotHeld(Compartment.WORK.value)
    if found.work.checked != seen:
        raise changed()
    _write(by, site, Compartment.WORK, Kind.DECISION, check.plain(), "check", found)


def admit(*, by: Case, site: Site, who: bytes) -> None:
    """Grant every part of the case to a case handler whom an intake officer found without a conflict.

    Raises:
        Conflict: the check is missing, or found a conflict; or the reporter left them out.
        NotHeld, Denied: see `turning.grant`.
    """
    found = standing(site, by)
    if found.work is None or not found.work.checks.get(who):
        raise Conflict(
            "Nobody has found this person to be without a conflict of interest.", "Nothing was changed.",
            "Check conflicts first.",
        )  # fmt: skip
    told = found.progress.report if found.progress else None
    if told is not None and _person(site, who) in left_out(told):
        raise Conflict(
            "The reporter does not want this person to read the report.", "Nothing was changed.",
            "Choose another case handler.",
        )  # fmt: skip
    grant(by=by, site=site, to={who: frozenset(WRITTEN)}, upon=found.heads)


def doom(*, by: Case, site: Site, reason: str, withdrawn: bool) -> None:
    """Propose to shred the case, or take that back.

    Raises:
        NotHeld: `by` does not hold every part.
        BadInput: no reason, or nobody proposed what is taken back.
    """
    leads(by)
    found = standing(site, by)
    if withdrawn and not (found.work and found.work.shred):
        raise BadInput("nobody proposed to shred it", field="reason")
    _write(by, site, Compartment.WORK, Kind.DECISION, Shred(reason, withdrawn).plain(), reason, found)


def destroy(*, by: Case, site: Site) -> None:
    """Shred the case, as the second person.

    Raises:
        Conflict: nobody who still holds every part proposed it, or it was the same person.
        NotHeld, Denied: see `shredding.shred`.
    """
    leads(by)
    found = standing(site, by)
    proposed = proposer(site, by, found)
    if proposed is None or proposed == _person(site, by.keys.fingerprint):
        raise Conflict(
            "A case is shredded by two persons, and the other one has not proposed it.", "Nothing was changed.",
            "Propose it, or ask somebody who holds every part of the case to.",
        )  # fmt: skip
    shred(by=by, site=site, upon=found.heads[Compartment.WORK])


def proposer(site: Site, case: Case, found: Standing) -> bytes | None:
    """The person whose proposal to shred stands: they still hold every part and are certified today."""
    one = found.work.shred if found.work else None
    if one is None or case.header.members.get(one.author) != frozenset(WRITTEN):
        return None
    return _person(site, one.author)


def _person(site: Site, who: bytes) -> bytes | None:
    record = site.directory.valid(who, site.today)
    return record.person if record else None


def _unchanged(by: Case, site: Site, seen: int) -> tuple[Standing, Progress]:
    """The case as it stands; what is decided on it is written upon that."""
    found = standing(site, by)
    if found.progress is None:
        raise NotHeld(Compartment.REPORT.value)
    if len(found.progress.said) != seen:
        raise changed()
    return found, found.progress


def _write(
    by: Case, site: Site, where: Compartment, kind: Kind, body: JSON, text: str, decided: Standing | None = None
) -> None:
    if not text.strip():
        raise BadInput("write something", field="text")
    if (size := len(canonical(body))) > LONGEST:
        raise BadInput(f"this takes {size} bytes, and {LONGEST} fit", field="text", todo="Send it in two parts.")
    upon = decided.heads[where] if decided else None
    write(by=by, site=site, compartment=where, kind=kind, body=body, keep_until=keep_until(site, by), upon=upon)
