"""The company as loaded: the same twice, open to those it names, with something true on every shelf."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import UUIDField
from django.test import Client

from duecare.adapters import clock
from duecare.apps.audit.queries import prove
from duecare.entrypoints.demo.calendar import Calendar, tell
from duecare.entrypoints.demo.catalogue import fill_catalogue
from duecare.entrypoints.demo.company import Company
from duecare.entrypoints.demo.deals import Scene
from duecare.entrypoints.demo.people import arrive, code_now, email, sit, totp_secret
from duecare.entrypoints.demo.reading import folder, word
from duecare.entrypoints.demo.telling import tell_deal
from duecare.kernel.ids import new_id
from tests.browser.fixtures import built
from tests.entrypoints.cli.running import duecare

__all__ = ["built"]

EARLY = ("16-botswana-delta-revenue", "36-nigeria-lagoon-command", "09-korea-han-trade")


def begin(*deals: str) -> Company:
    """People, committees, products and a few early deals, ended on a fixed day."""
    company = Company(Calendar(date(2026, 11, 23)))
    told = [deal for deal in folder("deals") if word(deal, "code") in deals]
    tell(
        [
            arrive(company),
            *(sit(company, committee) for committee in folder("committees")),
            fill_catalogue(company),
            *(tell_deal(Scene(company, deal, place)) for place, deal in enumerate(told)),
        ]
    )
    return company


def log() -> Sequence[tuple[object, ...]]:
    """What was done, when and to what."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, at, act, about_kind, about_id FROM audit_entry ORDER BY seq")
        return tuple(tuple(row) for row in cursor.fetchall())


def ids() -> Mapping[str, frozenset[object]]:
    """The id of every row of every table of ours, so of everything a page has an address for."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("duecare.")]
    keyed = [model for model in ours if isinstance(model._meta.pk, UUIDField)]
    return {model._meta.label: frozenset(model._default_manager.values_list("pk", flat=True)) for model in keyed}


@pytest.mark.django_db
@pytest.mark.once
def test_the_same_company_comes_out_twice(duecare_home: Path) -> None:
    told = []
    for _ in range(2):
        with transaction.atomic():
            begin(*EARLY)
            told.append((log(), ids()))
            transaction.set_rollback(True)
    assert len(told[0][0]) > 60 and sum(map(len, told[0][1].values())) > 80
    assert told[0] == told[1]
    assert new_id() not in set().union(*told[0][1].values()), "outside the stories ids stay random"


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_printed_password_and_code_open_the_site(client: Client) -> None:
    begin()
    assert prove().sound
    for code in ("hanne.sorrel", "marlo.venn"):
        person = next(one for one in folder("people") if word(one, "code") == code)
        client.post("/accounts/login/", {"login": email(person), "password": word(person, "password")})
        done = client.post(
            "/accounts/2fa/authenticate/", {"code": code_now(totp_secret(person), clock.now())}, follow=True
        )
        assert word(person, "name") in done.content.decode()
        client.logout()


@pytest.mark.once
def test_each_password_costs_a_guesser_what_django_asks_of_scrypt(built: Path) -> None:
    with closing(sqlite3.connect(f"file:{built / 'duecare.sqlite3'}?mode=ro", uri=True)) as base:
        rows = base.execute("select password from accounts_person where password != ''").fetchall()
    kept = [told.split("$") for (told,) in rows]
    costly = [(kind, int(work), int(blocks)) for kind, work, _salt, blocks, *_rest in kept]
    assert len(costly) >= 15 and set(costly) == {("scrypt", 2**14, 8)}


@pytest.mark.once
def test_every_shelf_of_the_company_holds_something(built: Path) -> None:
    shelves = {
        "assessments_opportunity.state": {
            "draft", "filed", "submitted", "approved", "rejected", "live", "ended", "withdrawn",
        },
        "governance_decision.state": {"approved_with_conditions", "deferred", "rejected", "open", "reopened"},
        "governance_decision.procedure": {"meeting", "written", "urgent", "single"},
        "governance_override.state": {"proposed", "confirmed", "refused"},
        "assessments_classification.state": {"proposed", "confirmed", "returned"},
        "mitigation_measure.state": {"open", "evidence_given", "verified"},
        "mitigation_plan.state": {"draft", "adopted"},
        "parties_manualscreening.result": {"none", "possible", "confirmed"},
        "parties_customer.status": {"prospect", "active", "former"},
        "parties_customer.worst_class": {"low", "moderate", "elevated", "high", "prohibited", ""},
    }  # fmt: skip
    with closing(sqlite3.connect(f"file:{built / 'duecare.sqlite3'}?mode=ro", uri=True)) as base:
        for shelf, wanted in shelves.items():
            table, column = shelf.split(".")
            found = {row[0] for row in base.execute(f"SELECT DISTINCT {column} FROM {table}")}
            assert wanted <= found, shelf
        for table in ("vote", "recusal", "dissent", "conflictdeclaration", "meeting", "reconsideration"):
            assert base.execute(f"SELECT count(*) FROM governance_{table}").fetchone()[0], table
        for table in ("answer", "finding", "document", "releasedfact", "engagement", "firsthandsource", "harmrating"):
            assert base.execute(f"SELECT count(*) FROM assessments_{table}").fetchone()[0], table
        assert base.execute("SELECT count(*) FROM governance_meeting WHERE minutes <> ''").fetchone()[0] >= 2


@pytest.mark.once
def test_the_company_is_in_order_and_cannot_become_real(built: Path) -> None:
    done = duecare(built, "check")
    assert done.returncode == 0, done.stderr
    real = duecare(built, "serve", DUECARE_ENV="production")
    assert real.returncode == 2 and "cannot become real" in real.stderr
    open_ = duecare(built, "serve", DUECARE_BIND="0.0.0.0")
    assert open_.returncode == 2 and "this machine only" in open_.stderr


@pytest.mark.once
def test_what_was_promised_to_people_outside_is_said(built: Path) -> None:
    kept = json.loads((built / "demo-ready").read_text())
    assert kept["links"] and all(path in kept_says(built) for path in kept["links"].values())


def kept_says(home: Path) -> str:
    """What a second start prints; it loads nothing anew."""
    done = duecare(home, "demo", "--no-serve")
    assert done.returncode == 0 and "Preparing" not in done.stdout
    return done.stdout
