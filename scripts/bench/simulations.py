"""A draft of the method beside the released one over many customers and several years."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import cycle, islice
from typing import Any

from .figures import _shipped
from .measuring import Figure, seconds
from .part import Order, ready

CUSTOMERS, YEARS = 10_000, 5
TODAY = date(2026, 11, 23)
OVERSIGHT = ("independent", "judicial", "internal", "none")


def simulation(order: Order) -> Sequence[Figure]:
    """10,000 customers on five ends of year and today; every fact and figure read from the database first."""
    ready()
    from duecare.adapters import clock
    from duecare.apps.assessments.queries.simulating import simulate
    from duecare.apps.risk import queries
    from tests.apps.mitigation.ready import classified

    with clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=UTC)):
        _shipped()
        classified()
        _multiply(CUSTOMERS)
        method = queries.method("open-2026")
        bands = tuple(replace(step, at=36) if step.name == "elevated" else step for step in method.country.bands)
        draft = replace(method, country=replace(method.country, bands=bands))
        found: list[Any] = []
        computed = time.process_time()
        took = seconds(lambda: found.append(simulate(method, draft, YEARS, TODAY)))
        computed = time.process_time() - computed
    outcome = found[0]
    assert (outcome.customers, len(outcome.days)) == (CUSTOMERS, YEARS + 1)
    note = f"{outcome.deployments} deployments by two methods, {len(outcome.movers)} movers; {computed:.1f} s computed"
    return [Figure("simulation", f"{CUSTOMERS:,} customers × {YEARS} years and today", took, 20.0, "s", note)]


def _multiply(customers: int) -> None:
    """The one customer with its deal and recorded class as many times as wanted, everywhere in the world."""
    from django.apps import apps

    from duecare.kernel.countries import all_codes

    names = ("parties.Body", "parties.Customer", "assessments.Opportunity", "assessments.Deployment",
             "assessments.Classification")  # fmt: skip
    models = [apps.get_model(name) for name in names]
    deal = models[2].objects.get()
    customer = models[1].objects.get(pk=deal.customer_id)
    body, deployment = models[0].objects.get(pk=customer.body_id), models[3].objects.get()
    recorded = models[4].objects.get()
    made: list[list[Any]] = [[] for _ in models]
    for at, place in enumerate(islice(cycle(all_codes()), customers - 1)):
        agency = _copy(body, name=f"Invented agency {at}", country=place, effective_authority="", place_of_use="")
        client = _copy(customer, body_id=agency.pk, name=agency.name, country=place, reference=f"B-{at:06}")
        sale = _copy(deal, customer_id=client.pk, reference=f"BO-{at:06}")
        used = _copy(deployment, opportunity_id=sale.pk, using_body_id=agency.pk, place_of_use=place,
                     effective_authority="")  # fmt: skip
        oversight = {**recorded.facts["agency.oversight"], "value": OVERSIGHT[at % len(OVERSIGHT)]}
        rated = _copy(recorded, deployment_id=used.pk, place=place,
                      facts={**recorded.facts, "agency.oversight": oversight})  # fmt: skip
        for rows, one in zip(made, (agency, client, sale, used, rated), strict=True):
            rows.append(one)
    for model, rows in zip(models, made, strict=True):
        model.objects.bulk_create(rows, batch_size=500)


def _copy(row: Any, **changes: object) -> Any:
    from duecare.kernel.ids import new_id

    new = copy(row)
    new._state = copy(row._state)
    new._state.adding, new._state.fields_cache = True, {}
    for name, value in {"pk": new_id(), **changes}.items():
        setattr(new, name, value)
    return new


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"simulation": simulation}
