"""Acts of public reports, of log requests, and of proposed changes.

Public reports: staff of the file record and assess, a second person agrees to what is done about it. Log requests: two
persons adopt the programme, the daily run draws and sends in one name, staff of the file record what came. Asking for
one says in the log that somebody did, and not of whom.
"""

from __future__ import annotations

from duecare.apps.audit.rules.acts import act
from duecare.kernel.actor import Role

_KEEP = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
_SECOND = (Role.COMPLIANCE_OFFICER, Role.COUNSEL)

RECORD = act("public_report.record", "{actor} recorded the public report {subject}", *_KEEP)
CORRECT = act("public_report.correct", "{actor} corrected the public report {subject}", *_KEEP)
COPY = act("public_report.copy", "{actor} kept a copy of the public report {subject}", *_KEEP)
ASSESS = act(
    "public_report.assess", "{actor} assessed the public report {subject} as {credibility}, to be {outcome}", *_KEEP
)
CONFIRM = act("public_report.confirm", "{actor} agreed, as second person: {subject} is {outcome}", *_SECOND)
RETURN = act("public_report.return", "{actor} returned the public report {subject} to be assessed again", *_SECOND)

_PROPOSE = (Role.COMPLIANCE_OFFICER, Role.COUNSEL)
_ADOPT = (Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.COMMITTEE_MEMBER)
_ASK = frozenset(Role) - {Role.SALES, Role.ADMINISTRATOR, Role.AUDITOR}
_SUSPEND = (Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.COMMITTEE_MEMBER, Role.PRODUCT_SECURITY)

PROPOSE_PROGRAMME = act(
    "log_programme.propose",
    "{actor} proposed a programme of log requests: at least {per_year} a year, {days} days",
    *_PROPOSE,
)
ADOPT_PROGRAMME = act(
    "log_programme.adopt",
    "{actor} adopted, as second person, the programme of log requests: at least {per_year} a year",
    *_ADOPT,
)
REFUSE_PROGRAMME = act("log_programme.refuse", "{actor} refused the proposed programme of log requests", *_ADOPT)
ASK_LOG = act("log_request.ask", "{actor} put a log request down for the next runs", *_ASK)
DRAW = act("log_request.draw", "{actor} drew on the daily run of {day} who is asked for a log", system=True)
SEND = act("log_request.send", "{actor} on the daily run of {day}: {subject} went out, due on {due}", system=True)
SILENCE = act("log_request.silence", "{actor} on the daily run of {day}: {subject} was not answered", system=True)
ANSWER = act("log_request.answer", "{actor} recorded what came upon {subject}: {answer}", *_KEEP)
CHECK = act("log_request.check", "{actor} recorded the check of the log given upon {subject}: {result}", *_KEEP)
SUSPEND = act("log_request.suspend", "{actor} followed the proposal after {subject}", *_SUSPEND)
LEAVE = act("log_request.leave", "{actor} did not follow the proposal after {subject}", *_SUSPEND)

_READERS = frozenset(Role) - {Role.SALES, Role.ADMINISTRATOR}
_TAKE = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.PRODUCT_SECURITY)
PROPOSE_CHANGE = act("change.propose", "{actor} proposed the change {subject} against {against}, by {due}", *_READERS)
TAKE_UP_CHANGE = act("change.take_up", "{actor} took up the proposed change {subject}", *_TAKE)
FINISH_CHANGE = act("change.finish", "{actor} recorded that the proposed change {subject} was made", *_TAKE)
DECLINE_CHANGE = act("change.decline", "{actor} declined the proposed change {subject}", *_TAKE)
