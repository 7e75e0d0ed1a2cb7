"""A public report is assessed by one person, settled by two, and the customers it names are looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from duecare.apps.assessments import actions as assessments
from duecare.apps.assessments import queries as files
from duecare.apps.audit.queries import entries, prove
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.models import PublicReport
from duecare.apps.monitoring.queries import ReportQuery
from duecare.apps.monitoring.rules.reports import PUBLIC_REPORT
from duecare.apps.risk import actions as risk
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from duecare.kernel.states import unreachable
from tests.apps.assessments import deals
from tests.apps.assessments.file import outdated

from .published import ANALYST, OFFICER, assessed, copied, published, recorded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def state(report: UUID) -> str:
    return queries.public_report(report).state


def rated() -> tuple[UUID, UUID]:
    """A deal with a class in force, and its customer."""
    made = deals.filed()
    outdated.confirmed(made)
    customer = files.deal(made).customer_id
    assert customer is not None
    return made, customer


def test_it_is_new_then_assessed_then_settled_by_a_second_person() -> None:
    report = recorded()
    assert state(report) == "new" and not unreachable(PUBLIC_REPORT)
    assessed(report)
    with pytest.raises(Denied, match="second person"):
        actions.confirm_report(by=replace(OFFICER, id=ANALYST.id), report_id=report)
    with pytest.raises(Denied):
        actions.confirm_report(by=replace(ANALYST, id=new_id()), report_id=report)
    actions.confirm_report(by=OFFICER, report_id=report, answer="I read it too")
    found = queries.public_report(report)
    assert (found.state, found.credibility, found.answer) == ("acted_on", "credible", "I read it too")
    with pytest.raises(Conflict):
        actions.confirm_report(by=OFFICER, report_id=report)
    assert prove().sound


def test_no_action_needs_a_reason_and_two_persons() -> None:
    report = recorded()
    with pytest.raises(BadInput):
        actions.assess_report(
            by=ANALYST, report_id=report, seen_version=1, credibility="doubtful", outcome="no_action", reason=" "
        )
    assessed(report, "doubtful", "no_action")
    assert state(report) == "assessed"
    actions.confirm_report(by=OFFICER, report_id=report)
    assert state(report) == "no_action"


def test_the_second_person_returns_it_and_it_is_assessed_again() -> None:
    report = assessed()
    with pytest.raises(BadInput):
        actions.return_report(by=OFFICER, report_id=report, answer="")
    actions.return_report(by=OFFICER, report_id=report, answer="Read the second page")
    assert (state(report), queries.public_report(report).answer) == ("new", "Read the second page")
    assert state(assessed(report, "possible", "no_action")) == "assessed"


def test_customers_it_names_are_looked_at_again_and_the_report_is_named_as_the_reason() -> None:
    made, customer = rated()
    report = recorded(customer_ids=(customer,))
    assert not files.reassessments(OFFICER)
    assessed(report)
    (row,) = files.reassessments(OFFICER)
    assert (row.opportunity_id, row.kind, row.alike, row.replaced) == (made, "report", False, ())
    assert [(one.id, one.reference) for one in row.reports] == [(str(report), "P-2026-001")]
    assert "entitled" not in row.reason
    why = [one.why for one in mitigation.queue(ANALYST) if one.kind == "reassess"]
    assert why == ["a_public_report_names_the_customer"]
    assert next(one for one in entries() if one.act == "class.queue_for_report").facts["report"] == "P-2026-001"
    assert assessments.queue_reassessments() == 0, "its figures are those of today"


def test_a_doubtful_one_queues_nobody_and_one_that_names_nobody_neither() -> None:
    _, customer = rated()
    assessed(recorded(customer_ids=(customer,)), "doubtful", "no_action")
    assessed(recorded())
    assert not files.reassessments(OFFICER)


def test_two_reports_wait_in_one_row_and_figures_that_change_do_not_hide_them() -> None:
    _, customer = rated()
    for _n in range(2):
        assessed(recorded(customer_ids=(customer,)))
    risk.record_event(
        by=deals.ANALYST, country="THA", kind="coup", happened_on=deals.DAY - timedelta(days=1), words="A coup.",
        source="A paper",
    )  # fmt: skip
    assert assessments.queue_reassessments() == 1
    (row,) = files.reassessments(OFFICER)
    assert [one.reference for one in row.reports] == ["P-2026-001", "P-2026-002"] and len(row.events) == 1


def test_a_class_that_stays_is_kept_with_a_reason_and_a_new_one_settles_it() -> None:
    made, customer = rated()
    assessed(recorded(customer_ids=(customer,)))
    (row,) = files.reassessments(OFFICER)
    assessments.keep_class(
        by=deals.OFFICER, reassessment_id=row.id, seen_sha256=row.figures_sha256, reason="It is another unit"
    )
    assert not files.reassessments(OFFICER)
    assessed(recorded(customer_ids=(customer,)))
    (again,) = files.reassessments(OFFICER)
    outdated.confirmed(made)
    assert files.reassessment(OFFICER, again.id).state == "classified"


def test_acted_on_it_stands_in_the_file_of_each_open_deal_and_closes_the_gate_until_it_is_graded() -> None:
    made, customer = rated()
    report = assessed(recorded(customer_ids=(customer,)))
    assert not files.read_file(made, deals.DAY).findings, "one person enters nothing"
    assert actions.confirm_report(by=OFFICER, report_id=report) == 1
    (finding,) = files.read_file(made, deals.DAY).findings
    assert finding.what.startswith("A unit of Examplia") and "P-2026-001" in finding.source
    stage = next(one for one in files.gate(made, deals.DAY).requirements if one.code == "adverse_findings")
    assert not stage.met and any("not yet assessed" in one for one in stage.missing)


def test_no_action_enters_no_finding() -> None:
    made, customer = rated()
    report = assessed(recorded(customer_ids=(customer,)), "possible", "no_action")
    assert actions.confirm_report(by=OFFICER, report_id=report) == 0
    assert not files.read_file(made, deals.DAY).findings


def test_it_is_corrected_while_it_is_new_and_no_longer() -> None:
    _, customer = rated()
    report = recorded()
    actions.correct_report(
        by=ANALYST, report_id=report, seen_version=1, given=published(title="Other", customer_ids=(customer,))
    )
    found = queries.public_report(report)
    assert (found.title, [key for key, _ in found.customers], found.version) == ("Other", [customer], 2)
    with pytest.raises(Conflict, match="after you opened it"):
        actions.correct_report(by=ANALYST, report_id=report, seen_version=1, given=published())
    with pytest.raises(Conflict, match="changed after you opened it"):
        actions.assess_report(
            by=ANALYST, report_id=report, seen_version=1, credibility="credible", outcome="acted_on", reason="x"
        )
    assessed(report)
    with pytest.raises(Conflict, match="is assessed"):
        actions.correct_report(by=ANALYST, report_id=report, seen_version=2, given=published())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"publisher": " "}, "publisher"),
        ({"title": ""}, "title"),
        ({"says": ""}, "says"),
        ({"link": "x" * 1001}, "link"),
        ({"day": deals.DAY + timedelta(days=1)}, "day"),
        ({"countries": ("XXX",)}, "countries"),
        ({"customer_ids": (new_id(),)}, "customer_ids"),
        ({"product_ids": (new_id(),)}, "product_ids"),
    ],
)
def test_what_says_too_little_or_names_what_there_is_not_is_refused_by_its_field(
    more: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        recorded(**more)
    assert refused.value.field == field and not PublicReport.objects.exists()


def test_copies_are_kept_once_and_the_list_shows_what_waits_first() -> None:
    first, second = recorded(), recorded(title="Elsewhere")
    copy = copied(first)
    assert [one.id for one in queries.public_report(first).copies] == [copy]
    with pytest.raises(Conflict, match="kept already"):
        copied(first)
    with pytest.raises(NotFound):
        queries.report_copy(new_id())
    assessed(first)
    page = queries.public_reports(ReportQuery())
    assert [row.id for row in page.rows] == [second, first] and (page.new, page.assessed) == (1, 1)
    assert [row.id for row in queries.public_reports(ReportQuery(state="assessed")).rows] == [first]
    assert queries.public_reports(ReportQuery(q="invented elsewhere")).total == 1
