"""Acts of the parties. Sales may enter who they talk to; what weighs in a score is not theirs to record."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import act
from duecare.kernel.actor import Role

_FILE = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
_REFUSERS = (Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)

ENTER = act("body.enter", "{actor} entered {subject}", Role.SALES, *_FILE)
CORRECT = act("body.correct", "{actor} corrected {subject}: {fields}", *_FILE)
PLACE = act("body.place", "{actor} moved {subject} in the tree of bodies", *_FILE)
PROFILE = act("body.profile", "{actor} recorded {item} of {subject}", *_FILE)
OWN = act("ownership.record", "{actor} recorded an owner of {subject}", *_FILE)
END_OWN = act("ownership.end", "{actor} ended a holding in {subject} as of {until}", *_FILE)
OFFICIAL = act("official.record", "{actor} recorded an official or signatory of {subject}", *_FILE)
END_OFFICIAL = act("official.end", "{actor} ended a function in {subject} as of {until}", *_FILE)
REGISTER = act("customer.register", "{actor} registered {subject} as a customer", Role.SALES, *_FILE)
MARK = act("customer.mark", "{actor} marked {subject} as {status}", Role.COMPLIANCE_OFFICER)
SHOW_CLASS = act("customer.show_class", "{subject} now shows the class {class}", system=True)
SHOW_SUSPENSION = act("customer.show_suspension", "{subject} now shows as {shown}", system=True)
SCREEN = act("screening.record", "{actor} recorded a screening of {subject}: {result}", *_FILE)
CONFIRM = act("screening.confirm", "{actor} confirmed, as second person, the screening of {subject}: {result}", *_FILE)
NO_GO_ENTER = act("no_go.enter", "{actor} put {about} on the no-go register as {subject}", *_REFUSERS)
NO_GO_PROPOSE = act(
    "no_go.propose_lifting", "{actor} proposed to lift the no-go entry {subject}", Role.COMPLIANCE_OFFICER
)
NO_GO_LIFT = act("no_go.lift", "{actor} lifted, as second person, the no-go entry {subject}", Role.COMMITTEE_MEMBER)
NO_GO_KEEP = act("no_go.keep", "{actor} kept the no-go entry {subject}", Role.COMMITTEE_MEMBER)
