"""A report that is told: taken down, sealed, given a code; its reporter checks, corrects and signs the minutes."""

from __future__ import annotations

import re

import pytest

from duecare.adapters.sealed.reporter import root
from duecare.apps.intake.rules import codes
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.reports import About, Message
from duecare.entrypoints.reporter import opening
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House

from .browsing import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SAID = "The cameras stood in the yard since March."


def test_what_is_told_is_sealed_and_the_person_signs_the_minutes_with_their_code(here: House) -> None:
    handler = Browser.of(here, Role.COUNSEL, name="hugo handler").unlock(here.holder(Office.CASE_HANDLER))
    keeper = Browser.of(here, Role.COUNSEL, name="kestrel keeper").unlock(here.holder(Office.CUSTODIAN))
    out, officer_person = here.holder(Office.INTAKE_EXTERNAL), here.holder(Office.INTAKE_EXTERNAL, 1)
    with here.site() as site:
        left_out = next(one.fingerprint.hex() for one in site.directory.every if one.record.person == out)
        today = str(site.today)
    assert "/sealed/told/" in handler.page() and "/sealed/told/" not in keeper.page()
    assert keeper.client.get("/sealed/told/").status_code == 404
    page = handler.page("/sealed/told/")
    (once,) = re.findall(r'name="once" value="(\w+)"', page)
    told = {
        "track": "external", "door": "in-person", "met": today, "consent": "minutes", "minutes": SAID, "language": "en",
        "speaks_for": "self", "left_out": left_out, "identity": "Nobody Real", "once": once,
    }  # fmt: skip
    for wrong in ({"met": "2199-01-01"}, {"minutes": " "}, {"consent": ""}, {"door": "pages"}, {"track": "elsewhere"}):
        answer = handler.client.post("/sealed/told/", told | wrong)
        assert "This was not saved." in answer.content.decode(), wrong
    shown = handler.client.post("/sealed/told/", told)
    code = " ".join(re.findall(r">(\d{5})</b>", shown.content.decode()))
    assert len(code.split()) == 8 and "no-store" in shown["Cache-Control"]
    assert "taken down already" in handler.client.post("/sealed/told/", told).content.decode()
    assert handler.cases() == [], "who takes it down reads it only when it is granted"
    left = Browser.of(here, Role.COMPLIANCE_OFFICER, name="left out").unlock(out)
    assert left.cases() == []
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(officer_person)
    (case,) = officer.cases()
    sheet = officer.page(case)
    assert SAID in sheet and "told in person" in sheet and "Hugo Handler" in sheet and "Nobody Real" not in sheet
    assert "to minutes; nothing was recorded" in sheet and "does not want these people" in sheet
    secret = codes.typed(code).secret
    assert secret is not None
    with here.site() as site:
        mine = root(site.installation, secret)
        assert opening.opened(site, mine).minutes  # type: ignore[union-attr]  # it is there
        opening.say(site, mine, Message(About.WORD, "It was April."))
        assert opening.opened(site, mine).minutes, "a correction is no signature"  # type: ignore[union-attr]  # it is there
    corrected = {"about": "minutes", "text": "Since April.", "language": "en", "next": ""}
    assert officer.do(case, "say", **corrected).status_code == 302
    with here.site() as site:
        opening.say(site, mine, Message(About.AGREED, ""))
        assert not opening.opened(site, mine).minutes  # type: ignore[union-attr]  # it is there
    assert "Agrees to the minutes" in officer.page(case)
