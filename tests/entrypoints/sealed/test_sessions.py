"""A vault follows the session of its owner: sign-out, another browser, a stolen cookie, an account without a role."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from django.test import Client

from duecare.adapters.sealed import vault_owner
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.staff.sealed_door import NOT_FOUND
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import AGENT, TOLD, House, await_
from tests.permissions.signed_in import sign_in

from .browsing import COOKIE, Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def agent_command() -> tuple[str, ...]:
    """The command: what is looked at is how it was started."""
    return AGENT


def vaults_open(here: House) -> int:
    """Processes of this house's open vaults: children of its agent, not what those start; other agents may run."""
    parents = {}
    for each in Path("/proc").glob("[0-9]*"):  # not `ps`: with COLUMNS set it cuts the very words looked for
        with suppress(OSError):  # it ended meanwhile
            if b"duecare.entrypoints.cli.main\0agent" in (each / "cmdline").read_bytes() and _ours(each, here):
                parents[each.name] = (each / "stat").read_text().rpartition(")")[2].split()[1]
    agents = {pid for pid, parent in parents.items() if parent not in parents}
    assert agents, f"no agent of this house among {parents}"
    return sum(parent in agents for parent in parents.values())


def _ours(process: Path, here: House) -> bool:
    return f"DUECARE_AGENT={here.agent}".encode() in (process / "environ").read_bytes().split(b"\0")


def test_signing_out_ends_the_process_of_the_vault(here: House) -> None:
    here.report()
    mine = Browser.of(here, Role.COUNSEL, name="cora").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = mine.cases()
    cookie = mine.client.cookies[COOKIE].value
    assert vaults_open(here) == 1
    assert mine.client.get("/sealed/lock/").status_code == 302 and TOLD in mine.page(case), "an address locks nothing"
    assert mine.client.post("/accounts/logout/").status_code == 302
    await_(lambda: vaults_open(here) == 0)
    again = Browser.of(here, Role.COUNSEL, name="cora")
    again.client.cookies[COOKIE] = cookie
    assert TOLD not in again.page(case) and "six words" in again.page()


def test_the_vault_is_asked_for_its_number_once_and_follows_its_owner(here: House) -> None:
    here.report()
    person = here.holder(Office.INTAKE_EXTERNAL)
    first = Browser.of(here, Role.COUNSEL, name="cora")
    assert "Number of your vault" in first.page()
    (case,) = first.unlock(person).cases()
    second = Browser.of(here, Role.COUNSEL, name="cora")
    assert "Number of your vault" not in second.page()
    second.unlock()
    assert TOLD in second.page(second.cases()[0])
    assert TOLD not in first.page(case) and "six words" in first.page(), "one browser at a time"
    stranger = Browser.of(here, Role.ANALYST, name="stan")
    stolen = stranger.client.post("/sealed/unlock/", {"number": person.hex(), "words": here.phrase})
    assert stolen.status_code == 200 and "belongs to another account" in stolen.content.decode()
    assert vault_owner.account_of(here.agent, person) is not None
    stranger.client.cookies[COOKIE] = second.client.cookies[COOKIE].value
    assert "six words" in stranger.page() and second.cases(), "a cookie opens nothing in another session"


@pytest.mark.parametrize("cookie", ["", "0", "0" * 64, "Z" * 64, "0" * 4000, "é", '"; Path=/'])
def test_a_cookie_that_opens_nothing_is_no_crash(here: House, cookie: str) -> None:
    mine = Browser.of(here, Role.COUNSEL, name="cora")
    mine.client.cookies[COOKIE] = cookie
    assert "six words" in mine.page()


def test_without_a_role_or_signed_out_nothing_is_there(here: House) -> None:
    nobody = Client()
    sign_in(nobody, name="nora")
    assert Client().get("/sealed/cases/0123456789abcdef/").headers["Location"].startswith("/accounts/login/")
    answers = [nobody.get("/sealed/"), nobody.post("/sealed/", {"words": "x"}), nobody.get("/sealed/x/")]
    assert {(one.status_code, one.content) for one in answers} == {(404, NOT_FOUND)}
    asked = nobody.post("/sealed/unlock/", {"number": "0" * 8, "words": here.phrase})
    assert asked.status_code == 200 and COOKIE not in asked.cookies, "outside advisers have no role (`test_briefs`)"


def test_a_form_from_elsewhere_is_refused(here: House) -> None:
    here.report()
    mine = Browser.of(here, Role.COUNSEL, name="cora").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = mine.cases()
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = mine.client.cookies
    answers = {checking.post(f"{address}jot/", {"text": "x"}).status_code for address in (case, "/sealed/cases/0/")}
    assert answers == {403}
    assert "Nobody has said anything" in mine.page(case)


def test_without_an_open_vault_another_host_leads_to_the_words_in_the_end_and_to_no_case(here: House) -> None:
    here.report()
    mine = Browser.of(here, Role.COUNSEL, name="cora").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = mine.cases()
    stranger = Browser.of(here, Role.AUDITOR, name="axel").client
    over = {"sec-fetch-site": "cross-site"}
    answers = [stranger.get(one, headers=over).content for one in (case, "/sealed/cases/0/")]
    (answer,) = {one.partition(b"<!--")[0] for one in answers}
    assert b'http-equiv="refresh"' in answer and b"six words" not in answer
    assert b"six words" in stranger.get(case, headers={"sec-fetch-site": "same-origin"}).content
    stranger.cookies[COOKIE] = "0" * 64
    assert b"six words" in stranger.get(case, headers=over).content, "no page goes in circles"
