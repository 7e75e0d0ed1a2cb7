"""What may be done to people, roles and sign-in, and by whom. Default-deny."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import Act, act
from duecare.kernel.actor import Role

_ADMIN = Role.ADMINISTRATOR
_OFFICER = Role.COMPLIANCE_OFFICER

# People come and go.
INVITE = act("person.invite", "{actor} invited {person}", _ADMIN, system=True)
INVITE_AGAIN = act("person.invite_again", "{actor} sent {person} a new invitation", _ADMIN, system=True)
ACCEPT = act("person.join", "{person} accepted the invitation and chose a password", system=True)
SUSPEND = act("person.suspend", "{actor} suspended {person}; {ended} sessions ended: {reason}", _ADMIN, system=True)
REINSTATE = act("person.reinstate", "{actor} reinstated {person}: {reason}", _ADMIN, system=True)
DEPART = act("person.depart", "{actor} recorded that {person} left; {roles} ended: {reason}", _ADMIN, system=True)
END_SESSIONS = act("person.end_sessions", "{actor} ended {ended} sessions of {person}", _ADMIN)
FIRST = act("person.set_up", "{actor} set up {person} as the first administrator", system=True)
FICTIONAL = act("person.make_ready", "{actor} made {person} ready for the fictional company as {roles}", system=True)
CHANGE_PROFILE = Act("person.change_profile", "{actor} changed their profile: {changed}", anyone=True)

# Roles, each by two people.
PROPOSE = act("role.propose", "{actor} proposed the role {role} for {person}", _ADMIN, _OFFICER, system=True)
CONFIRM = act("role.confirm", "{actor} confirmed the role {role} for {person}", _ADMIN, _OFFICER, system=True)
END_ROLE = act("role.end", "{actor} ended the role {role} of {person}: {reason}", _ADMIN, _OFFICER, system=True)

# What the sign-in pages write. A person without a role can do these too.
SIGN_IN = Act("sign_in.open", "{actor} signed in with {methods}", anyone=True)
SIGN_OUT = Act("sign_in.close", "{actor} signed out", anyone=True)
SIGN_IN_FAILED = act("sign_in.fail", "a sign-in as {person} failed ({step})", system=True)
SIGN_IN_UNKNOWN = act("sign_in.fail_unknown", "a sign-in with an unknown address failed", system=True)
PASSWORD = Act("sign_in.change_password", "{actor} changed their password; other sessions ended", anyone=True)
PASSWORD_RESET = act("sign_in.reset_password", "{person} set a new password by mail; every session ended", system=True)
FACTOR_ADDED = Act("sign_in.add_factor", "{actor} added a second factor: {factor}", anyone=True)
FACTOR_REMOVED = Act("sign_in.remove_factor", "{actor} removed a second factor: {factor}", anyone=True)
FACTOR_RENEWED = Act("sign_in.renew_factor", "{actor} renewed {factor}", anyone=True)

# Programs that act for a person. Everybody for themselves; an administrator may end anybody's.
TOKEN_ISSUE = Act("token.issue", "{actor} issued an API token with the roles {roles}, until {until}", anyone=True)
TOKEN_REVOKE = Act("token.revoke", "{actor} revoked an API token of {person}", anyone=True)
