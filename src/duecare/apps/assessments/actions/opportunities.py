"""Opening an opportunity, changing it, handing it over, giving it up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments.models import Deployment, Numbering, Opportunity, OpportunityParty, Product, Responsible
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.dependencies import changed, reopened
from duecare.apps.assessments.rules.opportunity_states import OPPORTUNITY
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Actor, Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict
from duecare.kernel.ids import reference

from .classes import refresh_customer, unsettle
from .reach import check_place, reach, reach_changeable, refresh_copies, subject


@dataclass(frozen=True, slots=True)
class Intake:
    """What sales says in ten minutes. Everything but the title may be missing while it is a draft.

    `value` is in `currency` (ISO 4217); `value_eur` finds the deciding body and is filled by itself
    for euros. `intermediary` None means that the question is not answered.
    """

    title: str
    purpose: str = ""
    scope: str = ""
    term_months: int | None = None
    value: Decimal | None = None
    currency: str = "EUR"
    value_eur: Decimal | None = None
    intermediary: bool | None = None
    contracting_id: UUID | None = None
    paying_id: UUID | None = None
    using_id: UUID | None = None
    product_id: UUID | None = None
    seats: int | None = None
    place_of_use: str = ""
    effective_authority: str = ""
    legal_basis: str = ""


@action(acts.OPEN)
def open_opportunity(*, by: Actor, intake: Intake) -> Recorded[UUID]:
    """Begin an opportunity as a draft; whoever begins it is its requester and has it in hand.

    Raises:
        BadInput: no title, an impossible value, a body, product or place that does not exist.
    """
    now = clock.now()
    row = Opportunity(
        reference=reference("O", now.year, _next("O", now.year)),
        requester_id=by.id,
        owner_id=by.id,
        state=OPPORTUNITY.initial,
        created_at=now,
    )
    _set(row, intake)
    row.save(force_insert=True)
    Responsible.objects.create(opportunity=row, person_id=by.id, since=now)
    _place(row, intake)
    refresh_copies(row, deal_of(row))
    row.save()
    return Recorded(row.id, subject(row), {"title": row.title})


@action(acts.CHANGE)
def change_opportunity(
    *, by: Actor, opportunity_id: UUID, seen_version: int, intake: Intake
) -> Recorded[tuple[str, ...]]:
    """Change the deal; returns the stages that are open again because they rest on what changed.

    Raises:
        Conflict: somebody changed it first, or the deal is fixed by now.
        BadInput: a filed opportunity would have gaps again, or as in `open_opportunity`.
    """
    row = reach_changeable(by, opportunity_id, seen_version)
    before = deal_of(row).fields()
    _set(row, intake)
    _place(row, intake)
    deal = deal_of(row)
    if row.state != "draft" and (missing := deal.gaps()):
        raise BadInput(
            f"a filed opportunity cannot lose {missing[0][1]}.",
            field=missing[0][0],
            todo="Fill it in, or withdraw the opportunity.",
        )
    refresh_copies(row, deal)
    after = deal.fields()
    fields = changed(before, after)
    again = reopened(before, after)
    unsettle(row, again)
    row.version += 1
    row.save()
    facts: dict[str, JSON] = {"fields": ", ".join(fields).replace("_", " ") or "title", "reopened": list(again)}
    return Recorded(again, subject(row), facts)


@action(acts.WITHDRAW)
def withdraw_opportunity(*, by: Actor, opportunity_id: UUID, reason: str) -> Recorded[None]:
    """Give an opportunity up; the record of it stays.

    Raises:
        Conflict: it has been decided.
        Denied: no reason.
    """
    row = reach(by, opportunity_id)
    before = row.state
    row.state = OPPORTUNITY.check(row.state, "withdraw", by, reason).target
    row.version += 1
    row.save()
    refresh_customer(row.customer_id)
    return Recorded(None, subject(row), {"before": before, "reason": reason.strip()})


@action(acts.HAND_OVER)
def hand_over(*, by: Actor, opportunity_id: UUID, to: UUID, reason: str) -> Recorded[None]:
    """Hand an opportunity to another salesperson; both are its account team from then on.

    Raises:
        BadInput: `to` is not in sales, or no reason.
        Conflict: that person has it in hand already.
    """
    row = reach(by, opportunity_id)
    if not reason.strip():
        raise BadInput("say why it is handed over.", field="reason")
    person = accounts.actor_of(to)
    if person is None or not person.has(Role.SALES):
        raise BadInput("an opportunity is handed to somebody in sales.", field="to")
    if row.owner_id == to:
        raise Conflict("This person has it in hand already.", "Nothing was changed.", "Reload the page.")
    row.owner_id = to
    row.version += 1
    row.save()
    held = {"since": clock.now(), "reason": reason.strip()}
    Responsible.objects.get_or_create(opportunity=row, person_id=to, defaults=held)
    return Recorded(None, subject(row), {"to_id": str(to), "reason": reason.strip()}, {"to": person.name})


def _set(row: Opportunity, intake: Intake) -> None:
    """The opportunity's own columns."""
    if not intake.title.strip():
        raise BadInput("an opportunity needs a title.", field="title")
    if len(intake.title.strip()) > 160:
        raise BadInput("longer than 160 characters.", field="title", value=intake.title)
    if intake.term_months is not None and not 0 < intake.term_months <= 600:
        raise BadInput("a term is 1 to 600 months.", field="term_months", value=intake.term_months)
    for field, amount in (("value", intake.value), ("value_eur", intake.value_eur)):
        if amount is not None and not (amount.is_finite() and 0 <= amount < Decimal(10) ** 12):
            raise BadInput("a value is between 0 and a million million.", field=field, value=amount)
    if len(intake.currency) != 3 or not intake.currency.isascii() or not intake.currency.isalpha():
        raise BadInput("a currency is three letters, such as EUR.", field="currency", value=intake.currency)
    row.title, row.purpose, row.scope = intake.title.strip(), intake.purpose.strip(), intake.scope.strip()
    row.term_months, row.intermediary = intake.term_months, intake.intermediary
    row.value, row.currency = intake.value, intake.currency.upper()
    row.value_eur = intake.value if row.currency == "EUR" else intake.value_eur


