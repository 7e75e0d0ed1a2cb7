"""What may be done to a plan, by whom. Owner, giver and verifier of one measure are told apart by the action."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import Act, act
from duecare.kernel.actor import Role

_OFFICER = Role.COMPLIANCE_OFFICER
_DRAFTERS = (Role.COMPLIANCE_OFFICER, Role.ANALYST)
_OWNERS = (
    Role.SALES,
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
    Role.COUNSEL,
    Role.PRODUCT_SECURITY,
    Role.COMMITTEE_MEMBER,
)
_VERIFIERS = (
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
    Role.COUNSEL,
    Role.PRODUCT_SECURITY,
    Role.COMMITTEE_MEMBER,
    Role.AUDITOR,
)
_DECIDERS = (Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)

PLAN_DRAFT = act(
    "plan.draft", "{actor} drew up the plan of {subject}: {measures} measures, {added} of them new", *_DRAFTERS
)
PLAN_REDRAFT = act("plan.redraft", "{actor} reopened the plan of {subject} for changes: {reason}", *_DRAFTERS)
PLAN_ADOPT = act("plan.adopt", "{actor} adopted the plan of {subject}, version {version}", _OFFICER)
PLAN_SUBMIT = act("plan.submit", "{actor} put {subject} before those who decide, as {decision}", _OFFICER)
PLAN_SETTLE = act("plan.settle", "{subject} was settled after {decision}: {state}", *_DECIDERS, system=True)
PLAN_REOPEN = act(
    "plan.reopen", "{subject} changed after it was frozen: {changed}", _OFFICER, Role.ANALYST, Role.COUNSEL, system=True
)

MEASURE_ADD = act("measure.add", "{actor} added the measure {measure} to the plan of {subject}", *_DRAFTERS)
MEASURE_DROP = act("measure.drop", "{actor} took the measure {measure} out of the plan of {subject}", *_DRAFTERS)
MEASURE_ASSIGN = act("measure.assign", "{actor} made {owner} owner of {measure} in the plan of {subject}", *_DRAFTERS)
MEASURE_DUE = act("measure.set_due", "{actor} set {measure} of {subject} due on {due_on}", *_DRAFTERS)
MEASURE_EVIDENCE = act("measure.give_evidence", "{actor} gave evidence for {measure} of {subject}", *_OWNERS)
MEASURE_VERIFY = act("measure.verify", "{actor} verified {measure} of {subject}", *_VERIFIERS)
MEASURE_BACK = act("measure.send_back", "{actor} sent {measure} of {subject} back: {reason}", *_VERIFIERS)
WAIVER_ASK = act("measure.ask_waiver", "{actor} asked for {measure} of {subject} to be waived, as {decision}", _OFFICER)
WAIVER_TAKE = act("measure.waive", "{measure} of {subject} was waived by {decision}", *_DECIDERS)

ACTS: tuple[Act, ...] = tuple(value for value in globals().values() if isinstance(value, Act))
