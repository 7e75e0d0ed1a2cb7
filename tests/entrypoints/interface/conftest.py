"""The page of parts, and a signed-in browser on it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duecare.kernel.actor import Role
from tests.permissions.signed_in import sign_in


@pytest.fixture
def parts_page(settings: Any) -> None:
    """Routes and templates of the product, and the page of parts beside them."""
    settings.ROOT_URLCONF = "tests.entrypoints.interface.parts"
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).with_name("templates"))
    settings.TEMPLATES = templates
    settings.LANGUAGES = [("en", "en"), ("ar", "ar")]


Opener = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, live_server: Any, parts_page: None) -> Iterator[Opener]:
    """`opened(path, **context options)` gives a page of somebody who is signed in; fails on any script error."""
    contexts, errors = [], []

    def go(path: str, *, signed: bool = True, language: str = "", **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        cookies = []
        if signed:
            client = Client()
            sign_in(client, *Role, name="Ines Okafor")
            cookies.append({"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url})
        if language:
            cookies.append({"name": "django_language", "value": language, "url": live_server.url})
        context.add_cookies(cookies)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert errors == []
