"""Pages of a company with a hundred thousand customers, on SQLite and on PostgreSQL.

Each request goes through the whole application (middleware, session, roles, queries, templates), signed
in as somebody of the fictional company, every time with another argument.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from .loader import carry_over, grow, moved
from .measuring import Figure, spread
from .part import Order, ready

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from .multiplying import Copy, Ids

PAGE, DASHBOARD = 150.0, 400.0
"""Most milliseconds of a page, and of the first page after signing in, at the 95th percentile."""
LONGEST = 20.0
"""Seconds for one kind of page; a page that needs more is far over its limit and is told with fewer requests."""
PEOPLE = {"officer": "hanne.sorrel@northlight.example", "sales": "marlo.venn@northlight.example"}
COMPARED = 5
"""Names that are held against what everybody did."""
WORDS = (
    "harbour", "senal", "osaka", "zurich", "kagithane", "lodz", "северныи", "北区", "서울", "c-2026-012-99", "police",
    "oficina", "unit 41", "border 777", "nobody at all", "revenue delta", "cote central", "o-2026-003-1500", "izmir",
    "a",
)  # fmt: skip
"""Words as people type them, in several scripts; the last three hit many, the sentence none."""


def sqlite(order: Order) -> Sequence[Figure]:
    """In the home's own file."""
    return _measure(order)


def postgresql(order: Order) -> Sequence[Figure]:
    """In a database of its own on the server that DUECARE_TEST_POSTGRES names."""
    url = os.environ.pop("DUECARE_TEST_POSTGRES", "")
    if not url:
        print("pages-postgresql: DUECARE_TEST_POSTGRES names no server", file=sys.stderr)
        return []
    with _database(url) as own:
        os.environ["DUECARE_DATABASE"] = own
        try:
            return _measure(order)
        finally:
            from django.db import connections

            connections.close_all()


@contextmanager
def _database(url: str) -> Iterator[str]:
    """A new database beside the one `url` names, dropped at the end."""
    import psycopg
    from psycopg import sql

    name = f"duecare_test_{int(time.time())}_{os.getpid()}_bench"  # the name by which a killed run's is found
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        base, _, query = url.partition("?")
        try:
            yield base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        finally:
            server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _measure(order: Order) -> Sequence[Figure]:
    ready()
    # The process is put in order by the same module that the web server loads.
    from django.db import connection

    from duecare.config import wsgi

    assert callable(wsgi.application)

    if connection.vendor == "postgresql":
        carry_over(order.home / "duecare.sqlite3")
    all_copies, ids = grow(order.customers)
    found: list[Figure] = []
    for who, email in PEOPLE.items():
        client = signed_in(email)
        for what, address in _addresses(who, all_copies, ids).items():
            took = spread(lambda turn, c=client, a=address: get(c, a(turn)), order.requests, longest=LONGEST)  # type: ignore[misc]  # bound per kind of page
            note = f"median {took.p50:.0f}, {took.busy:.0f} of it here, slowest {took.slowest:.0f} of {took.times}"
            print(f"  {who}, {what}: {took.p95:.0f} ms, {note}", file=sys.stderr)
            most = DASHBOARD if what == "dashboard" else PAGE
            found.append(Figure(order.part, f"{what}, {who}", took.p95, most, "ms", note))
    return [*found, _conflicts(order)]


def _conflicts(order: Order) -> Figure:
    """What everybody dealt with or decided on, held against a name: every table is read whole, as the page does."""
    from duecare.apps.audit.models import Entry
    from duecare.apps.monitoring.queries import past_work
    from duecare.apps.parties.models import Customer
    from duecare.kernel.errors import BadInput

    names = Customer.objects.order_by("id").values_list("body__name", flat=True)[:COMPARED]

    def compare(turn: int) -> None:
        with suppress(BadInput):  # what fits too many is refused once everything was read
            past_work((names[turn % len(names)],))

    took = spread(compare, COMPARED, warm=1, longest=LONGEST * 3)
    note = f"median {took.p50 / 1000:.1f} of {took.times}; {Entry.objects.count():,} entries on record"
    return Figure(order.part, "names of a conflict check compared", took.p95 / 1000, None, "s", note)


Addresses = Mapping[str, Callable[[int], str]]


def _addresses(who: str, all_copies: list[Copy], ids: Ids) -> Addresses:
    """The pages of one person, each with addresses that differ from turn to turn."""
    deals = _deals(who, all_copies, ids)
    shared: Addresses = {
        "dashboard": lambda _: "/",
        "queue": lambda turn: f"/queue/?page={1 + turn % 3}",
        "customers": lambda turn: f"/customers/?page={1 + turn * 7}",
        "customers searched": lambda turn: f"/customers/?q={_word(turn)}",
        "customer": lambda turn: f"/customers/{deals[turn % len(deals)][0]}/",
        "opportunities": lambda turn: f"/opportunities/?page={1 + turn * 7}",
        "opportunities searched": lambda turn: f"/opportunities/?q={_word(turn)}",
        "opportunity": lambda turn: f"/opportunities/{deals[turn % len(deals)][1]}/",
        "search": lambda turn: f"/search/?q={_word(turn)}",
    }
    if who == "sales":
        return shared
    return {
        **shared,
        "customers by class": lambda turn: f"/customers/?sort=-level&page={1 + turn * 3}",
        "customers of a country": lambda turn: (
            f"/customers/?country={('KEN', 'DEU', 'ARG', 'NOR')[turn % 4]}&page={1 + turn}"
        ),
        "file": lambda turn: f"/files/{deals[turn % len(deals)][1]}/",
        "decisions": lambda turn: f"/decisions/?page={1 + turn}",
        "decisions searched": lambda turn: f"/decisions/?q={_word(turn)}",
        "log": lambda turn: f"/audit/?page={1 + turn}",
        "checks": lambda _: "/checks/",
    }


def _word(turn: int) -> str:
    from urllib.parse import quote

    return quote(WORDS[turn % len(WORDS)])


def _deals(who: str, all_copies: list[Copy], ids: Ids) -> list[tuple[UUID, UUID]]:
    """Customer and opportunity of many copies, only such as this person may see."""
    from duecare.apps.accounts.models import Person
    from duecare.apps.assessments.models import Opportunity

    person = Person.objects.get(email=PEOPLE[who])
    built = Opportunity.objects.filter(id__in=ids.copied, customer__isnull=False)
    mine = built.filter(responsible__person_id=person.id) if who == "sales" else built
    rows = sorted(mine.values_list("customer_id", "id"))
    near = [one for one in all_copies if who != "sales" or one.group == 0]
    if not near:
        return rows
    customers, deals = zip(*rows * 9, strict=True)
    return list(zip(moved(customers, near, ids), moved(deals, near, ids), strict=True))


def signed_in(email: str) -> Client:
    """A client whose session belongs to this person, second factor shown a moment ago."""
    from django.test import Client

    from duecare.adapters import clock
    from duecare.apps.accounts.models import Person

    person = Person.objects.get(email=email)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session.save()
    return client


def get(client: Client, address: str) -> None:
    """One page, read to its end."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    answer.getvalue()


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"pages-sqlite": sqlite, "pages-postgresql": postgresql}
