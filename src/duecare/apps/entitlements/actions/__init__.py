"""Everything that may be written about entitlements."""

from .answering import issue_entitlement, refuse_entitlement
from .changing import agree_to_change, ask_change, take_back_change
from .proposing import propose_entitlement
from .running import carry_out, carry_out_due

__all__ = [
    "agree_to_change",
    "ask_change",
    "carry_out",
    "carry_out_due",
    "issue_entitlement",
    "propose_entitlement",
    "refuse_entitlement",
    "take_back_change",
]
