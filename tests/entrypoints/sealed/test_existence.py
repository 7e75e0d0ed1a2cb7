"""That a case exists is a secret too: one answer for what is missing, malformed, somebody else's or closed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.adapters import clock
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.staff.sealed_cases import STEPS
from duecare.entrypoints.staff.sealed_door import STEP
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import TOLD, House
from tests.permissions.signed_in import sign_in

from .browsing import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MALFORMED = ("0" * 16, "x", "%00", "..%2f..", "é", "0" * 4000, "%F0%9F%98%80")


@dataclass
class Room:
    """Everybody who has something to do with one case, or nothing: each at a browser."""

    member: Browser
    former: Browser
    conflicted: Browser
    stranger: Browser
    administrator: Browser
    seller: Browser
    case: str
    """As the member calls it."""
    before: str
    """As the former member called it."""
    adviser: Browser
    """Whom two members asked, and who sees none of it but the brief."""
    brief: str
    """As the adviser calls it."""


@pytest.fixture
def room(here: House) -> Room:
    here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="former").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (before,) = officer.cases()
    keys = re.findall(r'name="([0-9a-f]{64})" value="clear"', officer.page(f"{before}examine/"))
    with here.site() as site:
        handlers = site.directory.holders(Office.CASE_HANDLER, site.today)
    clear, conflicted = (one.fingerprint.hex() for one in handlers)
    assert {clear, conflicted} < set(keys), "custodians are examined as well"
    found = officer.do(before, "examine", **{clear: "clear", conflicted: "conflicted", "remark": "asked", "own": "on"})
    assert found.status_code == 302
    assert "Nobody has found this person" in officer.do(before, "admit", who=conflicted).content.decode()
    assert officer.do(before, "admit", who=clear).status_code == 302
    member = Browser.of(here, Role.ANALYST, name="member").unlock(handlers[0].record.person)
    (case,) = member.cases()
    me = next(one for one in re.findall(r'name="who" value="([0-9a-f]{64})"', member.page(case)) if one != clear)
    with here.site() as site:
        officers = {one.fingerprint.hex(): one.record.person for one in site.directory.every}
    mine = next(one for one, person in officers.items() if person == here.holder(Office.INTAKE_EXTERNAL))
    assert me and member.do(case, "dismiss", who=mine).status_code == 302
    second = Browser.of(here, Role.COMPLIANCE_OFFICER, name="second").unlock(here.holder(Office.INTAKE_EXTERNAL, 1))
    adviser, brief = advised(here, second, second.cases()[0], member, case)
    return Room(
        member=member,
        former=officer,
        conflicted=Browser.of(here, Role.COMPLIANCE_OFFICER, name="conflicted").unlock(handlers[1].record.person),
        stranger=Browser.of(here, Role.COMMITTEE_MEMBER, name="stranger").unlock(here.holder(Office.COMMITTEE)),
        administrator=Browser.of(here, Role.ADMINISTRATOR, name="administrator"),
        seller=Browser.of(here, Role.SALES, name="seller"),
        case=case,
        before=before,
        adviser=adviser,
        brief=brief,
    )


def advised(here: House, one: Browser, case: str, two: Browser, same: str) -> tuple[Browser, str]:
    """An adviser whom two members asked and who read it, with the address of their brief."""
    adviser = Browser(here)
    sign_in(adviser.client, name="adviser")
    adviser.unlock(here.certified(Office.ADVISER))
    (who,) = set(re.findall(r'<option value="([0-9a-f]{64})"', one.page(f"{case}briefs/")))
    until = (clock.today() + timedelta(days=2)).isoformat()
    asks = {"who": who, "until": until, "concerns": "A port", "question": "Lawful?", "chosen": ("word-1",)}
    assert one.client.post(f"{case}briefs/propose/", asks).status_code == 302
    (mark,) = set(re.findall(r'name="mark" value="([0-9a-f]{16})"', two.page(f"{same}briefs/")))
    assert two.client.post(f"{same}briefs/approve/", {"mark": mark}).status_code == 302
    (brief,) = re.findall(r'href="(/sealed/briefs/[0-9a-f]{16}/)"', adviser.page("/sealed/briefs/"))
    assert adviser.client.post(f"{brief}declare/", {"clear": "yes"}).status_code == 302
    return adviser, brief


def whole(answer: Any) -> tuple[int, tuple[tuple[str, str], ...], bytes, tuple[str, ...]]:
    """Everything that a browser gets."""
    return answer.status_code, tuple(sorted(answer.headers.items())), answer.content, tuple(answer.cookies)


def test_whoever_has_no_key_gets_the_same_bytes_for_every_case_and_every_address(room: Room) -> None:
    assert TOLD in room.member.page(room.case)
    called = ("0" * 16, "x", room.case[-17:-1], room.brief[-17:-1])
    addresses = [room.case, room.before, *(f"/sealed/cases/{one}/" for one in MALFORMED)]
    addresses += [f"{room.case}{step}/" for step in STEPS] + [f"{room.case}{step}/" for step in ("unknown", "say/more")]
    addresses += [f"{one}examine/{more}" for one in (room.case, room.before) for more in ("", "?names=x", "compare/")]
    addresses += [f"{room.case}identity/{act}" for act in ("", "ask/", "reveal/", "unknown/")]
    addresses += [f"{room.case}protection/{act}" for act in ("", "assess/", "plan/", "unknown/")]
    addresses += [
        f"{room.case}investigation/{act}"
        for act in ("", "rubric/", "move/", "voice/", "act/task/", "act/x/", "pack/x/", "paper/")
    ]
    addresses += [f"{room.before}investigation/{act}" for act in ("", "act/task/", "unknown/")]
    addresses += [f"{room.case}briefs/{act}" for act in ("", "propose/", "approve/", "end/", "reply/", "unknown/")]
    addresses += [f"/sealed/briefs/{one}/{act}" for one in called for act in ("", "declare/", "advise/", "files/1/")]
    addresses += [f"{room.case}observers/{act}" for act in ("", "propose/", "admit/", "unknown/")]
    addresses += [f"{room.case}counsel/{act}" for act in ("", "write/", "open/", "close/", "unknown/")]
    addresses += [f"/sealed/shares/{room.case[-17:-1]}/{act}/" for act in ("propose", "approve", "finish", "back", "x")]
    addresses += [f"{room.case}{one}" for one in ("bring/", "files/1/", "added/1/", "added/x/")]
    addresses += [f"{room.case}lesson/{one}/" for one in ("0" * 32, "x")]
    addresses += [f"{room.case}counted/", f"{room.before}counted/"]
    addresses += [f"{room.case}readings/", f"{room.before}readings/", f"{room.case}readings/?page=2"]
    addresses += [f"/sealed/requests/{one}/" for one in (room.case[-17:-1], *MALFORMED)]
    addresses += ["/sealed/cases/", "/sealed/more", "/sealed//", f"/sealed/cases/{'0' * 16}"]
    answers: dict[Any, list[str]] = {}
    for who in (room.former, room.conflicted, room.stranger, room.administrator, room.seller):
        for address in addresses:
            for answer in (
                who.client.get(address, HTTP_ACCEPT_LANGUAGE="fr"),
                who.client.post(address, {"text": "x", "who": "0" * 64}),
            ):
                answers.setdefault(whole(answer), []).append(f"{address} {answer.wsgi_request.method}")
    for address in addresses[1:]:
        if not address.startswith(room.case):
            answers.setdefault(whole(room.member.client.get(address)), []).append(address)
        if not address.startswith(room.brief):
            for way in (room.adviser.client.get, room.adviser.client.post):
                answers.setdefault(whole(way(address)), []).append(f"{address} of the adviser")
    assert TOLD in room.adviser.page(room.brief)
    assert len(answers) == 1, sorted({(one[0], one[2][-30:], one[3], *where[:2]) for one, where in answers.items()})
    ((status, headers, body, cookies),) = answers
    names = {name for name, _ in headers}
    assert status == 404 and len(body) == STEP and not cookies and dict(headers)["Cache-Control"] == "no-store"
    assert not names & {"ETag", "Set-Cookie", "Vary", "Content-Language", "Last-Modified", "Location"}
    assert b"csrf" not in body and b"nonce" not in body


def test_nobody_of_them_finds_it_in_a_list_a_search_or_a_count(room: Room) -> None:
    for who in (room.former, room.conflicted, room.stranger):
        assert who.cases() == [] and TOLD not in who.page()
        assert "Nobody asks you for advice." in who.page("/sealed/briefs/")
    assert "is not open to you any more" in room.former.page()
    assert "is not open to you any more" not in room.stranger.page()
    for who in (room.administrator, room.seller):
        assert who.client.get("/sealed/briefs/").status_code == 404
        home = who.client.get("/", follow=True).content.decode()
        assert "Sealed reports" not in home and who.client.get("/sealed/").status_code == 404
        assert who.client.post("/sealed/unlock/", {"words": "a"}).status_code == 404
    found = room.member.client.get("/search/", {"q": "cameras"}).content.decode()
    assert TOLD not in found and "/sealed/cases/" not in found


def test_missing_malformed_and_forbidden_cost_the_same_questions_to_the_database(room: Room) -> None:
    counts = set()
    for address in (room.case, room.before, *(f"/sealed/cases/{one}/" for one in MALFORMED)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert room.stranger.client.get(address).status_code == 404
        counts.add(tuple(re.sub(r"'[^']*'", "?", one["sql"]) for one in asked.captured_queries))
    assert len(counts) == 1


def everything() -> dict[str, str]:
    """A hash over every row of the main database, by table."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'select * from "{table}"')
            found[table] = hashlib.sha256(repr(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()
    return found


def own(room: Room) -> str:
    """Keys of somebody in the case, as the form offers them."""
    return re.findall(r'<option value="([0-9a-f]{64})"', room.member.page(f"{room.case}investigation/act/task/"))[0]


def test_sealed_work_writes_no_row_into_the_main_database(room: Room) -> None:
    before = everything()
    for step, data in (
        ("say", {"about": "question", "text": "When was it?", "language": "en", "next": ""}),
        ("jot", {"text": "Ask the reseller."}),
        ("protection/record", {"matter": "g", "on": "2026-01-05", "text": "Left out of meetings."}),
        ("investigation/act/task", {"seen": "0", "what": "Ask the port.", "who": own(room), "until": "2199-01-01"}),
        ("call", {"title": "The union office"}),
        ("advance", {"stage": "checked", "reason": ""}),
        ("retain", {"until": "2199-01-01", "reason": "A court asks for it."}),
        ("doom", {"reason": "The period is over."}),
    ):
        answer = room.member.do(room.case, step, **data)
        assert answer.status_code == 302, (step, answer.content.decode())
    assert room.adviser.client.post(f"{room.brief}advise/", {"about": "opinion", "text": "No."}).status_code == 302
    (mark,) = set(re.findall(r'name="mark" value="([0-9a-f]{16})"', room.member.page(f"{room.case}briefs/")))
    for step in ("keep", "end"):
        answer = room.member.client.post(f"{room.case}briefs/{step}/", {"mark": mark, "reason": "Done."})
        assert answer.status_code == 302, step
    assert room.adviser.client.get(room.brief).status_code == 404
    assert "the case" in room.member.page(f"{room.case}readings/")
    shown = room.member.page(room.case)
    assert "When was it?" in shown and "Ask the reseller." in shown and "The union office" in room.member.page()
    room.member.client.post("/sealed/lock/")
    room.member.unlock()
    assert everything() == before


def test_pages_come_in_steps_and_are_kept_nowhere(room: Room) -> None:
    for address in ("/sealed/", room.case):
        answer = room.member.client.get(address)
        assert len(answer.content) % STEP == 0 and answer["Cache-Control"] == "no-store"
    small = len(room.stranger.client.get("/sealed/").content)
    room.stranger.client.post("/sealed/lock/")
    locked = room.stranger.client.get("/sealed/")
    assert small % STEP == len(locked.content) % STEP == 0 and locked["Cache-Control"] == "no-store"
    assert "six words" in locked.content.decode()