def _place(row: Opportunity, intake: Intake) -> None:
    """Client bodies in their roles, and the first deployment."""
    roles = {"contracting": intake.contracting_id, "paying": intake.paying_id, "using": intake.using_id}
    wanted = {body for body in roles.values() if body is not None}
    if len(parties.bodies(wanted)) < len(wanted):
        raise BadInput("there is no such body.", field="using")
    if intake.product_id is not None and not Product.objects.filter(id=intake.product_id).exists():
        raise BadInput("there is no such product.", field="product")
    check_place("place_of_use", intake.place_of_use)
    check_place("effective_authority", intake.effective_authority)
    first = Deployment.objects.filter(opportunity=row, position=1).first() or Deployment(opportunity=row)
    if first.using_body_id and first.using_body_id != intake.using_id:
        OpportunityParty.objects.filter(opportunity=row, role="using", body_id=first.using_body_id).delete()
    for role, body_id in roles.items():
        if role != "using":
            held = OpportunityParty.objects.filter(opportunity=row, role=role)
            (held if body_id is None else held.exclude(body_id=body_id)).delete()
        if body_id is not None:
            OpportunityParty.objects.get_or_create(opportunity=row, role=role, body_id=body_id)
    if first.product_id != intake.product_id:
        first.product_version = ""  # the version of another product says nothing
    first.product_id, first.using_body_id, first.seats = intake.product_id, intake.using_id, intake.seats
    first.place_of_use, first.effective_authority = intake.place_of_use, intake.effective_authority
    first.legal_basis = intake.legal_basis.strip()
    first.save()


def _next(prefix: str, year: int) -> int:
    Numbering.objects.get_or_create(prefix=prefix, year=year)
    row = Numbering.objects.select_for_update().get(prefix=prefix, year=year)
    row.last += 1
    row.save()
    return row.last
