"""Advice of counsel: under keys of its own, for those to whom it was opened, and in nothing that leaves the case."""

from __future__ import annotations

import base64
import re

import pytest

from duecare.apps.intake.rules import questions
from duecare.apps.intake.rules.counsel import COUNSEL, About, counsel
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.staff.forms.sealed_counsel import ABOUT
from duecare.entrypoints.staff.sealed_counsel import ACTS, DONE
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House

from .browsing import Browser
from .looking import rows
from .test_inquiry import case_of_two, kept, marks, post

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ASKED, ADVISED = "Does article 6 hold here?", "It does, if it is told at once."


def write(who: Browser, case: str, about: str, text: str) -> int:
    return int(who.client.post(f"{case}counsel/write/", {"about": about, "text": text}).status_code)


def readers(page: str) -> str:
    return page.partition('id="readers"')[2].partition("</section>")[0]


def test_every_word_has_its_text() -> None:
    assert set(ABOUT) == set(About) and set(DONE) == set(ACTS)


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"about": "gossip", "format": COUNSEL, "text": "x"},
        {"about": "advice", "format": "duecare/note/1", "text": "x"},
    ],
)
def test_what_is_no_entry_is_none(body: object) -> None:
    with pytest.raises(ValueError):
        counsel(body)  # type: ignore[arg-type]  # anything may lie there


def test_members_ask_and_are_advised_and_whoever_opens_it_stands_in_the_read_log(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    assert f'href="{case}counsel/"' in officer.page(case) and "Nothing yet." in officer.page(f"{case}counsel/")
    assert write(officer, case, "question", ASKED) == write(handler, same, "advice", ADVISED) == 302
    page = officer.page(f"{case}counsel/?done=write")
    assert page.index(ADVISED) < page.index(ASKED), "the newest first"
    assert "advice of counsel" in page and "Hana Handler" in page and "Only those listed here read it" in page
    for wrong in ({"about": "advice", "text": " "}, {"about": "gossip", "text": "x"}, {}):
        assert officer.client.post(f"{case}counsel/write/", wrong).status_code == 200
    assert officer.page(f"{case}counsel/").count("<b>advice of counsel</b>") == 1
    assert "advice of counsel" in officer.page(f"{case}readings/")
    assert not any(text.encode() in rows() for text in (ASKED, ADVISED))


def test_it_stands_in_no_timeline_pack_paper_and_brief(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    assert write(officer, case, "advice", ADVISED) == 302
    kept(post(officer, case, "act/pack", recipient="A court", why="It asked."))
    (mark,) = marks(officer, case)
    kept(post(handler, same, "voice", of=mark, says="agree", reason="So do I."))
    pack = b"".join(officer.client.post(f"{case}investigation/pack/{mark}/").streaming_content)
    held = pack + b"".join(base64.b64decode(one + b"==") for one in re.findall(rb"[A-Za-z0-9+/]{40,}", pack))
    assert b"It asked." in held and ADVISED.encode() not in held and COUNSEL.encode() not in held
    for page in ("", "investigation/", "investigation/?all=evidence", "briefs/", "protection/"):
        assert ADVISED not in officer.page(f"{case}{page}")


def test_it_is_taken_from_a_member_who_stays_and_given_back(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    with here.site() as site:
        her = site.directory.holders(Office.CASE_HANDLER, site.today)[0].fingerprint.hex()
    assert write(officer, case, "question", ASKED) == 302
    assert "Take it from them" in readers(officer.page(f"{case}counsel/"))
    assert officer.client.post(f"{case}counsel/close/", {"who": her}).status_code == 302
    assert officer.client.post(f"{case}counsel/close/", {"who": her}).status_code == 200, "there is nothing to take"
    assert write(officer, case, "advice", ADVISED) == 302
    nothing = handler.client.get("/sealed/cases/x/").content
    for answer in (handler.client.get(f"{same}counsel/"), handler.client.post(f"{same}counsel/write/", {
        "about": "advice", "text": "x"})):  # fmt: skip
        assert (answer.status_code, answer.content) == (404, nothing), "to her there is no such page"
    page = handler.page(same)
    assert "counsel/" not in page and "Investigation" in page, "she works on"
    assert "Grant the case" not in page and handler.do(same, "jot", text="I go on.").status_code == 302
    assert "Let them read" in readers(officer.page(f"{case}counsel/"))
    assert officer.client.post(f"{case}counsel/open/", {"who": her}).status_code == 302
    assert ASKED in handler.page(f"{same}counsel/") and ADVISED in handler.page(f"{same}counsel/")


def test_whoever_does_not_lead_opens_it_to_nobody_and_the_last_who_does_keeps_it(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    with here.site() as site:
        her, his = (site.directory.holders(office, site.today)[0].fingerprint.hex()
                    for office in (Office.CASE_HANDLER, Office.INTAKE_EXTERNAL))  # fmt: skip
    answer = officer.client.post(f"{case}counsel/close/", {"who": "0" * 64})
    assert answer.status_code == 200 and "hoose one of those offered" in answer.content.decode()
    assert officer.client.post(f"{case}counsel/close/", {"who": her}).status_code == 302
    members = re.findall(r'name="who" value="(\w{64})"', readers(officer.page(f"{case}counsel/")))
    assert her in members and his not in members, "nobody takes it from themselves by a slip"
    assert handler.client.post(f"{same}counsel/open/", {"who": her}).status_code == 404
    stranger = Browser.of(here, Role.COMMITTEE_MEMBER, name="stranger").unlock(here.holder(Office.COMMITTEE))
    assert stranger.client.get(f"{case}counsel/").content == stranger.client.get("/sealed/cases/x/").content


def test_no_two_questions_to_the_agent_are_called_the_same() -> None:
    every = [name for part in vars(questions).values() for name in getattr(part, "QUESTIONS", ())]
    assert len(every) == len(set(every)) == len(questions.QUESTIONS)
