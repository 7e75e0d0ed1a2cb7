"""What may be done here, by whom. The requester's and the account team's exclusion is checked with the paper."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import Act, act
from duecare.kernel.actor import Role

_CO, _MEMBER, _COUNSEL = Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER, Role.COUNSEL

COMMITTEE_FOUND = act("committee.found", "{actor} founded the committee {subject}", _CO)
COMMITTEE_APPOINT = act("committee.appoint", "{actor} appointed {member} to {subject} from {start}", _CO)
COMMITTEE_END = act("committee.end_membership", "{actor} ended the seat of {member} on {subject}: {reason}", _CO)
CONFLICT_DECLARE = act(
    "conflict.declare", "{actor} declared a {kind} conflict of {member}: {reason}", _CO, _MEMBER, _COUNSEL
)
CONFLICT_END = act("conflict.end", "{actor} ended a declared conflict of {member}: {reason}", _CO)
AUTHORITY_ADOPT = act("authority.adopt", "{actor} adopted the authority matrix {subject} from {start}", _CO)

DECISION_OPEN = act("decision.open", "{actor} put {about} to decision as {subject} by {procedure} procedure", _CO)
DECISION_RECUSE = act("decision.recuse", "{actor} stood aside from {subject}: {reason}", _MEMBER, _CO)
DECISION_OBJECT = act("decision.object", "{actor} asked that {subject} be decided in a meeting: {reason}", _MEMBER)
DECISION_VOTE = act("decision.vote", "{actor} voted “{choice}” on {subject}", _MEMBER, _CO)
DECISION_DISSENT = act("decision.dissent", "{actor} put a dissent on record in {subject}", _MEMBER)
DECISION_CLOSE = act("decision.close", "{actor} closed {subject}: {state}", _MEMBER, _CO)
DECISION_RATIFY = act("decision.ratify", "{actor} closed the ratification of {subject}: {state}", _MEMBER, _CO)
DECISION_LAPSE = act("decision.lapse", "{subject} lapsed without ratification", _MEMBER, _CO, system=True)
DECISION_WITHDRAW = act("decision.withdraw", "{actor} withdrew {subject}: {reason}", _CO)
DECISION_REOPEN = act(
    "decision.reopen", "{actor} reopened {subject} because the file changed", _CO, Role.ANALYST, _COUNSEL, system=True
)
RECONSIDERATION_REQUEST = act(
    "decision.request_reconsideration", "{actor} asked to reconsider {subject} with new facts", Role.SALES, _CO
)
RECONSIDERATION_ANSWER = act(
    "decision.answer_reconsideration", "{actor} answered the request to reconsider {subject}: {answer}", _CO
)

MEETING_PLAN = act("meeting.plan", "{actor} planned the meeting {subject} on {held_on}", _CO, _MEMBER)
MEETING_AGENDA = act("meeting.agenda", "{actor} put {item} on the agenda of {subject}", _CO, _MEMBER)
MEETING_MINUTES = act("meeting.minutes", "{actor} adopted the minutes of {subject}", _CO, _MEMBER)

OVERRIDE_PROPOSE = act(
    "override.propose", "{actor} proposed to override the {kind} of {subject} from {from} to {to}", _CO
)
OVERRIDE_CONFIRM = act("override.confirm", "{actor} confirmed the override of {subject}", _CO, _MEMBER, _COUNSEL)
OVERRIDE_REFUSE = act("override.refuse", "{actor} refused the override of {subject}", _CO, _MEMBER, _COUNSEL)
OVERRIDE_OUTCOME = act("override.outcome", "{actor} recorded how the override of {subject} turned out", _CO)

ACTS: tuple[Act, ...] = tuple(value for value in globals().values() if isinstance(value, Act))
