"""A list imported by mistake, through its doors: one person asks, another agrees on a page of its own."""

from __future__ import annotations

import pytest

from duecare.apps.screening import queries
from duecare.kernel.actor import Role
from tests.apps.screening.working import carry_out

from .test_pages import met, signed, text

pytestmark = pytest.mark.django_db
CODE = "invented_list"
LIST = f"/screening/lists/of/{CODE}/"


def test_a_list_is_withdrawn_by_two_persons_on_pages_and_its_hits_say_so() -> None:
    hit = met()
    officer, counsel, auditor = signed(Role.COMPLIANCE_OFFICER), signed(Role.COUNSEL), signed(Role.AUDITOR)
    assert "Withdraw this list" in text(officer, LIST) and "Withdraw this list" not in text(auditor, LIST)
    asking = text(officer, f"{LIST}withdraw/")
    assert "It would take away 4 entries and 1 hits (0 confirmed)." in asking
    assert "This field is required" in officer.post(f"{LIST}withdraw/", {"reason": ""}).content.decode()
    assert officer.post(f"{LIST}withdraw/", {"reason": "A trial with invented names"}).status_code == 302
    page = text(auditor, LIST)
    assert "waits for a second person" in page and "A trial with invented names" in page
    assert "its withdrawal waits for a second person" in text(auditor, "/screening/lists/")
    ((row,), _) = queries.withdrawals(CODE)
    answer = f"/screening/lists/withdrawals/{row.id}/"
    assert "You asked for this withdrawal." in text(officer, answer) and auditor.get(answer).status_code == 403
    own = officer.post(answer, {"answer": "withdraw", "reason": ""}).content.decode()
    assert "Ask a second person" in own or "You asked for this withdrawal" in own
    assert queries.in_force().numbers == {CODE: 1}
    unsaid = counsel.post(answer, {"answer": "keep", "reason": ""}).content.decode()
    assert "A sentence; it stays in the record." in unsaid
    assert counsel.post(answer, {"answer": "withdraw", "reason": "I looked at it"}).status_code == 302
    carry_out()
    page = text(counsel, LIST)
    assert "withdrawn: imported by mistake" in page and "I looked at it" in page and "Withdraw this list" not in page
    assert "withdrawn: imported by mistake" in text(counsel, "/screening/lists/")
    shown = text(counsel, f"/screening/hits/{hit.id}/")
    assert "No longer a hit: its list was withdrawn." in shown and "not on the list any more" in shown
    assert "answered meanwhile" in text(counsel, answer)
    assert officer.get("/screening/lists/of/no_list/withdraw/").status_code == 404
