"""The description against the API itself: what OpenAPI says comes in, is refused and goes out, does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from pydantic import TypeAdapter, ValidationError
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.python._constants.orchestrator import build_constants_pool
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import converter
from schemathesis.specs.openapi.coverage import _operation as coverage

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.tasks import queue_reassessments
from duecare.apps.governance import queries as governance
from duecare.apps.mitigation import queries as plans
from duecare.apps.parties import actions as parties
from duecare.apps.risk import actions as risk
from duecare.apps.risk import queries as figures_held
from duecare.apps.screening import actions as screening
from duecare.apps.screening import queries as screened
from duecare.apps.screening.models import Hit
from duecare.entrypoints.api.shapes import Anywhere, Zone
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.assessments.contracts import contract_of
from tests.apps.engagement.written import came, enclosed
from tests.apps.entitlements.issued import asked, issued
from tests.apps.mitigation import figures, ready
from tests.apps.monitoring.asked_for_logs import adopted, refused, waiting
from tests.apps.monitoring.changing import wanted
from tests.apps.monitoring.published import copied, recorded
from tests.apps.risk import drafting
from tests.apps.risk.drawn import drawn_run
from tests.apps.risk.made_editions import rsf, vdem
from tests.apps.screening.lists import FOUR, entry, taken_in
from tests.apps.screening.working import carry_out
from tests.permissions.signed_in import known

from .calling import BASE, call, operations, token_for
from .expected import FRESH, PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("frozen")]

CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # 400 says that the shape does not fit, so what fits never meets it. It may meet a state that
            # forbids it (409), something that is not there (404, 422) or a door (401, 403).
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]},
            # And what does not fit never comes as far as the record.
            "negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "405", "415"]},
        },
        "phases": {"stateful": {"enabled": False}},
        "generation": {"deterministic": True},
    }
)
LONG = 20
"""Of more choices than these some are sent: one request for each of 600 time zones would say the same 600 times. That
each of them is taken is asked once, without a request."""


def long_choices(told: object) -> Iterator[list[str]]:
    """Lists of choices in the description, each as it stands there."""
    if isinstance(told, dict):
        if isinstance(every := told.get("enum"), list) and len(every) > LONG:
            yield every
        for part in told.values():
            yield from long_choices(part)
    elif isinstance(told, list):
        for part in told:
            yield from long_choices(part)


@cache
def description() -> tuple[Any, list[tuple[str, ...]]]:
    """The description, read when it is first asked for, with few of each long list; and those lists, whole."""
    schema = schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", get_wsgi_application(), config=CONFIG)
    lists = [tuple(every) for every in long_choices(schema.raw_schema)]
    for choices in long_choices(schema.raw_schema):
        choices[:] = [*choices[:: len(choices) // 8], choices[-1]]
    return schema, lists


ROLES = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.PRODUCT_SECURITY)


@pytest.fixture(scope="module", autouse=True)
def _lengths_beside_patterns() -> Iterator[None]:
    """Schemathesis writes a length into the pattern beside it, `{0,10000}`, which takes a fifth of a second and thirty
    megabytes to compile, for almost every operation: where it reads a schema, and where it thinks out what to send.
    Side by side they say the same, and the same is sent."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converter, "update_pattern_in_schema", lambda schema: None)
        patch.setattr(coverage, "update_quantifier", lambda pattern, least, most: pattern)
        yield


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client: the end of a request does not close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers() -> dict[str, str]:
    """A program that may do most things."""
    return {"Authorization": f"Bearer {token_for(known(*ROLES, name='program'))}"}


@pytest.mark.parametrize("name", sorted({name for name, _ in operations()} - {"GET /openapi.json"}))
def test_whatever_comes_in_the_answer_is_one_that_was_described(name: str, headers: dict[str, str]) -> None:
    """What is sent is thought out here: `schema.parametrize` does it for every operation in every process that collects
    tests, which takes longer than to collect all others."""
    method, path = name.split(" ")
    load_all_checks()
    schema, _lists = description()
    # A part of the schema takes over what the whole one knows; otherwise each reads all our modules for constants anew.
    build_constants_pool(schema)
    one = schema.include(method=method, path=f"{BASE}{path}")
    (built,) = get_all_tests(schema=one, test_func=_answered_as_described, settings=None, given_kwargs=None)
    operation, send = built.ok()
    assert (operation.method.upper(), operation.path) == (method, f"{BASE}{path}")
    send(headers=headers)
    # What is remembered of an operation holds its whole schema: fifteen megabytes each, and three hundred of them.
    schema.config.operations._cache.clear()


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def _answered_as_described(case: schemathesis.Case, headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers)


