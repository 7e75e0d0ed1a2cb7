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
PUBLISH_BACKTEST = act(
    "backtest.publish",
    "{actor} published a backtest of {subject} with the method",
    Role.COMPLIANCE_OFFICER,
    system=True,
)
WITHDRAW_BACKTEST = act(
    "backtest.withdraw", "{actor} withdrew the published backtest of {subject}: {reason}", Role.COMPLIANCE_OFFICER
)
PUBLISH_STATEMENT = act(
    "method.publish_statement", "{actor} published statement {number}: {subject} in force on {since}", system=True
)

_WRITERS = (Role.COMPLIANCE_OFFICER, Role.ANALYST)
RECORD_EVENT = act("country_event.record", "{actor} recorded an event: {subject}", *_WRITERS)
END_EVENT = act(
    "country_event.end", "{actor} recorded {ended_on} as the last day of an event, {subject}: {source}", *_WRITERS
)
WITHDRAW_EVENT = act("country_event.withdraw", "{actor} withdrew an event, {subject}: {reason}", *_WRITERS)
BEGIN_DRAFT = act("method.begin_draft", "{actor} began {subject}, a draft from {base}", *_WRITERS, system=True)
SAVE_DRAFT = act("method.save_draft", "{actor} saved version {number} of the draft {subject}", *_WRITERS, system=True)
DISCARD_DRAFT = act("method.discard_draft", "{actor} discarded the draft {subject}: {reason}", *_WRITERS)
PROPOSE_COMMIT = act(
    "method.propose_commit",
    "{actor} proposed to commit version {number} of {subject} with the simulation against {against}",
    Role.COMPLIANCE_OFFICER,
    system=True,
)
CONFIRM_COMMIT = act(
    "method.commit",
    "{actor} committed {subject} as second person; it never changes again",
    Role.COMMITTEE_MEMBER,
    Role.COMPLIANCE_OFFICER,
    system=True,
)
RETURN_COMMIT = act(
    "method.return_commit",
    "{actor} returned {subject}: {reason}",
    Role.COMMITTEE_MEMBER,
    Role.COMPLIANCE_OFFICER,
)

ACTS = (
    IMPORT_EDITION,
    PROPOSE_EDITION,
    ACCEPT_EDITION,
    DISCARD_EDITION,
    PROPOSE_METHOD,
    CONFIRM_METHOD,
    KEEP_BACKTEST,
    PUBLISH_BACKTEST,
    WITHDRAW_BACKTEST,
    PUBLISH_STATEMENT,
    RECORD_EVENT,
    END_EVENT,
    WITHDRAW_EVENT,
    BEGIN_DRAFT,
    SAVE_DRAFT,
    DISCARD_DRAFT,
    PROPOSE_COMMIT,
    CONFIRM_COMMIT,
    RETURN_COMMIT,
)
