"""Files that members let the reporter have: chosen with an answer, downloaded from the mailbox, and by nobody else."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator
from http.client import IncompleteRead

import pytest

from duecare.adapters.sealed.files import Files
from duecare.apps.intake.rules import codes
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.reporter.given import AT_ONCE
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House
from tests.entrypoints.reporter.test_files import photograph
from tests.entrypoints.reporter.visitor import Visitor, sent, written

from .browsing import Browser
from .meeting import Meeting, meeting, parts

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NAME = "canary-minutes-0417.txt"
SOURCE = "By post on Tuesday, from the works council."
PLAIN = b"\x00" + os.urandom(300_000)
SAID = {"about": "word", "text": "Here are the minutes.", "language": "en", "next": ""}
LARGEST = 30 * 1024
LANGUAGES = ("ar", "es", "fr", "hu", "pl", "th", "en")


@pytest.fixture
def met(here: House) -> Iterator[Meeting]:
    with meeting(here) as found:
        yield found


def given(met: Meeting, visitor: Visitor, *, kept: int | None = None) -> tuple[Browser, str]:
    """Somebody reports; a member adds two files and gives both, the second as it came."""
    if kept is None:
        sent(visitor)
    else:
        code = secrets.token_bytes(codes.BYTES)
        met.house.report(kept=kept, code=code)
        assert "Where it stands" in visitor.post("/mailbox/", {"code": codes.written(code)}).text
    who = met.member()
    (case,) = who.cases()
    met.brought(who, case, ("scan.jpg", photograph()), (NAME, PLAIN), source=SOURCE)
    assert who.do(case, "say", **SAID, given=["1", "2"], raw="on").status_code == 302
    return who, case


def test_a_member_gives_files_with_an_answer_and_the_reporter_downloads_them(met: Meeting) -> None:
    visitor = met.visitor()
    sent(visitor)
    assert "Files for you" not in visitor.get("/mailbox/").text
    who = met.member()
    (case,) = who.cases()
    assert "Files that the reporter gets" not in who.page(case), "there is none to choose"
    met.brought(who, case, ("scan.jpg", photograph()), (NAME, PLAIN), source=SOURCE)
    shown = who.page(case)
    assert "Files that the reporter gets" in shown and f"{NAME} (not examined)" in shown
    refused = who.do(case, "say", **SAID, given=["2"]).content.decode()
    assert "was not examined: say that it goes as it came" in refused
    assert "has not said anything" not in refused and "Here are the minutes" not in visitor.get("/mailbox/").text
    assert who.do(case, "say", **SAID, given=["3"], raw="on").status_code == 200
    assert who.do(case, "say", **SAID, given=["1"]).status_code == 302, "a copy takes no confirmation"
    assert who.do(case, "say", **{**SAID, "text": "And the letter."}, given=["2"], raw="on").status_code == 302
    shown = who.page(case)
    assert shown.count("the reporter has it") == 2 and "given by Olga Officer" in shown
    assert re.search(r"Here are the minutes\..*?</li>", shown, re.S)[0].count("scan.jpg") == 1  # type: ignore[index]
    assert "Files that the reporter gets" not in shown, "what they have is not offered again"
    box = visitor.get("/mailbox/")
    assert "Files for you" in box.text and "scan.jpg" in box.text and NAME in box.text
    assert "Intake officer" in box.text and "Olga" not in box.text and SOURCE not in box.text
    assert "Nobody Real" not in box.text and "Invented 3000" not in box.text, "nothing of what was taken out is told"
    assert box.text.count("was not looked into") == 1
    assert f"form-action 'self' {met.away};" in box.header("Content-Security-Policy")
    assert re.findall(r'action="([^"]*/attach/given/\d+/)"', box.text) == [
        f"{met.away}/attach/given/{at}/" for at in (2, 1)
    ]
    copy = met.had(visitor, 1)
    assert copy.status == 200 and copy.body.startswith(b"\xff\xd8") and b"Nobody Real" not in copy.body
    assert int(copy.header("Content-Length")) == len(copy.body)
    letter = met.had(visitor, 2)
    assert letter.body == PLAIN and letter.header("Content-Type") == "application/octet-stream"
    assert letter.header("Content-Disposition") == f'attachment; filename="{NAME}"'
    assert letter.header("Cache-Control") == "no-store" and letter.header("X-Content-Type-Options") == "nosniff"
    assert not letter.cookies
    assert met.had(visitor, 2).body == PLAIN, "as often as they like"


def test_the_page_is_small_in_every_language_with_many_files_on_it(met: Meeting) -> None:
    visitor = met.visitor()
    sent(visitor, text="ก" * 900)
    for _ in range(5):
        visitor.post("/mailbox/say/", {"text": "ก" * 900})
    names = [f"{at}-{'n' * 60}.jpg" for at in range(7)]
    assert met.uploads.send(visitor, *((f"mine-{one}", b"\x00x") for one in names)).status == 303
    visitor.post("/mailbox/files/")
    who = met.member()
    (case,) = who.cases()
    met.brought(who, case, *((one, b"\x00y") for one in names), source=SOURCE)
    assert who.do(case, "say", **SAID, given=[str(at) for at in range(1, 8)], raw="on").status_code == 302
    style = len(visitor.get("/style.css").body)
    for language in LANGUAGES:
        visitor.get(f"/words/{language}/")
        box = visitor.get("/mailbox/")
        assert len(box.body) + style <= LARGEST and len(box.body) % 4096 == 0, (language, len(box.body))
        assert [one for one in names if f"<h3><bdi>{one}" in box.text] == names[2:], "the newest five, and a way to all"
        assert [one for one in names if f"<li><bdi>mine-{one}" in box.text] == names[2:]
        assert 'href="/mailbox/files/"' in box.text and "<script" not in box.text
        assert "Download" in box.text or language != "en"
    every = visitor.get("/mailbox/files/").text
    assert all(f"<h3><bdi>{one}" in every and f"<h3><bdi>mine-{one}" in every for one in names)


def test_nobody_else_gets_it_and_all_of_them_the_same_answer(met: Meeting) -> None:
    visitor, other, writing = met.visitor(), met.visitor(), met.visitor()
    given(met, visitor)
    sent(other)
    written(writing)
    unknown = met.had(met.visitor(), 1)
    assert unknown.status == 404 and b"scan" not in unknown.body
    answers = [
        met.had(other, 1), met.had(writing, 1), *(met.had(visitor, one) for one in ("3", "0", "9" * 30, "x", "-1")),
        met.had(Visitor(met.site.port, {"page": "0" * 64}), 1),
    ]  # fmt: skip
    without = [{name: value for name, value in one.headers if name != "Date"} for one in (unknown, *answers)]
    assert {one.body for one in answers} == {unknown.body} and {one.status for one in answers} == {404}
    assert all(one == without[0] for one in without)
    for status, headers in ((403, {"Origin": "http://elsewhere.example"}), (403, {"Origin": ""}),
                            (415, {"Content-Type": "text/plain"}), (400, {"Host": "elsewhere.example"})):  # fmt: skip
        assert met.had(visitor, 1, **headers).status == status, headers
    visitor.post("/mailbox/close/")
    closed = met.had(visitor, 1)
    assert (closed.status, closed.body) == (404, unknown.body)


def test_whoever_is_in_no_case_and_whoever_names_no_file_gets_the_same_bytes(met: Meeting) -> None:
    who, case = given(met, met.visitor())
    stranger = met.house.holder(Office.CASE_HANDLER)
    other = Browser.of(met.house, Role.COUNSEL, name="hugo handler").unlock(stranger)
    nothing = other.client.get("/sealed/cases/x/").content
    said = {**SAID, "seen": "2", "given": ["1"]}
    for answer in (
        other.client.post(f"{case}say/", said), other.client.get(f"{case}added/1/"), who.client.get(f"{case}added/3/"),
    ):  # fmt: skip
        assert (answer.status_code, answer.content) == (404, nothing)


def test_whoever_stops_reading_gives_their_place_back(met: Meeting) -> None:
    visitor = met.visitor()
    given(met, visitor)
    for _ in range(AT_ONCE + 3):
        coming = met.coming(visitor, 2)
        assert coming.read(10) == PLAIN[:10]
        coming.close()
    until = time.monotonic() + 60
    while (last := met.had(visitor, 2)).status == 429 and time.monotonic() < until:
        time.sleep(0.5)
    assert last.body == PLAIN


def test_a_file_that_was_changed_is_not_whole_and_one_that_was_shredded_is_gone(met: Meeting) -> None:
    visitor = met.visitor()
    who, case = given(met, visitor, kept=0)
    large = max(parts(met.house), key=lambda one: one.stat().st_size)
    data = bytearray(large.read_bytes())
    data[-1] ^= 1
    large.write_bytes(data)
    with pytest.raises(IncompleteRead):
        met.had(visitor, 2)
    unknown = met.had(met.visitor(), 1)
    two = met.member(1, "carl counsel")
    (theirs,) = two.cases()
    assert "the reporter has it" in two.page(theirs), "every member sees that it was given"
    assert who.do(case, "doom", reason="The period is over.").status_code == 302
    assert two.do(theirs, "destroy").status_code == 302
    gone = met.had(visitor, 1)
    assert (gone.status, gone.body) == (404, unknown.body)
    with met.house.site() as site:
        swept = Files(met.house.home, site.installation).sweep(lambda name: site.store.shred_key(name) is not None)
    assert swept == 3 and not parts(met.house)
