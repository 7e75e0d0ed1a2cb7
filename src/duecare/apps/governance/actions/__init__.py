"""Everything that may be done to committees, decisions and overrides."""

from .closing import close_decision, lapse, ratify
from .committees import (
    adopt_authority,
    appoint_member,
    declare_conflict,
    end_conflict,
    end_membership,
    found_committee,
)
from .meetings import adopt_minutes, plan_meeting, put_on_agenda
from .opening import open_decision, reopen, withdraw
from .overrides import confirm_override, propose_override, record_outcome, refuse_override
from .reconsidering import answer_reconsideration, request_reconsideration
from .voting import cast_vote, object_to_written, recuse, write_dissent

__all__ = [
    "adopt_authority",
    "adopt_minutes",
    "answer_reconsideration",
    "appoint_member",
    "cast_vote",
    "close_decision",
    "confirm_override",
    "declare_conflict",
    "end_conflict",
    "end_membership",
    "found_committee",
    "lapse",
    "object_to_written",
    "open_decision",
    "plan_meeting",
    "propose_override",
    "put_on_agenda",
    "ratify",
    "record_outcome",
    "recuse",
    "refuse_override",
    "reopen",
    "request_reconsideration",
    "withdraw",
    "write_dissent",
]
