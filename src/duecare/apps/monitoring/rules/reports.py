"""What a public report must say, where it stands, and what follows from it. Pure.

It is new until somebody assesses what it says; a poor source can tell the truth, so the publisher alone never settles
it. What is done about it, or that nothing is, is agreed to by a second person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.kernel.actor import Role
from duecare.kernel.countries import COUNTRIES, TERRITORIES
from duecare.kernel.errors import BadInput
from duecare.kernel.states import Move, StateTable, roles, sources

CREDIBILITIES = ("credible", "possible", "doubtful")
LOOKED_AT_AGAIN = frozenset({"credible", "possible"})
"""Assessed so, the classes of the customers it names are queued at once: a delay harms people."""
OUTCOMES = ("acted_on", "no_action")
MOST_NAMED = 50
_KEEP = roles(Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
_SECOND = roles(Role.COMPLIANCE_OFFICER, Role.COUNSEL)

PUBLIC_REPORT = StateTable(
    name="public report",
    initial="new",
    states=(
        ("new", "Recorded, and not yet assessed."),
        ("assessed", "One person said how credible it is and what is to be done; a second one has not agreed yet."),
        ("acted_on", "Two persons agreed to act; it stands as a finding in the file of each customer it names."),
        ("no_action", "Two persons agreed that nothing is done, and why."),
    ),
    moves=(
        Move("assess", sources("new"), "assessed", _KEEP, reason_required=True),
        Move("return", sources("assessed"), "new", _SECOND, reason_required=True, persons=2),
        Move("act_on", sources("assessed"), "acted_on", _SECOND, persons=2),
        Move("leave", sources("assessed"), "no_action", _SECOND, persons=2),
    ),
)


@dataclass(frozen=True, slots=True)
class Reported:
    """A public report as it is recorded. `link`: where it was read, as text; nothing is fetched."""

    publisher: str
    title: str
    day: date
    link: str
    says: str
    countries: tuple[str, ...] = ()
    customer_ids: tuple[UUID, ...] = ()
    product_ids: tuple[UUID, ...] = ()


def check_report(given: Reported, on: date) -> None:
    """Refuse a report that says too little, names what there is not, or is of a day to come.

    Raises:
        BadInput: names the field.
    """
    for field, most in (("publisher", 200), ("title", 300), ("link", 1_000), ("says", 10_000)):
        text = getattr(given, field).strip()
        if not text and field != "link":
            raise BadInput("this is needed.", field=field)
        if len(text) > most:
            raise BadInput("this is longer than it may be.", field=field)
    if given.day > on:
        raise BadInput("this day is still to come.", field="day", value=given.day)
    if strange := [one for one in given.countries if one not in COUNTRIES and one not in TERRITORIES]:
        raise BadInput("there is no such country or territory.", field="countries", value=strange[0])
    for field in ("countries", "customer_ids", "product_ids"):
        if len(getattr(given, field)) > MOST_NAMED:
            raise BadInput("more than 50 are named.", field=field)


def check_assessment(credibility: str, outcome: str, reason: str) -> None:
    """Refuse an assessment without its reason. Raises BadInput."""
    if credibility not in CREDIBILITIES:
        raise BadInput("this is not one of the answers.", field="credibility", value=credibility)
    if outcome not in OUTCOMES:
        raise BadInput("this is not one of the answers.", field="outcome", value=outcome)
    if not reason.strip():
        raise BadInput("say why.", field="reason")


def as_finding(reference: str, given: Reported) -> tuple[str, str]:
    """What is said and by whom, as a file takes it."""
    where = f", {given.link.strip()}" if given.link.strip() else ""
    return given.says.strip(), f"{given.publisher.strip()}: {given.title.strip()}, {given.day} ({reference}){where}"
