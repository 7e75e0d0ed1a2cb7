"""People, committees and papers for these tests; every name is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from duecare.adapters import clock
from duecare.apps.accounts.models import Person, RoleGrant
from duecare.apps.governance import actions, queries
from duecare.apps.governance.rules.papers import FrozenPaper, ProposedCondition, freeze
from duecare.kernel.actor import Actor, Role
from tests.conftest import person

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = MOMENT.date()
START = date(2026, 1, 1)


def known(*roles: Role, name: str = "") -> Actor:
    """An actor who stands in the register of people with these roles."""
    actor = person(*roles, name=name)
    row, new = Person.objects.get_or_create(
        id=actor.id, defaults={"email": f"{actor.id}@example.org", "name": actor.name, "joined_at": MOMENT}
    )
    if new:
        for role in roles:
            RoleGrant.objects.create(
                person=row,
                role=role,
                proposed_by=uuid4(),
                proposed_at=MOMENT,
                confirmed_by=uuid4(),
                confirmed_at=MOMENT,
            )
    return actor


def officer(name: str = "officer one") -> Actor:
    """A compliance officer."""
    return known(Role.COMPLIANCE_OFFICER, name=name)


def seller(name: str = "seller one") -> Actor:
    """Somebody of sales."""
    return known(Role.SALES, name=name)


@dataclass(frozen=True, slots=True)
class Body:
    """A committee of four: chair, independent, two insiders."""

    id: UUID
    chair: Actor
    independent: Actor
    first: Actor
    second: Actor

    def all(self) -> tuple[Actor, ...]:
        """Everybody with a seat."""
        return (self.chair, self.independent, self.first, self.second)


def found(kind: str = "human_rights", name: str = "Human-rights committee") -> Body:
    """Found a committee and fill it."""
    by = officer("founding officer")
    committee = actions.found_committee(by=by, name=name, kind=kind)
    seats = {}
    for label, chair, independent in (
        ("chair", True, False),
        ("independent", False, True),
        ("first", False, False),
        ("second", False, False),
    ):
        roles = (Role.COMMITTEE_MEMBER,) if independent else (Role.COMMITTEE_MEMBER, Role.COUNSEL)
        seats[label] = known(*roles, name=f"{kind} {label}")
        actions.appoint_member(
            by=by,
            committee_id=committee,
            person_id=seats[label].id,
            start=START,
            title=label,
            chair=chair,
            independent=independent,
        )
    return Body(committee, seats["chair"], seats["independent"], seats["first"], seats["second"])


def paper(
    risk_class: str = "elevated",
    *,
    value: str | None = "100000",
    requester: UUID | None = None,
    subject: UUID | None = None,
    version: int = 1,
    team: tuple[UUID, ...] = (),
    conditions: tuple[ProposedCondition, ...] = (),
    countries: tuple[str, ...] = ("THA",),
    customer: UUID | None = None,
) -> FrozenPaper:
    """A frozen paper on an invented deal."""
    return freeze(
        kind="opportunity",
        subject_id=subject or uuid4(),
        customer_id=customer or uuid4(),
        reference="O-2026-001",
        title="Harbour Police of Northland (invented): new deployment",
        payload={"sentence": "Approve one deployment of Fieldlens for 24 months.", "version": version, "seats": 5},
        risk_class=risk_class,
        value_eur=Decimal(value) if value is not None else None,
        requester_id=requester or seller().id,
        account_team=team,
        countries=countries,
        conditions=conditions,
    )


def vote(decision: UUID, by: Actor, choice: str, sha256: str, *conditions: ProposedCondition) -> UUID:
    """Cast a vote with a reason."""
    return actions.cast_vote(
        by=by,
        decision_id=decision,
        choice=choice,
        reason=f"{by.name}: {choice}",
        seen_sha256=sha256,
        conditions=conditions,
    )


def in_meeting(decision: UUID, body: Body, by: Actor) -> UUID:
    """Put a decision on the agenda of a meeting today."""
    meeting = actions.plan_meeting(by=by, committee_id=body.id, held_on=clock.today())
    actions.put_on_agenda(by=by, meeting_id=meeting, decision_id=decision)
    return meeting


LOG_ACCESS = ProposedCondition("The customer opens its access log on request.", "M-07", precedent=True)


def opened(body: Body, file: FrozenPaper, procedure: str = "meeting", days: int = 5) -> UUID:
    closes = TODAY + timedelta(days=days) if procedure == "written" else None
    decision = actions.open_decision(
        by=officer(),
        paper=file,
        procedure=procedure,
        closes_on=closes,
        urgency="the flood" if procedure == "urgent" else "",
    )
    if procedure == "meeting":
        in_meeting(decision, body, officer())
    return decision


def state(decision: UUID) -> str:
    return queries.decision(officer(), decision).state
