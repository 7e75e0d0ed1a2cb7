"""What every page carries, and what the browser is told about it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from duecare.config.settings import PACKAGE
from duecare.entrypoints.staff import home, search
from duecare.kernel.actor import Actor, Role
from tests.conftest import person
from tests.permissions.signed_in import sign_in

TEMPLATES = PACKAGE / "entrypoints" / "templates"


@pytest.mark.django_db
def test_policy_forbids_foreign_and_inline_code(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_template_writes_what_the_policy_refuses() -> None:
    """An inline style or handler would be dropped by the browser without a word."""
    wrong = []
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for tag in re.findall(r"<[a-zA-Z][^>]*>", text):
            if re.search(r"\s(style|on[a-z]+)=", tag) or tag.startswith("<style"):
                wrong.append((file.name, tag[:80]))
            if tag.startswith("<script") and "src=" not in tag and "application/json" not in tag:
                wrong.append((file.name, tag[:80]))
    assert wrong == []


@pytest.mark.django_db
def test_the_page_says_who_i_am_and_where(client: Client, settings: Any) -> None:
    settings.DUECARE = replace(settings.DUECARE, company="Northlight Systems (fiction)", env="demo")
    sign_in(client, Role.COUNSEL, name="R. Mensah")
    text = client.get("/").content.decode()
    assert "R. Mensah" in text and "counsel" in text and "Northlight Systems (fiction)" in text
    assert "fictional company" in text and "Skip to content" in text
    assert text.count('aria-current="page"') == 2  # the sidebar, and the same lines in the phone's menu
    settings.DUECARE = replace(settings.DUECARE, env="test")
    assert "fictional company" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_missing_page_speaks_three_sentences(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "There is no such page, or it is not open to you." in text and "Check the address" in text


@pytest.mark.django_db
def test_too_large_and_forged_forms_have_their_own_words(settings: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    forged = client.post("/display/", {"theme": "dark"})
    assert forged.status_code == 403 and "opened before your present sign-in" in forged.content.decode()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    large = Client().post("/display/", {"theme": "x" * 200})
    assert large.status_code == 413 and "larger than this form takes" in large.content.decode()


@pytest.mark.django_db
def test_broken_page_does_not_break_again(settings: Any) -> None:
    from duecare.entrypoints.staff.faults import broken

    answer = broken(None)  # type: ignore[arg-type]  # it must not need anything of the request
    assert answer.status_code == 500 and b"Something broke on our side." in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "theme"),
    [("dark", "dark"), ("light", "light"), ("", ""), ("red", "")],
    ids=["dark", "light", "device", "odd"],
)
def test_theme_is_kept_in_the_browser(client: Client, sent: str, theme: str) -> None:
    answer = client.post("/display/", {"theme": sent, "next": "/accounts/login/"})
    assert answer.status_code == 302 and answer.headers["Location"] == "/accounts/login/"
    text = client.get("/accounts/login/").content.decode()
    assert re.findall(r'data-theme="(\w+)"', text) == ([theme] if theme else [])


@pytest.mark.django_db
def test_display_never_sends_people_elsewhere(client: Client) -> None:
    for away in ("//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)"):
        assert client.post("/display/", {"next": away}).headers["Location"] == "/"


@pytest.mark.django_db
def test_language_turns_the_page_round(client: Client, settings: Any) -> None:
    settings.LANGUAGES = [("en", "en"), ("ar", "ar")]
    client.post("/display/", {"language": "ar"})
    assert 'lang="ar" dir="rtl"' in client.get("/accounts/login/").content.decode()
    client.post("/display/", {"language": "xx"})
    assert 'lang="ar"' in client.get("/accounts/login/").content.decode()


def test_waiting_is_ordered_by_urgency_and_never_drops_what_has_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    today = date(2026, 11, 23)
    items = [
        home.Waiting("no date", "/a/"),
        home.Waiting("next month", "/b/", date(2026, 12, 20)),
        home.Waiting("late", "/c/", date(2026, 11, 22)),
        home.Waiting("today", "/d/", today),
        home.Waiting("in a week", "/e/", date(2026, 11, 30)),
    ]
    monkeypatch.setattr(home, "WAITING", [lambda actor: items[:2], lambda actor: items[2:]])
    found = [(due.item.text, due.urgency) for due in home.waiting_for(person(Role.ANALYST), today)]
    assert found == [("late", "late"), ("today", "today"), ("in a week", "soon"), ("next month", ""), ("no date", "")]


@pytest.mark.django_db
def test_search_asks_every_area_as_the_person_who_asks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Actor, str, int]] = []

    def provider(actor: Actor, q: str, limit: int) -> list[search.Hit]:
        asked.append((actor, q, limit))
        return [search.Hit("Côte d’Ivoire", "/countries/CIV/", "Country", "CIV")]

    monkeypatch.setattr(search, "PROVIDERS", [provider])
    actor = sign_in(client, Role.ANALYST)
    text = client.get("/search/", {"q": " ivoire "}).content.decode()
    assert "Côte d’Ivoire" in text and "/countries/CIV/" in text and "<html" in text
    part = client.get("/search/", {"q": "hôme", "part": "1"}).content.decode()
    assert "<html" not in part and '<a href="/"' in part
    assert [(a.id, q) for a, q, _limit in asked] == [(actor.id, "ivoire"), (actor.id, "hôme")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/"]
)
def test_pages_before_signing_in_wear_our_clothes(client: Client, path: str) -> None:
    text = client.get(path).content.decode()
    assert "duecare.css" in text and "<body data-bare" in text and 'id="main"' in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/sessions/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    ],
)
def test_pages_about_oneself_wear_our_clothes(client: Client, path: str) -> None:
    sign_in(client, Role.ANALYST)
    answer = client.get(path)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "duecare.css" in text and "<h1" in text and text.count("<main") == 1
    assert 'class="card"' in text
