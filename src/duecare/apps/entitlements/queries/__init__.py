"""Reading entitlements: the list, one, its signed file and state, what waits for the daily run."""

from .changes import ChangeRow, changes_of, due_changes, run_queue
from .files import file_text, read_text, state_text
from .rows import (
    EntitlementPage,
    EntitlementQuery,
    EntitlementRow,
    entitlement,
    entitlement_list,
    entitlements_of,
    to_entitle,
)
from .supplied import in_force_of, is_supplied, last_supplied, last_supplied_of, supplied_customers

__all__ = [
    "ChangeRow",
    "EntitlementPage",
    "EntitlementQuery",
    "EntitlementRow",
    "changes_of",
    "due_changes",
    "entitlement",
    "entitlement_list",
    "entitlements_of",
    "file_text",
    "in_force_of",
    "is_supplied",
    "last_supplied",
    "last_supplied_of",
    "read_text",
    "run_queue",
    "state_text",
    "supplied_customers",
    "to_entitle",
]
