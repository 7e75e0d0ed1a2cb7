"""A case that nobody can read any more is given to a handler by two of the committee, on pages."""

from __future__ import annotations

import re

import pytest

from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import TOLD, House

from .browsing import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_two_of_the_committee_recover_a_case_by_its_number(here: House) -> None:
    here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    one, two = (
        Browser.of(here, Role.COMMITTEE_MEMBER, name=f"member {at}").unlock(here.holder(Office.COMMITTEE, at))
        for at in (0, 1)
    )
    handler = Browser.of(here, Role.COUNSEL, name="hugo handler").unlock(here.holder(Office.CASE_HANDLER))
    assert officer.client.get("/sealed/shares/").status_code == 404 and "/sealed/shares/" in one.page()
    (case,) = officer.cases()
    number = re.search(r"Number for the committee</dt><dd[^>]*>(\d{4} \d{4})", officer.page(case))
    page = one.page("/sealed/shares/")
    assert number is not None and f"Case {number[1]}" in page and TOLD not in page
    (propose,) = re.findall(r'action="(/sealed/shares/[0-9a-f]{16}/propose/)"', page)
    (to,) = re.findall(r'<option value="([0-9a-f]{64})">Hugo Handler', page)
    assert "This was not saved." in one.client.post(propose, {"to": to, "reason": ""}).content.decode()
    assert one.client.post(propose, {"to": to, "reason": "Both have left."}).status_code == 302
    page = two.page("/sealed/shares/")
    assert "Both have left." in page and "give it to Hugo Handler" in page
    (approve,) = re.findall(r'action="(/sealed/shares/[0-9a-f]{16}/approve/)"', page)
    assert one.client.post(approve, {"reason": "x"}).status_code == 404, "the address is another person's"
    assert "Recover the case" not in one.page("/sealed/shares/")
    assert two.client.post(approve, {"reason": "Nobody answers."}).status_code == 302
    (finish,) = re.findall(r'action="(/sealed/shares/[0-9a-f]{16}/finish/)"', one.page("/sealed/shares/"))
    assert one.client.post(finish).status_code == 302
    shown = handler.page(handler.cases()[0])
    assert TOLD in shown and officer.cases() == [] and "was left out" not in shown
    assert shown.count("so that the committee recovered the case") == 2
    assert "Both have left." in shown and "Nobody answers." in shown and "Member 0" in shown and "Member 1" in shown


def test_a_proposal_is_taken_back_and_another_one_made(here: House) -> None:
    here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    one, two = (
        Browser.of(here, Role.COMMITTEE_MEMBER, name=f"member {at}").unlock(here.holder(Office.COMMITTEE, at))
        for at in (0, 1)
    )
    page = one.page("/sealed/shares/")
    (propose,) = re.findall(r'action="(/sealed/shares/[0-9a-f]{16}/propose/)"', page)
    to = re.findall(r'<option value="([0-9a-f]{64})"', page)[0]
    one.client.post(propose, {"to": to, "reason": "Both have left."})
    assert "Take the proposal back" not in two.page("/sealed/shares/"), "it is another person's, and fits"
    (back,) = re.findall(r'action="(/sealed/shares/[0-9a-f]{16}/back/)"', one.page("/sealed/shares/"))
    assert one.client.get(back).status_code == 302 and "Both have left." in one.page("/sealed/shares/")
    assert "The proposal is taken back." in one.client.post(back, follow=True).content.decode()
    assert "Both have left." not in two.page("/sealed/shares/") and "Propose to recover it" in one.page(
        "/sealed/shares/"
    )
    one.client.post(propose, {"to": to, "reason": "Both have left, again."})
    (case,) = officer.cases()
    with here.site() as site:
        other = site.directory.holders(Office.INTAKE_EXTERNAL, site.today)[1].fingerprint.hex()
    assert officer.do(case, "dismiss", who=other).status_code == 302
    shown = two.page("/sealed/shares/")
    assert "Proposals that fit no more" in shown and "It can be carried out no more" in shown
    (back,) = re.findall(r'action="(/sealed/shares/[0-9a-f]{16}/back/)"', shown)
    assert two.client.post(back).status_code == 302 and "fit no more" not in one.page("/sealed/shares/")
