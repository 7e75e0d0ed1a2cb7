"""What may be done to a due-diligence file, by whom. Sales is in none of these rows: who earns from a
sale may not rate it.

`FILE_ACTS` are the acts after which the file may have another hash: whoever holds a decision bound to
the old one compares again. Reading acts and acts on the invitation alone are not among them.
"""

from __future__ import annotations

from duecare.apps.audit.rules.acts import Act, act
from duecare.kernel.actor import Role

_CO, _ANALYST, _COUNSEL = Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL
_STAFF = (_CO, _ANALYST, _COUNSEL)

ANSWER = act("file.answer", "{actor} recorded “{state}” for question {question} in {subject}", *_STAFF)
ANSWER_RELEASE = act(
    "file.release_answer", "{actor} released the fact behind question {question} of {subject}", _COUNSEL
)
FLAG = act("file.flag", "{actor} recorded red flag {flag} of {subject} as {state}", *_STAFF)
FINDING = act("file.finding", "{actor} recorded finding {finding} in {subject}", *_STAFF)
GRADE_SOURCE = act("file.grade_source", "{actor} graded the source of {finding} in {subject}: {grade}", *_STAFF)
GRADE_CONTENT = act("file.grade_content", "{actor} graded the content of {finding} in {subject}: {grade}", *_STAFF)
SECOND_READING = act("file.second_reading", "{actor} read {finding} in {subject} as the second person", *_STAFF)
REPLY = act("file.reply", "{actor} recorded the right of reply on {finding} in {subject}: {reply}", *_STAFF)
SEARCH = act("file.search", "{actor} recorded a search for adverse findings in {subject}", *_STAFF)
REGIME = act("file.regime", "{actor} looked at the sanctions of {regime} for {subject}", *_STAFF)
GROUP = act("file.group", "{actor} recorded {group} in {subject} as {state}", *_STAFF)
HARM = act("file.harm", "{actor} rated a harm in {subject}", *_STAFF)
HARM_WITHDRAW = act("file.withdraw_harm", "{actor} took a harm out of {subject}", *_STAFF)

DOCUMENT = act("file.document", "{actor} added a document to {subject}", *_STAFF)
DOCUMENT_READER = act("file.name_reader", "{actor} opened a privileged document of {subject} to {reader}", _COUNSEL)
DOCUMENT_RELEASE = act("file.release_fact", "{actor} released a fact from a privileged document of {subject}", _COUNSEL)

EXPERT_INVITE = act("expert.invite", "{actor} invited an outside expert to {subject}", _COUNSEL)
EXPERT_REVOKE = act("expert.revoke", "{actor} closed the outside expert's link to {subject}", _COUNSEL)
EXPERT_CONFLICTS = act("expert.conflicts", "{actor} signed the statement of conflicts for {subject}", outside=True)
EXPERT_ANSWER = act("expert.answer", "{actor} answered {count} questions of {subject}", outside=True)
EXPERT_SIGN = act("expert.sign", "{actor} signed the opinion on {subject}", outside=True)

SOURCE = act("source.record", "{actor} heard a first-hand source for {subject}", _ANALYST, _COUNSEL)
CONSULTATION = act("file.consult", "{actor} recorded the consultation {consultation} for {subject}", *_STAFF)
SOURCE_IDENTITY = act(
    "source.identity", "{actor} opened the identity of a first-hand source of {subject}", _ANALYST, _COUNSEL
)

CLASS_PROPOSE = act("class.propose", "{actor} proposed the class {cls} for {subject}", _CO, _ANALYST)
CLASS_CONFIRM = act(
    "class.confirm", "{actor} confirmed the class {cls} for {subject}", _CO, _COUNSEL, Role.COMMITTEE_MEMBER
)
CLASS_RETURN = act(
    "class.return", "{actor} returned the class {cls} of {subject}: {reason}", _CO, _COUNSEL, Role.COMMITTEE_MEMBER
)
CLASS_FOLLOW = act("class.follow", "The class of {subject} follows its override: {before} → {cls}", system=True)
REASSESS_QUEUE = act(
    "class.queue_reassessment", "{subject} is to be re-assessed: its figures were {before} and are {after}", system=True
)
REASSESS_REPORT = act(
    "class.queue_for_report",
    "{subject} is to be re-assessed: the public report {report} names its customer",
    system=True,
)
CLASS_KEEP = act(
    "class.keep",
    "{actor} recorded why the class {cls} of {subject} stays after its figures changed: {reason}",
    _CO,
    _ANALYST,
)
CLASS_LOOK_AHEAD = act(
    "class.view_counterfactuals",
    "{actor} looked at what would change the class of {subject}",
    _CO,
    Role.COMMITTEE_MEMBER,
    Role.AUDITOR,
)

_CHANGING: tuple[Act, ...] = (
    ANSWER, ANSWER_RELEASE, FLAG, FINDING, GRADE_SOURCE, GRADE_CONTENT, SECOND_READING, REPLY, SEARCH, REGIME, GROUP,
    HARM, HARM_WITHDRAW, DOCUMENT, DOCUMENT_RELEASE, EXPERT_INVITE, EXPERT_REVOKE, EXPERT_CONFLICTS, EXPERT_ANSWER,
    EXPERT_SIGN, SOURCE, CONSULTATION, CLASS_CONFIRM,
)  # fmt: skip
FILE_ACTS: tuple[str, ...] = tuple(what.code for what in _CHANGING)
"""Codes of acts after which a file may have another hash."""
