"""Acts of opportunities, products and the due-diligence file. Sales files; it neither scores nor approves."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import act
from duecare.kernel.actor import Role

_FILE = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
_OFFICER = Role.COMPLIANCE_OFFICER
_DECIDERS = (Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER, Role.ANALYST, Role.COUNSEL)

OPEN = act("opportunity.open", "{actor} began {subject}", Role.SALES, _OFFICER)
CHANGE = act("opportunity.change", "{actor} changed {subject}: {fields}", Role.SALES, *_FILE)
FILE = act("opportunity.file", "{actor} filed {subject}", Role.SALES, _OFFICER)
WITHDRAW = act("opportunity.withdraw", "{actor} withdrew {subject}", Role.SALES, _OFFICER)
HAND_OVER = act("opportunity.hand_over", "{actor} handed {subject} over to {to}", Role.SALES, _OFFICER)
MOVE = act("opportunity.move", "{actor} moved {subject} from {before} to {state}", *_DECIDERS, system=True)
GO_LIVE = act("opportunity.go_live", "{actor} recorded that {subject} went live", _OFFICER)
PARTY_ADD = act("opportunity.add_party", "{actor} named a party of {subject}: {role}", Role.SALES, *_FILE)
PARTY_REMOVE = act("opportunity.remove_party", "{actor} removed a party of {subject}: {role}", Role.SALES, *_FILE)
DEPLOY = act("deployment.add", "{actor} added a deployment to {subject}", Role.SALES, *_FILE)
DEPLOY_CHANGE = act("deployment.change", "{actor} changed a deployment of {subject}: {fields}", Role.SALES, *_FILE)
JUDGE_LIKENESS = act("opportunity.judge_resemblance", "{actor} judged a resemblance of {subject}: {verdict}", *_FILE)

CONTRACT_SIGN = act(
    "contract.sign", "{actor} recorded the contract {subject} for {opportunity}", Role.SALES, _OFFICER, Role.COUNSEL
)
CONTRACT_AMEND = act(
    "contract.amend",
    "{actor} recorded amendment {number} of the contract {subject}",
    Role.SALES,
    _OFFICER,
    Role.COUNSEL,
)
CONTRACT_END = act("contract.end", "{actor} ended the contract {subject}: {reason}", _OFFICER, Role.COUNSEL)
CONTRACT_MOVE = act(
    "contract.take_on", "{actor} put deployment {deployment} under the contract {subject}", _OFFICER, Role.COUNSEL
)

PRODUCT_ADD = act("product.add", "{actor} added the product {subject}", Role.PRODUCT_SECURITY, _OFFICER)
PRODUCT_ASSESS = act("product.assess", "{actor} assessed what {subject} can do", Role.PRODUCT_SECURITY)
PRODUCT_CONFIRM = act(
    "product.confirm",
    "{actor} confirmed, as second person, what {subject} can do",
    Role.PRODUCT_SECURITY,
    _OFFICER,
    Role.COUNSEL,
)
EXPORT = act("export.record", "{actor} recorded for {subject}: {kind} {outcome}", Role.COUNSEL, _OFFICER)

ASK_SIMULATION = act(
    "method.ask_simulation",
    "{actor} asked for {subject} to be simulated beside {against}",
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
    system=True,
)
RUN_SIMULATION = act(
    "method.simulate",
    "{actor} simulated {subject} beside {against}: {countries} countries, {customers} customers and {decisions} "
    "decisions differ",
    system=True,
)
FAIL_SIMULATION = act(
    "method.fail_simulation", "{actor} could not simulate {subject} beside {against}: {fault}", system=True
)
