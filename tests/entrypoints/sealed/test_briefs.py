"""A brief on pages: two members give it, an adviser without a role reads it and nothing else, and it ends."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from duecare.adapters import clock
from duecare.apps.intake.rules.advice import About
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.agent import brief_lines
from duecare.entrypoints.staff import sealed_brief_words as words
from duecare.entrypoints.staff.sealed_door import NOT_FOUND
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import TOLD, House
from tests.permissions.signed_in import sign_in

from .browsing import COOKIE, Browser
from .test_files import COPY, filed
from .test_inquiry import kept, marks, post

pytestmark = [pytest.mark.django_db, pytest.mark.once]
QUESTION, SECRET, OPINION = "Is it lawful there?", "Ask the reseller in secret.", "It is not lawful, for three reasons."


class Office3:
    """Two members of one case and an adviser, each at a browser."""

    def __init__(self, here: House, report: bool = True) -> None:
        person = here.certified(Office.ADVISER)
        if report:
            here.report()
        self.one = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer")
        self.one.unlock(here.holder(Office.INTAKE_EXTERNAL))
        self.two = Browser.of(here, Role.COMPLIANCE_OFFICER, name="otto officer")
        self.two.unlock(here.holder(Office.INTAKE_EXTERNAL, 1))
        self.adviser = Browser(here)
        sign_in(self.adviser.client, name="ada adviser")
        self.adviser.unlock(person)
        (self.case,), (self.same,) = self.one.cases(), self.two.cases()

    def propose(self, *chosen: str, papers: tuple[str, ...] = (), **given: Any) -> Any:
        (who,) = set(re.findall(r'<option value="([0-9a-f]{64})"', self.one.page(f"{self.case}briefs/")))
        told = {
            "who": who, "until": (clock.today() + timedelta(days=5)).isoformat(), "concerns": "Example Port Authority",
            "question": QUESTION, "text": "", "chosen": chosen, "papers": papers,
        }  # fmt: skip
        return self.one.client.post(f"{self.case}briefs/propose/", told | given)

    def send(self, *chosen: str, **given: Any) -> str:
        """Proposed, agreed to; the mark of it."""
        assert self.propose(*chosen, **given).status_code == 302
        mark = self.mark()
        assert self.two.client.post(f"{self.same}briefs/approve/", {"mark": mark}).status_code == 302
        return mark

    def mark(self) -> str:
        return re.findall(r'name="mark" value="([0-9a-f]{16})"', self.one.page(f"{self.case}briefs/"))[0]

    def briefs(self) -> list[str]:
        """Addresses in the adviser's list."""
        return re.findall(r'href="(/sealed/briefs/[0-9a-f]{16}/)"', self.adviser.page("/sealed/briefs/"))

    def declared(self) -> str:
        (brief,) = self.briefs()
        assert self.adviser.client.post(f"{brief}declare/", {"clear": "yes"}).status_code == 302
        return brief

    def act(self, act: str, mark: str, second: bool = False, **given: str) -> Any:
        who, case = (self.two, self.same) if second else (self.one, self.case)
        return who.client.post(f"{case}briefs/{act}/", {"mark": mark, **given})


def gone(client: Client, *addresses: str) -> set[tuple[int, bytes]]:
    answers = [way(one) for one in addresses for way in (client.get, client.post)]
    return {(one.status_code, one.content) for one in answers}


def test_every_state_and_word_has_its_text() -> None:
    assert set(words.ADVICE) == {one.value for one in About}
    assert {f"brief-{one.value}" for one in About} < set(words.BRIEF_REMARKS)
    assert set(words.ADVISED) <= set(words.BRIEFS) | {"said"} and brief_lines.waits.__doc__
    assert all(f'"{one}"' in brief_lines.waits.__doc__ for one in words.ADVISED)


