"""One act on several rows of a list: each row whole or not at all, each with its own entry, refusals told by row."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.models import Reassessment
from duecare.apps.audit.queries import Filter, entries
from duecare.apps.mitigation import actions as plans
from duecare.kernel.actor import Actor, Role
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.apps.assessments.file import outdated
from tests.apps.mitigation import ready
from tests.apps.mitigation.conftest import rated
from tests.permissions.signed_in import known, sign_in

pytestmark = pytest.mark.django_db
__all__ = ["rated"]


def opened(client: Client, route: str, rows: Iterable[object], *keys: object) -> str:
    """The page that ticked rows lead to."""
    answer = client.get(reverse(route, args=keys), {"row": [str(row) for row in rows]})
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, route: str, rows: Iterable[object], *keys: object, status: int = 302, **given: str) -> str:
    """The same page, sent."""
    answer = client.post(reverse(route, args=keys), {"row": [str(row) for row in rows], **given})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def filed(by: Actor = deals.SALES) -> UUID:
    """A filed deal with a unit and a product of its own."""
    key = secrets.token_hex(3).upper()
    intake = deals.intake(deals.body(f"Unit {key}"), deals.product(f"NL-{key}"))
    made = actions.open_opportunity(by=by, intake=intake)
    actions.file_opportunity(by=by, opportunity_id=made, seen_version=1)
    return made


def waiting() -> tuple[queries.ReassessmentRow, ...]:
    return queries.reassessments(deals.OFFICER)


@pytest.mark.usefixtures("rated")
class TestKeeping:
    """Classes that stay although a figure moved."""

    def seen(self) -> dict[str, str]:
        return {f"seen-{row.id}": row.figures_sha256 for row in waiting()}

    def test_each_of_them_is_kept_with_the_reason_and_an_entry_of_its_own(self, client: Client) -> None:
        ids = [outdated.queued(filed()) for _ in range(2)]
        sign_in(client, Role.COMPLIANCE_OFFICER)
        listed = client.get(reverse("reassessments")).content.decode()
        assert all(f'value="{one}"' in listed for one in ids)
        page = opened(client, "reassessments_keep", ids)
        assert "2 rows" in page and all(f'name="seen-{one}"' in page for one in ids)
        assert "required" in sent(client, "reassessments_keep", ids, status=200, reason="", **self.seen())
        assert len(waiting()) == 2
        sent(client, "reassessments_keep", ids, reason="A rounding of the publisher's", **self.seen())
        assert waiting() == ()
        kept = entries(Filter(act="class.keep"))
        assert len(kept) == 2 and {row.personal["reason"] for row in kept} == {"A rounding of the publisher's"}
        assert "2 classes stay" in client.get(reverse("reassessments")).content.decode()

    def test_one_whose_figures_are_others_by_now_is_refused_and_stops_none(self, client: Client) -> None:
        ids = [outdated.queued(filed()) for _ in range(2)]
        sign_in(client, Role.COMPLIANCE_OFFICER)
        seen = self.seen() | {f"seen-{ids[0]}": "f" * 64}
        page = sent(client, "reassessments_keep", ids, status=200, reason="Nothing of weight", **seen)
        assert "1 row was refused; the others are done." in page
        assert "The figures changed again after you looked." in page
        assert [row.id for row in waiting()] == [ids[0]]
        assert f'value="{ids[1]}"' not in page, "what is done is not sent again"

    def test_a_changed_band_and_an_event_are_looked_at_one_by_one(self, client: Client) -> None:
        moved, banded, unscored = (outdated.queued(filed()) for _ in range(3))
        Reassessment.objects.filter(id=banded).update(band_changed=True)
        Reassessment.objects.filter(id=unscored).update(moved=None)
        sign_in(client, Role.ANALYST)
        listed = client.get(reverse("reassessments")).content.decode()
        assert f'value="{moved}"' in listed
        assert f'value="{banded}"' not in listed and f'value="{unscored}"' not in listed
        page = opened(client, "reassessments_keep", [moved, banded, unscored])
        assert "2 of the chosen rows are left out" in page
        sent(client, "reassessments_keep", [moved, banded, unscored], reason="All the same", **self.seen())
        assert {row.id for row in waiting()} == {banded, unscored}

    def test_whoever_only_reads_sees_no_box(self, client: Client) -> None:
        outdated.queued(filed())
        sign_in(client, Role.AUDITOR)
        assert 'name="row"' not in client.get(reverse("reassessments")).content.decode()


class TestHandingOver:
    """Deals of somebody who leaves."""

    def test_several_deals_go_to_somebody_else_in_sales(self, client: Client) -> None:
        seller = sign_in(client, Role.SALES)
        other = known(Role.SALES, name="sal successor")
        made = [filed(by=seller) for _ in range(3)]
        actions.hand_over(by=seller, opportunity_id=made[0], to=other.id, reason="Already his")
        assert all(f'value="{one}"' in client.get(reverse("opportunities")).content.decode() for one in made)
        page = sent(
            client, "opportunities_hand_over", made, status=200, to=str(other.id), reason="Leaves at the month's end"
        )
        assert "1 row was refused; the others are done." in page and "This person has it in hand already." in page
        assert [queries.deal(one).owner_id for one in made] == [other.id] * 3
        assert len(entries(Filter(act="opportunity.hand_over"))) == 3

    def test_deals_of_others_and_deals_that_are_over_are_left_out(self, client: Client) -> None:
        seller = sign_in(client, Role.SALES)
        other = known(Role.SALES, name="sal successor")
        foreign, over = filed(), filed(by=seller)
        actions.withdraw_opportunity(by=seller, opportunity_id=over, reason="Given up")
        page = opened(client, "opportunities_hand_over", [foreign, over])
        assert "No row is left to do this to." in page and queries.deal(foreign).reference not in page
        sent(client, "opportunities_hand_over", [foreign, over], status=200, to=str(other.id), reason="Mine now")
        assert queries.deal(foreign).owner_id == deals.SALES.id and not entries(Filter(act="opportunity.hand_over"))


@pytest.mark.usefixtures("rated")
class TestOwners:
    """One person for several measures of a plan."""

    def test_a_measure_that_asks_for_another_role_is_refused_by_itself(self, client: Client) -> None:
        made = ready.classified()
        plans.draft_plan(by=ready.officer(), opportunity_id=made)
        measures = ready.page(made).measures
        role = measures[0].owner_role
        fitting = [row for row in measures if row.owner_role == role]
        strange = next(row for row in measures if row.owner_role != role)
        sign_in(client, Role.COMPLIANCE_OFFICER)
        person = known(Role(role), name="holder of the role").id
        page = sent(
            client, "plan_owner", [*(row.id for row in fitting), strange.id], made, status=200, person=str(person)
        )
        assert "1 row was refused; the others are done." in page and strange.code in page
        now = {row.id: row.owner_id for row in ready.page(made).measures}
        assert all(now[row.id] == person for row in fitting) and now[strange.id] != person


@pytest.mark.parametrize("route", ["reassessments_keep", "opportunities_hand_over"])
def test_nothing_chosen_too_many_chosen_and_what_is_no_row(client: Client, route: str) -> None:
    sign_in(client, Role.COMPLIANCE_OFFICER)
    assert "No row is left to do this to." in opened(client, route, [])
    assert "No row is left to do this to." in opened(client, route, [new_id()])
    many = client.get(reverse(route), {"row": [str(new_id()) for _ in range(101)]})
    assert many.status_code == 413 and "more than 100 rows were chosen" in many.content.decode().lower()
    wrong = client.get(reverse(route), {"row": ["1 OR 1=1"]})
    assert wrong.status_code == 400 and "this is not the id of a row" in wrong.content.decode()
    assert client.post(reverse(route), {"row": ["x"], "reason": "y"}).status_code == 400
