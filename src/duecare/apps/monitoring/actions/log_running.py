"""The daily run of log requests: who is asked is drawn on the day itself, then each letter is written.

What anybody put down goes into the same draw and leaves it as the same row, in one order and one name. What is left of
a run that was cut off is done by the next one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.engagement.actions import send_letter
from duecare.apps.engagement.rules.letters import Written
from duecare.apps.entitlements.queries import is_supplied, last_supplied, supplied_customers
from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE, due_day
from duecare.apps.monitoring.models import LogAsk, LogProgramme, LogRequest, LogRun
from duecare.apps.monitoring.queries.log_requests import past_their_day, to_send
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.log_draws import (
    Chance,
    chance,
    chance_put_down,
    days_to_draw,
    in_reach,
    period_of,
    reached_since,
)
from duecare.apps.monitoring.rules.log_requests import letter_text, subject_of, suspension_after
from duecare.apps.parties.queries import customer_rows
from duecare.kernel.actor import Actor
from duecare.kernel.errors import Conflict
from duecare.kernel.folding import fold
from duecare.kernel.ids import reference

from .log_answering import about, locked
from .recording import next_numbers


def ask_due() -> int:
    """Draw, write the letters, and note who was silent; how many letters. Twice is as good as once."""
    day, written = due_day(clock.now(), settings.DUECARE.time_zone), 0
    for one in past_their_day(day):
        _unless_done(one, day, silent=True)
    with suppress(Conflict):  # drawn already, or no programme is in force: what was drawn before is still sent
        draw_requests(by=COMMITTEE_OFFICE, day=day)
    for one in to_send():
        written += _unless_done(one, day, silent=False)
    return written


def _unless_done(request_id: UUID, day: date, *, silent: bool) -> int:
    try:
        (note_silence if silent else send_request)(by=COMMITTEE_OFFICE, request_id=request_id, day=day)
    except Conflict:  # another run was here first, or the answer came between the reading and the lock
        return 0
    return 1


@action(acts.DRAW)
def draw_requests(*, by: Actor, day: date) -> Recorded[int]:
    """Draw who is asked on the run of a day, with those who were put down; how many.

    Raises:
        Conflict: no programme is in force, or this day was drawn already.
    """
    programme = LogProgramme.objects.select_for_update().filter(state="in_force").first()
    if programme is None:
        raise Conflict("No programme of log requests is in force.", "Nobody was asked.", "Two persons adopt one.")
    last = LogRun.objects.order_by("-day").values_list("day", flat=True).first()
    if last is not None and last >= day:
        raise Conflict("This is not due on this run.", "Nothing was changed.", "")
    run = LogRun.objects.create(day=day)
    covered = _covered(programme, day)
    chosen = _drawn(programme.per_year, days_to_draw(last, day), covered)
    _take_up(chosen, period_of(day, programme.per_year).first, day, covered)
    _make(programme, day, chosen)
    return Recorded(len(chosen), Subject("log_run", run.id, day.isoformat()), {"day": day.isoformat()})


@action(acts.SEND)
def send_request(*, by: Actor, request_id: UUID, day: date) -> Recorded[None]:
    """Write the letter of a request that was drawn; the days run from here.

    Raises:
        NotFound. Conflict: it is written already.
    """
    row = locked(request_id)
    if row.state != "drawn":
        raise Conflict("This is not due on this run.", "Nothing was changed.", "")
    row.day, row.due_on = day, day + timedelta(days=row.programme.days)
    text = letter_text(row.programme.text, row.reference, row.customer_name, row.day, row.due_on)
    given = Written("out", day, row.customer_name[:200], row.programme.channel, subject_of(row.reference))
    row.letter_id, row.state = send_letter(by=by, given=given, text=text), "sent"
    row.save()
    return Recorded(None, about(row), {"day": day.isoformat(), "due": row.due_on.isoformat()})


@action(acts.SILENCE)
def note_silence(*, by: Actor, request_id: UUID, day: date) -> Recorded[None]:
    """Note that the day of a request passed without an answer; a suspension is proposed by that.

    Raises:
        NotFound. Conflict: answered, or its day is not over.
    """
    row = locked(request_id)
    if row.state != "sent" or row.due_on >= day:
        raise Conflict("This is not due on this run.", "Nothing was changed.", "")
    row.state, row.answered_on = "silent", day
    row.suspension = suspension_after("silent", row.suspension, supplied=is_supplied(row.customer_id, day))
    row.save()
    return Recorded(None, about(row), {"day": day.isoformat()})


def _covered(programme: LogProgramme, day: date) -> frozenset[UUID]:
    """Whom the programme covers on a day: everybody who is supplied, and for its months whoever was."""
    supplied, months = supplied_customers(day), programme.former_months
    if not months:
        return supplied
    last = last_supplied(day, reached_since(day, months))
    return supplied | {one for one, until in last.items() if in_reach(until, day, months)}


def _drawn(per_year: int, days: Iterable[date], covered: frozenset[UUID]) -> dict[UUID, date]:
    """Customers that chance takes, each with the first day of the period for which the request counts."""
    chosen: dict[UUID, date] = {}
    asked_in: dict[date, frozenset[UUID]] = {}
    for day in days:
        period = period_of(day, per_year)
        if period.first not in asked_in:
            rows = LogRequest.objects.filter(period_from__gte=period.first, period_from__lte=period.last)
            asked_in[period.first] = frozenset(rows.values_list("customer_id", flat=True))
        asked = asked_in[period.first]
        again, first = chance(day, period, True), chance(day, period, False)
        for customer_id in covered:
            if customer_id not in chosen and _falls(again if customer_id in asked else first):
                chosen[customer_id] = period.first
    return chosen


def _take_up(chosen: dict[UUID, date], period_from: date, day: date, covered: frozenset[UUID]) -> None:
    """Add who was put down and whose run this is; whoever is drawn, or left meanwhile, is put down no longer."""
    done: list[UUID] = []
    for customer_id, until in LogAsk.objects.values_list("customer_id", "until"):
        if customer_id in covered and customer_id not in chosen and _falls(chance_put_down(day, until)):
            chosen[customer_id] = period_from
        if customer_id in chosen or customer_id not in covered:
            done.append(customer_id)
    LogAsk.objects.filter(customer_id__in=done).delete()


def _falls(given: Chance) -> bool:
    return given.certain or secrets.randbelow(given.of) < given.hits


def _make(programme: LogProgramme, day: date, chosen: Mapping[UUID, date]) -> None:
    """One row each, numbered in the order of the customers' references: the order tells nobody from anybody."""
    customers = sorted(customer_rows(chosen).values(), key=lambda one: one.reference)
    first = next_numbers("LR", day.year, len(customers))
    codes = (reference("LR", day.year, first + place) for place in range(len(customers)))
    LogRequest.objects.bulk_create(
        LogRequest(
            reference=code, customer_id=one.id, customer_name=one.body.name,
            folded=fold(f"{code} {one.body.name}")[:400], programme=programme, day=day, period_from=chosen[one.id],
            due_on=day + timedelta(days=programme.days),
        )
        for code, one in zip(codes, customers, strict=True)
    )  # fmt: skip
