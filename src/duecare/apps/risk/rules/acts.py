"""What may be done with indices and methodologies, and by whom."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import act
from duecare.kernel.actor import Role

IMPORT_EDITION = act(
    "edition.import",
    "{actor} imported {subject}: {values} values, {first_year} to {last_year}",
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
    system=True,
)
PROPOSE_EDITION = act(
    "edition.propose",
    "{actor} put {subject} up for acceptance: {values} values, {first_year} to {last_year}; it does not count yet",
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
)
ACCEPT_EDITION = act(
    "edition.accept",
    "{actor} accepted {subject} after seeing what it changes: {values} values, {first_year} to {last_year}",
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
)
DISCARD_EDITION = act("edition.discard", "{actor} discarded {subject}: {reason}", Role.COMPLIANCE_OFFICER, Role.ANALYST)
PROPOSE_METHOD = act(
    "method.propose",
    "{actor} proposed {subject} as the method in force from {since}",
    Role.COMPLIANCE_OFFICER,
    system=True,
)
CONFIRM_METHOD = act(
    "method.confirm",
    "{actor} confirmed {subject} as the method in force from {since}",
    Role.COMMITTEE_MEMBER,
    Role.COMPLIANCE_OFFICER,
    system=True,
)
KEEP_BACKTEST = act(
    "backtest.keep",
    "{actor} tested how {subject} ranks documented cases: {cases} cases, {clean} without documented misuse",
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
    Role.COMMITTEE_MEMBER,
    Role.AUDITOR,
    system=True,
)

ACTS = (
    IMPORT_EDITION, PROPOSE_EDITION, ACCEPT_EDITION, DISCARD_EDITION, PROPOSE_METHOD, CONFIRM_METHOD, KEEP_BACKTEST,
)  # fmt: skip
