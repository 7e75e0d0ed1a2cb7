"""Every route against the hand-written table, for every role, both methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache as attempts
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duecare.apps.accounts.models import Person
from duecare.entrypoints.staff import guard
from duecare.kernel.actor import Actor, Role
from duecare.kernel.ids import new_id
from tests.conftest import person

from .expected import EXPECTED, Answer, Row
from .noting import Noting
from .objects import MAKERS, OTHERS, Maker
from .signed_in import known, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def refusals_in_a_word() -> Iterator[None]:
    """The page around a refusal, sidebar and all, is seen elsewhere; two of three answers here are one of them."""

    def shown(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        assert template == "error.html"
        return HttpResponse(str(context["fault"].happened), status=status)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "render", shown)
        yield


@dataclass(frozen=True)
class Route:
    """A route by its full name, with the keywords of its address."""

    name: str
    keywords: tuple[str, ...]


@cache
def routes() -> dict[str, Route]:
    """Every named route of the URLconf."""
    found = list(_walk(get_resolver().url_patterns, "", ()))
    assert all(route.name for route in found), "a route without a name cannot be checked: give it one"
    return {route.name: route for route in found}


def _walk(patterns: list[URLPattern | URLResolver], space: str, above: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        keywords = (*above, *(pattern.pattern.converters or pattern.pattern.regex.groupindex))
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "api":
                continue  # operations have a table of their own in tests/api
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, keywords)
        else:
            yield Route(f"{space}{pattern.name or ''}", keywords)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    missing, stale = sorted(routes().keys() - EXPECTED.keys()), sorted(EXPECTED.keys() - routes().keys())
    lines = "\n".join(f'    "{name}": Row(get=…, post=…),' for name in missing)
    assert not missing, f"add to tests/permissions/expected.py, by hand, who may open:\n{lines}"
    assert not stale, f"remove from tests/permissions/expected.py, there is no such route: {stale}"


def test_signing_in_here_leaves_what_signing_in_leaves() -> None:
    at_once, slowly = Client(), Client()
    sign_in(at_once, Role.COUNSEL, fresh=False)
    slowly.force_login(Person.objects.get(id=person(Role.COUNSEL).id))
    told = dict(at_once.session.items())
    assert told.pop("account_authentication_methods_user") == told[SESSION_KEY]
    assert told == dict(slowly.session.items())
    assert at_once.session.get_expiry_age() == slowly.session.get_expiry_age()
    assert at_once.get("/").status_code == 200 and Client().get("/").status_code == 302


def test_every_keyword_has_an_example() -> None:
    wanted = {f"{route.name}.{word}": word for route in routes().values() for word in route.keywords}
    missing = [full for full, word in wanted.items() if full not in MAKERS and word not in MAKERS]
    assert not missing, f"add makers to tests/permissions/objects.py for: {missing}"


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_role_meets_what_the_table_says(name: str) -> None:
    row, wrong = EXPECTED[name], []
    for role, both in _met_by_each(name, {}):
        for method, met, answer in zip(("GET", "POST"), both, (row.get, row.post), strict=True):
            if met != _wanted(answer, role):
                wrong.append(f"{role.value} {method}: {met}, the table says {_wanted(answer, role)}")
    assert not wrong, f"{name}:\n  " + "\n  ".join(wrong)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_nobody_signed_in_meets_what_the_table_says(name: str) -> None:
    row = EXPECTED[name]
    makers = _nothing(name) if row.anonymous == (302, 302) else {}
    assert _met(name, None, makers) == row.anonymous


@pytest.mark.parametrize("name", sorted(name for name, row in EXPECTED.items() if row.other))
def test_somebody_elses_object_stays_closed(name: str) -> None:
    for role, both in _met_by_each(name, OTHERS):
        assert both == EXPECTED[name].other, role


ANYBODYS = {
    "account_reset_password_from_key", "audit_seen", "backtest", "backtest_json", "country_detail", "country_open_json",
    "country_open_pdf", "country_open_xlsx", "country_sheet", "expert", "expert_workbook", "invitation",
    "method_detail", "product",
}  # fmt: skip
"""Routes with a keyword at which sales meets the same whoever began the deal; by hand."""


def _about_one_thing(name: str) -> bool:
    """True for a route about one thing that the table opens to sales."""
    row = EXPECTED[name]
    met = {_wanted(row.get, Role.SALES), _wanted(row.post, Role.SALES)} - {403, 404, 405}
    return bool(name in routes() and routes()[name].keywords and met and not row.other)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_another_sellers_deal_and_all_that_hangs_on_it_stay_closed(name: str) -> None:
    """Sales meets its own deals only: what another seller began looks as if it did not exist, by POST too."""
    if not _about_one_thing(name):
        return
    others: dict[str, Maker] = {
        key: lambda actor, make=make: make(None)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        for key, make in MAKERS.items()
    }
    met = set(_met(name, Role.SALES, others))
    if name in ANYBODYS:
        assert met & {200, 302, 400}, "it is closed: take it off the list"
    else:
        assert met <= {403, 404, 405}, met


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_object_that_does_not_exist_is_never_a_crash(name: str) -> None:
    if name not in routes() or not any(word.endswith("_id") for word in routes()[name].keywords):
        return
    row = EXPECTED[name]
    turned_away = [role for role in Role if _wanted(row.get, role) == _wanted(row.post, role) == 403]
    for role in (
        role for role in Role if role not in turned_away[1:]
    ):  # one of them: nothing is looked for at the door
        assert set(_met(name, role, _nothing(name))) <= {302, 400, 403, 404, 405}, role


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_without_a_second_factor_nothing_but_enrolment_opens(name: str) -> None:
    row = EXPECTED[name]
    if row.anonymous != (302, 302) or name.startswith(("account_", "mfa_")):
        return
    assert _met(name, tuple(Role), _nothing(name), factor=False) == (302, 302), "whatever roles somebody has"


def _nothing(name: str) -> dict[str, Maker]:
    """Ids of nothing. Whoever is sent away before anything is looked for is sent away from these as well, and a
    door that looked first would answer 404."""
    words = routes()[name].keywords if name in routes() else ()
    return {word: lambda actor: new_id() for word in words if word.endswith("_id")}


def _asking(name: str) -> tuple[Role, ...]:
    """Every role; on PostgreSQL the first and the last of those that the table promises the same.

    Who may is decided in Python, by the same lines on both databases; what a page then asks of PostgreSQL is seen with
    two people of each kind.
    """
    if connection.vendor != "postgresql":
        return tuple(Role)
    alike: dict[tuple[int, int], list[Role]] = {}
    for role in Role:
        alike.setdefault((_wanted(EXPECTED[name].get, role), _wanted(EXPECTED[name].post, role)), []).append(role)
    return tuple(role for role in Role if any(role in (those[0], those[-1]) for those in alike.values()))


def _wanted(answer: Answer, role: Role) -> int:
    if isinstance(answer, int):
        return answer
    return next((status for status, roles in answer.items() if role.value in roles.split()), 403)


def _met_by_each(name: str, makers: dict[str, Maker]) -> Iterator[tuple[Role, tuple[int, int]]]:
    """What each role meets, in turn. An object serves all for whom the makers would have made the same."""
    made: Noting | None = None
    keywords: dict[str, object] = {}
    start = transaction.savepoint()
    try:
        for role in _asking(name):
            actor = person(role, name=f"{role.value} asks")
            if made is None or not made.serves(actor):
                transaction.savepoint_rollback(start)
                start = transaction.savepoint()
                made = Noting(known(role, name=f"{role.value} asks"))
                keywords = _keywords(name, made, makers)
            yield role, _asked(name, role, lambda _actor, those=keywords: those)
    finally:
        transaction.savepoint_rollback(start)


def _met(
    name: str, role: Role | tuple[Role, ...] | None, makers: dict[str, Maker] | None = None, *, factor: bool = True
) -> tuple[int, int]:
    """The statuses one person meets by GET and by POST."""
    return _asked(name, role, lambda actor: _keywords(name, actor, makers or {}), factor=factor)


def _asked(
    name: str,
    role: Role | tuple[Role, ...] | None,
    keywords: Callable[[Actor | None], dict[str, object]],
    *,
    factor: bool = True,
) -> tuple[int, int]:
    """The statuses of GET and POST. Both find the object as it was made; all is rolled back."""
    client = Client(raise_request_exception=True)
    client.handler = _stack()
    mark = transaction.savepoint()
    try:
        roles = role if isinstance(role, tuple) else (role,) if role else ()
        name_of = f"{' '.join(roles)} asks"
        actor = sign_in(client, *roles, name=name_of, factor=factor) if roles else None
        url = reverse(name, kwargs=keywords(actor))
        return _status(client, client.get, url), _status(client, client.post, url)
    finally:
        transaction.savepoint_rollback(mark)


@cache
def _stack() -> ClientHandler:
    """The middleware once for all clients: building it takes as long as an answer does."""
    return ClientHandler(enforce_csrf_checks=False)


def _status(client: Client, ask: Callable[..., Any], url: str) -> int:
    """One answer; what it changed in the database, the cookies and the counts of attempts is taken back."""
    attempts.clear()
    mark, cookies = transaction.savepoint(), deepcopy(client.cookies)
    try:
        return int(ask(url).status_code)
    finally:
        client.cookies = cookies
        transaction.savepoint_rollback(mark)


def _keywords(name: str, actor: Actor | None, makers: dict[str, Maker]) -> dict[str, object]:
    return {word: _example(name, word, actor, makers) for word in routes()[name].keywords}


def _example(name: str, word: str, actor: Actor | None, makers: dict[str, Maker]) -> object:
    for table in (makers, MAKERS):
        for key in (f"{name}.{word}", word):
            if key in table:
                return table[key](actor)
    raise AssertionError(f"add a maker for {name}.{word} to tests/permissions/objects.py")


def test_the_table_is_read_as_written() -> None:
    row = Row({200: "sales counsel"}, 405)
    assert [_wanted(row.get, role) for role in (Role.SALES, Role.COUNSEL, Role.AUDITOR)] == [200, 200, 403]


def test_what_was_made_for_one_serves_those_alone_of_whom_the_same_is_true() -> None:
    seller, member, analyst = (person(role) for role in (Role.SALES, Role.COMMITTEE_MEMBER, Role.ANALYST))
    untouched, told, looked = Noting(analyst), Noting(analyst), Noting(analyst)
    assert not told.has(Role.SALES) and not told.has(Role.COMMITTEE_MEMBER, Role.COUNSEL)
    assert looked.id == analyst.id
    assert [untouched.serves(one) for one in (seller, member, analyst)] == [True, True, True]
    assert [told.serves(one) for one in (seller, member, analyst)] == [False, False, True]
    assert [looked.serves(one) for one in (seller, member, analyst)] == [False, False, False]
    assert seller.has(Role.SALES) and Noting(seller).has(Role.SALES)
