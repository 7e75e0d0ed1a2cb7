"""An officer's day: opening the vault, a key-ring of ten thousand cases, new groups, one case after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .measuring import Figure, seconds, spread
from .part import Order, ready

if TYPE_CHECKING:
    from duecare.adapters.sealed.reporter import Reporter
    from tests.entrypoints.agent.running import House, Person

FEW = 20
"""Cases with which unlocking is measured."""
UNREAD = 200
GROUPS = 2_000
"""New groups of strangers."""
OPENED = 40
"""Cases opened; the agent opens sixty in an hour."""
ACTS = 100
"""Of one investigation."""


def measure(order: Order) -> Sequence[Figure]:
    """Everything through the agent's socket, in this order: each step needs the one before it."""
    ready()
    from tests.entrypoints.agent.running import running

    from .sealed_place import officer_of, place

    here = place(order.room / "company")
    many = max(FEW, order.customers // 10)
    reporters = [here.report(f"Report {number}") for number in range(FEW)]
    with running(here):
        officer = officer_of(here).unlock()
        _until_looked_through(officer)
        again = [seconds(lambda: officer.unlock()) for _ in range(3)]
        found = [Figure(order.part, "unlocking, 20 cases", min(again), 1.5, "s", "256 MiB of Argon2id, best of three")]
        reporters += [here.report(f"Report {FEW + number}") for number in range(min(UNREAD, many) - FEW)]
        officer.unlock()
        _until_looked_through(officer)
        found += _opening(order, officer)
        found.append(_investigation(order, officer))
        found += _ring(order, here, officer, many, reporters)
        found += _groups(order, here, officer, min(GROUPS, many))
    return found


def _until_looked_through(officer: Person) -> None:
    end = time.monotonic() + 100
    while officer.cases().pending:
        time.sleep(0.2)  # as somebody who opens the page again
        if time.monotonic() > end:
            raise SystemExit("the agent did not come to an end")


def _opening(order: Order, officer: Person) -> list[Figure]:
    from duecare.apps.intake.rules.desk_case import Look, Sheet

    lines = officer.cases().lines[:OPENED]
    took = spread(lambda turn: officer.ask(Look(lines[turn % len(lines)].reference), Sheet), OPENED)
    note = f"median {took.p50:.1f} ms, slowest {took.slowest:.0f}, {took.times} times through the agent's socket"
    return [Figure(order.part, "opening a case, 95 of 100", took.p95, 50.0, "ms", note)]


def _investigation(order: Order, officer: Person) -> Figure:
    """What the page of a long investigation asks the agent, once the vault is open."""
    from duecare.apps.intake.rules.desk import Done
    from duecare.apps.investigations.rules.desk_inquiry import DoAct, Given, Investigating, Investigation

    reference = officer.cases().lines[0].reference
    who = officer.ask(Investigating(reference), Investigation).workers[0].who
    for number in range(ACTS):
        fields = (Given("what", f"Task {number}."), Given("who", who), Given("until", "2199-01-01"))
        officer.ask(DoAct(reference, number, "task", fields), Done)

    def page(turn: int) -> None:
        officer.ask(Investigating(reference), Investigation)

    took = spread(page, 20)
    note = f"{ACTS} acts; median {took.p50:.0f} ms; what the page asks"
    return Figure(order.part, "page of an investigation, 95 of 100", took.p95, 150.0, "ms", note)


def _ring(order: Order, here: House, officer: Person, many: int, reporters: Sequence[Reporter]) -> list[Figure]:
    from duecare.adapters.sealed import vault_place
    from duecare.apps.intake.rules.desk_inbox import Cases, Inbox

    from .sealed_place import filled

    officer.lock()
    filled(here, officer, many - len(reporters))
    for one in reporters:
        _said(here, one)
    slow = seconds(lambda: vault_place.find(here.agent, officer.person).opened(here.phrase))
    alone = seconds(officer.unlock)
    begun = time.perf_counter()
    cases = officer.cases()
    listed = time.perf_counter() - begun
    _until_looked_through(officer)
    read = time.perf_counter() - begun
    wanted = spread(lambda turn: officer.ask(Inbox(words=f"case {turn}"), Cases), 40)
    again = spread(lambda turn: officer.ask(Inbox(page=turn + 1), Cases), 40)
    news = f"{cases.unread} of {cases.total:,} marked as new"
    note = f"{news}; unlocking {alone:.2f} s, of which Argon2id {slow:.2f}, then the list {listed:.2f}"
    return [
        Figure(order.part, f"key-ring of {many:,} to its list", alone - slow + listed, 2.0, "s", note),
        Figure(order.part, "news read behind the list", read, None, "s", f"{len(reporters)} cases"),
        Figure(order.part, f"list of {many:,} own cases, 95 of 100", again.p95 / 1000, 1.0, "s", "any page of it"),
        Figure(
            order.part, f"search within {many:,} own cases, 95 of 100", wanted.p95 / 1000, 1.0, "s", "by own titles"
        ),
    ]


def _said(here: House, by: Reporter) -> None:
    """The reporter comes back and says something more."""
    from duecare.apps.intake.actions.writing import write
    from duecare.apps.intake.queries.opening import open_case
    from duecare.apps.intake.rules.compartments import Compartment
    from duecare.apps.intake.rules.entries import Kind
    from duecare.apps.intake.rules.reports import About, Message
    from duecare.apps.intake.rules.store import Table

    with here.site() as site:
        case = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
        assert case is not None
        body = Message(About.WORD, "One thing more.").plain()
        write(by=case, site=site, compartment=Compartment.REPORT, kind=Kind.MESSAGE, body=body, keep_until=site.today)


def _groups(order: Order, here: House, officer: Person, count: int) -> list[Figure]:
    from .sealed_place import strangers

    strangers(here, count)
    begun = time.perf_counter()
    _until_looked_through(officer)
    rate = count / (time.perf_counter() - begun)
    note = f"{count:,} groups of strangers, 16 envelopes each, behind the list"
    return [Figure(order.part, "new groups tried a second", rate, 500.0, "", note, least=True)]


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"sealed-vaults": measure}
