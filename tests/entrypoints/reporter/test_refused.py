"""What goes wrong: too long, strange signs, forged forms, twice, in two tabs, too late. Nothing is lost unsaid."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from duecare.adapters.sealed.drawers import Drawers

from . import staff
from .conftest import Site
from .visitor import FORM, HOST, TOLD, Visitor, sent, written

pytestmark = pytest.mark.once


def test_what_is_too_long_is_said_and_stands_there_still(visitor: Visitor) -> None:
    long = "ก" * 20_001
    page = visitor.post("/form/external/what/", {"what": long, "danger": "no"})
    assert page.status == 400 and "1 character longer than the 20000 that fit" in page.text and long in page.text
    assert "What else do you know?" in visitor.post("/form/external/what/", {"what": long[:-1], "danger": "no"}).text
    assert visitor.post("/form/external/more/", {"product": "ก" * 20_000, "affected": "ก" * 20_000}).status == 200
    page = visitor.post("/form/external/fear/", {"wish": "ก" * 20_000})
    assert page.status == 413 and "longer than what fits into one report" in page.text and "ก" * 20_000 in page.text
    assert visitor.get("/form/external/fear/").fields()["wish"] == ""
    page = visitor.post("/form/external/identity/", {"identity": "ก" * 2000})
    assert page.status == 400 and "too long" in page.text and "ก" * 2000 in page.text


def test_a_report_as_long_as_possible_is_sealed(visitor: Visitor) -> None:
    visitor.post("/form/external/what/", {"what": "\u0e01" * 20_000, "danger": "no"})
    visitor.post("/form/external/more/", dict.fromkeys(("product", "affected"), "ก" * 20000))
    visitor.post("/form/external/readers/")
    visitor.post("/form/external/identity/", {"identity": "\u0e01" * 1190})
    code = visitor.post("/form/external/check/").code
    page = visitor.post("/form/external/retype/", visitor.get("/form/external/retype/").retyped(code))
    assert "Your report has arrived" in page.text


def test_signs_that_no_screen_shows_are_shown(visitor: Visitor) -> None:
    visitor.post("/form/external/what/", {"what": "a\0b\x1b[2Jc\r\nd<script>", "danger": "no", "strange": "x"})
    assert visitor.get("/form/external/what/").fields()["what"] == "a\ufffdb\ufffd[2Jc\nd<script>"
    assert "<script" not in visitor.get("/form/external/check/").text


def test_an_answer_that_is_none_of_those_offered_is_asked_for_again(visitor: Visitor) -> None:
    page = visitor.post("/form/external/what/", {"what": "x", "danger": "perhaps"})
    assert page.status == 400 and "Choose one of these" in page.text
    assert visitor.get("/form/external/what/").fields()["what"] == "x", "what was right is kept"
    page = visitor.post("/form/external/check/")
    assert page.status == 400 and not page.code and "Still empty" in page.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content-Type": "application/json"}, 415),
        ({"Host": "localhost"}, 400),
        ({"Host": "127.0.0.1"}, 400),
    ],
)
def test_forms_from_elsewhere_and_of_another_kind_are_refused(
    visitor: Visitor, headers: dict[str, str], status: int
) -> None:
    answer = visitor.post("/form/external/what/", {"what": "x", "danger": "no"}, **headers)
    assert answer.status == status and not answer.cookies and len(answer.body) % 4096 == 0
    assert visitor.get("/form/external/what/").fields()["what"] == ""


def test_a_form_without_its_token_or_with_another_one_is_refused(visitor: Visitor) -> None:
    token = visitor.get("/mailbox/").fields()["csrfmiddlewaretoken"]
    own = {"Origin": f"http://{HOST}:{visitor.port}", "Content-Type": FORM}
    for said in ("", token[:-1] + ("a" if token[-1] != "a" else "b"), "x" * 64):
        body = urlencode({"csrfmiddlewaretoken": said, "what": "x", "danger": "no"}).encode()
        assert visitor.ask("POST", "/form/external/what/", body, own).status == 403
    body = urlencode({"csrfmiddlewaretoken": token, "what": "x", "danger": "no"}).encode()
    assert Visitor(visitor.port).ask("POST", "/form/external/what/", body, own).status == 403, "no cookie"
    referred = {"Referer": f"http://{HOST}:{visitor.port}/form/external/what/", "Content-Type": FORM}
    assert visitor.ask("POST", "/form/external/what/", body, referred).status == 303, "old browsers send no Origin"


def test_other_methods_and_bodies_without_a_length_are_refused(visitor: Visitor) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert visitor.ask(method, "/").status == 405
    own = {"Origin": f"http://{HOST}:{visitor.port}", "Content-Type": FORM}
    assert visitor.ask("POST", "/mailbox/", b"x", own | {"Content-Length": "9" * 9}).status == 413


def test_missing_pages_are_the_same_bytes_for_everybody(visitor: Visitor) -> None:
    sent(visitor)
    stranger = Visitor(visitor.port)
    asked = [
        one.ask("GET", path, b"", {"Accept-Language": language})
        for one in (visitor, stranger)
        for path in ("/nothing/", "/form/external/nothing/", "/notice/nothing/", "/mailbox/nothing/", "/admin/", "/%00")
        for language in ("ar", "en")
    ]
    assert {one.status for one in asked} == {404} and len({one.body for one in asked}) == 1
    assert not any(one.cookies or one.header("Content-Language") or one.header("ETag") for one in asked)


def test_a_wrong_code_a_malformed_one_and_none_open_nothing(visitor: Visitor) -> None:
    code, _ = sent(visitor)
    other = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
    unknown = "00000 00000 00000 00000 00000 00000 00000 00029"
    for typed, says in ((other, "one digit is wrong"), (unknown, ""), ("", "eight groups"),
                        ("12 3a", "no digit; look at group 2"),
                        (code[:-1], "look at group 8"), (code.replace("0", "o").replace("1", "l"), "")):  # fmt: skip
        someone = Visitor(visitor.port)
        answer = someone.post("/mailbox/", {"code": typed})
        assert answer.status == 404 and "opens nothing here" in answer.text and says in answer.text, typed
        assert "page" not in someone.jar
        assert not typed or typed not in answer.text


def test_the_last_button_pressed_twice_sends_once(visitor: Visitor, site: Site) -> None:
    written(visitor)
    code = visitor.post("/form/external/check/").code
    groups = visitor.get("/form/external/retype/").retyped(code)
    token = visitor.get("/mailbox/").fields()["csrfmiddlewaretoken"]
    body = urlencode({"csrfmiddlewaretoken": token, **groups}).encode()
    own = {"Origin": f"http://{HOST}:{visitor.port}", "Content-Type": FORM}
    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(lambda _: visitor.ask("POST", "/form/external/retype/", body, own), range(6)))
    assert {one.status for one in got} == {303} and {one.header("Location") for one in got} == {"/mailbox/"}
    assert len(list(staff.sealed_site(site.home).store.groups(staff.Table.SUBMISSIONS))) == 1
    assert TOLD in visitor.follow(got[0]).text
    for step in ("what", "check", "readers"):
        assert TOLD not in visitor.get(f"/form/external/{step}/").text, "going back finds no report under way"
    assert "Write a message" in visitor.get("/form/external/retype/").text or visitor.get("/mailbox/").status == 200


def test_two_tabs_of_one_report_do_not_undo_each_other(visitor: Visitor) -> None:
    visitor.post("/form/external/what/", {"what": "first", "danger": "no"})
    second = Visitor(visitor.port, visitor.jar)
    visitor.post("/form/external/more/", {"place": "north"})
    second.post("/form/external/fear/", {"wish": "stop it"})
    page = html.unescape(visitor.get("/form/external/check/").text)
    assert "first" in page and "north" in page and "stop it" in page


def test_going_back_and_changing_is_possible_at_every_step(visitor: Visitor) -> None:
    written(visitor)
    back = visitor.post("/form/external/fear/", {"fear": "them", "back": "1"})
    assert "Whom do you speak for?" in back.text
    assert "them" in visitor.get("/form/external/check/").text
    visitor.post("/form/external/what/", {"what": "rewritten", "danger": "yes"})
    page = visitor.get("/form/external/check/").text
    assert "rewritten" in page and TOLD not in page


def test_a_draft_that_went_is_said_and_what_was_just_typed_is_kept(visitor: Visitor, site: Site) -> None:
    written(visitor)
    Drawers(site.drafts).empty()
    site.stop()
    site.start()
    page = visitor.post("/form/external/fear/", {"fear": "typed for an hour"})
    assert page.status == 200 and "half an hour went by" in page.text and "typed for an hour" in page.text
    assert visitor.get("/form/external/fear/").fields()["fear"] == "typed for an hour"
    assert visitor.get("/form/external/what/").fields()["what"] == ""
    page = visitor.post("/form/external/check/")
    assert page.status == 400 and "Still empty" in page.text
    someone = Visitor(visitor.port)
    for step in ("readers", "identity", "check", "retype"):
        assert "no report that you are writing" in someone.get(f"/form/external/{step}/").text
        assert "no report that you are writing" in someone.post(f"/form/external/{step}/").text


def test_a_mailbox_that_closed_gives_back_what_was_typed(visitor: Visitor, site: Site) -> None:
    sent(visitor)
    visitor.post("/mailbox/close/")
    assert "page" not in visitor.jar
    page = visitor.post("/mailbox/say/", {"text": "a long answer"})
    assert "Nothing was sent" in page.text and "a long answer" in page.text


def test_the_way_out_drops_what_was_open_and_tells_the_browser_to_forget(visitor: Visitor) -> None:
    sent(visitor)
    before = dict(visitor.jar)
    away = visitor.ask("GET", "/leave/")
    assert away.status == 303 and away.header("Location").startswith("https://")
    assert away.header("Clear-Site-Data") == '"cache", "storage"' and visitor.jar == {}
    assert "Write a message" not in Visitor(visitor.port, before).get("/mailbox/").text


def test_until_the_ceremony_is_complete_every_page_says_not_open_yet_and_nothing_else(
    placed: Callable[..., Site],
) -> None:
    closed = placed()
    (closed.home / "sealed" / "key-log.jsonl").unlink()
    closed.start()
    someone = Visitor(closed.port)
    bodies = {
        someone.get(path).body for path in ("/", "/external/", "/form/external/what/", "/mailbox/", "/help/", "/x/")
    }
    assert len(bodies) == 1
    page = bodies.pop().decode()
    assert "Not open yet" in page and "mailbox" not in page and "<form" not in page
    answer = someone.post("/form/external/what/", {"what": "x", "danger": "no"})
    assert answer.status in (403, 503) and not re.search("page=", str(answer.cookies))


def test_whoever_reported_comes_back_when_a_certificate_has_ended_since(site: Site) -> None:
    code, _ = sent(Visitor(site.port))
    staff.ended(site.home, staff.Office.CUSTODIAN)
    back = Visitor(site.port)
    assert "Not open yet" in back.get("/").text and "Not open yet" in back.get("/external/").text
    assert TOLD in back.post("/mailbox/", {"code": code}).text
