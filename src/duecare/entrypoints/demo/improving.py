"""Changes that the fictional company's people proposed, one of them made."""

from __future__ import annotations

from datetime import timedelta

from duecare.adapters import clock
from duecare.apps.monitoring.actions import finish_change, propose_change, take_up_change
from duecare.apps.monitoring.queries import ChangeQuery, proposed_changes
from duecare.apps.monitoring.rules.changes import Wanted

from .calendar import Story
from .company import Company

TOLD = (
    ("clauses", "A right to the usage log within two weeks", "Two contracts name no deadline. The next ones should."),
    ("product", "The logger tells when its clock was set", "A clock that was set back is found a month later."),
    ("process", "Local counsel is asked before the renewal", "Opinions came after the date on which they were needed."),
)
PEOPLE = ("benedek.rowe", "kestrel.dane", "iru.castellane")


def improve(company: Company) -> Story:
    """Three proposals of three people; the first is made by the time of loading."""
    day = company.calendar
    for place, (code, (against, title, text)) in enumerate(zip(PEOPLE, TOLD, strict=True)):
        yield day.at(28 - 9 * place, 15)
        wanted = Wanted(against, title, text, clock.today() + timedelta(days=45))
        propose_change(by=company.actor(code), given=wanted, owner_id=company.actor(PEOPLE[0]).id)
    yield day.at(5, 15)
    [first] = proposed_changes(ChangeQuery(against="clauses")).rows
    take_up_change(by=company.actor(PEOPLE[0]), change_id=first.id)
    note = "Section 9 of the master agreement, third edition."
    finish_change(by=company.actor("hanne.sorrel"), change_id=first.id, note=note)
