"""Every letter is answered or left with a reason; what is overdue comes first; none is ever removed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError

from duecare.adapters import clock
from duecare.apps.audit.models import Entry
from duecare.apps.audit.queries import prove
from duecare.apps.engagement import actions, queries
from duecare.apps.engagement.models import Letter
from duecare.apps.engagement.queries import LetterQuery
from duecare.apps.engagement.rules.letters import LETTER, age, overdue
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from duecare.kernel.states import unreachable
from tests.conftest import person
from tests.permissions.signed_in import known

from .written import KEEPER, SECOND, answerer, came, enclosed, incoming, went, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]
TODAY = date(2026, 11, 23)


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_a_letter_waits_until_one_that_went_out_answers_it() -> None:
    letter = came()
    assert queries.letter(letter).state == "waiting"
    answer = went(answers_id=letter)
    found, reply = queries.letter(letter), queries.letter(answer)
    assert (found.state, found.settled_on, found.replies) == ("answered", TODAY, ((answer, "L-2026-002"),))
    assert (reply.state, reply.answers) == ("sent", "L-2026-001")
    with pytest.raises(Conflict, match="L-2026-001 is answered already"):
        went(answers_id=letter)
    assert prove().sound


def test_an_answer_recorded_before_is_linked_and_only_once_and_only_the_other_way() -> None:
    letter, answer, other = came(), went(), came()
    with pytest.raises(Conflict, match="the same way"):
        actions.link_answer(by=KEEPER, letter_id=letter, answer_id=other)
    with pytest.raises(Conflict, match="the same way"):
        actions.link_answer(by=KEEPER, letter_id=letter, answer_id=letter)
    actions.link_answer(by=KEEPER, letter_id=letter, answer_id=answer)
    assert queries.letter(letter).state == "answered"
    with pytest.raises(Conflict, match="another letter already"):
        actions.link_answer(by=KEEPER, letter_id=other, answer_id=answer)
    with pytest.raises(NotFound):
        actions.link_answer(by=KEEPER, letter_id=other, answer_id=new_id())


def test_a_reply_to_ours_settles_ours_and_waits_itself() -> None:
    ours = went()
    assert queries.letter(ours).state == "sent"
    theirs = came(answers_id=ours)
    assert (queries.letter(ours).state, queries.letter(theirs).state) == ("answered", "waiting")


def test_a_letter_is_left_by_two_persons_with_a_reason_and_may_be_answered_later() -> None:
    letter = came()
    with pytest.raises(BadInput):
        actions.leave_unanswered(by=KEEPER, letter_id=letter, reason=" ")
    with pytest.raises(Conflict, match="Nobody proposed"):
        actions.agree_to_leave(by=SECOND, letter_id=letter)
    actions.leave_unanswered(by=KEEPER, letter_id=letter, reason="An advertisement")
    row = queries.letter(letter)
    assert (row.state, row.reason, row.settled_on) == ("leaving", "An advertisement", None)
    assert queries.letter_list(LetterQuery()).waiting == 1, "it is not settled by one person"
    with pytest.raises(Conflict):
        actions.leave_unanswered(by=SECOND, letter_id=letter, reason="Again")
    with pytest.raises(Denied, match="You said yourself"):
        actions.agree_to_leave(by=KEEPER, letter_id=letter)
    second = known(Role.COUNSEL, name="cora second")
    actions.agree_to_leave(by=second, letter_id=letter)
    row = queries.letter(letter)
    assert (row.state, row.settled_on, row.seconder) == ("not_answered", TODAY, second.name)
    with pytest.raises(Conflict):
        actions.agree_to_leave(by=SECOND, letter_id=letter)
    with pytest.raises(Conflict):
        actions.hand_letter(by=KEEPER, letter_id=letter, owner_id=answerer().id, due_on=later(3))
    went(answers_id=letter)
    assert (queries.letter(letter).state, queries.letter(letter).seconder) == ("answered", "")
    at_once = actions.record_letter(by=KEEPER, given=written(), reason="No answer asked for")
    assert queries.letter(at_once).state == "leaving"
    actions.agree_to_leave(by=SECOND, letter_id=at_once)
    assert prove().sound


def test_whoever_looks_second_may_give_it_to_somebody_and_a_letter_left_late_stays_overdue() -> None:
    letter = came(due_on=later(1))
    actions.leave_unanswered(by=KEEPER, letter_id=letter, reason="An advertisement")
    with clock.at(clock.now() + timedelta(days=2)):
        assert queries.letter(letter).overdue and queries.letter_list(LetterQuery(state="overdue")).total == 1
        actions.hand_letter(by=SECOND, letter_id=letter, owner_id=answerer().id, due_on=later(9))
        row = queries.letter(letter)
        assert (row.state, row.reason, row.settler, row.overdue) == ("waiting", "", "", False)
        with pytest.raises(Conflict):
            actions.agree_to_leave(by=SECOND, letter_id=letter)
        actions.leave_unanswered(by=SECOND, letter_id=letter, reason="An advertisement all the same")
        went(answers_id=letter)
        assert queries.letter(letter).state == "answered"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"owner_id": None}, "owner_id"),
        ({"due_on": None}, "due_on"),
        ({"due_on": later(-1)}, "due_on"),
        ({"given": written("in", later(1))}, "day"),
        ({"given": written("sideways", TODAY)}, "direction"),
        ({"given": written("in", TODAY, channel="pigeon")}, "channel"),
        ({"given": written("in", TODAY, other=" ")}, "other"),
        ({"given": written("in", TODAY, subject="x" * 201)}, "subject"),
    ],
)
def test_what_says_too_little_is_refused_by_its_field(more: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        came(**more)
    assert refused.value.field == field and not Letter.objects.exists()


def test_only_somebody_who_reads_letters_answers_one() -> None:
    letter = came()
    seller = known(Role.SALES, name="sam seller")
    with pytest.raises(BadInput, match="does not read letters"):
        actions.hand_letter(by=KEEPER, letter_id=letter, owner_id=seller.id, due_on=later(3))
    analyst = known(Role.ANALYST, name="ann analyst")
    actions.hand_letter(by=KEEPER, letter_id=letter, owner_id=analyst.id, due_on=later(3))
    assert (queries.letter(letter).owner, queries.letter(letter).due_on) == (analyst.name, later(3))
    assert seller.id not in dict(queries.people_who_answer()) and analyst.id in dict(queries.people_who_answer())
    with pytest.raises(Denied):
        actions.record_letter(by=person(Role.SALES), **incoming())


def test_what_is_overdue_comes_first_then_what_waits_then_the_newest() -> None:
    soon = came(due_on=later(2))
    late = came(due_on=later(1))
    sent = went()
    old = actions.record_letter(by=KEEPER, given=written("out", later(-9)))
    with clock.at(clock.now() + timedelta(days=2)):
        page = queries.letter_list(LetterQuery())
        assert [row.id for row in page.rows] == [late, soon, sent, old]
        assert [row.overdue for row in page.rows] == [True, False, False, False]
        assert (page.total, page.waiting, page.overdue) == (4, 2, 1)
        assert [row.id for row in queries.letter_list(LetterQuery(state="overdue")).rows] == [late]
        assert [row.id for row in queries.letter_list(LetterQuery(direction="out")).rows] == [sent, old]
        assert queries.letter(late).age == 2
        assert not queries.letter_list(LetterQuery(q="nowhere")).rows
        assert queries.letter_list(LetterQuery(q="examplia L-2026-003")).total == 1
        assert queries.letter_list(LetterQuery(channel="email")).total == 0


def test_age_and_day_are_counted_in_days() -> None:
    assert not overdue("waiting", TODAY, TODAY) and overdue("waiting", later(-1), TODAY)
    assert not overdue("answered", later(-9), TODAY) and not overdue("sent", None, TODAY)
    assert (age("waiting", later(-9), None, TODAY), age("answered", later(-9), later(-2), TODAY)) == (9, 7)
    assert not unreachable(LETTER)


def test_a_document_is_kept_once_and_a_letter_is_never_removed() -> None:
    letter = came()
    document = enclosed(letter)
    assert [one.id for one in queries.letter(letter).documents] == [document]
    with pytest.raises(Conflict, match="has this document already"):
        enclosed(letter)
    with pytest.raises(BadInput, match="not stored"):
        actions.add_letter_document(by=KEEPER, letter_id=letter, sha256="0" * 64, name="x", size=1)
    with pytest.raises(ProtectedError):
        Letter.objects.get(id=letter).delete()
    assert not [name for name in dir(actions) if "delete" in name or "remove" in name]


def test_the_chain_names_no_correspondent() -> None:
    came()
    assert not [one for one in Entry.objects.all() if "Invented Rights" in one.body or "Examplia" in one.body]
