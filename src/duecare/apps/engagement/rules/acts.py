"""Acts of correspondence. Whoever sells reads no letters: they may speak of whom they sell to."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import act
from duecare.kernel.actor import Role

_KEEP = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)

RECORD = act("letter.record", "{actor} recorded the letter {subject} ({direction}) of {day}", *_KEEP)
HAND = act("letter.hand", "{actor} gave the letter {subject} to {owner}, to be answered by {due}", *_KEEP)
LINK = act("letter.link", "{actor} recorded that {subject} is answered by {answer}", *_KEEP)
LEAVE = act("letter.leave", "{actor} said that {subject} need not be answered", *_KEEP)
AGREE = act("letter.agree", "{actor} agreed, as second person, that {subject} is not answered", *_KEEP)
DOCUMENT = act("letter.document", "{actor} added a document to the letter {subject}", *_KEEP)
SEND = act("letter.send", "{actor} wrote the letter {subject}, which goes out on {day}", system=True)
