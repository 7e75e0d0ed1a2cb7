"""Putting a customer down, recording what came upon a request, the check of a log, and what follows from none."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings

from duecare.adapters import clock
from duecare.apps.assessments.queries import may_see_customer, today
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.entitlements.actions import ask_change
from duecare.apps.entitlements.queries import in_force_of, is_supplied, last_supplied_of
from duecare.apps.entitlements.rules.changing import next_run
from duecare.apps.monitoring.models import LogAsk, LogProgramme, LogRequest
from duecare.apps.monitoring.queries.log_requests import seen_of
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.log_copies import Copy, check_copy
from duecare.apps.monitoring.rules.log_draws import in_reach, put_down_until, reached_since
from duecare.apps.monitoring.rules.log_requests import (
    CODE,
    GIVEN,
    LOG_REQUEST,
    check_answer,
    check_open,
    check_result,
    suspension_after,
)
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id


@action(acts.ASK_LOG)
def ask_for_log(*, by: Actor, customer_id: UUID) -> Recorded[None]:
    """Have a customer asked on one of the next runs, among those whom chance takes.

    Whether somebody put it down before is told to nobody: both times the answer is the same, and the earlier day stays.

    Raises:
        NotFound. Conflict: no programme is in force, or it does not cover the customer.
    """
    if not may_see_customer(by, customer_id):
        raise NotFound("customer")
    programme = LogProgramme.objects.filter(state="in_force").first()
    if programme is None:
        raise Conflict("No programme of log requests is in force.", "Nobody was asked.", "Two persons adopt one.")
    if not (is_supplied(customer_id, today()) or _lately_supplied(customer_id, programme.former_months)):
        raise Conflict(
            "Nothing is supplied to this customer.", "It was not put down.",
            "Whom we supply is asked for a log, and former customers for as long as the programme says.",
        )  # fmt: skip
    until = put_down_until(next_run(clock.now(), settings.DUECARE.time_zone))
    LogAsk.objects.get_or_create(customer_id=customer_id, defaults={"until": until})
    return Recorded(None, Subject("log_ask", new_id(), "a log request"))  # an id of nothing: it leads to no row


@action(acts.ANSWER)
def record_log_answer(*, by: Actor, request_id: UUID, answer: str, day: date, note: str = "") -> Recorded[None]:
    """Record what came upon a request; a later answer takes the place of an earlier one, as long as it differs.

    Args:
        answer: see `rules.log_requests.ANSWERS`; day: on which it came.

    Raises:
        NotFound. BadInput: see `check_answer`; "impossible" without its note. Conflict: it stands so already.
    """
    row = locked(request_id)
    verb = check_answer(answer, day, row.day, today())
    if answer == "impossible" and not note.strip():
        raise BadInput("say why there is no log.", field="note")
    LOG_REQUEST.check(row.state, verb, by, note)
    row.state, row.answered_on, row.answered_by, row.note = answer, day, by.id, note.strip()
    row.suspension = suspension_after(answer, row.suspension, supplied=is_supplied(row.customer_id, today()))
    row.save()
    return Recorded(None, about(row), {"answer": answer, "day": day.isoformat()}, {"reason": row.note})


@action(acts.CHECK)
def record_log_check(
    *, by: Actor, request_id: UUID, result: str, head: str = "", entries: int | None = None, note: str = ""
) -> Recorded[None]:
    """Record what `duecare usage-log check` found in a log that was given; a later check takes the earlier one's place.

    Args:
        result: see `rules.log_requests.CHECKS`; head: the log's last hash, 64 hex digits; entries: how many it has.

    Raises:
        NotFound. BadInput: see `check_result`. Conflict: no log was given.
    """
    check_result(result, head, entries, note)
    row = locked(request_id)
    if row.state not in GIVEN:
        raise Conflict("No log was given upon this request.", "Nothing was recorded.", "Record the answer first.")
    row.check_result, row.check_head, row.check_entries, row.check_note = result, head, entries, note.strip()
    row.check_log, row.check_sealed, row.check_file = "", None, ""  # of no file that anybody can name
    row.checked_by, row.checked_on = by.id, today()
    row.save()
    facts = {"result": result, "head": head, "entries": entries}
    return Recorded(None, about(row), facts, {"reason": row.check_note})


@action(acts.CHECK)
def record_checked_copy(*, by: Actor, request_id: UUID, copy: Copy) -> Recorded[None]:
    """Record what `duecare usage-log check` found, by the command itself, once for each request.

    Raises:
        NotFound. BadInput, Conflict: see `check_open` and `rules.log_copies.check_copy`; nothing was recorded.
    """
    row = locked(request_id)
    check_open(row.state, row.check_result)
    check_copy(copy, row.customer_id, row.day, seen_of(copy.log))
    row.check_result, row.check_head, row.check_entries, row.check_note = (
        copy.result, copy.head if copy.result == "sound" else "", copy.entries, copy.note,
    )  # fmt: skip
    row.check_log, row.check_sealed, row.check_file = copy.log, copy.sealed, copy.file
    row.checked_by, row.checked_on = by.id, today()
    row.save()
    facts: dict[str, JSON] = {
        "result": copy.result, "head": row.check_head, "entries": copy.entries, "log": copy.log, "file": copy.file,
        "through": "duecare usage-log check",
    }  # fmt: skip
    return Recorded(None, about(row), facts, {"reason": row.check_note})


@action(acts.SUSPEND)
def follow_proposal(*, by: Actor, request_id: UUID) -> Recorded[int]:
    """Put a suspension down for every entitlement of the customer in force; how many. The daily run carries it out.

    Raises:
        NotFound. Conflict: nothing is proposed, or it was decided already.
    """
    row = _decided(by, request_id)
    row.suspension = "asked"
    row.save()
    entitlements = in_force_of(row.customer_id)
    for one in entitlements:
        ask_change(by=by, entitlement_id=one, change="suspend", code=CODE)
    return Recorded(len(entitlements), about(row))


@action(acts.LEAVE)
def leave_proposal(*, by: Actor, request_id: UUID, reason: str) -> Recorded[None]:
    """Decide that no suspension follows, and say why. Whoever recorded the refusal leaves this to somebody else.

    Raises:
        NotFound. BadInput: no reason. Denied: one's own record. Conflict: nothing is proposed, or decided already.
    """
    row = _decided(by, request_id)
    if row.answered_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask a colleague.")
    if not reason.strip():
        raise BadInput("say why.", field="reason")
    row.suspension, row.decided_because = "left", reason.strip()
    row.save()
    return Recorded(None, about(row), {}, {"reason": row.decided_because})


def _lately_supplied(customer_id: UUID, months: int) -> bool:
    on = today()
    last = last_supplied_of(customer_id, on, reached_since(on, months))
    return last is not None and in_reach(last, on, months)


def locked(request_id: UUID) -> LogRequest:
    """The request with its programme, locked until the transaction ends. Raises NotFound."""
    rows = LogRequest.objects.select_for_update(of=("self",)).select_related("programme")
    row = rows.filter(id=request_id).first()
    if row is None:
        raise NotFound("log request")
    return row


def about(row: LogRequest) -> Subject:
    """A request in the log, on its customer's timeline: the customer has the letter."""
    return Subject("log_request", row.id, row.reference, row.customer_id)


def _decided(by: Actor, request_id: UUID) -> LogRequest:
    row = locked(request_id)
    if row.suspension != "proposed":
        raise Conflict("No suspension is proposed here.", "Nothing was changed.", "Reload the page.")
    row.decided_by, row.decided_on = by.id, today()
    return row
