"""What a form says when it is sent empty: asked in this process and taken back, so nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from .examples import Example


@dataclass
class Form:
    """A form of a page: where it goes, and what it sends when nobody fills it in.

    Attributes:
        action: address.
        sent: hidden fields, and the value of its first button.
        names: names of all fields.
    """

    action: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    """Forms of a page's content that are posted."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url, self.found = url, list[Form]()
        self._main, self._form, self._pressed = False, False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag == "main":
            self._main = True
        elif tag == "form":
            self._form = self._main and (given.get("method") or "get").lower() == "post"
            self._pressed = False
            if self._form:
                self.found.append(Form((given.get("action") or self.url).split("#")[0]))
        elif self._form and (name := given.get("name")) and tag in ("input", "button", "select", "textarea"):
            self._field(tag, name, given)

    def _field(self, tag: str, name: str, given: dict[str, Any]) -> None:
        form, kind = self.found[-1], given.get("type") or ("submit" if tag == "button" else "text")
        form.names.add(name)
        press = kind == "submit" and not self._pressed
        self._pressed = self._pressed or press
        if (press or kind == "hidden") and name != "csrfmiddlewaretoken":
            form.sent.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = False
        elif tag == "main":
            self._main = False


@dataclass(frozen=True)
class Refused:
    """A page as it answers an empty form.

    Attributes:
        name: of the page and of the route its form is sent to.
        url: where the form was sent.
        html: the answer.
    """

    name: str
    url: str
    html: str


def client_of(example: Example) -> Client:
    """Somebody signed in as the example says."""
    client = Client(raise_request_exception=False)
    if example.session:
        client.cookies[django_settings.SESSION_COOKIE_NAME] = example.session
    return client


def refusals(pages: Iterator[tuple[str, Example]] | list[tuple[str, Example]]) -> Iterator[Refused]:
    """Every form of these pages sent empty, as far as the answer is a page; one that merely acts answers elsewhere."""
    asked: set[tuple[str, frozenset[str]]] = set()
    for name, example in pages:
        if not example.html:
            continue
        page = client_of(example).get(example.url)
        if page.status_code != 200:
            continue
        reader = _Forms(example.url)
        reader.feed(page.content.decode())
        for form in reader.found:
            kind = (_route(form.action), frozenset(form.names))
            if kind in asked:
                continue
            asked.add(kind)
            status, html = _sent(example, form)
            assert status < 500, f"{name}: an empty form to {form.action} breaks the server"
            if html:
                yield Refused(f"{name} after an empty form to {kind[0]}", form.action, html)


def _sent(example: Example, form: Form) -> tuple[int, str]:
    with transaction.atomic():
        answer = client_of(example).post(form.action, form.sent)
        transaction.set_rollback(True)
    kind = answer.headers.get("Content-Type", "")
    return answer.status_code, answer.content.decode() if kind.startswith("text/html") and answer.content else ""


def _route(url: str) -> str:
    try:
        return resolve(url.split("?")[0]).view_name
    except Resolver404:
        return url
