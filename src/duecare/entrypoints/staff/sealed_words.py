"""Words of sealed reporting for staff pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .sealed_brief_words import BRIEF_DONE, BRIEF_REMARKS

Words = dict[str, str | Promise]

TRACKS: Words = {"internal": _("internal track"), "external": _("external track")}
STAGES: Words = {
    "received": _("received"),
    "checked": _("conflicts checked"),
    "triage": _("triage"),
    "investigation": _("investigation"),
    "concluded": _("concluded"),
    "not-pursued": _("not pursued"),
    "withdrawn": _("withdrawn"),
    "review": _("looked at again"),
}
ABOUTS: Words = {
    "word": _("Message"),
    "acknowledgement": _("Acknowledgement of receipt"),
    "question": _("Question"),
    "progress": _("Note on progress"),
    "feedback": _("Feedback"),
    "withdrawal": _("Withdrawal"),
    "satisfaction": _("How they found it"),
    "appeal": _("Asks for another look"),
    "detriment": _("Says that something is done to them"),
    "check-in": _("Asking how they are"),
    "minutes": _("Minutes"),
    "agreed": _("Agrees to the minutes"),
    "identity": _("Who the reporter is"),
}
MINUTES = "minutes"
"""Staff say this too where the report was told."""
SAYING = ("word", "acknowledgement", "question", "progress", "feedback", "check-in")
"""What staff may say on the page, see `reports.BY_STAFF`."""
DUES: Words = {
    "interim": _("decide on interim measures"),
    "acknowledge": _("acknowledge receipt"),
    "feedback": _("give feedback"),
    "progress": _("note on progress"),
    "notice": _("tell the reporter that their identity was read"),
    "check-in": _("ask the reporter how they are"),
    "triage": _("decide whether it is investigated"),
    "assess": _("assess the risk of retaliation"),
    "measure": _("a measure of protection"),
    "": _("nothing is due"),
}
SHOWS: Words = {
    "": _("all cases"),
    "unread": _("new since you looked"),
    "waiting": _("reporter had the last word"),
    "late": _("late"),
    "soon": _("due within a week"),
    "danger": _("somebody is in danger"),
    "open": _("not ended"),
    "ended": _("ended"),
}
"""See `outlines.SHOWS`."""
OFFICES: Words = {
    "intake-internal": _("intake officer, internal track"),
    "intake-external": _("intake officer, external track"),
    "case-handler": _("case handler"),
    "custodian": _("custodian of identities"),
    "committee": _("committee, holds a share"),
    "observer": _("observer"),
    "adviser": _("outside adviser"),
}
PARTS: Words = {
    "report": _("report and conversation"),
    "work": _("work"),
    "identity": _("half of the identity key"),
    "privilege": _("advice of counsel"),
    "evidence": _("evidence"),
    "stats": _("figures"),
}
CHECKS: Words = {
    "clear": _("no conflict found"),
    "conflicted": _("has a conflict"),
    "unasked": _("not asked yet"),
}
OUTSIDE: Words = {**CHECKS, "left-out": _("left out by the reporter")}
SPEAKS: Words = {
    "self": _("for themselves"),
    "group": _("for a group"),
    "somebody": _("for somebody else"),
}
DOORS: Words = {
    "pages": _("written on the reporting pages"),
    "oral": _("told orally"),
    "in-person": _("told in person"),
    "paper": _("on paper"),
    "public-report": _("from a public report"),
    "letter": _("from a letter"),
    "audit": _("from an audit"),
    "detection": _("found by the company itself"),
}
OWN = ("public-report", "letter", "audit", "detection")
"""Cases without a reporter, see `reports.OWN`."""
CONSENTS: Words = {
    "minutes": _("to minutes; nothing was recorded"),
    "transcript": _("to a recording; this is its transcript"),
}
TOLD: Words = {
    "met": _("Day on which it was told or found"),
    "consent": _("What the person agreed to"),
    "taken": _("Taken down and signed by"),
}
"""What stands among the answers of a report that was told, and is no question."""
REMARKS: Words = {
    "taken": _("Opened a file as it was sent"),
    "taken-brought": _("Opened a file that a member added, as it came"),
    "note": _("Note"),
    "check": _("Conflict check"),
    "protection": _("Protection"),
    "assessed-low": _("Risk of retaliation: low"),
    "assessed-medium": _("Risk of retaliation: medium"),
    "assessed-high": _("Risk of retaliation: high"),
    "measure": _("Plans a measure of protection"),
    "measure-planned": _("Sets a measure of protection back to planned"),
    "measure-done": _("A measure of protection is done"),
    "measure-reviewed": _("A measure of protection was looked at"),
    "measure-dropped": _("A measure of protection is dropped"),
    "recovered": _("Brought their share, so that the committee recovered the case"),
    "held": _("Keeps the case longer (legal hold)"),
    "shred": _("Proposes to shred the case"),
    "shred-withdrawn": _("Takes the proposal to shred back"),
    "name-asked": _("Asks to read who the reporter is"),
    "name-read": _("Read who the reporter is; the custodian approved"),
    "name-refused": _("The custodian refused to let read who the reporter is"),
    "name-taken-back": _("Takes back the request to read who the reporter is"),
    "name-told": _("Told the reporter that it was read"),
    **BRIEF_REMARKS,
}
LEVELS: Words = {"low": _("low"), "medium": _("medium"), "high": _("high")}
REPLIES: Words = {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}
MEASURES: Words = {
    "planned": _("planned"),
    "done": _("done, to be looked at"),
    "reviewed": _("looked at: done"),
    "dropped": _("dropped"),
}
OPENED: Words = {
    "case": _("the case"),
    "file": _("a file without its metadata"),
    "original": _("a file as it was sent"),
    "added": _("an added file without its metadata"),
    "added-original": _("an added file as it came"),
    "pack": _("an evidence pack"),
    "counsel": _("advice of counsel"),
}
GONE = _("Somebody who is in the case no longer")
MATTERS: Words = {
    "risk-low": _("Risk of retaliation: low"),
    "risk-medium": _("Risk of retaliation: medium"),
    "risk-high": _("Risk of retaliation: high"),
    "measure": _("Measure to protect the reporter"),
    "a": _("(a) suspension, lay-off or dismissal"),
    "b": _("(b) demotion, or promotion withheld"),
    "c": _("(c) other duties, place, hours or less pay"),
    "d": _("(d) training withheld"),
    "e": _("(e) negative assessment or reference"),
    "f": _("(f) disciplinary measure, reprimand or other penalty"),
    "g": _("(g) coercion, intimidation, harassment or ostracism"),
    "h": _("(h) discrimination or unfair treatment"),
    "i": _("(i) temporary contract not made permanent"),
    "j": _("(j) temporary contract not renewed or ended early"),
    "k": _("(k) harm to reputation, or financial loss"),
    "l": _("(l) blacklisting"),
    "m": _("(m) contract for goods or services ended early"),
    "n": _("(n) licence or permit cancelled"),
    "o": _("(o) psychiatric or medical referral"),
    "other": _("another detriment"),
    "breach": _("Confidence about who the reporter is was broken"),
}
"""Directive 2019/1937 article 19, see `protection.Matter`."""
BACK: Words = {
    "log": _("The key log is shorter or another than when you last looked."),
    "ring": _("Your key-ring could not be read; the names you gave your cases are lost."),
    "header": _("The list of members of one of your cases went back to an earlier state."),
}
OTHERWISE_BACK = _("Entries of one of your cases that were there are there no more.")
FOUND: Words = {
    "author": _("author"), "last_editor": _("last editor"), "company": _("company"), "title": _("title"),
    "time": _("times"), "editing": _("editing"), "software": _("software"), "position": _("position"),
    "camera": _("camera"), "serial_number": _("serial number"), "device_data": _("device"),
    "thumbnail": _("small picture"), "comment": _("comments"), "comment_author": _("authors of comments"),
    "change_author": _("authors of changes"), "deleted_text": _("deleted text"), "hidden_sheet": _("hidden sheets"),
    "hidden_rows": _("hidden rows"), "hidden_slide": _("hidden slides"), "hidden_text": _("hidden text"),
    "speaker_notes": _("speaker notes"), "revision_id": _("marks of revisions"), "document_id": _("document id"),
    "printer": _("printer"), "template": _("template"), "local_path": _("folders"),
    "embedded_file": _("embedded files"), "xmp": _("XMP"), "script": _("scripts"), "form_data": _("form data"),
    "earlier_revision": _("earlier revision"), "signature": _("signature"), "colour_profile": _("colour profile"),
    "unexamined_part": _("parts that are not read"),
}  # fmt: skip
OTHERWISE_FOUND = _("other data")
REPORTER = _("Reporter")
PROPOSALS: Words = {
    "open": _("waits for signatures"),
    "ready": _("everybody signed"),
    "refused": _("refused"),
    "reads": _("reads the report"),
}
REQUESTS: Words = {
    "open": _("asked"),
    "approved": _("approved"),
    "refused": _("refused"),
    "read": _("read"),
    "taken-back": _("taken back"),
}
SUMS: Words = {
    "track": _("Track"),
    "wrong": _("What it is about"),
    "place": _("Part of the world"),
    "outcome": _("Outcome"),
    "acknowledged": _("Acknowledged within 7 days"),
    "feedback": _("Feedback within 3 months"),
}
COUNTED: Words = {
    "internal": _("internal track"),
    "external": _("external track"),
    "people": _("used against people who should be protected"),
    "law": _("used without a legal basis or authorisation"),
    "licence": _("used beyond what was sold"),
    "diversion": _("passed on to somebody else"),
    "security": _("security of a product or of data"),
    "corruption": _("bribery or fraud"),
    "export": _("export control or sanctions"),
    "workplace": _("conditions of work, discrimination, harassment"),
    "retaliation": _("retaliation"),
    "other": _("something else"),
    "africa": _("Africa"),
    "americas": _("Americas"),
    "asia": _("Asia"),
    "europe": _("Europe"),
    "oceania": _("Oceania"),
    "unknown": _("not known"),
    "open": _("not concluded"),
    "substantiated": _("substantiated"),
    "partly": _("partly substantiated"),
    "unsubstantiated": _("unsubstantiated"),
    "inconclusive": _("inconclusive"),
    "undetermined": _("could not be determined"),
    "unfounded": _("unfounded, reported on reasonable grounds"),
    "false": _("knowingly false"),
    "scope": _("out of scope"),
    "referred": _("referred to somebody else"),
    "not-kept": _("nobody has said"),
    "in-time": _("in time"),
    "late": _("late"),
    "not-yet": _("not due yet"),
}
"""See `statistics`."""
NOT_BROUGHT: Words = {
    "long": _("These files are larger, or more, than what can be sent. Some of them may not be listed below."),
    "busy": _("Many files are being sent at the moment. Wait a minute and send them again."),
    "room": _("There is no room for these files at the moment. Send them later, or smaller ones."),
    "door": _("The files were not taken: the page that they were sent from is over, or was used. Open the case again."),
    "broken": _("The files did not come whole, so none of them was kept. Send them again."),
}
"""What the process that takes files refused."""
DONE: Words = {
    "bring": _("The files are in the case. The reporter does not see them."),
    "own": _("The case is sealed to the intake officers of the track. They check conflicts of interest first."),
    "count": _("It is counted so."),
    "ask": _("The custodian finds your request when they open their vault."),
    "reveal": _("It is open to you for a quarter of an hour."),
    "back": _("The request is closed; the case's record keeps it."),
    "tell": _("The reporter can read it now."),
    "decide": _("Your answer is given."),
    "share-propose": _("It is proposed to everybody who holds a share."),
    "share-approve": _("Your share and your approval are brought."),
    "share-back": _("The proposal is taken back. What was brought to it opens for nobody."),
    "share-finish": _("The case was recovered and given to its new member. All keys were changed."),
    "observer-propose": _("It is proposed, with your signature. The reporter reads it."),
    "observer-sign": _("You have signed it."),
    "observer-refuse": _("It is refused. Nothing else changes in the case."),
    "observer-admit": _("They can read the report now. All keys were changed."),
    **BRIEF_DONE,
    "permit": _("The reporter can send files of up to 5 GiB."),
    "say": _("The reporter can read it now."),
    "advance": _("The stage is set; the reporter sees it."),
    "protection-assess": _("The assessment is kept; earlier ones stay."),
    "protection-plan": _("The measure is planned."),
    "protection-step": _("It is kept with the measure."),
    "protection-record": _("It is kept in the protection file."),
    "jot": _("The note is kept for the members of the case."),
    "draft": _("The draft is kept. Members read it, the reporter does not."),
    "undraft": _("The draft is dropped."),
    "examine": _("The result of the check is kept."),
    "admit": _("The case is granted. All keys were changed."),
    "dismiss": _("The case is taken from them. All keys were changed."),
    "retain": _("The case is kept until then."),
    "doom": _("It is kept. A second person who holds every part can shred the case."),
    "recall": _("The proposal is taken back."),
    "destroy": _("The case was shredded."),
    "call": _("Your name for the case is kept in your key-ring."),
}
