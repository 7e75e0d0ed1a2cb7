"""A page without a file field takes no file's worth of bytes, and nobody unknown may send one: refused unread."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.test.testcases import LiveServerThread
from django.urls import get_resolver, reverse

from duecare.adapters.uploads import FORM
from duecare.apps.accounts.models import Person
from duecare.entrypoints.staff.receiving import BoundMiddleware
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.permissions.signed_in import sign_in

from .test_hostile_exports import routes_below
from .test_hostile_uploads import _pages

LARGE = str(FORM + 1)
MULTIPART = "multipart/form-data; boundary=x"
TOKEN = "t" * 32


class Unread:
    """A body that must not be read."""

    def read(self, *_size: int) -> bytes:
        """Somebody did."""
        raise AssertionError("the body was read")

    readline = read


@pytest.fixture
def port() -> Iterator[int]:
    """The staff site, served by a thread; nothing that it is asked here reaches a database."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    thread.daemon = True
    thread.start()
    assert thread.is_ready.wait(20) and thread.error is None, thread.error
    yield thread.port
    thread.terminate()


def announced(port: int, path: str, length: str) -> HTTPResponse:
    """The answer to a form that says how large it is and sends nothing of it; TimeoutError where one waits for it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=1)
    connection.putrequest("POST", path)
    for name, value in {"Content-Type": MULTIPART, "Content-Length": length, "Cookie": f"csrftoken={TOKEN}"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def test_over_http_a_large_form_is_refused_before_it_was_sent(port: int) -> None:
    for path in ("/accounts/login/", "/display/", reverse("edition_import"), reverse("draft_list")):
        answer = announced(port, path, LARGE)
        said = answer.read().decode()
        assert answer.status == 413 and "larger than this form takes" in said and "Nothing was changed" in said, path
    with pytest.raises(TimeoutError):
        announced(port, "/accounts/login/", str(FORM))  # a form's worth is waited for


def _asked(client: Client, url: str, length: str) -> int:
    client.cookies["csrftoken"] = TOKEN
    told = {"REQUEST_METHOD": "POST", "PATH_INFO": url, "CONTENT_TYPE": MULTIPART, "CONTENT_LENGTH": length}
    return int(client.request(**told, **{"wsgi.input": Unread()}).status_code)


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
def test_who_is_known_sends_files_where_a_page_takes_them_and_nowhere_else() -> None:
    made = deals.filed()
    _engagement, token, _number = filled.invited(made)
    document = reverse("file_entry", args=[made, "document", "new"])
    stranger, analyst = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    sign_in(analyst, Role.ANALYST)
    assert _asked(stranger, document, LARGE) == 413 and _asked(analyst, reverse("home"), LARGE) == 413
    assert _asked(stranger, reverse("expert", args=["x" * len(token)]), LARGE) == 413, "a link that nobody was given"
    for client, url in ((analyst, document), (stranger, reverse("expert", args=[token]))):
        with pytest.raises(AssertionError, match="was read"):
            _asked(client, url, LARGE)


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
def test_every_page_is_bound_but_those_whose_code_reads_a_file() -> None:
    bound = BoundMiddleware(lambda request: None)  # type: ignore[arg-type,return-value]  # never called
    open_to_files: dict[str, list[str]] = {"known": [], "anybody": []}
    token = filled.invited(deals.filed())[1]
    routes = [one for one in routes_below(get_resolver().url_patterns) if one.callback.__module__[:6] != "ninja."]
    assert len(routes) > 100
    for who, user in (("known", Person()), ("anybody", AnonymousUser())):
        for route in routes:
            request = RequestFactory().post("/", b"", content_type=MULTIPART, CONTENT_LENGTH=LARGE)
            request.user = user
            try:
                bound.process_view(request, route.callback, (), {"token": token} if route.name == "expert" else {})
            except RequestDataTooBig:
                continue
            open_to_files[who].append(route.name or "")
    assert set(open_to_files["known"]) == _pages()
    assert open_to_files["anybody"] == ["expert"], "its link names one file, and was given to one person"
