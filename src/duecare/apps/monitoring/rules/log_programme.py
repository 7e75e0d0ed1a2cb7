"""The programme of log requests: what it holds, and two persons who adopt it. Pure.

A log request that comes only when something is suspected tells the customer that something is suspected, and often
who spoke. So every customer is asked, on days that nobody can foresee, in one text with one deadline.
"""

from __future__ import annotations

from dataclasses import dataclass

from duecare.apps.engagement.rules.letters import CHANNELS
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput
from duecare.kernel.states import Move, StateTable, roles, sources

PER_YEAR = (1, 2, 3, 4, 6, 12)
"""Whole months make a period, so that it begins and ends where people expect it."""
DAYS = (5, 60)
"""Fewest and most days within which a log is given."""
LONGEST = 4_000
FORMER = (0, 120)
"""Fewest and most months for which somebody is asked to whom nothing is supplied any more; 0: nobody is."""
_PROPOSE = roles(Role.COMPLIANCE_OFFICER, Role.COUNSEL)
_SECOND = roles(Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.COMMITTEE_MEMBER)

LOG_PROGRAMME = StateTable(
    name="log programme",
    initial="proposed",
    states=(
        ("proposed", "Waits for a second person."),
        ("in_force", "Every customer it covers is asked for its log as it says."),
        ("refused", "A second person refused it."),
        ("replaced", "A later programme took its place."),
    ),
    moves=(
        Move("adopt", sources("proposed"), "in_force", _SECOND, persons=2),
        Move("refuse", sources("proposed"), "refused", _SECOND, reason_required=True, persons=2),
        Move("replace", sources("in_force"), "replaced", _SECOND, ("a later programme that is adopted",)),
    ),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """What is proposed. `per_year`: how often at least, each customer; `days`: from the request to its deadline.

    `text`: of the request, the same to everybody; `channel`: how the letter goes out; `former_months`: for so many
    months after the last day of supply a former customer is asked as if it still were one.
    """

    per_year: int
    days: int
    channel: str
    text: str
    former_months: int = 0


def check_programme(given: Programme) -> Programme:
    """The programme as it is kept.

    Raises:
        BadInput: names the field.
    """
    if given.per_year not in PER_YEAR:
        raise BadInput("1, 2, 3, 4, 6 or 12 a year.", field="per_year", value=given.per_year)
    if not DAYS[0] <= given.days <= DAYS[1]:
        raise BadInput("from 5 to 60 days.", field="days", value=given.days)
    if given.channel not in CHANNELS:
        raise BadInput("there is no such channel.", field="channel", value=given.channel)
    text = given.text.strip()
    if not text:
        raise BadInput("this is needed.", field="text")
    if len(text) > LONGEST:
        raise BadInput("longer than 4,000 characters.", field="text")
    if not FORMER[0] <= given.former_months <= FORMER[1]:
        raise BadInput("from 0 to 120 months.", field="former_months", value=given.former_months)
    return Programme(given.per_year, given.days, given.channel, text, given.former_months)
