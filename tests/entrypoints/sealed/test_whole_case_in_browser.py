"""A whole case in browsers: from an anonymous report on the reporter's own site to a remedy and a re-opening. Six
people press what their pages show; one has a conflict of interest and sees what they saw before there was a case."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from duecare.adapters import clock
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.staff.sealed_inquiry_shown import criteria
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House
from tests.entrypoints.reporter.conftest import Site

from .pressing import TOLD, Desk, Reporting, press
from .test_in_browser import at, looked_at, unlock

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@dataclass
class Outside:
    """Somebody with a vault who is in no case: everything that they can look at."""

    page: Page
    host: str

    def sees(self, *cases: str) -> list[tuple[str, list[str]]]:
        """Words and links of list, search, dashboard, queue, and of the addresses that a case has for others."""
        found = []
        for where in ("/sealed/", "/search/?q=report", "/search/?q=case", "/", "/queue/", *(cases or [self.nowhere])):
            self.page.goto(self.host + where)
            links = self.page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
            found.append((self.page.inner_text("body"), links))
        return found

    nowhere = "/sealed/cases/0000000000000000/"


@dataclass
class Cast:
    """Who takes part."""

    reporter: Reporting
    olga: Desk
    otto: Desk
    inga: Desk
    hana: Desk
    hugo: Desk
    cora: Outside


@pytest.fixture
def site(here: House) -> Iterator[Site]:
    """The reporter's own site, on the same home."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    extra = {"DUECARE_OFFICERS": here.pins, "DUECARE_ENV": "test", "DUECARE_AGENT": str(here.agent)}
    found = Site(here.home, here.drafts, port, here.home.with_name("log"), extra)
    found.start()
    yield found
    found.stop()


@pytest.fixture
def cast(at: Callable[..., Page], here: House, browser: Browser, site: Site) -> Cast:
    """Everybody has opened their vault, and nobody has reported anything."""
    here.certified(Office.CASE_HANDLER)
    with here.site() as store:
        handlers = store.directory.holders(Office.CASE_HANDLER, store.today)
        officers = store.directory.holders(Office.INTAKE_EXTERNAL, store.today)
        independent = next(one for one in store.directory.every if one.record.independent)
    desks = []
    for role, name, one in (
        (Role.COMPLIANCE_OFFICER, "olga officer", officers[0]), (Role.COUNSEL, "otto officer", officers[1]),
        (Role.COUNSEL, "inga independent", independent), (Role.COUNSEL, "hana handler", handlers[0]),
        (Role.COUNSEL, "hugo handler", handlers[2]), (Role.ANALYST, "cora conflicted", handlers[1]),
    ):  # fmt: skip
        page = at(role, name)
        unlock(page, here, one.record.person)
        page.get_by_text("No case is open to your keys.").wait_for()
        desks.append(Desk(page, name.title()))
    cora = Outside(desks[5].page, desks[5].page.url.partition("/sealed/")[0])
    return Cast(Reporting(browser, f"http://reporter.localhost:{site.port}"), *desks[:5], cora)


def received(cast: Cast) -> None:
    """Checked for conflicts of interest, granted and acknowledged by an intake officer."""
    page = cast.olga.page
    page.reload()
    with page.expect_navigation():
        page.locator("main table a").click()
    assert TOLD in page.inner_text("main")
    press(page, "Conflict check", "link")
    page.get_by_label("Names in the report").fill("Union Office of Northmere\nCora Conflicted")
    press(page, "Compare")
    assert "No party is on record under this name." in page.inner_text("#met")
    conflicted = page.locator("#candidates").get_by_role("group", name="Cora Conflicted")
    assert "is called like a name in the report" in conflicted.inner_text()
    for one, found in ((cast.hana, "no conflict found"), (cast.hugo, "no conflict found")):
        page.locator("#candidates").get_by_role("group", name=one.name).get_by_label(found, exact=True).check()
    conflicted.get_by_label("has a conflict", exact=True).check()
    press(page, "Keep the result")
    assert "that nobody looked is no result" in page.get_by_role("group", name="Persons in the report").inner_text()
    compared = page.get_by_role("group", name="Persons in the report")
    compared.get_by_label("compared, something found").check()
    page.get_by_label("What was found of persons").fill("The report names Cora Conflicted.")
    for question in ("Customers in the report", "Past decisions on them"):
        page.get_by_role("group", name=question).get_by_label("compared, nothing found").check()
    page.get_by_label("How it was checked").fill("Asked by telephone.")
    page.get_by_label("I have no personal or business interest").check()
    press(page, "Keep the result")
    for one in (cast.hana, cast.hugo):
        row = page.locator("#handlers li").filter(has_text=one.name)
        with page.expect_navigation():
            row.get_by_role("button", name="Grant the case").click()
        assert "All keys were changed" in page.inner_text("main")
    page.get_by_label("What it is", exact=True).select_option("acknowledgement")
    page.get_by_label("What the reporter reads").fill("We have it, and read it.")
    press(page, "Send")
    assert "The reporter can read it now." in page.inner_text("main")


