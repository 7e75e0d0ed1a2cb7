"""A programme of log requests and requests, brought as far as a test wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.entitlements.queries import entitlement
from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE
from duecare.apps.monitoring import actions
from duecare.apps.monitoring.models import LogProgramme, LogRequest, LogRun
from duecare.apps.monitoring.rules.log_programme import Programme
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.entitlements.issued import issued
from tests.conftest import person

ANALYST = person(Role.ANALYST, name="ann analyst")
OFFICER = person(Role.COMPLIANCE_OFFICER, name="olga officer")
COUNSEL = person(Role.COUNSEL, name="cora counsel")
MEMBER = person(Role.COMMITTEE_MEMBER, name="mia member")
GIVEN = Programme(2, 14, "post", "Under the agreement, please give us the log of the product.")


def waiting(**more: Any) -> UUID:
    """A programme that waits for a second person."""
    return actions.propose_programme(by=OFFICER, given=replace(GIVEN, **more))


def adopted(**more: Any) -> UUID:
    """A programme in force."""
    made = waiting(**more)
    actions.adopt_programme(by=COUNSEL, programme_id=made)
    return made


def supplied() -> UUID:
    """A customer to whom something is supplied."""
    row = issued(deals.filed())

    return entitlement(OFFICER, row).customer_id


def drawn(customer_id: UUID | None = None) -> UUID:
    """A request that was drawn today and has no letter yet."""
    one = customer_id or _supplied_once()
    day = (LogRun.objects.order_by("-day").values_list("day", flat=True).first() or clock.today()) + timedelta(days=1)
    with patch("secrets.randbelow", return_value=0):  # chance takes everybody
        actions.draw_requests(by=COMMITTEE_OFFICE, day=day)
    return LogRequest.objects.filter(customer_id=one, state="drawn").get().id


def sent(customer_id: UUID | None = None) -> UUID:
    """A request whose letter went out today."""
    row = drawn(customer_id)
    actions.send_request(by=COMMITTEE_OFFICE, request_id=row, day=clock.today())
    return row


def refused(customer_id: UUID | None = None) -> UUID:
    """A request that the customer refused; a suspension is proposed."""
    row = sent(customer_id)
    actions.record_log_answer(by=ANALYST, request_id=row, answer="refused", day=clock.today())
    return row


def given(customer_id: UUID | None = None) -> UUID:
    """A request upon which a log was given."""
    row = sent(customer_id)
    actions.record_log_answer(by=ANALYST, request_id=row, answer="granted", day=clock.today())
    return row


def _supplied_once() -> UUID:

    if not LogProgramme.objects.filter(state="in_force").exists():
        adopted()
    return supplied()
