"""Judging hits: one person's word, a second one where it clears a strong match, and reports of confirmed ones."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.accounts import queries as accounts
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.parties import queries as parties
from duecare.apps.screening import queries
from duecare.apps.screening.models import Disposition, Hit, ReportingDuty
from duecare.apps.screening.rules import acts
from duecare.apps.screening.rules.dispositions import VERDICTS, needs_second
from duecare.apps.screening.rules.duties import due_on
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .standing import save_standing


@action(acts.ASSIGN)
def assign_hit(*, by: Actor, hit_id: UUID, person_id: UUID | None) -> Recorded[None]:
    """Give a hit to somebody to judge, or to nobody.

    Raises:
        NotFound. BadInput: that person does not work here any more, or their roles judge no hit.
    """
    row = locked_hit(hit_id)
    if person_id is not None:
        _check_judges(person_id)
    row.assigned_to, row.assigned_at = person_id, clock.now() if person_id else None
    row.save(update_fields=["assigned_to", "assigned_at"])
    return Recorded(None, hit_subject(row), {"person": str(person_id) if person_id else None})


def _check_judges(person_id: UUID) -> None:
    """A hit with somebody who cannot judge it waits for nobody."""
    person = accounts.actor_of(person_id)
    if person is None:
        wrong = "this person is not active here."
    elif not (acts.DISPOSE.permits(person) or acts.CONFIRM.permits(person)):
        wrong = "this person's roles judge no hit."
    else:
        return
    raise BadInput(
        wrong, field="person", value=str(person_id), means="The hit stays with whoever has it.",
        todo="Choose an analyst, a compliance officer or counsel.",
    )  # fmt: skip


@action(acts.DISPOSE)
def dispose(*, by: Actor, hit_id: UUID, verdict: str, reason: str, seen: str) -> Recorded[UUID]:
    """Say what a hit is: another party, the listed one, or a question that is open.

    Clearing a strong match, or one that was confirmed, counts only once a second person agrees; a
    confirmation counts at once and starts the clocks of reporting.

    Args:
        seen: `HitSheet.seen` of the sheet on the screen.

    Raises:
        BadInput: no such verdict, no reason. NotFound.
        Conflict: party, entry or words changed since, or a clearance waits for its second person.
    """
    if verdict not in VERDICTS:
        raise BadInput("there is no such verdict.", field="verdict", value=verdict)
    if not reason.strip():
        raise BadInput("say why.", field="reason", todo="A sentence; it stays in the record.")
    row = locked_hit(hit_id)
    made = write_word(by=by, row=row, verdict=verdict, reason=reason, seen=seen)
    facts: dict[str, JSON] = {
        "verdict": verdict, "strength": row.strength, "waits": made.state == "waiting", "content": row.content_id,
        "turn": made.turn,
    }  # fmt: skip
    if verdict == "confirmed":
        facts["duties"] = _start_clocks(row)
    return Recorded(made.id, hit_subject(row), facts, {"reason": reason.strip()})


def write_word(*, by: Actor, row: Hit, verdict: str, reason: str, seen: str) -> Disposition:
    """Write a judgement of a locked hit. Part of an action, never called alone. Raises Conflict as `dispose`."""
    sheet = queries.hit(row.id)
    _check_seen(sheet, seen)
    if sheet.words and sheet.words[-1].state == "waiting":
        raise Conflict(
            "A clearance of this hit waits for its second person.",
            "Nothing was changed.",
            "Confirm it, or return it with a reason.",
        )
    if row.party_sha256 != sheet.row.body.content_sha256:
        raise Conflict(
            "The party's particulars changed after it was compared.",
            "Nothing was changed: what met the entry is no longer what the party is called.",
            "Wait until it is compared again, then judge.",
        )
    if sheet.row.standing.state == "gone":
        raise Conflict("This is no longer a hit.", "Nothing was changed.", "Reload the queue.")
    waits = needs_second(verdict, row.strength, sheet.row.standing)
    made = Disposition.objects.create(
        hit=row, turn=len(sheet.words) + 1, verdict=verdict, reason=reason.strip(),
        state="waiting" if waits else "stands", strength=row.strength, party=queries.party_parts(sheet.row.body),
        content_id=row.content_id, said_by=by.id, said_at=clock.now(),
    )  # fmt: skip
    save_standing(row)
    return made


@action(acts.CONFIRM)
def confirm_clearance(*, by: Actor, disposition_id: UUID, seen: str, reason: str = "") -> Recorded[None]:
    """Agree, as second person, that a hit is another party; only now the clearance counts.

    Raises:
        Denied: one's own clearance. NotFound. Conflict: answered already, or something changed since.
    """
    word, row = _waiting(disposition_id, by)
    sheet = queries.hit(row.id)
    _check_seen(sheet, seen)
    if word.content_id != row.content_id or word.party != queries.party_parts(sheet.row.body):
        raise Conflict(
            "Party or entry changed after the clearance was written.",
            "It was not confirmed, because it speaks of something else.",
            "Return it, and judge the hit again.",
        )
    _answer(word, row, by, "stands", reason)
    return Recorded(None, hit_subject(row), {"turn": word.turn}, {"reason": reason.strip()} if reason.strip() else {})


@action(acts.RETURN)
def return_clearance(*, by: Actor, disposition_id: UUID, reason: str) -> Recorded[None]:
    """Refuse, as second person, to clear a hit; it is open again.

    Raises:
        BadInput: no reason. Denied: one's own clearance. NotFound. Conflict: answered already.
    """
    if not reason.strip():
        raise BadInput("say why.", field="reason", todo="A sentence; it stays in the record.")
    word, row = _waiting(disposition_id, by)
    _answer(word, row, by, "returned", reason)
    return Recorded(None, hit_subject(row), {"turn": word.turn}, {"reason": reason.strip()})


@action(acts.REPORT)
def record_report(*, by: Actor, duty_id: UUID, reference: str) -> Recorded[None]:
    """Record that an authority was told, and under which reference; its clock stops.

    Raises:
        BadInput: no reference. NotFound. Conflict: recorded already.
    """
    if not reference.strip():
        raise BadInput("name the report: its number, or where it is kept.", field="reference")
    duty = ReportingDuty.objects.select_for_update().filter(id=duty_id).first()
    if duty is None:
        raise NotFound("report")
    if duty.reported_at is not None:
        raise Conflict("This report is recorded already.", "Nothing was changed.", "Reload the page.")
    duty.reported_at, duty.reported_by, duty.reference = clock.now(), by.id, reference.strip()
    duty.save(update_fields=["reported_at", "reported_by", "reference"])
    late = duty.reported_at.date() > duty.due_on
    return Recorded(None, hit_subject(duty.hit), {"regime": duty.regime, "late": late})


def _start_clocks(row: Hit) -> list[str]:
    """One duty for each regime of the list; what was reported before is not due again."""
    told = set(ReportingDuty.objects.filter(hit=row).values_list("regime", flat=True))
    now, today = clock.now(), clock.today()
    due = [one for one in queries.regimes_for(row.list_code) if one.code not in told]
    ReportingDuty.objects.bulk_create(
        ReportingDuty(
            hit=row, regime=one.code, started_at=now, due_on=due_on(today, one.days, one.counting), source=one.source,
            verified=one.verified,
        )
        for one in due
    )  # fmt: skip
    return [one.code for one in due]


def locked_hit(hit_id: UUID) -> Hit:
    """The hit, held until the transaction ends. Raises NotFound."""
    row = Hit.objects.select_for_update().filter(id=hit_id).first()
    if row is None:
        raise NotFound("hit")
    return row


def _waiting(disposition_id: UUID, by: Actor) -> tuple[Disposition, Hit]:
    hit_id = Disposition.objects.filter(id=disposition_id).values_list("hit_id", flat=True).first()
    if hit_id is None:
        raise NotFound("clearance")
    row = locked_hit(hit_id)
    word = Disposition.objects.select_for_update().get(id=disposition_id)
    if word.state != "waiting":
        raise Conflict("This clearance was answered meanwhile.", "Nothing was changed.", "Reload the page.")
    if word.said_by == by.id:
        raise Denied("You cleared this hit yourself.", "Nothing was changed.", "Ask a second person.")
    return word, row


def _answer(word: Disposition, row: Hit, by: Actor, state: str, reason: str) -> None:
    word.state, word.second_person, word.second_at, word.second_reason = state, by.id, clock.now(), reason.strip()
    word.save(update_fields=["state", "second_person", "second_at", "second_reason"])
    save_standing(row)


def _check_seen(sheet: queries.HitSheet, seen: str) -> None:
    if sheet.seen != seen:
        raise Conflict(
            "The party, the entry or what was said of them changed since you looked.",
            "Nothing was changed: your judgement would speak of something else.",
            "Reload the page and look again.",
        )


def hit_subject(row: Hit) -> Subject:
    """A hit in the log: the list and the publisher's key, never a name."""
    return Subject("hit", row.id, f"{row.list_code} {row.key}", parties.customer_of_body(row.body_id))
