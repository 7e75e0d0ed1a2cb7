"""What products of the fictional company may do, and what the daily run changed."""

from __future__ import annotations

from datetime import timedelta

from duecare.adapters import clock
from duecare.apps.assessments.queries import deal
from duecare.apps.entitlements.actions import (
    agree_to_change,
    ask_change,
    carry_out_due,
    issue_entitlement,
    propose_entitlement,
)
from duecare.apps.entitlements.queries import entitlement
from duecare.apps.entitlements.rules.scope import Scope

from .calendar import Story
from .company import Company
from .reading import Data, number, part, parts, word, words

RUN = 4
"""Hour, UTC, at which the story looks what the run of the night has to do."""


def entitle(company: Company, entry: Data) -> Story:
    """One entitlement from the day it was asked for, with its second person and what the runs did to it."""
    day = company.calendar
    yield day.at(number(entry, "before"), 13)
    on, officer = clock.today(), company.actor("hanne.sorrel")
    scope = Scope(
        words(entry, "functions"), number(entry, "numbers"), words(entry, "places"), on,
        on + timedelta(days=number(entry, "days")),
    )  # fmt: skip
    place = deal(company.deals[word(entry, "deal")]).deployments[0].id
    made = propose_entitlement(by=company.actor(word(entry, "by")), deployment_id=place, given=scope)
    answer = part(entry, "issued")
    if answer and entitlement(officer, made).stored == "proposed":
        yield day.at(number(answer, "before"), 13)
        issue_entitlement(by=company.actor(word(answer, "by")), entitlement_id=made)
    for one in parts(entry, "changes"):
        yield day.at(number(one, "before"), 14)
        asked = ask_change(
            by=company.actor(word(one, "by")), entitlement_id=made, change=word(one, "change"), code=word(one, "code")
        )
        if second := word(one, "agreed"):
            agree_to_change(by=company.actor(second), change_id=asked)
        if number(one, "before"):
            yield day.at(number(one, "before") - 1, RUN)
            carry_out_due()
