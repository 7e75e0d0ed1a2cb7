"""A lesson of a sealed case becomes a proposed change that says nothing of the case; the case keeps which one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from duecare.adapters import clock
from duecare.apps.audit.models import Entry
from duecare.apps.intake.rules.records import Office
from duecare.apps.monitoring.models import ProposedChange
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House

from .browsing import Browser
from .test_inquiry import case_of_two, kept, marks, post

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORDS = "Every contract needs a right to the logs."


def with_a_lesson(here: House) -> tuple[Browser, Browser, str, str, str]:
    """Both members, the case for each, and the lesson's mark."""
    officer, handler, case, same = case_of_two(here)
    kept(post(officer, case, "move", to="preliminary-review", reason="Checked."))
    answers = {f"q-{one}": "yes" for one in ("product", "harm", "begin")} | {"n-harm": "Followed."}
    kept(post(officer, case, "rubric", **answers))
    kept(post(handler, same, "voice", of=marks(officer, case)[0], says="agree", reason="Read."))
    before = set(marks(officer, case))
    kept(post(officer, case, "move", to="planning", reason="Admitted."))
    for mark in set(marks(officer, case)) - before:
        post(handler, same, "voice", of=mark, says="agree", reason="Read.")
    me = re.findall(r'<option value="([0-9a-f]{64})"', officer.page(f"{case}investigation/act/task/"))[0]
    before = set(marks(officer, case))
    until = clock.today() + timedelta(days=40)
    kept(post(officer, case, "act/lesson", target="clauses", what=WORDS, who=me, until=until.isoformat()))
    (mark,) = set(marks(officer, case)) - before
    return officer, handler, case, same, mark


def given(page: str) -> dict[str, str]:
    """What the form holds before anybody types."""
    found = dict(re.findall(r'<input type="(?:hidden|text|date)" name="(\w+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', page))
    found |= dict(re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"[^>]* checked', page))
    found["owner_id"] = re.findall(r'<option value="([0-9a-f-]{36})" selected', page)[0]
    return {name: found[name] for name in ("against", "title", "text", "owner_id", "due_on", "seen")}


def press(one: Browser, address: str, told: dict[str, str]) -> Any:
    return one.client.post(address, told)


def test_one_press_makes_a_change_like_any_other_and_the_case_keeps_which(here: House) -> None:
    officer, handler, case, same, mark = with_a_lesson(here)
    shown = officer.page(f"{case}investigation/")
    address = f"{case}lesson/{mark}/"
    assert f'href="{address}"' in shown
    assert "lesson-change" not in re.findall(r"investigation/act/([a-z-]+)/", shown), "it has no button of its own"
    told = given(officer.page(address))
    assert (told["against"], told["text"]) == ("clauses", WORDS)
    before = Entry.objects.count()
    refused = press(officer, address, {**told, "due_on": "2001-01-01"})
    assert refused.status_code == 200 and not ProposedChange.objects.exists()
    kept(press(officer, address, told))

    row, reference = ProposedChange.objects.get(), case.rstrip("/").rpartition("/")[2]
    ordinary = Browser.of(here, Role.COUNSEL, name="cora counsel")
    told_by_hand = {name: value for name, value in told.items() if name != "seen"}
    assert ordinary.client.post("/proposed-changes/new/", told_by_hand).status_code == 302
    other = ProposedChange.objects.exclude(id=row.id).get()
    differ = {
        one.attname for one in ProposedChange._meta.get_fields()
        if one.concrete and getattr(row, one.attname) != getattr(other, one.attname)
    }  # fmt: skip
    assert differ == {"id", "reference", "folded", "proposed_by"}
    entries = Entry.objects.filter(about_id__in=(row.id, other.id)).order_by("seq")
    assert [one.act for one in entries] == ["change.propose"] * 2 and Entry.objects.count() == before + 2
    for one in entries:
        assert mark not in one.body and reference not in one.body and "lesson" not in one.body
    assert "Lesson entered as a proposed change" in officer.page(f"{case}investigation/")
    assert str(row.id) in handler.page(f"{same}investigation/"), "every member reads which one it was"
    again = handler.client.get(f"{same}lesson/{mark}/")
    assert again.status_code == 302 and again["Location"] == f"/proposed-changes/{row.id}/"
    kept(handler.client.post(f"{same}lesson/{mark}/", told))
    assert ProposedChange.objects.count() == 2, "a lesson is entered once"


def test_two_who_press_at_once_enter_one_and_what_was_cut_off_is_finished_under_the_same_id(here: House) -> None:
    officer, handler, case, same, mark = with_a_lesson(here)
    address, other = f"{case}lesson/{mark}/", f"{same}lesson/{mark}/"
    mine, theirs = given(officer.page(address)), given(handler.page(other))
    kept(press(officer, address, mine))
    row = ProposedChange.objects.get()
    ProposedChange.objects.all().delete()  # as if the power had failed between the case and the register
    kept(press(handler, other, theirs))
    assert ProposedChange.objects.get().id == row.id
    assert officer.page(f"{case}investigation/").count("Lesson entered as a proposed change") == 1


def test_whoever_is_not_in_the_case_finds_no_lesson(here: House) -> None:
    officer, _handler, case, _same, mark = with_a_lesson(here)
    stranger = Browser.of(here, Role.COMMITTEE_MEMBER, name="stranger").unlock(here.holder(Office.COMMITTEE))
    missing = stranger.client.get("/sealed/cases/nothing/").content
    for address in (f"{case}lesson/{mark}/", f"{case}lesson/{'0' * 32}/", "/sealed/cases/nothing/lesson/x/"):
        assert stranger.client.get(address).content == missing
        assert stranger.client.post(address, {"text": "x"}).content == missing
    for wrong in ("0" * 32, "x"):
        assert officer.client.get(f"{case}lesson/{wrong}/").content == missing, (
            "a member finds none where there is none"
        )
    assert not ProposedChange.objects.exists()
