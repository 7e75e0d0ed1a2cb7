"""Statistics on pages: from closed words that members keep in each case, and only where there are enough cases."""

from __future__ import annotations

import re

import pytest

from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import TOLD, House

from .browsing import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_cases_are_counted_by_closed_words_and_small_numbers_are_not_told(here: House) -> None:
    for _ in range(4):
        here.report()
    one = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    assert "Fewer than 5 cases are open to your keys." in one.page("/sealed/statistics/")
    for _ in range(7):
        here.report()
    cases = one.cases()
    assert len(cases) == 11 and f'href="{cases[0]}counted/"' in one.page(cases[0])
    assert "nobody has said" in one.page("/sealed/statistics/")
    words = {"wrong": "people", "place": "asia", "outcome": "open"}
    for wrong in ({**words, "place": "France"}, {"wrong": "people"}, {}):
        assert "This was not saved." in one.client.post(f"{cases[0]}counted/", wrong).content.decode()
    for case in cases[:6]:
        assert one.client.post(f"{case}counted/", words).status_code == 302
    assert one.client.post(f"{cases[0]}counted/", {**words, "outcome": "substantiated"}).status_code == 302
    chosen = one.page(f"{cases[0]}counted/")
    assert re.search(r'value="substantiated"\s+selected', chosen) and re.search(r'value="asia"\s+selected', chosen)
    page = one.page("/sealed/statistics/")
    assert "11 cases." in page and TOLD not in page
    rows = dict(re.findall(r"<tr><td[^>]*>([^<]+)</td><td[^>]*>(.*?)</td></tr>", page))
    assert rows["external track"] == "11" and rows["not due yet"] == "11"
    assert rows["used against people who should be protected"] == rows["Asia"] == "6"
    outcomes = [rows[word] for word in ("substantiated", "not concluded")]
    assert "not told" in outcomes[0] and page.count(">not told<") == 2, "a single 1 would be 11 less the others"
    again = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock()
    assert "11 cases." in again.page("/sealed/statistics/"), "from the ring"
