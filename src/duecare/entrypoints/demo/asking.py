"""How the fictional company asks its customers for their logs, and what three of them answered."""

from __future__ import annotations

from duecare.adapters import clock
from duecare.apps.assessments.queries import deal
from duecare.apps.monitoring.actions import (
    adopt_programme,
    ask_due,
    ask_for_log,
    propose_programme,
    record_log_answer,
    record_log_check,
)
from duecare.apps.monitoring.queries import LogRequestQuery, log_requests
from duecare.apps.monitoring.rules.log_programme import Programme

from .calendar import Story
from .company import Company
from .entitling import RUN

TEXT = (
    "Under section 9 of our agreement please give us the usage log of the product, from its first entry to the day of "
    "this letter, as the logger wrote it. We ask every customer on days that are drawn by lot. The log holds no "
    "number and no name in clear, and we look for none."
)
ASKED = ("01-nordtal-state-police", "02-fjordane-rescue-centre", "18-senegal-teranga-civil-protection")


def ask_for_logs(company: Company) -> Story:
    """A programme of two persons, one run, and what came: a log that was checked, a refusal, and one still owed;
    a second programme waits."""
    day = company.calendar
    yield day.at(46, 10)
    officer, analyst = company.actor("hanne.sorrel"), company.actor("iru.castellane")
    made = propose_programme(by=officer, given=Programme(2, 45, "post", TEXT))
    yield day.at(45, 10)
    adopt_programme(by=company.actor("benedek.rowe"), programme_id=made)
    yield day.at(38, 10)
    customers = [deal(company.deals[code]).customer_id for code in ASKED]
    for one in customers:
        if one is not None:
            ask_for_log(by=officer, customer_id=one)
    yield day.at(30, RUN)  # behind the fifth run, so that all three are asked, whatever chance says
    ask_due()
    requests = {row.customer_id: row.id for row in log_requests(LogRequestQuery(size=100)).rows}
    given, refused = requests.get(customers[0]), requests.get(customers[1])  # type: ignore[arg-type]  # filed deals
    if given is not None:
        yield day.at(12, 10)
        record_log_answer(by=analyst, request_id=given, answer="granted", day=clock.today())
        record_log_check(by=analyst, request_id=given, result="sound", head="5e" * 32, entries=412)
    if refused is not None:
        yield day.at(8, 10)
        record_log_answer(by=analyst, request_id=refused, answer="refused", day=clock.today(), note="In writing.")
    yield day.at(2, 10)
    propose_programme(by=officer, given=Programme(4, 30, "post", TEXT, 24))
