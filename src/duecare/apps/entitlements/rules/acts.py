"""Acts of entitlements: two persons let a product work, or one person what was decided; one run a day changes it."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import act
from duecare.kernel.actor import Role

_SUPPLY = (Role.COMPLIANCE_OFFICER, Role.PRODUCT_SECURITY)
_ASK = (Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.COMMITTEE_MEMBER, Role.PRODUCT_SECURITY)
_AGREE = (Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)

PROPOSE = act("entitlement.propose", "{actor} asked for the entitlement {subject}: {product} until {until}", *_SUPPLY)
ISSUE = act("entitlement.issue", "{actor} issued, as second person, the entitlement {subject}", *_AGREE)
REFUSE = act("entitlement.refuse", "{actor} refused the entitlement {subject}", *_AGREE)
ASK = act("entitlement.ask", "{actor} put a change of an entitlement down for the daily run", *_ASK)
AGREE = act("entitlement.agree", "{actor} agreed, as second person, to a change of an entitlement", *_AGREE)
TAKE_BACK = act("entitlement.take_back", "{actor} took a change of an entitlement off the daily run", *_AGREE)
CARRY_OUT = act(
    "entitlement.carry_out", "{actor} on the daily run of {day}: {subject} is {state} ({code})", system=True
)