def planned(cast: Cast) -> str:
    """Admitted, with team, committee and plan; the mark of the allegation."""
    olga, otto, hana, hugo = cast.olga, cast.otto, cast.hana, cast.hugo
    today = clock.today()
    later = today + timedelta(days=60)
    olga.moves("preliminary-review")
    press(olga.page, "Admissibility rubric", "link")
    for one in criteria()["admissibility/1"][:3]:
        olga.choose(one["label"], "yes")
    looked_at(olga.page)
    press(olga.page, "Keep it")
    otto.goes()
    otto.agrees(otto.marks()[0])
    for desk, part in ((hana, "lead"), (hugo, "deputy")):
        olga.act("team", who=desk.name, part=part, competence="Has done three of them.")
    for desk in (olga, otto, cast.inga):
        hana.act("committee", who=desk.name, why="Not on the team.")
    hana.moves("planning")
    plan = hana.act("plan", what="Logs, then the ministry.", limits="No travel.", **{"from": today, "until": later})
    assert not hugo.can_answer(plan), "whoever investigates is not asked to approve it"
    olga.agrees(plan)
    hana.act("hypothesis", what="It was used on a journalist.", against="No entry in the log.")
    allegation = hana.act("allegation", what="A journalist was located.", right="ICCPR 17 and 19")
    hana.moves("investigation")
    return allegation


def found(cast: Cast, allegation: str) -> None:
    """Logs asked for and refused, the customer suspended and heard, the finding made."""
    hana, hugo, today = cast.hana, cast.hugo, clock.today()
    soon, later = (today + timedelta(days=days) for days in (10, 60))
    step = {"what": "All entries of October.", "on": today, "until": soon, "routine": "no"}
    assert "Somebody outside would notice" in hana.refused("log-request", **step)
    looked_at(hana.page)
    for one in ("log-request", "reply", "sanction", "interim"):
        asked = {"who": "Nobody: it asks for a whole month.", "lessened": "A whole month.", "agreement": "not-needed"}
        hugo.agrees(hana.act("risk-test", step=one, recognised="no", **asked))
    request = hana.act("log-request", **step)
    hugo.agrees(request)
    hana.act("log-answer", of=request, outcome="refused", what="They will not give them.")
    assert "suspend: logs were refused" in hana.goes()
    hugo.agrees(hana.act("interim", kind="suspend", what="No more locating.", grounds="Refused logs."))
    heard = hana.act("reply", whom="customer", what="What is alleged.", on=today, until=soon)
    hugo.agrees(heard)
    hana.act("reply-heard", of=heard, outcome="answered", what="They deny it.")
    hana.moves("findings")
    says = {"of": allegation, "why": "Two other traces."}
    assert "could not be determined" in hana.refused("finding", outcome="unsubstantiated", **says)
    hugo.agrees(hana.act("finding", outcome="substantiated", **says))
    scope = {"customers": "Two.", "former": "One.", "systems": "Lantern.", "unseen": "The logs.", "from": today}
    hugo.agrees(hana.act("scope", until=later, **scope))
    cast.otto.agrees(hana.moves("decision"))
    assert "Decision" in cast.inga.goes()


def decided(cast: Cast) -> None:
    """The committee's decisions."""
    olga, otto, inga, hana = cast.olga, cast.otto, cast.inga, cast.hana
    sanction = hana.act("sanction", rung="terminate", why="A pattern.")
    for desk in (olga, otto):
        assert "proposed" in desk.goes()
        desk.agrees(sanction)
    told = hana.act("notification", harm="unknown", test="Their phone may be read.", outcome="not-tell")
    for desk in (otto, inga):
        desk.agrees(told)
    duty = {"which": "Export authority", "law": "2021/821", "outcome": "no-duty", "why": "No export."}
    cast.hugo.agrees(hana.act("authority", **duty))


def remedied(cast: Cast) -> None:
    """A remedy, verified; concluded and opened again by somebody else."""
    olga, otto, inga, hana = cast.olga, cast.otto, cast.inga, cast.hana
    today = clock.today()
    soon, later = (today + timedelta(days=days) for days in (10, 60))
    hana.moves("remedy")
    need = {
        "need": "A safe phone.", "options": "Money or a phone: a phone.", "involvement": "contributed",
        "kind": "restitution", "what": "A phone, a lawyer.", "contribution": "The phone; a union pays the lawyer.",
    }  # fmt: skip
    remedy = hana.act("remedy", who=hana.name, until=soon, **need)
    for desk in (olga, inga):
        desk.agrees(remedy)
    delivered = hana.act("remedy-delivered", of=remedy, on=today, what="Handed over by a union.")
    inga.act("remedy-verified", of=delivered, by="representative", outcome="met", what="They say that it helps.")
    hana.act("lesson", target="clauses", what="A right to the logs.", who=olga.name, until=later)
    assert "an end of every interim measure" in hana.goes()
    (measure,) = hana.page.locator("#measures li[id^=a-]").all()
    mark = (measure.get_attribute("id") or "")[2:]
    cast.hugo.agrees(hana.act("interim-review", of=mark, outcome="end", why="The contract ended."))
    inga.agrees(hana.moves("concluded"))
    assert not [one for one in hana.ways() if "Re-opened" in one], "whoever investigated does not open it again"
    otto.moves("reopened")
    looked_at(otto.page)


def opened(cast: Cast) -> None:
    """The case's own read log names the five who were in it, and nobody else."""
    page = cast.otto.page
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^Report of ")).first.click()
    press(page, "Who opened it", "link")
    found = page.locator("main tbody").inner_text()
    every = (cast.olga, cast.otto, cast.inga, cast.hana, cast.hugo)
    assert all(one.name in found for one in every) and "Cora" not in found
    looked_at(page)


def test_from_an_anonymous_report_to_a_remedy_and_again(cast: Cast) -> None:
    before = cast.cora.sees()
    cast.reporter.report()
    received(cast)
    assert "We have it, and read it." in cast.reporter.comes_back("It happened again.")
    found(cast, planned(cast))
    decided(cast)
    remedied(cast)
    assert "Re-opened" in cast.olga.goes()
    opened(cast)
    known = cast.olga.page.url.removeprefix(cast.cora.host).removesuffix("investigation/")
    assert cast.cora.sees(known) == before, "the address that others have leads nowhere, as any does"
