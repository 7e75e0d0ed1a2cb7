"""Who opened a case, on its pages: members read it, reporter and observers do not, nobody outside learns it."""

from __future__ import annotations

import re

import pytest

from duecare.adapters import clock
from duecare.apps.intake.queries.opening import open_case, read
from duecare.apps.intake.queries.read_log import readings
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.read_log import Thing
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Table
from duecare.entrypoints.staff import sealed_words as words
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House

from .browsing import Browser
from .looking import rows
from .test_files import filed
from .test_inquiry import case_of_two, kept, marks, post

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_everything_that_can_be_opened_has_a_word() -> None:
    assert set(words.OPENED) == set(Thing)


def lines(page: str) -> list[str]:
    """Rows of the table, as text."""
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)]


def test_who_opened_case_file_and_pack_stands_there_for_members_alone(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    assert "Hana Handler" not in " ".join(lines(officer.page(f"{case}readings/"))), "who saw the list opened nothing"
    handler.page(same)
    shown = lines(officer.page(f"{case}readings/"))
    assert len(shown) == 2 and all("the case" in one for one in shown)
    assert {name for one in shown for name in ("Olga Officer", "Hana Handler") if name in one} == {
        "Olga Officer", "Hana Handler",
    }  # fmt: skip
    assert f'href="{case}readings/"' in officer.page(case)
    kept(post(officer, case, "act/pack", recipient="A court", why="It asked."))
    (mark,) = marks(officer, case)
    assert officer.client.post(f"{case}investigation/pack/{mark}/").status_code != 302
    assert "evidence pack" not in officer.page(f"{case}readings/"), "one on which nobody agreed was not had"
    kept(post(handler, same, "voice", of=mark, says="agree", reason="So do I."))
    assert b"".join(handler.client.post(f"{same}investigation/pack/{mark}/").streaming_content)
    (line,) = [one for one in lines(officer.page(f"{case}readings/")) if "Hana Handler" in one]
    assert f"an evidence pack: {mark[:8]}" in line and "the case" in line
    stranger = Browser.of(here, Role.COMMITTEE_MEMBER, name="stranger").unlock(here.holder(Office.COMMITTEE))
    assert stranger.client.get(f"{case}readings/").content == stranger.client.get("/sealed/cases/x/").content
    assert b"evidence pack" not in rows() and "Hana Handler" not in stranger.page()


def test_files_stand_there_by_name_and_pages_that_are_no_number_are_the_first(here: House) -> None:
    filed(here)
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = officer.cases()
    officer.page(case)
    b"".join(officer.client.get(f"{case}files/1/").streaming_content)
    b"".join(officer.client.post(f"{case}files/1/", {"reason": "No stamp."}).streaming_content)
    assert officer.client.get(f"{case}files/2/").status_code == 404
    for page in ("", "?page=0", "?page=9", "?page=x", "?page=٣", f"?page={'9' * 30}"):
        (line,) = lines(officer.page(f"{case}readings/{page}"))
        assert "a file without its metadata: Dienstplan ü.pdf" in line
        assert "a file as it was sent: Dienstplan ü.pdf" in line and "file: 2" not in line


def test_who_left_stays_in_the_log_and_whoever_comes_reads_it_from_the_beginning(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    handler.page(same)
    with here.site() as site:
        gone = site.directory.holders(Office.CASE_HANDLER, site.today)[0].fingerprint.hex()
    assert officer.do(case, "dismiss", who=gone).status_code == 302
    assert handler.client.get(f"{same}readings/").status_code == 404
    second = Browser.of(here, Role.COUNSEL, name="otto officer").unlock(here.holder(Office.INTAKE_EXTERNAL, 1))
    (theirs,) = second.cases()
    shown = " ".join(lines(second.page(f"{theirs}readings/")))
    assert all(name in shown for name in ("Olga Officer", "Hana Handler", "Otto Officer"))


def test_what_is_read_stands_beside_the_work_and_changes_nothing_in_it(here: House) -> None:
    by = here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    with here.site() as site:
        mine = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
        assert mine is not None
        before = read(site, mine, Compartment.REPORT).walk.head
    officer.page(officer.cases()[0])
    with here.site() as site:
        mine = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
        assert mine is not None and read(site, mine, Compartment.REPORT).walk.head == before
        assert readings(site, mine, Compartment.REPORT).read == (), (
            "members stand where the reporter's key opens nothing"
        )
        assert site.today == clock.today()
