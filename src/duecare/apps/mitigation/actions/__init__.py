"""Everything that may be done to a plan, and the desk where file and plan become a paper to decide on."""

from .desk import close, ratify, vote, withdraw
from .drafting import add_measure, adopt_plan, draft_plan, drop_measure, redraft_plan
from .measures import assign_owner, give_evidence, send_back, set_due, verify_measure
from .papers import reopen_changed, settle, submit_to_committee
from .waivers import ask_waiver, take_up_waiver

__all__ = [
    "add_measure",
    "adopt_plan",
    "ask_waiver",
    "assign_owner",
    "close",
    "draft_plan",
    "drop_measure",
    "give_evidence",
    "ratify",
    "redraft_plan",
    "reopen_changed",
    "send_back",
    "set_due",
    "settle",
    "submit_to_committee",
    "take_up_waiver",
    "verify_measure",
    "vote",
    "withdraw",
]