@pytest.mark.parametrize("taken", [Zone, Anywhere], ids=["time zones", "places"])
def test_every_choice_of_a_long_list_is_taken_and_no_other(taken: Any) -> None:
    reader = TypeAdapter(taken)
    every = next(long_choices(reader.json_schema()))
    assert tuple(every) in description()[1] and all(reader.validate_python(one) == one for one in every)
    for other in (every[-1].lower() + "x", every[-1] + " ", "Nowhere"):
        with pytest.raises(ValidationError):
            reader.validate_python(other)


def test_everything_is_described_once_with_its_problems_and_its_lock() -> None:
    described = {
        f"{method.upper()} {path.removeprefix(BASE)}": told
        for path, methods in description()[0].raw_schema["paths"].items()
        for method, told in methods.items()
    }
    assert described.keys() == {name for name, _ in operations()} - {"GET /openapi.json"}
    assert len({told["operationId"] for told in described.values()}) == len(described)
    for name, told in described.items():
        assert {"400", "401", "403", "404", "409", "422"} <= told["responses"].keys(), name
        locks = [] if name in PUBLIC else [{"Session": []}] if name in FRESH else [{"Token": []}, {"Session": []}]
        assert told.get("security", []) == locks, name
        assert told["description"], name


def test_two_different_shapes_never_share_a_name() -> None:
    seen: dict[str, object] = {}
    for _, operation in operations():
        models = [
            *operation.models,
            *(one for one in operation.response_models.values() if hasattr(one, "model_fields")),
        ]
        for model in models:
            mode = "validation" if model in operation.models else "serialization"
            shapes = model.model_json_schema(mode=mode).get("$defs", {})
            for name, shape in shapes.items():
                told = {key: value for key, value in shape.items() if key in ("properties", "enum", "description")}
                assert seen.setdefault(name, told) == told, name


def test_lists_have_a_limit_of_at_most_a_hundred() -> None:
    for path, methods in description()[0].raw_schema["paths"].items():
        for one in methods.get("get", {}).get("parameters", ()):
            if one["name"] == "limit":
                assert (one["schema"]["minimum"], one["schema"]["maximum"]) == (1, 100), path


@pytest.fixture
def full(db: None, frozen: object) -> Mapping[str, object]:
    """One deal brought to a decision, with something of every kind in its file."""
    figures.held()
    made = ready.classified()
    ready.planned(made)
    decision, _ = ready.decided(made)
    deal = queries.deal(made)
    actions.record_finding(
        by=deals.ANALYST, opportunity_id=made, what="An invented report", source="A paper", about="unit"
    )
    using = deal.party("using")
    assert using and deal.customer_id
    parties.enter_no_go(by=deals.OFFICER, country="PRK", reason="Embargo")
    sha256, size = evidence().put([b"minutes"])
    draft = drafting.begun()
    entitled, written, published = issued(made), came(), recorded()
    adopted()
    risk.publish_statements()
    happened = risk.record_event(
        by=deals.ANALYST, country="THA", kind="coup", happened_on=deals.DAY, words="A coup.", source="A paper"
    )
    return {
        "proposal_id": _proposed_after(accepted=vdem({("THA", 2024): {"polyarchy": 0.9, "libdem": 0.9}})),
        "reassessment_id": queries.reassessments(deals.OFFICER)[0].id,
        "draft_id": draft,
        "simulation_id": drafting.simulated(draft),
        "opportunity_id": made,
        "deployment_id": deal.deployments[0].id,
        "body_id": using.id,
        "entitlement_id": entitled,
        "change_id": asked(entitled),
        "log_request_id": refused(deal.customer_id),
        "programme_id": waiting(),
        "proposed_change_id": wanted(),
        "letter_id": written,
        "report_id": published,
        "copy_id": copied(published),
        "letter_document_id": enclosed(written),
        "customer_id": deal.customer_id,
        "product_id": deal.deployments[0].product.id if deal.deployments[0].product else None,
        "decision_id": decision,
        "measure_id": plans.plan(deals.OFFICER, made).measures[0].id,
        "document_id": actions.add_document(
            by=deals.COUNSEL, opportunity_id=made, sha256=sha256, name="minutes.txt", size=size, media_type="text/plain"
        ),
        "contract_id": contract_of(deal.customer_id),
        "iso3": "THA",
        "event_id": happened,
        "name": "nine-2026",
        "run_id": risk.keep_backtest(by=deals.ANALYST, run=drawn_run()),
        "committee_id": governance.committees()[0].id,
        "person_id": known(Role.SALES, name="somebody").id,
        **_screened(),
    }


