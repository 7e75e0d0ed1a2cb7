"""How credible a report is, what is to be done, and the second person's word. The customers it names follow."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.actions import queue_named, record_finding
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.monitoring.models import PublicReport
from duecare.apps.monitoring.queries.reports import customers_of, told
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.reports import LOOKED_AT_AGAIN, as_finding, check_assessment
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied

from .recording import about, locked


@action(acts.ASSESS)
def assess_report(
    *, by: Actor, report_id: UUID, seen_version: int, credibility: str, outcome: str, reason: str
) -> Recorded[int]:
    """Say how credible it is and what is to be done. Unless it is doubtful, every class in force of the customers it
    names is queued to be looked at again; returns how many.

    Raises:
        NotFound. BadInput: see `rules.reports.check_assessment`. Conflict: assessed already, or corrected meanwhile.
    """
    row = locked(report_id)
    if row.state != "new" or row.version != seen_version:
        raise Conflict("This report changed after you opened it.", "Nothing was recorded.", "Reload the page.")
    check_assessment(credibility, outcome, reason)
    row.state, row.credibility, row.outcome, row.reason = "assessed", credibility, outcome, reason.strip()
    row.assessed_by, row.assessed_at = by.id, clock.now()
    row.answered_by, row.answered_at, row.answer = None, None, ""
    row.save()
    queued = 0
    if credibility in LOOKED_AT_AGAIN:
        named = {
            "id": str(row.id), "reference": row.reference, "title": row.title, "publisher": row.publisher,
            "day": row.day.isoformat(),
        }  # fmt: skip
        queued = sum(queue_named(customer_id, named) for customer_id in customers_of(row.id))
    facts: dict[str, JSON] = {"credibility": credibility, "outcome": outcome.replace("_", " "), "queued": queued}
    return Recorded(queued, about(row), facts, {"reason": row.reason})


@action(acts.CONFIRM)
def confirm_report(*, by: Actor, report_id: UUID, answer: str = "") -> Recorded[int]:
    """Agree as the second person. Acted on, it stands as a finding, not yet assessed there, in the file of every open
    deal of the customers it names; returns in how many.

    Raises:
        NotFound. Denied: one's own assessment. Conflict: it waits for no second person.
    """
    row = _answered(by, report_id)
    row.state, row.answer = row.outcome, answer.strip()
    row.save()
    entered = _enter(by, row) if row.state == "acted_on" else 0
    facts: dict[str, JSON] = {"outcome": row.outcome.replace("_", " "), "files": entered}
    return Recorded(entered, about(row), facts, {"reason": row.answer})


@action(acts.RETURN)
def return_report(*, by: Actor, report_id: UUID, answer: str) -> Recorded[None]:
    """Return it to be assessed again, as the second person. What was queued because of it stays queued.

    Raises:
        NotFound. BadInput: no reason. Denied: one's own assessment. Conflict: it waits for no second person.
    """
    row = _answered(by, report_id)
    if not answer.strip():
        raise BadInput("say why.", field="answer")
    row.state, row.answer = "new", answer.strip()
    row.version += 1
    row.save()
    return Recorded(None, about(row), {}, {"reason": row.answer})


def _answered(by: Actor, report_id: UUID) -> PublicReport:
    row = locked(report_id)
    if row.state != "assessed":
        raise Conflict("This report waits for no second person.", "Nothing was changed.", "Reload the page.")
    if row.assessed_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask a colleague.")
    row.answered_by, row.answered_at = by.id, clock.now()
    return row


def _enter(by: Actor, row: PublicReport) -> int:
    what, source = as_finding(row.reference, told(row))
    done = 0
    for customer_id in customers_of(row.id):
        for deal in assessments.customer_opportunities(by, customer_id):
            if deal.state != "draft" and deal.state not in assessments.OVER:
                record_finding(by=by, opportunity_id=deal.id, what=what, source=source, about="agency")
                done += 1
    return done