def test_two_members_ask_and_the_adviser_reads_what_was_chosen_and_answers(here: House) -> None:
    here_are = Office3(here)
    one, two, adviser, case, same = here_are.one, here_are.two, here_are.adviser, here_are.case, here_are.same
    assert one.do(case, "jot", text=SECRET).status_code == 302
    assert f'href="{case}briefs/"' in one.page(case) and here_are.briefs() == []
    assert here_are.propose("word-1").status_code == 302
    mine, theirs = one.page(f"{case}briefs/"), two.page(f"{same}briefs/")
    assert "waits for a second member" in mine and "Agree, and let them read it" not in mine
    assert "Agree, and let them read it" in theirs and TOLD in theirs
    assert "waits for a second member" in two.page(same) and here_are.briefs() == [], "nothing left the case"
    mark = here_are.mark()
    assert "A brief takes two persons." in here_are.act("approve", mark).content.decode()
    assert here_are.act("approve", mark, second=True).status_code == 302
    assert "open no longer" in here_are.act("approve", mark, second=True).content.decode()
    (brief,) = here_are.briefs()
    before = adviser.page(brief)
    assert "Example Port Authority" in before and QUESTION not in before and TOLD not in before
    assert adviser.client.post(f"{brief}advise/", {"about": "opinion", "text": OPINION}).status_code == 404
    assert "This was not saved." in adviser.client.post(f"{brief}declare/", {"clear": "no"}).content.decode()
    assert here_are.declared() == brief
    assert "They opened it on" not in one.page(f"{case}briefs/")
    shown = adviser.page(brief)
    assert QUESTION in shown and TOLD in shown and SECRET not in shown and "Otto Officer" in shown
    log = one.page(f"{case}readings/")
    assert "They opened it on" in one.page(f"{case}briefs/") and "Ada Adviser" in log and "a brief for an" in log
    empty = adviser.client.post(f"{brief}advise/", {"about": "opinion", "text": " "})
    assert empty.status_code == 200 and "This was not saved." in empty.content.decode()
    for about, text in (("question", "Which port?"), ("opinion", OPINION)):
        assert adviser.client.post(f"{brief}advise/", {"about": about, "text": text}).status_code == 302
    assert "written something that the record does not keep yet" in one.page(case)
    timeline = one.page(case)
    assert OPINION in timeline and "Opinion, signed by the outside adviser" in timeline and "Ada Adviser" in timeline
    assert here_are.act("reply", mark, second=True, text="The old one.").status_code == 302
    assert "The old one." in adviser.page(brief)
    assert here_are.act("keep", mark).status_code == 302
    assert "does not keep yet" not in one.page(case)
    assert "This was not saved." in here_are.act("end", mark, reason="").content.decode()
    assert here_are.act("end", mark, reason="It is answered.").status_code == 302
    assert here_are.briefs() == [] and adviser.client.get(brief).content == NOT_FOUND
    assert OPINION in one.page(case) and OPINION in two.page(f"{same}briefs/"), "it stays when the letter is gone"


def test_an_adviser_finds_no_case_no_list_and_no_page_of_the_company(here: House) -> None:
    office = Office3(here)
    office.send("word-1")
    brief, client = office.declared(), office.adviser.client
    addresses = [office.case, office.same, "/sealed/", "/sealed/x/", "/sealed/statistics/", "/sealed/requests/"]
    addresses += [f"{office.case}{one}/" for one in ("briefs", "briefs/approve", "readings", "jot", "investigation")]
    addresses += ["/sealed/shares/", f"/sealed/briefs/{'0' * 16}/", "/sealed/briefs/x/", f"{brief}files/1/"]
    addresses += [f"/sealed/briefs/{office.case[-17:-1]}/", f"{brief}files/x/", f"{brief}unknown/"]
    assert gone(client, *addresses) == {(404, NOT_FOUND)}
    for page in ("/", "/search/?q=cameras", "/customers/", "/people/"):
        answer = client.get(page)
        assert answer.status_code == 302 and answer["Location"] == "/people/me/", page
    assert "/sealed/briefs/" in office.adviser.page("/people/me/")
    assert TOLD in office.adviser.page(brief)


def test_an_account_without_a_role_opens_no_other_vault_than_an_advisers(here: House) -> None:
    here.report()
    former = Browser(here)
    sign_in(former.client, name="fred former")
    assert "six words" in former.page("/sealed/briefs/") and former.client.get("/sealed/").content == NOT_FOUND
    number = here.holder(Office.INTAKE_EXTERNAL).hex()[:8]
    answer = former.client.post("/sealed/unlock/", {"number": number, "words": here.phrase})
    assert answer.content == NOT_FOUND and COOKIE not in answer.cookies
    assert "six words" in former.page("/sealed/briefs/")


def test_a_conflict_closes_the_brief_before_anything_was_shown(here: House) -> None:
    office = Office3(here)
    office.send("word-1")
    (brief,) = office.briefs()
    answer = office.adviser.client.post(f"{brief}declare/", {"clear": "no", "text": "They are a client of mine."})
    assert answer.status_code == 302 and office.briefs() == []
    assert gone(office.adviser.client, brief, f"{brief}advise/", f"{brief}files/1/") == {(404, NOT_FOUND)}
    shown = office.one.page(f"{office.case}briefs/")
    assert "They are a client of mine." in shown and "They opened it on" not in shown
    assert "An outside adviser has an interest in it" in office.two.page(office.same)
    assert "Ada Adviser" not in office.one.page(f"{office.case}readings/")


