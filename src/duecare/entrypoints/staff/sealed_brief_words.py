"""Words of briefs for outside advisers."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

PIECES: Words = {
    "report": _("From the report"),
    "reporter": _("The reporter"),
    "member": _("Whoever handles the report"),
    "note": _("Note"),
}
ADVICE: Words = {"opinion": _("Opinion"), "question": _("Question back"), "answer": _("Answer")}
BRIEFS: Words = {
    "proposed": _("waits for a second member"),
    "refused": _("refused"),
    "waits": _("waits for their declaration"),
    "open": _("they read it"),
    "conflict": _("has a conflict of interest"),
    "over": _("its day has passed"),
    "shut": _("closed to them: somebody left the case"),
    "ended": _("ended"),
    "altered": _("does not fit what was signed"),
}
ADVISED: Words = {
    "proposed": _("A brief for an outside adviser waits for a second member."),
    "conflict": _("An outside adviser has an interest in it and read nothing: close the brief and ask somebody else."),
    "over": _("The day of an outside adviser has passed: end the brief, so that the record keeps what they said."),
    "shut": _("A brief closed because somebody left the case: end it, and propose it anew if it is still needed."),
    "said": _("An outside adviser has written something that the record does not keep yet."),
    "altered": _("A brief for an outside adviser does not fit what was signed."),
}
"""See `brief_lines.waits`."""
OPENED: Words = {
    "brief": _("a brief for an outside adviser"),
    "brief-file": _("a file of a brief for an outside adviser"),
}
BRIEF_REMARKS: Words = {
    "brief-proposed": _("Proposes to ask an outside adviser"),
    "brief-refused": _("Refuses to ask an outside adviser"),
    "brief-sent": _("Agrees to ask an outside adviser, and lets them read what was proposed"),
    "brief-ended": _("The outside adviser reads no more"),
    "brief-clear": _("Declares to have no interest in it"),
    "brief-conflict": _("Declares to have an interest in it, and read nothing"),
    "brief-opinion": _("Opinion, signed by the outside adviser"),
    "brief-question": _("Question of the outside adviser, signed by them"),
    "brief-answer": _("Answer to the outside adviser"),
}
BRIEF_DONE: Words = {
    "brief-propose": _("It is proposed. It goes to the adviser when another member agrees."),
    "brief-approve": _("The adviser finds it when they open their vault."),
    "brief-end": _("It is ended. It opens for nobody outside any more."),
    "brief-keep": _("The record keeps it, with their signature."),
    "brief-reply": _("The adviser can read it now."),
    "brief-declare": _("Your declaration is signed and kept. You can read the brief."),
    "brief-advise": _("It is signed; the members of the case can read it."),
    "brief-conflict": _("The brief is closed. The members of the case read your declaration."),
}
