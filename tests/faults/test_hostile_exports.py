"""No export hands a spreadsheet something to run, whatever names and reasons people typed."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duecare.adapters.workbook import Asked, write_questions
from duecare.apps.assessments import actions as assessments
from duecare.apps.governance import actions as governance
from duecare.kernel.actor import Role
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.apps.governance.people import TODAY, found, in_meeting, officer, paper, vote
from tests.conftest import REPOSITORY
from tests.permissions.signed_in import sign_in
from tests.permissions.test_permissions import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

HOSTILE = (
    '=HYPERLINK("http://example.test","open")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _poison(text: str) -> None:
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


def _exports() -> list[str]:
    """Every route without keywords that is named as a table to take away."""
    return sorted(route.name for route in routes().values() if route.name.endswith(("_csv", "_export")))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_any_export_begins_as_a_formula(text: str) -> None:
    _poison(text)
    client, met, exported = Client(), 0, 0
    sign_in(client, Role.COMPLIANCE_OFFICER)
    for name in _exports():
        answer = client.get(reverse(name))
        if not answer.headers["Content-Type"].startswith("text/csv"):
            answer = client.post(reverse(name))
        if not answer.headers["Content-Type"].startswith("text/csv"):
            continue
        exported += 1
        whole = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(whole, newline="")))
        cells = [cell for row in rows[1:] for cell in row]
        assert [cell for cell in cells if cell.lstrip(" \u00a0").startswith(STARTS) and not _number(cell)] == [], name
        met += any(text in cell for cell in cells)
    assert met >= 2, "the text came through no export: the test shows nothing"
    assert exported == _calls("csv_response("), "an export that no route here leads to"


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _calls(what: str) -> int:
    """How often pages call this."""
    folder = REPOSITORY / "src" / "duecare" / "entrypoints" / "staff"
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    return sum(text.count(what) for text in texts) - 1  # its own definition


WRITERS = {
    "entrypoints/staff/csv_out.py": "every table of the staff site; made harmless cell by cell",
    "entrypoints/cli/risk.py": "codes, numbers and bands only: nothing that anybody typed",
    "adapters/workbook.py": "the expert's questions; made harmless cell by cell",
}
"""Every module that writes a table, and why it is safe; by hand."""


def test_tables_leave_through_known_doors() -> None:
    folder = REPOSITORY / "src" / "duecare"
    words = ("csv.writer", "csv.DictWriter", "xlsxwriter.Workbook", "openpyxl.Workbook", "text/csv")
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in words)
    }
    assert found == WRITERS.keys()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_the_experts_workbook_is_a_formula(text: str) -> None:
    data = write_questions([Asked(text, text, (), text, text, text)], ("answered",))
    for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2):  # type: ignore[union-attr]  # it has a sheet
        assert all(cell.data_type == "s" and str(cell.value) == f"'{text}" for cell in row)
