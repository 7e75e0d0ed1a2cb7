"""Reading committees, decisions, records and registers."""

from .authority import adopted, authority_for, editions, matrix
from .bearing import Bearing, bearing, decision_in_force, frozen_payload, latest_for, to_reopen
from .committees import CommitteePage, CommitteeRow, committee, committee_names, committees
from .days import today
from .decided import DecidedRow, decided, frozen_payloads
from .decision_page import decision, own_request
from .decision_rows import DecisionPage, OwnRequest
from .decisions import (
    READERS,
    DecisionRow,
    DecisionTaken,
    InForce,
    count,
    decisions,
    decisions_taken,
    to_vote,
    unratified,
    waiting_for,
)
from .registers import (
    MeetingPage,
    OverrideInForce,
    OverrideRow,
    Rejected,
    SignedRecord,
    meeting,
    overridden,
    override_in_force,
    overrides,
    overrides_in_force,
    records,
    rejected,
)

__all__ = [
    "READERS",
    "Bearing",
    "CommitteePage",
    "CommitteeRow",
    "DecidedRow",
    "DecisionPage",
    "DecisionRow",
    "DecisionTaken",
    "InForce",
    "MeetingPage",
    "OverrideInForce",
    "OverrideRow",
    "OwnRequest",
    "Rejected",
    "SignedRecord",
    "adopted",
    "authority_for",
    "bearing",
    "committee",
    "committee_names",
    "committees",
    "count",
    "decided",
    "decision",
    "decision_in_force",
    "decisions",
    "decisions_taken",
    "editions",
    "frozen_payload",
    "frozen_payloads",
    "latest_for",
    "matrix",
    "meeting",
    "overridden",
    "override_in_force",
    "overrides",
    "overrides_in_force",
    "own_request",
    "records",
    "rejected",
    "to_reopen",
    "to_vote",
    "today",
    "unratified",
    "waiting_for",
]
