"""What binds and who sees to it, and the file as it was frozen: on the pages of a decision."""

from __future__ import annotations

import hashlib
import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from duecare.apps.governance import queries as governance
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.mitigation import queries
from duecare.kernel.actor import Role
from tests.apps.governance.people import found
from tests.apps.mitigation import ready
from tests.apps.mitigation.conftest import rated
from tests.permissions.signed_in import sign_in

__all__ = ["rated"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated")]

LOG = ProposedCondition("The customer opens its access log every month.", "", True)


def html(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def rows(page: str) -> list[str]:
    """Rows of the table of conditions, as a reader sees them."""
    table = page.split("<caption", 2)[1].split("</table>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("<tr>")[2:]]


def decided(client: Client) -> tuple[UUID, UUID]:
    made = ready.classified()
    ready.planned(made)
    decision, _body = ready.decided(made, LOG)
    sign_in(client, Role.COMPLIANCE_OFFICER, name="plan officer")
    return made, decision


def test_each_condition_of_a_decision_has_its_owner_and_its_day(client: Client) -> None:
    made, decision = decided(client)
    page = html(client, "decision", decision)
    found_rows = rows(page)
    binding = [m for m in ready.page(made).measures if m.condition_precedent]
    assert len(found_rows) == len(binding) > 1
    for measure in binding:
        row = next(row for row in found_rows if measure.code in row)
        assert measure.owner and measure.owner in row and "binds" in row and "open" in row
        assert (str(measure.next_due.year) if measure.next_due else "before delivery") in row
        assert reverse("measure", args=[measure.id]) in page
    assert any(LOG.text in row and "Plan Officer" in row for row in found_rows)


def test_before_it_is_decided_the_plan_names_its_owners_and_a_voters_condition_has_none(client: Client) -> None:
    made = ready.classified()
    ready.planned(made)
    body = found()
    decision = ready.submitted(made, body)
    ready.votes(decision, body, made, LOG)
    sign_in(client, Role.COMPLIANCE_OFFICER, name="plan officer")
    found_rows = rows(html(client, "decision", decision))
    own = next(row for row in found_rows if LOG.text in row)
    assert "named when it is decided" in own and "proposed" in own
    others = [row for row in found_rows if row is not own]
    assert others and not [row for row in others if "nobody" in row or "named when" in row]
    owners = {m.code: m.owner for m in ready.page(made).measures}
    assert all(name in row for code, name in owners.items() for row in others if f"{code} " in row)


def test_the_frozen_file_is_read_section_by_section_and_its_hash_is_that_of_the_json(client: Client) -> None:
    _made, decision = decided(client)
    asked = governance.decision(ready.officer(), decision)
    page = html(client, "decision_paper", decision)
    file = asked.payload["file"]
    assert isinstance(file, dict)
    for section in ("opportunity", "parties", "classes", "answers", "flags", "harms", "plan"):
        assert f'id="{section}"' in page, section
    assert str(file["opportunity"]["purpose"]) in page
    assert all(f"{code} " in page for code in file["answers"])
    assert all(one["title"] in page for one in asked.payload["plan"])  # type: ignore[index, union-attr]  # a list of measures
    sent = client.get(reverse("decision_paper_json", args=[decision]))
    assert hashlib.sha256(sent.content).hexdigest() == asked.sha256
    assert asked.sha256 in page and reverse("decision_paper", args=[decision]) in html(client, "decision", decision)


def test_the_frozen_file_stays_what_it_was_when_the_file_changes(client: Client) -> None:
    made, decision = decided(client)
    before = client.get(reverse("decision_paper_json", args=[decision])).content
    ready.change_a_fact(made)
    assert queries.bound(made).changed
    assert client.get(reverse("decision_paper_json", args=[decision])).content == before
    assert "Gazette" not in html(client, "decision_paper", decision)
