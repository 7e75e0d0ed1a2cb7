"""Log requests of a company with a hundred thousand customers: the list page by page, and the daily run."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from .loader import grow
from .measuring import Figure, spread
from .pages import PAGE, PEOPLE, get, signed_in
from .part import Order, ready

if TYPE_CHECKING:
    from uuid import UUID

    from duecare.apps.entitlements.models import Entitlement
    from duecare.apps.monitoring.models import LogRequest

BATCH = 2_000
STATES = (*["granted"] * 16, "partly", "sent", "sent", "refused")
"""Of twenty requests: most are answered, two are owed, of one refusal in ten a suspension is still to be decided."""
WORDS = ("harbour", "LR-2025-77", "central 4", "nobody at all", "border 777", "a")
LISTS: dict[str, Callable[[int], str]] = {
    "first pages": lambda turn: f"/log-requests/?page={1 + turn % 5}",
    "page 400 and on": lambda turn: f"/log-requests/?page={400 + turn}",
    "given": lambda turn: f"/log-requests/?state=granted&page={1 + turn * 7}",
    "owed": lambda turn: f"/log-requests/?state=sent&page={1 + turn * 7}",
    "to decide on": lambda turn: f"/log-requests/?state=proposed&page={1 + turn % 9}",
    "no log to give": lambda _: "/log-requests/?state=impossible",
    "searched": lambda turn: f"/log-requests/?q={WORDS[turn % len(WORDS)]}",
}


def measure(order: Order) -> Sequence[Figure]:
    """On SQLite; a request and an entitlement for each customer, then the list, then an ordinary day's run."""
    ready()
    from duecare.config import wsgi  # the process is put in order by the module that the web server loads

    assert callable(wsgi.application)
    grow(order.customers)
    begun = time.perf_counter()
    customers = _supplied()
    _requested(customers)
    print(f"  {len(customers):,} supplied and asked after {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    client, found = signed_in(PEOPLE["officer"]), []
    for what, address in LISTS.items():
        took = spread(lambda turn, a=address: get(client, a(turn)), order.requests, longest=20.0)  # type: ignore[misc]  # bound per kind of page
        note = f"{len(customers):,} requests; median {took.p50:.0f}, slowest {took.slowest:.0f} of {took.times}"
        found.append(Figure(order.part, f"log requests, {what}", took.p95, PAGE, "ms", note))
    return [*found, *_run(order, len(customers))]


def _supplied() -> list[tuple[UUID, str]]:
    """Every customer with a deployment has an entitlement in force."""
    from duecare.adapters import clock
    from duecare.apps.assessments.models import Deployment
    from duecare.apps.entitlements.models import Entitlement

    Entitlement.objects.filter(state__in=("in_force", "suspended")).update(state="replaced")
    rows = Deployment.objects.filter(opportunity__customer_id__isnull=False).order_by()
    places = {customer: place for place, customer in rows.values_list("id", "opportunity__customer_id")}
    names = _names()
    day, two = clock.today(), (secrets.token_hex(16), secrets.token_hex(16))

    def made() -> Iterator[Entitlement]:
        for number, (customer, place) in enumerate(places.items()):
            yield Entitlement(
                reference=f"E-1999-{number}", customer_id=customer, deployment_id=place, customer_name=names[customer],
                product="Invented", folded=f"e-1999-{number}", functions=[], numbers=1, places=[],
                starts_on=day - timedelta(days=300), ends_on=day + timedelta(days=300), state="in_force", since=day,
                proposed_by=two[0], proposed_at=clock.now(), answered_by=two[1], answered_at=clock.now(),
            )  # fmt: skip

    Entitlement.objects.bulk_create(made(), batch_size=BATCH)
    return [(customer, names[customer]) for customer in places]


def _names() -> dict[UUID, str]:
    from duecare.apps.parties.models import Customer

    return dict(Customer.objects.values_list("id", "name"))


def _requested(customers: Sequence[tuple[UUID, str]]) -> None:
    """One request each within the last half year, in the states in which they are on an ordinary day."""
    from django.db import connection

    from duecare.adapters import clock
    from duecare.apps.engagement.models import Letter
    from duecare.apps.monitoring.models import LogProgramme, LogRequest, LogRun
    from duecare.apps.monitoring.rules.log_draws import period_of
    from duecare.kernel.folding import fold

    programme, letter, day = LogProgramme.objects.get(state="in_force"), Letter.objects.all()[0], clock.today()

    def made() -> Iterator[LogRequest]:
        for number, (customer, name) in enumerate(customers):
            on, state, code = day - timedelta(days=1 + number % 180), STATES[number % 20], f"LR-2025-{number}"
            if state == "sent":
                on = day - timedelta(days=1 + number % 20)  # not past its day, else the run would note silence
            yield LogRequest(
                reference=code, customer_id=customer, customer_name=name, folded=fold(f"{code} {name}")[:400],
                programme=programme, day=on, period_from=period_of(on, programme.per_year).first,
                due_on=on + timedelta(days=programme.days), state=state, letter=letter,
                answered_on=None if state == "sent" else day,
                suspension="proposed" if number % 200 == 19 else "",
            )  # fmt: skip

    LogRequest.objects.bulk_create(made(), batch_size=BATCH)
    LogRun.objects.get_or_create(day=day - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _run(order: Order, customers: int) -> list[Figure]:
    """The run of the day, as the worker does it: drawn, then a letter for each."""
    from duecare.adapters import clock
    from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE
    from duecare.apps.monitoring.actions import ask_due, draw_requests
    from duecare.apps.monitoring.models import LogRun

    day = clock.today()
    LogRun.objects.filter(day__gte=day).delete()
    begun = time.perf_counter()
    drawn = draw_requests(by=COMMITTEE_OFFICE, day=day)
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    sent = ask_due()
    wrote = time.perf_counter() - begun
    if sent < drawn:
        raise SystemExit(f"{drawn} were drawn and {sent} letters written, no figure")
    note = f"{drawn:,} of {customers:,} customers"
    return [
        Figure(order.part, "daily run, who is asked", took, None, "s", note),
        Figure(
            order.part, "daily run, letters", wrote, None, "s", f"{sent:,}; {wrote / max(1, sent) * 1000:.0f} ms each"
        ),
    ]


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"log-requests": measure}