def _screened() -> Mapping[str, object]:
    """Lists, an upload, a hit that was confirmed, a sample and results of other screening."""
    parties.enter_body(by=deals.SALES, name=FOUR[0].names[0].text, kind="company", country="THA")
    parties.enter_body(by=deals.SALES, name="Harbour Bakery", kind="company", country="FRA")
    taken_in(FOUR, code="eu_invented")
    taken_in((*FOUR[1:], FOUR[0], entry("5", "Newly Listed Works")), code="eu_invented")
    carry_out()
    row, upload = Hit.objects.get(), screening.Upload("own.csv", [b"not a list"])
    seen = screened.hit(row.id).seen
    screening.dispose(by=deals.OFFICER, hit_id=row.id, verdict="confirmed", reason="The same", seen=seen)
    given = (
        "party,list,listed_id,listed_name,verdict,date,vendor,reason\n"
        "Harbour Bakery,eu_invented,2,,cleared,2026-03-02,Sieve Invented Ltd,Other seat\n"
    )
    taken = screening.import_results(by=deals.OFFICER, data=given.encode(), file_name="results.csv")
    return {
        "edition_id": screened.editions(state="in_force")[0].id,
        "hit_id": row.id,
        "screening_run_id": screened.runs(1)[0].id,
        "sample_id": screening.draw_sample(by=deals.AUDITOR, seed="November", size=3),
        "list_import_id": screening.upload_lists(by=deals.OFFICER, files=[upload]),
        "results_import_id": taken.row.id,
        "withdrawal_id": screening.ask_withdrawal(by=deals.OFFICER, code="eu_invented", reason="A test list"),
    }


def _proposed_after(accepted: bytes) -> UUID:
    """An edition put up for acceptance, after another that was accepted and that queues the deal."""
    with clock.at(clock.now() + timedelta(hours=1)):
        made = risk.propose_edition(by=deals.ANALYST, data=accepted, file_name="accepted.csv")
        risk.accept_edition(by=deals.OFFICER, proposal_id=made, seen=figures_held.seen_token())
    assert queue_reassessments.call() == 1
    return risk.propose_edition(by=deals.ANALYST, data=rsf(2025), file_name="proposed.csv")


ELSEWHERE = {
    "GET /decisions/{decision_id}/outcome": "tests/entrypoints/decisions: what the requester reads",
    "GET /methods/{name}/sensitivity": "test_uncertainty: needs the figures of all countries",
    "GET /meetings/{meeting_id}": "test_more_doors: a meeting with agenda and minutes",
    "GET /proofs/{proof_id}/content": "tests/entrypoints/plans: a document given as evidence",
    "GET /bodies/{body_id}/owned-by-listed": "test_owned_by_listed: needs a list in force and an owner on it",
}
"""Read in another test, where what they read is made."""


def test_every_reading_operation_answers_as_described_on_a_full_file(
    full: Mapping[str, object], headers: dict[str, str]
) -> None:
    assert governance.records(full["decision_id"])  # type: ignore[arg-type]  # a UUID
    read, empty = 0, []
    for result in description()[0].get_all_operations():
        operation: APIOperation[Any, Any, Any] = result.ok()
        name = f"{operation.method.upper()} {operation.path.removeprefix(BASE)}"
        if operation.method != "get" or name in FRESH or name in ELSEWHERE:
            continue
        path = {one.name: str(full[one.name]) for one in operation.path_parameters}
        query = {"q": "cyber"} if any(one.name == "q" and one.is_required for one in operation.query) else {}
        case = operation.Case(path_parameters=path, query=query)
        response = case.call_and_validate(headers=headers)
        assert response.status_code == 200, (name, response.text[:300])
        read += 1
        if response.content in (b"[]", b'{"rows": [], "total": 0}'):
            empty.append(name)
    assert read > 40
    # Nothing is held of these here, and nothing else may be hollow.
    assert {
        "GET /queue", "GET /consistency", "GET /decisions/{decision_id}/neighbours", "GET /methods/proposals",
        "GET /opportunities/{opportunity_id}/resemblances",
        "GET /decisions/rejected", "GET /overrides", "GET /people/role-proposals",
    } >= set(empty)  # fmt: skip


DEALS = {
    "opportunity_id", "deployment_id", "body_id", "customer_id", "decision_id", "measure_id", "document_id",
    "contract_id", "committee_id",
}  # fmt: skip
"""Parts of an address that lead to somebody's deal, or to what is no business of sales."""


def test_another_seller_reads_nothing_of_it(full: Mapping[str, object], client: Client) -> None:
    """Whatever hangs on a deal looks to another seller as if it did not exist."""
    token = token_for(known(Role.SALES, name="another seller"))
    met, theirs = {}, {key: value for key, value in full.items() if key in DEALS}
    for name, _ in operations():
        words = set(re.findall(r"{(\w+)}", name))
        if name.startswith("GET ") and words and words <= DEALS:
            met[name] = call(client, name, token, **theirs)[0]
    assert len(met) > 25
    assert {name: status for name, status in met.items() if status not in (403, 404)} == {}
