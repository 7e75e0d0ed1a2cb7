"""Withdrawing a list that was imported by mistake: a wrong file, a test. One person asks, another agrees.

It takes protection from every party, so one person's word is not enough. Nothing is deleted: its editions, entries
and hits stay to be read, and what somebody confirmed closes the gate until somebody judges it again.
"""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.screening import queries
from duecare.apps.screening.models import DeniedList, Hit, ListedEntry, ListEdition, ListWithdrawal
from duecare.apps.screening.rules import acts
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .asking import promised_run
from .comparing import WITHDRAWN
from .standing import end_all


@action(acts.ASK_WITHDRAWAL)
def ask_withdrawal(*, by: Actor, code: str, reason: str) -> Recorded[UUID]:
    """Ask a second person to withdraw a list; until they answer it stays in force.

    Raises:
        BadInput: no reason. NotFound: no such list. Conflict: none of its editions is in force, or it is asked for.
    """
    _check_reason(reason)
    held = _locked(code)
    if not held.number:
        raise Conflict("No edition of this list is in force.", "Nothing was changed.", "Look at the list's editions.")
    if ListWithdrawal.objects.filter(list=held, state="waiting").exists():
        raise Conflict(
            "The withdrawal of this list was asked for already.", "Nothing was changed.", "A second person answers it."
        )
    row = ListWithdrawal.objects.create(
        list=held, number=held.number, reason=reason.strip(), asked_by=by.id, asked_at=clock.now()
    )
    return Recorded(row.id, _subject(row), {"edition": row.number}, {"reason": reason.strip()})


@action(acts.WITHDRAW_LIST)
def withdraw_list(*, by: Actor, withdrawal_id: UUID, reason: str = "") -> Recorded[None]:
    """Agree, as second person: the list is in force no longer, its entries are met by nobody, its hits are gone.

    Gates close until every party was compared again. A hit that was confirmed stays so on record and has to be
    judged again.

    Raises:
        Denied: one asked oneself. NotFound. Conflict: answered already, or a newer edition came in since.
    """
    held, row = _answerable(withdrawal_id, by)
    if held.number != row.number:
        raise Conflict(
            "Another edition came into force after the withdrawal was asked for.",
            "Nothing was changed: nobody said that this one is a mistake.",
            "Return it, look at the list, and ask again.",
        )
    facts: dict[str, JSON] = {"edition": row.number, "confirmed": queries.confirmed_on(held.code), **_take_away(held)}
    _answer(row, by, "done", reason)
    # Without another list nobody is compared; then the hits written here say all there is to say.
    jobs = promised_run(by=by, why=f"withdrawn: {held.code}") if queries.in_force().numbers else ()
    return Recorded(None, _subject(row), facts, _said(reason), jobs)


@action(acts.KEEP_LIST)
def keep_list(*, by: Actor, withdrawal_id: UUID, reason: str) -> Recorded[None]:
    """Refuse, as second person, to withdraw a list; it stays in force.

    Raises:
        BadInput: no reason. Denied: one asked oneself. NotFound. Conflict: answered already.
    """
    _check_reason(reason)
    _, row = _answerable(withdrawal_id, by)
    _answer(row, by, "returned", reason)
    return Recorded(None, _subject(row), {"edition": row.number}, _said(reason))


def _take_away(held: DeniedList) -> dict[str, JSON]:
    """End the list; how many entries and hits that touched. Its withdrawal takes a number, as an edition does."""
    held.last += 1
    held.number, held.withdrawn, held.published = 0, held.last, None
    held.save(update_fields=["last", "number", "withdrawn", "published"])
    ListEdition.objects.filter(list=held, state__in=("in_force", "held")).update(state="withdrawn")
    entries = ListedEntry.objects.filter(list=held, ended=None).update(ended=held.last)
    met = Hit.objects.filter(list_code=held.code, gone_because="")
    return {"entries": entries, "hits": end_all(met, WITHDRAWN)}


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("say why.", field="reason", todo="A sentence; it stays in the record.")


def _locked(code: str) -> DeniedList:
    held = DeniedList.objects.select_for_update().filter(code=code).first()
    if held is None:
        raise NotFound("list")
    return held


def _answerable(withdrawal_id: UUID, by: Actor) -> tuple[DeniedList, ListWithdrawal]:
    row = ListWithdrawal.objects.filter(id=withdrawal_id).first()
    if row is None:
        raise NotFound("withdrawal")
    held = _locked(row.list_id)
    row.refresh_from_db()
    if row.state != "waiting":
        raise Conflict(
            "This withdrawal was answered meanwhile.", "Nothing was changed.", "Look at the list's editions."
        )
    if row.asked_by == by.id:
        raise Denied("You asked for this withdrawal yourself.", "Nothing was changed.", "Ask a second person.")
    return held, row


def _answer(row: ListWithdrawal, by: Actor, state: str, reason: str) -> None:
    row.state, row.second_person, row.second_at, row.second_reason = state, by.id, clock.now(), reason.strip()
    row.save(update_fields=["state", "second_person", "second_at", "second_reason"])


def _said(reason: str) -> dict[str, str]:
    return {"reason": reason.strip()} if reason.strip() else {}


def _subject(row: ListWithdrawal) -> Subject:
    return Subject("list_withdrawal", row.id, row.list_id)
