"""What somebody dealt with or decided on: every kind of it turns up under every name of the party, nobody else's does,
and no statement tells whom somebody asks about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters import clock
from duecare.apps.assessments import actions as files
from duecare.apps.audit.actions import acts
from duecare.apps.governance import actions as governance
from duecare.apps.mitigation.models import Measure, Plan
from duecare.apps.monitoring import actions as monitoring
from duecare.apps.monitoring.queries import past_work
from duecare.apps.monitoring.queries.past_work import MOST
from duecare.apps.monitoring.rules.past_work import How, Kind, Web, kind_of
from duecare.apps.parties import actions as parties
from duecare.apps.parties.models import Body
from duecare.apps.parties.rules.called import calling, calls, parts
from duecare.apps.screening import actions as screening
from duecare.apps.screening import queries as hits
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import BadInput
from tests.apps.assessments import deals
from tests.apps.entitlements import issued
from tests.apps.governance.people import START, found, officer, paper, vote
from tests.conftest import person
from tests.permissions import screening_objects
from tests.permissions.signed_in import known

from .published import published

NAME = "Harbour Watch of Northmere (invented)"
ANALYST, MEMBER = person(Role.ANALYST, name="ana past"), person(Role.COMMITTEE_MEMBER, name="mia past")
Did = Callable[[UUID, UUID, UUID], Actor]
"""Something done for (party, customer, opportunity); says who did it."""


@pytest.fixture
def deal(db: None, frozen: datetime) -> tuple[UUID, UUID, UUID]:
    """(party, customer, opportunity) of a filed deal with a customer whose name nobody else has."""
    unit = deals.body(NAME)
    made = files.open_opportunity(by=deals.SALES, intake=deals.intake(unit, deals.product()))
    files.file_opportunity(by=deals.SALES, opportunity_id=made, seen_version=1)
    return unit, parties.register_customer(by=deals.SALES, body_id=unit), made


def kinds(who: Actor, *names: str) -> set[Kind]:
    return {line.kind for line in past_work(names or (NAME,)).lines.get(who.id, ())}


def _file(party: UUID, customer: UUID, deal: UUID) -> Actor:
    files.answer_question(by=ANALYST, opportunity_id=deal, question="1.2", state="answered", value="yes")
    return ANALYST


def _handed(party: UUID, customer: UUID, deal: UUID) -> Actor:
    files.hand_over(by=deals.OFFICER, opportunity_id=deal, to=known(Role.SALES, name="sue past").id, reason="On leave")
    return known(Role.SALES, name="sue past")


def _screened(party: UUID, customer: UUID, deal: UUID) -> Actor:
    parties.record_screening(by=ANALYST, body_id=party, tool="by hand", list_date=date(2026, 1, 1), result="none")
    return ANALYST


def _refused(party: UUID, customer: UUID, deal: UUID) -> Actor:
    parties.enter_no_go(by=deals.OFFICER, body_id=party, reason="Abuses")
    return deals.OFFICER


def _voted(party: UUID, customer: UUID, deal: UUID, *, aside: bool = False) -> Actor:
    body, file = found(), paper(subject=deal, customer=customer)
    decision = governance.open_decision(
        by=officer(), paper=file, procedure="written", closes_on=clock.today() + timedelta(days=5)
    )
    if aside:
        governance.recuse(by=body.first, decision_id=decision, reason="A cousin works there.")
    else:
        vote(decision, body.first, "for", file.sha256)
    return body.first


def _aside(party: UUID, customer: UUID, deal: UUID) -> Actor:
    return _voted(party, customer, deal, aside=True)


def _opened(party: UUID, customer: UUID, deal: UUID) -> Actor:
    _voted(party, customer, deal)
    return officer()


def _overrode(party: UUID, customer: UUID, deal: UUID) -> Actor:
    governance.propose_override(
        by=officer("past two"), kind="class", subject_id=uuid4(), customer_id=customer, label="C",
        from_value="high", to_value="elevated", reason="Split.", expires_on=clock.today() + timedelta(days=9),
    )  # fmt: skip
    return officer("past two")


def _declared(party: UUID, customer: UUID, deal: UUID) -> Actor:
    governance.declare_conflict(
        by=officer(), person_id=MEMBER.id, kind="customer", ref=str(customer), label="It", reason="Shares", start=START
    )
    return MEMBER


def _measure(party: UUID, customer: UUID, deal: UUID) -> Actor:
    plan = Plan.objects.create(
        opportunity_id=deal, customer_id=customer, reference="O-1", title="Plan", risk_class="moderate",
        drafted_by=officer().id, drafted_at=clock.now(),
    )  # fmt: skip
    Measure.objects.create(
        plan=plan, code="A-01", title="Publish", what="A page.", due_kind="before_delivery", origin="added",
        owner_role="counsel", verifier_role="auditor", owner_id=MEMBER.id, condition_precedent=True,
    )  # fmt: skip
    return MEMBER


def _supplied(party: UUID, customer: UUID, deal: UUID) -> Actor:
    issued.proposed(deal)
    return issued.SECURITY


def _reported(party: UUID, customer: UUID, deal: UUID) -> Actor:
    monitoring.record_report(by=ANALYST, given=replace(published(), customer_ids=(customer,)))
    return ANALYST


DONE: dict[Kind, Did] = {
    Kind.SALES: lambda *_: deals.SALES,
    Kind.PARTICULARS: lambda *_: deals.SALES,
    Kind.HAND: _handed,
    Kind.DILIGENCE: _file,
    Kind.SCREENING: _screened,
    Kind.VOTE: _voted,
    Kind.ASIDE: _aside,
    Kind.DECISION: _opened,
    Kind.INTEREST: _declared,
    Kind.MEASURE: _measure,
    Kind.SUPPLY: _supplied,
    Kind.REPORT: _reported,
}
MORE: list[tuple[Kind, Did]] = [(Kind.SCREENING, _refused), (Kind.DECISION, _overrode)]
SECOND = person(Role.COMPLIANCE_OFFICER, name="sid past")
STRANGER = person(Role.ANALYST, name="nobody past")


@pytest.mark.parametrize(("kind", "did"), [*DONE.items(), *MORE], ids=lambda one: getattr(one, "__name__", str(one)))
def test_whatever_somebody_did_for_a_party_turns_up_and_for_nobody_else(
    deal: tuple[UUID, UUID, UUID], kind: Kind, did: Did
) -> None:
    who = did(*deal)
    found_now = past_work((NAME, "Somebody Else Ltd"))
    mine = [line for line in found_now.lines[who.id] if line.kind is kind]
    assert [(line.name, line.last) for line in mine] == [(NAME, clock.today())]
    assert [bool(one.parties) for one in found_now.met] == [True, False] and STRANGER.id not in found_now.lines
    other = deals.body("Somebody Else Ltd")
    again = past_work(("Somebody Else Ltd",))
    assert who.id not in again.lines or {line.kind for line in again.lines[who.id]} == {Kind.PARTICULARS}, other


def test_a_hit_that_somebody_judged_and_the_second_persons_word_turn_up(db: None, frozen: datetime) -> None:
    hit = screening_objects.hit()
    name = Body.objects.get(name__startswith="Blackthorn").name
    assert not kinds(ANALYST, name) and not kinds(SECOND, name)
    said = screening.dispose(by=ANALYST, hit_id=hit, verdict="cleared", reason="Another one.", seen=hits.hit(hit).seen)
    screening.confirm_clearance(by=SECOND, disposition_id=said, seen=hits.hit(hit).seen)
    assert kinds(ANALYST, name) == kinds(SECOND, name) == {Kind.SCREENING}


def test_other_names_owners_and_officials_lead_to_the_same_work(deal: tuple[UUID, UUID, UUID]) -> None:
    party, _customer, _made = deal
    Body.objects.filter(id=party).update(aliases=["Coast Guard 1998"], native_name="Hafenwache Nörd")
    owner, child = deals.body("Grey Holding"), deals.body("Night Shift of Northmere", parent=party)
    parties.record_ownership(by=ANALYST, owner_id=owner, owned_id=party, share=Decimal(3), start=date(2020, 1, 1),
                             until=date(2021, 1, 1))  # fmt: skip
    boss = parties.enter_body(by=ANALYST, name="Ludo Quaver", kind="person", country="THA")
    parties.record_official(by=ANALYST, body_id=party, person_id=boss, function="Director", start=date(2020, 1, 1))
    hows = {
        name: {one.how for one in past_work((name,)).met[0].parties if one.name == NAME}
        for name in ("harbour WATCH northmere", "coast guard 1998", "hafenwache nord", "Grey Holding", "Night Shift",
                     "Quaver, Ludo", "Harbour")
    }  # fmt: skip
    assert hows == {
        "harbour WATCH northmere": {How.CALLED}, "Harbour": {How.CALLED}, "coast guard 1998": {How.ALIAS},
        "hafenwache nord": {How.ALIAS}, "Grey Holding": {How.UNDER}, "Night Shift": {How.OVER},
        "Quaver, Ludo": {How.SPEAKS},
    }  # fmt: skip
    assert child and all(Kind.SALES in kinds(deals.SALES, name) for name in hows)


def test_a_party_to_a_deal_leads_to_the_customer_of_the_deal(deal: tuple[UUID, UUID, UUID]) -> None:
    files.add_party(by=deals.OFFICER, opportunity_id=deal[2], body_id=deals.body("Quill Brokers"), role="owner")
    (met,) = past_work(("Quill Brokers",)).met
    assert {(one.name, one.how) for one in met.parties} == {("Quill Brokers", How.CALLED), (NAME, How.DEAL)}
    assert Kind.SALES in kinds(deals.SALES, "Quill Brokers")


def texts(asked: CaptureQueriesContext) -> list[str]:
    """Statements; PostgreSQL's cursors are numbered through, whatever is asked."""
    return [re.sub(r'"_django_curs_\w+"', "cursor", one["sql"]) for one in asked.captured_queries]


