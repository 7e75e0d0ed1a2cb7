"""The protocol's rules: what follows what, with how many persons, and what must be there first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from duecare.apps.investigations.rules.acts import ACTS
from duecare.apps.investigations.rules.needs import lacking
from duecare.apps.investigations.rules.records import Act, Moved, Rubric, Says, Voice, what, wrong_field
from duecare.apps.investigations.rules.rubric import Outcome, Reply
from duecare.apps.investigations.rules.stages import MOVES, Need, Persons, Stage
from duecare.apps.investigations.rules.state import State

from .casework import Casework, Refused, key
from .test_stage_clocks import due

pytestmark = pytest.mark.once


def refused(*codes: str) -> object:
    """Exactly these."""
    return pytest.raises(Refused, match="|".join(codes))


def test_every_stage_is_reached_and_only_what_ended_is_left_by_opening_it_again() -> None:
    reached = {Stage.OPENED, *(one.to for one in MOVES)}
    assert reached == set(Stage)
    for ended in (Stage.CLOSED, Stage.NOT_ADMITTED):
        assert [one.to for one in MOVES if one.source is ended] == [Stage.REOPENED]
    assert {one for row in MOVES for one in row.needs} == set(Need), "a need that nothing needs"


def test_a_case_goes_from_the_rubric_to_a_remedy_and_is_opened_again_by_somebody_else() -> None:
    case = Casework().named().admitted().investigated().decided()
    with refused("need:sanctioned"):
        case.move("lea", Stage.REMEDY)
    case.test_of("sanction")
    case.voted("sanction", rung="terminate")
    case.voted("notification", outcome="not-tell")
    case.agreed("lea", "ida", "authority", outcome="no-duty")
    with refused("no-way", "need:no-harm-found"):
        case.move("lea", Stage.CONCLUDED)
    case.move("lea", Stage.REMEDY)
    remedy = case.voted("remedy", who=key("lea"))
    delivered = case.do("lea", "remedy-delivered", of=remedy)
    with refused("on-team"):
        case.do("ida", "remedy-verified", of=delivered)
    case.do("lea", "lesson")
    with refused("need:remedied"):
        case.move("lea", Stage.CONCLUDED)
    case.do("ina", "remedy-verified", of=delivered, outcome="met")
    concluded = case.move("lea", Stage.CONCLUDED)
    assert case.now.stage is Stage.REMEDY, "one person alone concludes nothing"
    with refused("on-team"):
        case.says("ida", concluded)
    case.says("ina", concluded)
    assert case.now.stage is Stage.CONCLUDED
    with refused("on-team"):
        case.move("lea", Stage.REOPENED)
    case.move("ina", Stage.REOPENED)
    case.says("ida", case.move("lea", Stage.PLANNING))
    with refused("need:plan"):
        case.move("lea", Stage.INVESTIGATION)
    assert case.now.faults == 0


def test_an_act_of_before_a_field_was_asked_for_is_read_and_a_new_one_is_not_written_without() -> None:
    case = Casework().named().admitted().investigated().decided()
    act = case.act("remedy", who=key("lea"))
    asked = {one.name for one in act.kind.fields if one.later}
    assert asked == {"options", "contribution"}
    given = {name: value for name, value in act.fields.items() if name not in asked}
    old = replace(act, fields=given)
    assert wrong_field(act.kind, given) == "contribution", "written without it is refused"
    read = what(old.plain())
    assert isinstance(read, Act) and read.fields == {**given, "options": "", "contribution": ""}
    with pytest.raises(ValueError, match="need"):
        what(replace(act, fields={name: value for name, value in given.items() if name != "need"}).plain())


def test_in_an_empty_investigation_everything_is_lacking_but_what_follows_from_nothing() -> None:
    follows = {Need.LOGS, Need.SUSPENDED, Need.REMEDIED, Need.NO_HARM_FOUND, Need.MEASURES_ENDED}
    assert set(lacking(Casework().now, Need)) == set(Need) - follows - {Need.CHECKED}


def test_declining_takes_a_second_person_and_asking_takes_an_attempt_and_two_weeks() -> None:
    case = Casework().named()
    case.move("ida", Stage.REVIEW)
    first = case.rubric("ida", begin=Reply.UNKNOWN)
    with refused("need:rubric-asks"):
        case.move("ida", Stage.INFORMATION)
    with refused("same-person"):
        case.says("ida'", first)
    case.says("lea", first)
    with refused("need:outreach"):
        case.move("ida", Stage.INFORMATION)
    case.do("ida", "outreach")
    case.move("ida", Stage.INFORMATION)
    with refused("need:outreach-waited"):
        case.move("ida", Stage.NOT_ADMITTED)
    assert due(case)["outreach"] == case.today + timedelta(days=14)
    case.today += timedelta(days=14)
    ends = case.move("ida", Stage.NOT_ADMITTED)
    assert case.now.stage is Stage.INFORMATION
    case.says("lea", ends)
    assert case.now.stage is Stage.NOT_ADMITTED
    with refused("not-now"):
        case.do("ida", "outreach")


def test_unknown_never_declines_and_one_known_reason_does() -> None:
    case = Casework().named()
    case.move("ida", Stage.REVIEW)
    for other in ({"product": Reply.UNKNOWN}, {"harm": Reply.UNKNOWN}, {"begin": Reply.NO}):
        case.says("lea", case.rubric("ida", **other))
        with refused("need:rubric-declines"):
            case.move("ida", Stage.NOT_ADMITTED)
    case.says("lea", case.rubric("ida", product=Reply.NO))
    case.says("lea", case.move("ida", Stage.NOT_ADMITTED))
    assert case.now.stage is Stage.NOT_ADMITTED


def test_an_outcome_that_does_not_follow_from_its_answers_counts_for_nothing() -> None:
    case = Casework().named()
    case.move("ida", Stage.REVIEW)
    honest = case.rubric("ida", product=Reply.UNKNOWN)
    found = case.now.standing[honest].what
    assert isinstance(found, Rubric) and found.outcome is Outcome.ASKS
    for false in (
        replace(found, mark=b"1" * 16, outcome=Outcome.DECLINES),
        replace(found, mark=b"2" * 16, rubric="admissibility/99"),
        replace(found, mark=b"3" * 16, answers=dict(list(found.answers.items())[1:])),
    ):
        with refused("misfit"):
            case.write("ida", false)
        case.force("ida", false)
        case.force("lea", Voice(false.mark, Says.AGREE, ""))
    assert case.now.faults == 6 and case.now.rubric() is None


def test_an_emergency_measure_holds_at_once_and_lapses_without_a_second_person() -> None:
    case = Casework().named()
    with refused("untested"):
        case.do("lea", "interim", kind="suspend")
    case.test_of("interim")
    case.today = date(2028, 2, 28)  # a leap year
    case.test_of("interim")
    first, second = (case.do("lea", "interim", kind="suspend") for _ in range(2))
    assert case.state(first) is State.UNRATIFIED
    case.today = date(2028, 2, 29)
    with refused("same-person"):
        case.says("lea'", first)
    case.says("ida", first)
    assert (case.state(first), case.state(second)) == (State.IN_FORCE, State.UNRATIFIED)
    case.today = date(2028, 3, 1)
    assert (case.state(first), case.state(second)) == (State.IN_FORCE, State.LAPSED)
    with refused("lapsed"):
        case.says("ida", second)
    assert due(case)["review-measure"] == date(2028, 2, 28) + timedelta(days=30)
    case.agreed("lea", "ida", "interim-review", of=first, outcome="continue")
    assert due(case)["review-measure"] == date(2028, 3, 31)
    case.agreed("lea", "ida", "interim-review", of=first, outcome="end")
    assert "review-measure" not in due(case)


def test_a_measure_that_nobody_outside_notices_needs_no_test() -> None:
    case = Casework().named()
    mark = case.do("lea", "interim", kind="preserve")
    case.says("ida", mark, Says.REFUSE, "not proportionate")
    assert case.state(mark) is State.REFUSED


@pytest.mark.parametrize(
    ("recognised", "agreement", "counts"),
    [
        ("no", "not-needed", True), ("yes", "agreed", True), ("unknown", "agreed-with-changes", True),
        ("yes", "no-answer", True), ("unknown", "nobody-to-ask", True), ("yes", "refused", False),
        ("unknown", "refused", False), ("no", "refused", True),
    ],
)  # fmt: skip
def test_no_step_is_seen_outside_without_a_test_that_lets_it(recognised: str, agreement: str, counts: bool) -> None:
    case = Casework().named().admitted().investigated()
    case.test_of("log-request", recognised=recognised, agreement=agreement)
    if counts:
        case.do("lea", "log-request")
        case.today += timedelta(days=31)
    with refused("untested"):
        case.do("lea", "log-request")


@pytest.mark.parametrize("recognised", ["yes", "unknown"])
def test_who_could_be_recognised_is_asked_first(recognised: str) -> None:
    case = Casework().named()
    with refused("ask-first"):
        case.do("lea", "risk-test", recognised=recognised, agreement="not-needed")


@pytest.mark.parametrize("outcome", ["refused", "silent", "impossible"])
@pytest.mark.parametrize("finding", ["unsubstantiated", "unfounded-reasonable-grounds"])
def test_without_logs_nothing_is_found_not_to_have_happened(outcome: str, finding: str) -> None:
    case = Casework().named().admitted().investigated()
    case.test_of("log-request")
    asked = case.agreed("lea", "ida", "log-request", until=case.today + timedelta(days=5))
    assert due(case)["log-answer"] == case.today + timedelta(days=5)
    with refused("need:logs"):
        case.move("lea", Stage.FINDINGS)
    if outcome == "silent":
        with refused("deadline"):
            case.do("lea", "log-answer", of=asked, outcome=outcome)
        case.today += timedelta(days=6)
    case.do("lea", "log-answer", of=asked, outcome=outcome)
    with refused("no-logs"):
        case.do("lea", "finding", of=case.allegation, outcome=finding)
    case.agreed("lea", "ida", "finding", of=case.allegation, outcome="could-not-be-determined")


def test_a_refusal_leads_to_suspension() -> None:
    case = Casework().named().admitted().investigated()
    case.test_of("log-request")
    case.do("lea", "log-answer", of=case.agreed("lea", "ida", "log-request"), outcome="refused")
    case.test_of("reply")
    case.do("lea", "reply-heard", of=case.agreed("lea", "ida", "reply"))
    assert due(case)["suspend"] == case.today
    with refused("need:suspended"):
        case.move("lea", Stage.FINDINGS)
    case.test_of("interim")
    case.says("ida", case.do("lea", "interim", kind="suspend"))
    assert "suspend" not in due(case)
    case.move("lea", Stage.FINDINGS)


def test_the_committee_decides_by_more_than_half_and_each_votes_once() -> None:
    case = Casework().named().admitted().investigated().decided()
    case.test_of("sanction")
    with refused("conditions"):
        case.do("lea", "sanction", rung="suspend")
    mark = case.do("lea", "sanction", rung="suspend", conditions="logs for a year")
    with refused("not-committee"):
        case.says("ina", mark)
    case.says("cai", mark)
    with refused("voted"):
        case.says("cai'", mark)
    assert case.state(mark) is State.WAITING
    case.says("cem", mark)
    assert case.state(mark) is State.IN_FORCE
    with refused("settled"):
        case.says("cyd", mark, Says.REFUSE)
    other = case.do("lea", "sanction", rung="terminate")
    case.says("cai", other, Says.REFUSE)
    case.says("cem", other, Says.REFUSE)
    assert case.state(other) is State.REFUSED


def test_two_members_are_no_committee_and_nobody_decides_on_their_own_work() -> None:
    case = Casework()
    for one in ("cai", "cem"):
        case.do("lea", "committee", who=key(one))
    with refused("on-committee"):
        case.do("lea", "team", who=key("cai"), part="lead")
    case.named()
    with refused("on-team"):
        case.do("lea", "committee", who=key("ida"))
    case.do("lea", "leave", who=key("ida"))
    with refused("on-team"):
        case.do("lea", "committee", who=key("ida"))
    case.do("lea", "leave", who=key("cyd"))
    case.admitted()
    case.do("lea", "team", who=key("ida"), part="deputy")
    case.investigated().decided()
    with refused("no-committee"):
        case.do("lea", "notification", outcome="not-tell")


def test_a_plan_is_approved_by_somebody_who_does_not_investigate() -> None:
    case = Casework().named().admitted()
    plan = case.do("lea", "plan")
    with refused("on-team"):
        case.says("ida", plan)
    case.do("lea", "leave", who=key("ida"))
    with refused("on-team"):
        case.says("ida", plan)
    case.says("ina", plan)


def test_evidence_is_handed_on_by_who_holds_it_and_only_once_it_was_received() -> None:
    case = Casework().named().admitted()
    piece = case.do("lea", "evidence", name="phone")
    with refused("not-holder"):
        case.do("ida", "transfer", of=piece, who=key("ina"))
    with refused("same-person"):
        case.do("lea", "transfer", of=piece, who=key("lea'"))
    first = case.do("lea", "transfer", of=piece, who=key("ida"))
    with refused("not-receiver"):
        case.says("ina", first)
    assert case.now.holder(piece) == key("lea")
    case.says("ida", first)
    assert case.now.holder(piece) == key("ida")
    with refused("not-holder"):
        case.do("lea", "transfer", of=piece, who=key("ina"))


def test_an_adviser_is_on_the_team_until_a_day() -> None:
    case = Casework().named()
    with refused("until"):
        case.do("lea", "team", who=key("ada"), part="adviser")
    case.do("lea", "team", who=key("ada"), part="adviser", until=case.today + timedelta(days=3))
    assert case.now.team()[key("ada")] == "adviser" and "adviser-ends" in due(case)
    case.today += timedelta(days=4)
    assert key("ada") not in case.now.team() and "adviser-ends" not in due(case)


def test_who_leads_can_leave_in_the_middle() -> None:
    case = Casework().named().admitted()
    case.do("ida", "leave", who=key("lea"))
    case.agreed("ida", "ina", "plan")
    case.do("ida", "hypothesis")
    case.do("ida", "allegation")
    with refused("need:team"):
        case.move("ida", Stage.INVESTIGATION)
    case.do("ida", "team", who=key("ida"), part="lead")
    case.do("ida", "team", who=key("ivo"), part="deputy")
    case.move("ida", Stage.INVESTIGATION)


def test_what_was_proposed_twice_is_overtaken_once_one_took_effect() -> None:
    case = Casework().named().admitted().investigated()
    case.test_of("reply")
    case.do("lea", "reply-heard", of=case.agreed("lea", "ida", "reply"))
    case.move("lea", Stage.FINDINGS)
    case.agreed("lea", "ida", "finding", of=case.allegation)
    case.agreed("lea", "ida", "scope")
    one, other = case.move("lea", Stage.DECISION), case.move("ida", Stage.DECISION)
    case.says("ina", one)
    assert case.state(other) is State.OVERTAKEN
    with refused("overtaken"):
        case.says("ina", other)


def test_only_who_proposed_takes_it_back() -> None:
    case = Casework().named()
    mark = case.do("lea", "risk-test", recognised="no")
    with refused("not-yours"):
        case.says("ida", mark, Says.WITHDRAW)
    case.says("lea'", mark, Says.WITHDRAW)
    assert case.state(mark) is State.WITHDRAWN
    with refused("settled"):
        case.says("ida", mark)


def test_an_entry_written_past_the_rules_has_no_effect_and_is_counted() -> None:
    case = Casework().named()
    before = case.now
    case.force("lea", Moved(bytes(16), Stage.CLOSED, "because", before.seen))
    case.force("lea", case.act("finding", of=bytes(16)))
    mark = case.do("lea", "risk-test", recognised="no")
    case.force("lea'", Voice(mark, Says.AGREE, ""))
    after = case.now
    assert (after.stage, after.faults, case.state(mark)) == (before.stage, 3, State.WAITING)


def test_a_day_written_back_is_not_believed() -> None:
    case = Casework().named()
    mark = case.do("lea", "interim", kind="preserve")
    begun, case.today = case.today, case.today + timedelta(days=3)
    case.do("lea", "task")
    case.entries.append(
        replace(case.entries[-1], author=key("ida"), day=begun, body=Voice(mark, Says.AGREE, "").plain())
    )
    assert (case.state(mark), case.now.faults) == (State.LAPSED, 1)


def test_every_kind_of_act_can_be_done_at_one_of_its_stages() -> None:
    assert all(one.stages for one in ACTS.values())
    assert {one.shows for one in ACTS.values()} - {""} == {"interim", "log-request", "reply", "sanction",
                                                          "notification", "authority"}  # fmt: skip
    assert {one.persons for one in ACTS.values()} == set(Persons)
