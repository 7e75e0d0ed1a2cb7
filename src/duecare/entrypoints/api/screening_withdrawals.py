"""Operations: withdrawing a list that was imported by mistake; one person asks, another agrees."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import Reach, WithdrawalRow
from duecare.apps.screening.rules.acts import ASK_WITHDRAWAL, KEEP_LIST, READERS, WITHDRAW_LIST
from duecare.apps.screening.rules.editions import WITHDRAWAL_STATES

from .door import acting, opens_to
from .shapes import Choice, Code, Given, Limit, Made, Offset, Page, Reason, Text, Words

router = Router(tags=["screening"])


class ListToWithdraw(Given):
    """Which list was imported by mistake, and how one knows."""

    list_code: Code
    reason: Words


class WithdrawalAgreed(Given):
    """The second person's remark, if there is one."""

    reason: Text = ""


class ListWithdrawal(Schema):
    """A withdrawal of a list: waiting, done or returned; and what it touches today."""

    withdrawal: WithdrawalRow
    reach: Reach


@router.get("/screening/withdrawals", response=Page[WithdrawalRow], auth=opens_to(*READERS))
def list_withdrawals(
    request: HttpRequest,
    list_code: Code = "",
    state: Annotated[str, Choice(WITHDRAWAL_STATES, empty=True)] = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """Withdrawals of lists, the newest first."""
    rows, total = queries.withdrawals(list_code, state, limit, offset)
    return {"rows": list(rows), "total": total}


@router.post("/screening/withdrawals", response={201: Made}, auth=opens_to(*ASK_WITHDRAWAL.roles))
def ask_withdrawal(request: HttpRequest, given: ListToWithdraw) -> Status[Made]:
    """Ask a second person to withdraw a list that was imported by mistake; until they agree it stays in force."""
    made = actions.ask_withdrawal(by=acting(request), code=given.list_code, reason=given.reason)
    return Status(201, Made(id=made))


@router.get("/screening/withdrawals/{withdrawal_id}", response=ListWithdrawal, auth=opens_to(*READERS))
def read_withdrawal(request: HttpRequest, withdrawal_id: UUID) -> dict[str, object]:
    """One withdrawal, and how many entries, hits and confirmed hits it touches today."""
    row = queries.withdrawal(withdrawal_id)
    return {"withdrawal": row, "reach": queries.reach(row.list_code)}


@router.post(
    "/screening/withdrawals/{withdrawal_id}/confirm", response={204: None}, auth=opens_to(*WITHDRAW_LIST.roles)
)
def confirm_withdrawal(request: HttpRequest, withdrawal_id: UUID, given: WithdrawalAgreed) -> Status[None]:
    """Agree, as second person. Gates close until everybody was compared again; confirmed hits are judged again.

    403 for whoever asked; 409 once it is answered, or when another edition came into force since.
    """
    actions.withdraw_list(by=acting(request), withdrawal_id=withdrawal_id, reason=given.reason)
    return Status(204, None)


@router.post("/screening/withdrawals/{withdrawal_id}/return", response={204: None}, auth=opens_to(*KEEP_LIST.roles))
def return_withdrawal(request: HttpRequest, withdrawal_id: UUID, given: Reason) -> Status[None]:
    """Refuse, as second person; the list stays in force. 403 for whoever asked, 409 once it is answered."""
    actions.keep_list(by=acting(request), withdrawal_id=withdrawal_id, reason=given.reason)
    return Status(204, None)
