"""What was published about the fictional company's customers and products."""

from __future__ import annotations

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.assessments.queries import deal
from duecare.apps.monitoring.actions import assess_report, confirm_report, keep_copy, record_report
from duecare.apps.monitoring.rules.reports import Reported

from .calendar import Story
from .company import Company
from .reading import Data, number, part, word, words


def publish(company: Company, entry: Data) -> Story:
    """One report, its copy, how it was assessed and what a second person said."""
    day = company.calendar
    yield day.at(number(entry, "before"), 12, 10)
    by = company.actor(word(entry, "by"))
    named = (deal(company.deals[code]).customer_id for code in words(entry, "deals"))
    given = Reported(
        word(entry, "publisher"), word(entry, "title"), clock.today(), word(entry, "link"), word(entry, "says"),
        words(entry, "countries"), tuple(key for key in named if key is not None),
    )  # fmt: skip
    made = record_report(by=by, given=given)
    if text := word(entry, "copy"):
        sha256, size = evidence().put([f"{text}\n".encode()], name="copy.txt")
        keep_copy(by=by, report_id=made, sha256=sha256, name="copy.txt", size=size)
    if said := part(entry, "assessed"):
        yield day.at(number(said, "before"), 12, 40)
        assess_report(
            by=company.actor(word(said, "by")), report_id=made, seen_version=1, credibility=word(said, "credibility"),
            outcome=word(said, "outcome"), reason=word(said, "reason"),
        )  # fmt: skip
        if second := word(said, "second"):
            yield day.at(number(said, "before") - 1, 12)
            confirm_report(by=company.actor(second), report_id=made)