def test_one_member_alone_takes_it_back_at_once(here: House) -> None:
    office = Office3(here)
    mark = office.send("word-1")
    brief = office.declared()
    assert TOLD in office.adviser.page(brief)
    assert office.act("end", mark, reason="Not any more.").status_code == 302
    assert gone(office.adviser.client, brief, f"{brief}advise/") == {(404, NOT_FOUND)} and office.briefs() == []
    assert "open no longer" in office.act("end", mark, second=True, reason="Again.").content.decode()


def candidates(who: Browser, case: str) -> list[str]:
    """Keys of those of whom a conflict check can say something."""
    return re.findall(r'name="([0-9a-f]{64})" value="clear"', who.page(f"{case}examine/"))


def test_it_closes_when_a_member_leaves_and_when_the_investigation_is_over(here: House) -> None:
    office = Office3(here)
    office.send("word-1")
    brief = office.declared()
    handler = next(iter(candidates(office.one, office.case)))
    assert (
        office.one.do(office.case, "examine", **{handler: "clear", "remark": "asked", "own": "on"}).status_code == 302
    )
    (left,) = [one for one in re.findall(r'name="who" value="([0-9a-f]{64})"', office.two.page(office.same)) if one][:1]
    assert left and office.two.do(office.same, "dismiss", who=left).status_code == 302
    assert gone(office.adviser.client, brief, f"{brief}advise/") == {(404, NOT_FOUND)} and office.briefs() == []
    stays, case = next((who, found[0]) for who in (office.two, office.one) if (found := who.cases()))
    assert "closed because somebody left the case" in stays.page(case)
    assert "closed to them: somebody left the case" in stays.page(f"{case}briefs/")


def test_an_investigation_that_is_not_admitted_closes_it(here: House) -> None:
    office = Office3(here)
    handler = next(iter(candidates(office.one, office.case)))
    assert (
        office.one.do(office.case, "examine", **{handler: "clear", "remark": "asked", "own": "on"}).status_code == 302
    )
    office.send("word-1")
    office.declared()
    kept(post(office.one, office.case, "move", to="preliminary-review", reason="Checked."))
    answers = {f"q-{one}": "yes" for one in ("harm", "begin")} | {"q-product": "no"}
    declined = {"to": "not-admitted", "reason": "It is another company's."}
    for step, given in (("rubric", answers), ("move", declined)):
        before = set(marks(office.one, office.case))
        kept(post(office.one, office.case, step, **given))
        (of,) = set(marks(office.one, office.case)) - before
        assert len(office.briefs()) == 1, "until two persons have ended it"
        kept(post(office.two, office.same, "voice", of=of, says="agree", reason="I read it too."))
    assert office.briefs() == [] and "the case ended." in office.one.page(f"{office.case}briefs/")


def test_files_go_without_their_metadata_and_each_opening_is_kept(here: House) -> None:
    filed(here)
    office = Office3(here, report=False)
    office.send(papers=("file-1",))
    (brief,) = office.briefs()
    assert gone(office.adviser.client, f"{brief}files/1/") == {(404, NOT_FOUND)}, "not before the declaration"
    office.declared()
    assert "Dienstplan ü.pdf" in office.adviser.page(brief)
    answer = office.adviser.client.get(f"{brief}files/1/")
    assert b"".join(answer.streaming_content) == COPY and answer["Content-Disposition"].startswith("attachment;")
    log = office.one.page(f"{office.case}readings/")
    assert "a file of a brief for an outside adviser" in log and "Dienstplan ü.pdf" in log


def test_the_wrong_thing_pressed_is_told_and_changes_nothing(here: House) -> None:
    office = Office3(here)
    late = (clock.today() + timedelta(days=120)).isoformat()
    for wrong in ({"question": ""}, {"until": late}, {"until": "x"}, {"who": "0" * 64}, {"chosen": ("word-9",)}):
        assert "This was not saved." in office.propose(**wrong).content.decode(), wrong
    assert "waits for a second member" not in office.one.page(f"{office.case}briefs/")
    for act in ("approve", "end", "keep", "reply"):
        answer = office.act(act, "0" * 16, reason="x", text="x")
        assert answer.status_code == 200 and "choose one of those offered" in answer.content.decode().lower(), act
    assert office.act("unknown", "0" * 16).status_code == 404
    assert office.one.client.get(f"{office.case}briefs/approve/").status_code == 302
