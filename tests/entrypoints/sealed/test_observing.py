"""An observer on pages: proposed by a member, signed by reporter and another member, let in, reading and no more."""

from __future__ import annotations

import re

import pytest

from duecare.apps.intake.actions.identity_writing import tell
from duecare.apps.intake.actions.observing import proposal, step
from duecare.apps.intake.rules.observing import Act, Agreeing
from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import TOLD, House

from .browsing import Browser
from .test_pages import back, heard

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_reporter_and_two_members_let_an_observer_read_and_refusing_ends_nothing(here: House) -> None:
    outside = here.certified(Office.OBSERVER)
    by = here.report()
    one = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    two = Browser.of(here, Role.COMPLIANCE_OFFICER, name="otto officer").unlock(here.holder(Office.INTAKE_EXTERNAL, 1))
    lawyer = Browser.of(here, Role.COUNSEL, name="laila lawyer").unlock(outside)
    (case,), (theirs,) = one.cases(), two.cases()
    mine, yours = f"{case}observers/", f"{theirs}observers/"
    assert lawyer.cases() == [] and f'href="{mine}"' in one.page(case)
    (who,) = re.findall(r'<option value="([0-9a-f]{64})"', one.page(mine))
    assert "choose one of those offered" not in one.page(mine)
    for wrong in ({"who": who, "text": " "}, {"who": "0" * 64, "text": "x"}):
        assert "This was not saved." in one.client.post(f"{mine}propose/", wrong).content.decode()

    def reporter(act: Act | None = None, text: str = "") -> None:
        with here.site() as site:
            told, me = heard(here, by), back(site, by)
            what: Agreeing = (
                step(by=me, told=told, mark=told.proposals[-1].mark, act=act)
                if act
                else proposal(by=me, site=site, told=told, observer=bytes.fromhex(who), text=text)
            )
            tell(by=me, site=site, message=what, keep_until=site.today)

    assert one.client.post(f"{mine}propose/", {"who": who, "text": "They read it."}).status_code == 302
    (mark,) = set(re.findall(r'name="mark" value="([0-9a-f]{16})"', one.page(mine)))
    early = one.client.post(f"{mine}admit/", {"mark": mark}).content.decode()
    assert "Not everybody has signed." in early
    reporter(Act.REFUSE)
    assert "refused" in one.page(mine) and TOLD in one.page(case), "the case goes on"
    assert "not proposed any more" in one.client.post(f"{mine}sign/", {"mark": mark}).content.decode()
    reporter(text="They read it, and help me.")
    (mark,) = set(re.findall(r'name="mark" value="([0-9a-f]{16})"', one.page(mine)))
    assert one.client.post(f"{mine}sign/", {"mark": mark}).status_code == 302
    assert "You have signed it." in one.client.post(f"{mine}sign/", {"mark": mark}).content.decode()
    assert "everybody signed" not in one.page(mine) and lawyer.cases() == []
    assert two.client.post(f"{yours}sign/", {"mark": mark}).status_code == 302
    assert "everybody signed" in one.page(mine)
    assert one.client.post(f"{mine}admit/", {"mark": mark}).status_code == 302
    (seen,) = lawyer.cases()
    page = lawyer.page(seen)
    assert TOLD in page and "Among the members" not in page and "Answer the reporter" not in page
    assert "reads the report" in lawyer.page(f"{seen}observers/")
    assert "readings/" not in page and lawyer.client.get(f"{seen}readings/").status_code == 404
    assert "Laila Lawyer" in one.page(f"{case}readings/"), "who observes is seen to, and does not see who else reads"
    said = {"about": "word", "text": "x", "language": "en", "next": "", "seen": "1"}
    for address, data in ((f"{seen}say/", said), (f"{seen}observers/refuse/", {"mark": mark})):
        answer = lawyer.client.post(address, data)
        assert answer.status_code in (200, 403, 404), answer
    assert "reads the report" in one.page(mine) and lawyer.client.get(f"{seen}identity/").status_code == 404
    assert "Withdraw the agreement" in one.page(mine) and "was withdrawn" not in one.page(case)
    reporter(Act.REFUSE)
    assert lawyer.cases() == [] and TOLD in one.page(case) and "The agreement with them was withdrawn" in one.page(case)
    for address in (seen, f"{seen}observers/"):
        assert lawyer.client.get(address).status_code == 404, "closed although the keys were not changed yet"
    assert one.do(case, "dismiss", who=who).status_code == 302
    assert lawyer.cases() == [] and TOLD in two.page(theirs)