def test_the_statements_are_the_same_whoever_is_asked_about(deal: tuple[UUID, UUID, UUID]) -> None:
    deals.body("Another One (invented)")
    said = []
    for names in ((NAME,), ("Another One",), ("Nobody at all", "Nor they"), ("é%'_",)):
        with CaptureQueriesContext(connection) as asked:
            past_work(names)
        said.append(texts(asked))
    assert said[0] == said[1] == said[2] == said[3] and len(said[0]) <= 10
    assert NAME not in str(said) and str(deal[1]) not in str(said)


def test_a_name_that_fits_everybody_is_refused_with_the_same_statements(deal: tuple[UUID, UUID, UUID]) -> None:
    for number in range(MOST + 1):
        deals.body(f"Bureau {number} of Examplia")
    with CaptureQueriesContext(connection) as few:
        past_work((NAME,))
    with CaptureQueriesContext(connection) as many, pytest.raises(BadInput, match="too many parties"):
        past_work(("Bureau",))
    assert texts(few) == texts(many)


NEVER = frozenset({
    "authority", "backtest", "change", "committee", "conflict", "country_event", "edition", "letter", "list", "log",
    "log_programme", "meeting", "method", "person", "product", "role", "sample", "sealed", "sign_in", "token",
})  # fmt: skip
"""Things of which no act is about a customer."""


