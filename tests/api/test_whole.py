"""Everything that can be done and read on the pages can be done and read by a program.

Found by following the code of every operation and every page (`reach`): whoever writes a new action,
or a page that reads something new, gives it an operation or a line here that says why not.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from duecare.apps.audit.actions import REGISTERED
from duecare.entrypoints.staff.guard import Audience

from .calling import operations
from .expected import FRESH
from .reach import reached

SIGNING_IN = "done by signing in, which a program does not"
SEALED = "sealed"
"""Beginning of pages that no operation tells: sealed reports open for six words and one browser; a token that opened
them would be a key that lies about."""
OUTSIDE = "an outside expert has a link, in the browser or by workbook, and no token"
BY_ITSELF = "done by the worker or the command line, which nobody asks for"

NOT_BY_A_PROGRAM = {
    "accounts.actions.people.accept_invitation": "whoever holds the link chooses a password in the browser",
    "accounts.actions.setting_up.create_ready_person": BY_ITSELF,
    "accounts.actions.setting_up.make_first_administrator": BY_ITSELF,
    "accounts.actions.signing_in.record_factor_added": SIGNING_IN,
    "accounts.actions.signing_in.record_factor_removed": SIGNING_IN,
    "accounts.actions.signing_in.record_factor_renewed": SIGNING_IN,
    "accounts.actions.signing_in.record_failed_sign_in": SIGNING_IN,
    "accounts.actions.signing_in.record_password_change": SIGNING_IN,
    "accounts.actions.signing_in.record_password_reset": SIGNING_IN,
    "accounts.actions.signing_in.record_sign_in": SIGNING_IN,
    "accounts.actions.signing_in.record_sign_out": SIGNING_IN,
    "accounts.actions.signing_in.record_unknown_sign_in": SIGNING_IN,
    "assessments.actions.experts.expert_answers": OUTSIDE,
    "assessments.actions.experts.sign_opinion": OUTSIDE,
    "assessments.actions.experts.state_conflicts": OUTSIDE,
    "assessments.actions.simulations._fail": BY_ITSELF,
    "assessments.actions.simulations._keep": BY_ITSELF,
    "audit.actions.record_batch": BY_ITSELF,
    "audit.actions.record_sweep": BY_ITSELF,
    "assessments.actions.reassessment.queue_reassessment": BY_ITSELF,
    "engagement.actions.letters.send_letter": BY_ITSELF,
    "entitlements.actions.running.carry_out": BY_ITSELF,
    "monitoring.actions.log_answering.record_checked_copy": "the command that reads the file records what it found",
    "monitoring.actions.log_running.draw_requests": BY_ITSELF,
    "monitoring.actions.log_running.note_silence": BY_ITSELF,
    "monitoring.actions.log_running.send_request": BY_ITSELF,
    "governance.actions.closing.lapse": BY_ITSELF,
    "parties.actions.customers.show_suspension": BY_ITSELF,
    "risk.actions.statements._publish": BY_ITSELF,
    "screening.actions.comparing.keep_compared": BY_ITSELF,
    "screening.actions.importing._keep": BY_ITSELF,
    "screening.actions.importing._refuse": BY_ITSELF,
    "screening.actions.running._end": BY_ITSELF,
    "screening.actions.running._fail": BY_ITSELF,
    "screening.actions.running._note_changes": BY_ITSELF,
}

TOLD_BY = {
    "access_review": "GET /people/access-review",
    "audit_log": "GET /audit",
    "authority": "GET /authority",
    "backtest": "GET /backtests/{run_id}",
    "backtest_json": "GET /backtests/{run_id}",
    "body": "GET /bodies/{body_id}; GET /bodies/{body_id}/screenings; GET /bodies/{body_id}/owned-by-listed",
    "checks": "GET /checks",
    "committee": "GET /committees/{committee_id}",
    "committees": "GET /committees",
    "country_detail": "GET /countries/{iso3}; GET /countries/{iso3}/events",
    "class_sheet": "GET /deployments/{deployment_id}/class/sheet",
    "class_sheet_json": "GET /deployments/{deployment_id}/class/sheet",
    "class_sheet_pdf": "GET /deployments/{deployment_id}/class/sheet.pdf",
    "country_confidential_json": "GET /countries/{iso3}/confidential-sheet",
    "country_confidential_pdf": "GET /countries/{iso3}/confidential-sheet.pdf",
    "country_confidential_xlsx": "GET /countries/{iso3}/confidential-sheet.xlsx",
    "country_export": "GET /countries",
    "country_list": "GET /countries; GET /countries/{iso3}/events",
    "consistency": "GET /consistency",
    "country_open_json": "GET /countries/{iso3}/sheet",
    "country_open_pdf": "GET /countries/{iso3}/sheet.pdf",
    "country_open_xlsx": "GET /countries/{iso3}/sheet.xlsx",
    "country_sheet": "GET /countries/{iso3}/confidential-sheet",
    "customer": "GET /customers/{customer_id}; GET /customers/{customer_id}/opportunities; "
    "GET /customers/{customer_id}/changes; GET /opportunities/{opportunity_id}/gate",
    "customer_contracts": "GET /customers/{customer_id}/contracts",
    "customer_decisions": "GET /decisions",
    "customer_deployments": "GET /customers/{customer_id}/contracts",
    "customer_timeline": "GET /customers/{customer_id}/timeline",
    "customers": "GET /customers",
    "customers_csv": "GET /customers",
    "decision": "GET /decisions/{decision_id}; GET /decisions/{decision_id}/outcome",
    "decision_json": "GET /decisions/{decision_id}/records",
    "decision_neighbours": "GET /decisions/{decision_id}/neighbours",
    "decision_paper": "GET /decisions/{decision_id}",
    "decision_paper_json": "GET /decisions/{decision_id}",
    "decision_pdf": "GET /decisions/{decision_id}/record.pdf",
    "decisions": "GET /decisions",
    "disclosure": "looks up a text of the library; nothing is kept",
    "draft": "GET /method-drafts/{draft_id}; GET /method-drafts/{draft_id}/simulations",
    "draft_version": "GET /method-drafts/{draft_id}",
    "edition_list": "GET /editions",
    "edition_proposal": "GET /editions/proposals/{proposal_id}",
    "reassessments": "GET /reassessments",
    "customer_entitlements": "GET /customers/{customer_id}/entitlements",
    "entitlement": "GET /entitlements/{entitlement_id}; GET /entitlement-changes",
    "entitlement_file": "GET /entitlements/{entitlement_id}/file",
    "entitlement_run": "GET /entitlement-changes",
    "entitlements": "GET /entitlements",
    "entitlements_csv": "GET /entitlements",
    "evidence": "GET /evidence/{document_id}/content",
    "expert_workbook": OUTSIDE,
    "file": "GET /opportunities/{opportunity_id}/sections; GET /opportunities/{opportunity_id}/classes",
    "file_history": "GET /opportunities/{opportunity_id}/answers",
    "file_section": "GET /opportunities/{opportunity_id}/answers; GET /opportunities/{opportunity_id}/flags; "
    "GET /opportunities/{opportunity_id}/findings; GET /opportunities/{opportunity_id}/experts",
    "home": "GET /queue; GET /opportunities; GET /plans; GET /decisions",
    "letter": "GET /letters/{letter_id}",
    "letter_answer": "holds a draft against a text of the library; nothing is kept",
    "letter_document": "GET /letter-documents/{letter_document_id}/content",
    "letters": "GET /letters",
    "letters_csv": "GET /letters",
    "measure": "GET /measures/{measure_id}",
    "measure_proof": "GET /proofs/{proof_id}/content",
    "meeting": "GET /meetings/{meeting_id}",
    "method_detail": "GET /methods/{name}",
    "opportunities": "GET /opportunities",
    "opportunities_csv": "GET /opportunities",
    "opportunity": "GET /opportunities/{opportunity_id}; GET /opportunities/{opportunity_id}/gate; "
    "GET /opportunities/{opportunity_id}/export; GET /opportunities/{opportunity_id}/resemblances",
    "overrides": "GET /overrides",
    "overrides_csv": "GET /overrides",
    "people": "GET /people; GET /people/role-proposals",
    "person": "GET /people/{person_id}; GET /audit",
    "plan": "GET /opportunities/{opportunity_id}/plan",
    "plans": "GET /plans",
    "product": "GET /products/{product_id}; GET /products/{product_id}/assessments",
    "products": "GET /products",
    "log_programmes": "GET /log-programmes",
    "log_request": "GET /log-requests/{log_request_id}",
    "log_requests": "GET /log-requests",
    "log_requests_csv": "GET /log-requests",
    "proposed_change": "GET /proposed-changes/{proposed_change_id}",
    "proposed_changes": "GET /proposed-changes",
    "proposed_changes_csv": "GET /proposed-changes",
    "public_report": "GET /public-reports/{report_id}",
    "public_report_copy": "GET /public-report-copies/{copy_id}/content",
    "public_reports": "GET /public-reports",
    "public_reports_csv": "GET /public-reports",
    "queue": "GET /queue",
    "no_go": "GET /no-go",
    "no_go_csv": "GET /no-go",
    "rejected": "GET /decisions/rejected",
    "rejected_csv": "GET /decisions/rejected",
    "search": "GET /search",
    "simulation": "GET /simulations/{simulation_id}",
    "simulation_export": "GET /simulations/{simulation_id}/movers",
    "denied_list": "GET /screening/editions; GET /screening/withdrawals",
    "denied_lists": "GET /screening/status; GET /screening/editions; GET /screening/imports",
    "hit": "GET /screening/hits/{hit_id}",
    "hits": "GET /screening/hits",
    "list_edition": "GET /screening/editions/{edition_id}; GET /screening/editions/{edition_id}/changes",
    "list_import_asked": "GET /screening/imports/{list_import_id}",
    "name_search": "POST /screening/search",
    "outside_import": "GET /screening/results/imports/{results_import_id}; GET /screening/results",
    "outside_upload": "imports nothing: it shows what a file says; a program is told the same by the import itself",
    "outside_results": "GET /screening/results/imports",
    "sample": "GET /screening/samples/{sample_id}",
    "samples": "GET /screening/samples",
    "screening_runs": "GET /screening/runs; GET /screening/status",
    "two_names": "POST /screening/compare",
    # Pages that write without an action, or whose forms are chosen by what the address says.
    "audit_seen": "POST /customers/{customer_id}/seen",
    "display": "how a browser shows the pages: light or dark, close or wide",
    "file_entry": "each form has its operation: `test_every_action_has_an_operation_or_a_reason`",
}


def _routes(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns)
        else:
            yield one


def _pages() -> dict[str, tuple[Audience, frozenset[str]]]:
    """Each of our pages: who may open it, and what it leads to."""
    found = {}
    for route in _routes(get_resolver().url_patterns):
        view = route.callback
        if inspect.isfunction(view) and isinstance(audience := getattr(view, "audience", None), Audience):
            found[str(route.name)] = audience, reached(view)
    return found


def _short(names: frozenset[str] | set[str]) -> set[str]:
    return {name.removeprefix("duecare.apps.") for name in names}


@pytest.fixture(scope="module")
def offered() -> set[str]:
    return _short({name for _, one in operations() for name in reached(one.view_func)})


@pytest.fixture(scope="module")
def actions() -> set[str]:
    plain = (inspect.unwrap(one) for one in REGISTERED.values())
    return {name for name in _short({f"{one.__module__}.{one.__qualname__}" for one in plain}) if "tests." not in name}


def test_every_action_has_an_operation_or_a_reason(offered: set[str], actions: set[str]) -> None:
    assert len(actions) > 100
    assert not actions - offered - NOT_BY_A_PROGRAM.keys(), "offer it over the API, or say above why not"
    assert not NOT_BY_A_PROGRAM.keys() & offered, "it is offered: take the reason away"
    assert not NOT_BY_A_PROGRAM.keys() - actions, "there is no such action"


def test_every_page_that_shows_something_has_an_operation_that_tells_it(actions: set[str]) -> None:
    names = {name for name, _ in operations()}
    shown = {
        name for name, (_, found) in _pages().items() if not _short(found) & actions and not name.startswith(SEALED)
    }
    assert not shown - TOLD_BY.keys(), "say above which operation tells what the page shows"
    assert not TOLD_BY.keys() - shown, "there is no such page, or it writes"
    for page, told in TOLD_BY.items():
        if told.startswith("GET "):
            assert set(told.split("; ")) <= names, page


def test_what_asks_on_the_page_who_is_there_asks_it_of_a_program_too(actions: set[str]) -> None:
    careful = {
        name for audience, found in _pages().values() if audience.fresh for name in _short(found) if name in actions
    }
    elsewhere = {
        name for audience, found in _pages().values() if not audience.fresh for name in _short(found) if name in actions
    }
    assert {"accounts.actions.roles.propose_role", "mitigation.actions.papers.submit_to_committee"} <= careful
    for name, one in operations():
        if asked := _short(reached(one.view_func)) & (careful - elsewhere):
            assert name in FRESH, (name, asked)


def test_every_list_has_pages_and_a_limit() -> None:
    """A list that grows with the company comes in pages; one that hangs on a single thing comes whole."""
    whole = []
    for name, one in operations():
        told = one.response_models.get(200)
        shape = told.model_json_schema(mode="serialization") if hasattr(told, "model_json_schema") else {}
        is_list = shape.get("properties", {}).get("response", {}).get("type") == "array"
        if is_list and "{" not in name and "limit" not in inspect.signature(one.view_func).parameters:
            whole.append(name)
    assert set(whole) == {
        # As long as the library, the releases or the committees of one company.
        "GET /authority/editions", "GET /committees", "GET /editions", "GET /library/groups", "GET /library/questions",
        "GET /library/red-flags", "GET /methods", "GET /methods/proposals",
        # What waits, and who is there.
        "GET /colleagues", "GET /people/role-proposals", "GET /queue", "GET /tokens",
        # One at a time is in force.
        "GET /log-programmes",
        # At most eight of each kind; the listed entries that come nearest to a name.
        "GET /search", "POST /screening/search",
    }  # fmt: skip
