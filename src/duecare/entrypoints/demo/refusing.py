"""The no-go register of the fictional company."""

from __future__ import annotations

from duecare.apps.parties.actions import enter_body, enter_no_go, lift_no_go, propose_lifting

from .calendar import Story
from .company import Company
from .reading import Data, number, part, word


def refuse(company: Company, entry: Data) -> Story:
    """One entry, and where the file says so the proposal to lift it and the second person's answer."""
    day = company.calendar
    yield day.at(number(entry, "before"), 16)
    by, reason = company.actor(word(entry, "by")), word(entry, "reason")
    if about := part(entry, "body"):
        # A member of the committee enters no bodies: the officer did, before the committee spoke.
        officer = company.actor("hanne.sorrel")
        body = enter_body(
            by=officer, name=word(about, "name"), kind=word(about, "kind"), country=word(about, "country")
        )
        made = enter_no_go(by=by, body_id=body, reason=reason)
    else:
        made = enter_no_go(by=by, country=word(entry, "country"), reason=reason)
    if proposed := part(entry, "proposed"):
        yield day.at(number(proposed, "before"), 16)
        propose_lifting(by=company.actor(word(proposed, "by")), no_go_id=made, reason=word(proposed, "reason"))
    if lifted := part(entry, "lifted"):
        yield day.at(number(lifted, "before"), 17)
        lift_no_go(by=company.actor(word(lifted, "by")), no_go_id=made, reason=word(lifted, "reason"))