def test_every_act_that_can_be_about_a_customer_has_a_kind_of_its_own(db: None) -> None:
    things = {code.partition(".")[0] for code in acts() if not code.startswith(("test", "trial"))}
    assert {one for one in things if kind_of(f"{one}.x") is Kind.OTHER} <= NEVER
    assert not {one for one in NEVER if kind_of(f"{one}.x") is not Kind.OTHER}


ONE_LETTER = st.characters(categories=("Ll", "Lu", "Nd")).filter(lambda one: len(one.upper()) == 1)
"""Letters that stay one when they are written large."""
WORD = st.text(ONE_LETTER, min_size=1, max_size=8)


@given(st.lists(WORD, min_size=1, max_size=6), st.data())
def test_some_words_of_a_name_in_any_order_and_case_call_it(name: list[str], data: st.DataObject) -> None:
    known = parts(" ".join(name))
    some = data.draw(st.lists(st.sampled_from(name), min_size=1))
    assert not known or calls(parts("-".join(some).upper()), known) or not parts("-".join(some).upper())
    assert not calls((), known) and not calls(known, ())


BODIES = [UUID(int=number) for number in range(8)]
STEPS = st.lists(st.tuples(st.sampled_from(BODIES), st.sampled_from(BODIES)), max_size=14)


def walked(start: UUID, steps: list[tuple[UUID, UUID]]) -> set[UUID]:
    """Whatever can be reached, found by trying again until nothing new is met."""
    reached = {below for above, below in steps if above == start}
    while more := {below for above, below in steps if above in reached} - reached:
        reached |= more
    return reached


@given(STEPS, STEPS)
def test_everything_over_and_under_a_party_is_tied_to_it_whatever_circles_there_are(
    held: list[tuple[UUID, UUID]], speaks: list[tuple[UUID, UUID]]
) -> None:
    for start in BODIES:
        around = Web(held, speaks).around(start)
        over, under = walked(start, [(low, high) for high, low in held]), walked(start, held)
        near = {start} | over | under
        said = {one for one, body in speaks if body in near} | {body for one, body in speaks if one == start}
        assert set(around) == (over | under | said) - {start}


@given(st.lists(st.text(max_size=24), min_size=1, max_size=3), st.lists(st.text(max_size=24), max_size=3))
def test_names_that_are_passed_over_quickly_are_those_that_nothing_calls(names: list[str], typed: list[str]) -> None:
    words = {one: parts(one) for one in (*typed, *(name[: len(name) // 2] for name in names), *names)}
    one_by_one = {said for name in names for said in words if calls(words[said], parts(name))}
    assert set(calling(words, names)) == one_by_one
