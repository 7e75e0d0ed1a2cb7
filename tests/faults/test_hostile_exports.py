"""No export hands a spreadsheet something to run, whatever names and reasons people typed.

Exports are found, not listed: every route whose code leads to a module that writes tables, and every
route that answers with a file. Each is opened on the fictional company after every text that anybody
could have typed was replaced by a hostile one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from openpyxl import load_workbook

from duecare.adapters.stored_files import StoredFile
from duecare.adapters.workbook import Asked, write_questions
from duecare.apps.assessments import actions as assessments
from duecare.apps.assessments.queries.library import questions
from duecare.apps.governance import actions as governance
from duecare.kernel.actor import Role
from duecare.kernel.ids import new_id
from tests.api.calling import operations
from tests.apps.assessments import deals
from tests.apps.governance.people import TODAY, found, in_meeting, officer, paper, vote
from tests.browser.fixtures import Site
from tests.permissions.signed_in import sign_in

from .leaving import READ, STARTS, TABLES, commands, harmful_in_csv, leads_to, writers

HOSTILE = (
    '=HYPERLINK("http://example.test","open")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
    "harmless;=1+1",
    'harmless;"=1+1',
    "harmless\t@SUM(1+1)",
    "harmless, then\n=cmd|' /C calc'!A0",
)

WRITERS = {
    "entrypoints/staff/csv_out.py": "every table of the staff site; made harmless cell by cell",
    "entrypoints/cli/backtests.py": "codes, days, figures and bands of cases; no name of a file",
    "entrypoints/cli/events.py": "what people said of events; made harmless cell by cell",
    "entrypoints/cli/sensitivity.py": "codes of places, indices and dimensions, and figures",
    "entrypoints/cli/trend.py": "codes, days, figures and flags",
    "entrypoints/cli/risk.py": "codes, numbers and bands only: nothing that anybody typed",
    "adapters/workbook.py": "the expert's questions; made harmless cell by cell",
    "entrypoints/drawing/score_book.py": "scores as formulas of ours; every text made harmless in Page.put",
    "entrypoints/staff/expert.py": "hands out what adapters/workbook.py wrote",
    "adapters/scrubbing/ooxml.py": "writes back a reporter's own document, cleaned; nothing is typed into it",
    "adapters/scrubbing/ooxml_marks.py": "writes back a reporter's own document, cleaned; nothing is typed into it",
    "apps/risk/rules/indices/sheets.py": "reads tables and writes none",
    "apps/screening/rules/bulk.py": "reads a portfolio; hits leave as JSON lines",
    "apps/screening/rules/lists/members.py": "reads publishers' files and writes none",
    "apps/screening/rules/lists/opensanctions_simple.py": "reads a publisher's file and writes none",
    "apps/screening/rules/lists/rows.py": "reads publishers' files and writes none",
    "apps/screening/rules/outside.py": "reads results of other screening and writes none",
}
"""Every module that could write a table, and why it is safe; by hand."""
READS_ONLY = {
    "apps/risk/rules/indices/sheets.py", "apps/screening/rules/bulk.py", "apps/screening/rules/lists/members.py",
    "apps/screening/rules/lists/opensanctions_simple.py", "apps/screening/rules/lists/rows.py",
    "apps/screening/rules/outside.py",
}  # fmt: skip
NOT_TYPED = {
    "country_export": "codes and figures, no text that anybody typed",
    "simulation_export": "names of customers as they were when it ran, from a table this test leaves alone",
    "expert_workbook": "this expert has answered nothing yet; a full workbook is written in a test below",
    "country_open_xlsx": "names of files, packed; tests/entrypoints/drawing/test_workbooks.py reads them",
    "country_confidential_xlsx": "names of files, packed; tests/entrypoints/drawing/test_workbooks.py reads them",
}
WORKBOOKS = {"expert_workbook", "country_open_xlsx", "country_confidential_xlsx"}
"""Exports through which no hostile text can come here."""
MARKS = (b"1+1", b"calc", b"HYPERLINK")
"""One of them stands in each hostile text."""
KEPT = {
    "accounts.Person.password", "assessments.Classification.method_urn", "audit.Entry.body", "audit.Outbox.task",
    "governance.Decision.payload", "governance.DecisionRecord.body", "risk.CommittedMethod.text",
    "risk.DraftVersion.text", "risk.DraftVersion.urn", "risk.MethodDraft.base_urn", "risk.MethodInForce.urn",
    "risk.Simulation.against_urn", "risk.Simulation.result",
}  # fmt: skip
"""Texts that a program wrote and reads back; hostile ones would be a fault of the disk."""
CHOSEN = {
    "assessments.Answer.value": Q(question__in=[one.code for one in questions() if one.options]),
}
"""Rows of a column in which people choose and do not type; another value there would be a fault of the disk."""


def test_tables_are_written_by_known_modules_only() -> None:
    assert writers() == WRITERS.keys()


def routes_below(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every route, those of included lists too."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes_below(one.url_patterns)
        else:
            yield one


@cache
def exports() -> frozenset[str]:
    """Routes whose code leads to a module that writes tables."""
    wanted = writers() - READS_ONLY
    return frozenset(
        route.name or ""
        for route in routes_below(get_resolver().url_patterns)
        if route.callback.__module__.startswith("duecare.entrypoints.staff") and leads_to(route.callback, wanted)
    ) - {"expert"}  # of the same module; it takes a workbook and shows a page


def test_the_api_and_the_command_line_write_no_other_tables() -> None:
    """What an operation answers is JSON, a stored file or a PDF; workbooks of scores are the only tables."""
    wanted = writers() - READS_ONLY
    assert {name for name, one in operations() if leads_to(one.view_func, wanted)} == {
        "GET /countries/{iso3}/sheet.xlsx", "GET /countries/{iso3}/confidential-sheet.xlsx",
    }  # fmt: skip
    assert {name for name, one in commands() if one.callback and leads_to(one.callback, wanted)} == {
        "risk import", "risk editions", "risk score", "risk explain", "risk backtest", "risk sensitivity",
        "risk uncertainty", "risk trend", "risk events",
    }  # fmt: skip


def _poison(text: str) -> int:
    """Replace every text that people type, in every table of ours; how many columns took it."""
    done = 0
    for model in apps.get_models():
        if not model.__module__.startswith("duecare.apps."):
            continue
        for field in model._meta.local_concrete_fields:
            name = f"{model._meta.app_label}.{model.__name__}.{field.name}"
            long = isinstance(field, models.TextField) or (field.max_length or 0) >= 120
            typed = isinstance(field, models.TextField | models.CharField) and not isinstance(field, StoredFile)
            if not (typed and long) or field.unique or name in KEPT:
                continue
            rows = model._default_manager.exclude(**{field.name: ""}).exclude(CHOSEN.get(name, Q(pk=None)))
            try:
                with transaction.atomic():
                    done += bool(rows.update(**{field.name: text[: field.max_length or 500]}))
            except IntegrityError:
                continue  # two of a kind may not be called the same
    return done


def _asked(company: Site, name: str) -> HttpResponse:
    """The answer of an export to whoever may have it: by GET, or by POST where GET is a page that asks."""
    example = company.examples[name]
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = example.session
    answer = client.get(example.url)
    asks = answer.headers["Content-Type"].startswith("text/html")
    return client.post(example.url) if asks else answer  # type: ignore[return-value]  # the test client's own class


def _content(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


@pytest.mark.once
def test_no_file_that_leaves_holds_something_to_run(company: Site) -> None:
    written = exports()
    files = {name for name, one in company.examples.items() if not one.html}
    assert {"audit_export", "customers_csv", "country_export", "expert_workbook"} <= written
    wrong, unread, came = [], [], dict.fromkeys(written - NOT_TYPED.keys(), 0)
    for text in HOSTILE:
        assert _poison(text) > 50
        for name in sorted(written | files):
            answer = _asked(company, name)
            kind, data = answer.headers["Content-Type"].partition(";")[0], _content(answer)
            assert answer.status_code == 200 and answer.headers["X-Content-Type-Options"] == "nosniff", name
            assert name not in written or kind in TABLES, f"{name} leads to a table and answered {kind}"
            assert kind not in TABLES or name in written, f"{name} writes a table of its own"
            if kind == "application/octet-stream":  # somebody's document, as it came: to save, never to show
                assert answer.headers["Content-Disposition"].startswith("attachment"), name
            elif kind not in READ:
                unread.append(f"{name}: {kind}")
            else:
                wrong += [f"{name}, {text!r}: {cell!r}" for cell in READ[kind](data)]
                if name in came:
                    came[name] += any(sign in data for sign in MARKS)
    assert not unread, "say in leaving.py how this is read"
    assert not wrong, "\n".join(wrong[:20])
    assert [name for name, times in came.items() if not times] == [], "no hostile text came through: it shows nothing"


def _typed(text: str) -> None:
    """Put `text` wherever an outsider or a colleague may type."""
    unit = deals.body(text)
    made = assessments.open_opportunity(by=deals.SALES, intake=deals.intake(unit, deals.product(), title=text))
    assessments.file_opportunity(by=deals.SALES, opportunity_id=made, seen_version=1)
    override = governance.propose_override(
        by=officer("officer two"), kind="class", subject_id=new_id(), customer_id=None, label=text, from_value="high",
        to_value="elevated", reason=text, expires_on=TODAY + timedelta(days=9),
    )  # fmt: skip
    governance.confirm_override(by=officer("officer three"), override_id=override, reason=text)
    body, file = found(), paper()
    decision = governance.open_decision(by=officer(), paper=file)
    in_meeting(decision, body, officer())
    for member in body.all():
        vote(decision, member, "against", file.sha256)
    governance.close_decision(by=officer(), decision_id=decision, seen_votes=4)


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_comes_out_harmless(text: str) -> None:
    """The same through the doors that people use, on both databases."""
    _typed(text)
    client, met = Client(), 0
    sign_in(client, Role.COMPLIANCE_OFFICER)
    for name in sorted(exports() - WORKBOOKS - {"simulation_export"}):
        answer = client.get(reverse(name))
        if answer.headers["Content-Type"].startswith("text/html"):
            answer = client.post(reverse(name))
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streaming response
        assert harmful_in_csv(data) == [], name
        met += any(sign in data for sign in MARKS)
    assert met >= 2, "the text came through no export: the test shows nothing"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_the_experts_workbook_is_a_formula(text: str) -> None:
    data = write_questions([Asked(text, text, (), text, text, text)], ("answered",))
    for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2):  # type: ignore[union-attr]  # it has a sheet
        assert all(cell.data_type == "s" and not str(cell.value).startswith(STARTS) for cell in row)


AS_CSV: dict[str, tuple[list[str], int]] = {
    "risk score": ([], 251),
    "risk uncertainty": ([], 251),
    "risk sensitivity": (["--method", "open-2026"], 10),
    "risk trend": ([], 501),
    "risk backtest": (["CASES"], 4),
    "risk events": ([], 4),
}
"""Commands that write CSV: with what, and how many lines at least."""


@pytest.mark.once
def test_every_format_of_the_command_line_is_harmless(company: Site, tmp_path: Path) -> None:
    """Formats are found; what a file of some publisher was called stands in none of them."""
    _poison(HOSTILE[0])
    choices = {
        (words, choice)
        for words, one in commands()
        for option in one.params
        if isinstance(option.type, click.Choice) and option.name == "shape"
        for choice in option.type.choices
    }
    assert choices == {
        *((words, shape) for words in AS_CSV for shape in ("table", "csv", "json")),
        *(("risk explain", shape) for shape in ("text", "json", "pdf", "xlsx")),
        *(
            (words, shape)
            for words in ("risk simulate", "risk published", "screen name")
            for shape in ("table", "json")
        ),
    }
    cases = tmp_path / HOSTILE[3].replace("/", " ")
    cases.write_text("iso3,first_year\nTHA,2019\nMEX,2016\nHUN,2019\n")
    module = import_module("duecare.entrypoints.cli.risk")
    for words, (arguments, fewest) in AS_CSV.items():
        named = [str(cases) if one == "CASES" else one for one in arguments]
        command = [words.removeprefix("risk "), *named, "--format", "csv"]
        done = CliRunner().invoke(module.risk, command, catch_exceptions=False)
        assert done.exit_code == 0 and done.stdout.count("\n") >= fewest, words
        assert harmful_in_csv(done.stdout.encode()) == [], words
