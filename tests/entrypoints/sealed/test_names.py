"""Who a reporter is, on pages: a handler asks, a custodian decides in an inbox of their own, the text closes again."""

from __future__ import annotations

import re

import pytest

from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import TOLD, House

from .browsing import Browser
from .test_pages import heard

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NAME = "Nobody Real, by the fountain"


def test_a_handler_asks_a_custodian_approves_and_both_sides_see_what_happened(here: House) -> None:
    by = here.report(identity=NAME)
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    keeper = Browser.of(here, Role.COUNSEL, name="kestrel keeper").unlock(here.holder(Office.CUSTODIAN))
    (case,) = officer.cases()
    assert f'href="{case}identity/"' in officer.page(case) and "sealed/requests" not in officer.page()
    assert "/sealed/requests/" in keeper.page() and "Nobody asks you" in keeper.page("/sealed/requests/")
    page = officer.page(f"{case}identity/")
    (custodian,) = re.findall(r'<option value="([0-9a-f]{64})"', page)
    asked = {"custodian": custodian, "reason": "To interview them.", "told": "We have to meet.", "language": "en"}
    empty = officer.client.post(f"{case}identity/ask/", asked | {"reason": ""})
    assert empty.status_code == 200 and "This was not saved." in empty.content.decode()
    half = officer.client.post(f"{case}identity/ask/", asked | {"withheld": "They watch."}).content.decode()
    assert "belong together" in half
    assert officer.client.post(f"{case}identity/ask/", asked).status_code == 302
    assert "To interview them." in officer.page(f"{case}identity/") and "Ask a custodian" not in officer.page(case)
    early = officer.client.post(f"{case}identity/reveal/")
    assert early.status_code == 200 and "Nobody approves this just now." in early.content.decode()
    (request,) = re.findall(r'href="(/sealed/requests/[0-9a-f]{16}/)"', keeper.page("/sealed/requests/"))
    shown = keeper.page(request)
    assert "Olga Officer asks to read" in shown and "We have to meet." in shown and TOLD not in shown
    assert officer.client.get(request).status_code == 404, "a request is the custodian's alone"
    assert keeper.client.post(request, {"answer": "yes"}).status_code == 200
    assert keeper.client.post(request, {"answer": "yes", "reason": "There is no other way."}).status_code == 302
    assert NAME not in officer.page(f"{case}identity/")
    assert officer.client.post(f"{case}identity/reveal/").status_code == 302
    page = officer.page(f"{case}identity/")
    assert NAME in page and "There is no other way." in page and NAME not in officer.page(case)
    assert "Read who the reporter is; the custodian approved" in officer.page(case)
    assert heard(here, by).said[-1].what.text == "We have to meet."  # type: ignore[union-attr]  # it is there
    assert keeper.client.get(request).status_code == 404
    officer.client.post("/sealed/lock/")
    officer.unlock()
    assert NAME not in officer.page(f"{officer.cases()[0]}identity/"), "it ended with the vault"
