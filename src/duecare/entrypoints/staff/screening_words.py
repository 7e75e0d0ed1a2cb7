"""Words of denied-party screening for its pages. A cleared hit is "judged not the same party", never "cleared"."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

VERDICT_CHOICES: Words = {
    "cleared": _("Not the same party"),
    "confirmed": _("The same party: it is listed"),
    "ask": _("Ask for more: it cannot be said yet"),
}
VERDICTS: Words = {
    "cleared": _("not the same party"),
    "confirmed": _("the same party"),
    "ask": _("asked for more"),
}
FINDING_CHOICES: Words = {"agrees": _("I come to the same"), "disagrees": _("I come to something else")}
STANDINGS: Words = {
    "open": _("not judged"),
    "asked": _("a question is open"),
    "waiting": _("waits for a second person"),
    "lapsed": _("to be judged again"),
    "cleared": _("judged not the same party"),
    "confirmed": _("listed party"),
    "delisted": _("confirmed once, no longer met"),
    "gone": _("no longer a hit"),
}
STRENGTHS: Words = {"strong": _("strong"), "medium": _("medium"), "weak": _("weak"), "": _("no hit")}
STRENGTH_LEVELS = {"strong": "stop", "medium": "warn", "weak": "plain", "": "plain"}
WORD_STATES: Words = {
    "waiting": _("waits for a second person"),
    "stands": _("stands"),
    "returned": _("returned"),
}
RELATIONS: Words = {
    "same": _("the same"),
    "spelling": _("spelt differently"),
    "sound": _("sounds alike"),
    "nickname": _("a form of the same name"),
    "translation": _("translated"),
    "initial": _("an initial"),
    "joined": _("written together"),
    "truncated": _("cut off"),
    "omitted": _("left out, not contradicted"),
    "contradicted": _("contradicts"),
}
PARTS: Words = {
    "schema": _("kind"),
    "country": _("country"),
    "birth": _("date of birth"),
    "number": _("number"),
    "programme": _("programme"),
}
SCHEMA_WORDS: Words = {
    "Person": _("person"),
    "Organization": _("organisation"),
    "Company": _("company"),
    "PublicBody": _("public body"),
    "LegalEntity": _("person or organisation"),
    "Vessel": _("vessel"),
    "Airplane": _("aircraft"),
    "Vehicle": _("vehicle"),
    "Thing": _("thing"),
}
NAME_KINDS: Words = {
    "primary": _("main name"),
    "alias": _("other name"),
    "weak_alias": _("other name, called weak by the publisher"),
    "former": _("former name"),
    "original_script": _("in its own script"),
}
CHANGES: Words = {
    "added": _("added"),
    "removed": _("removed"),
    "amended": _("amended"),
    "renumbered": _("renumbered"),
}
EDITION_STATES: Words = {
    "in_force": _("in force"),
    "held": _("held back"),
    "superseded": _("superseded"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn: imported by mistake"),
}
WITHDRAWAL_STATES: Words = {
    "waiting": _("waits for a second person"),
    "done": _("withdrawn"),
    "returned": _("stays in force"),
}
HELD: Words = {
    "shrunk": _("It lacks more than half of the entries in force."),
    "older": _("It was published before the edition in force."),
}
RUN_STATES: Words = {"waiting": _("waits or goes on"), "done": _("done"), "failed": _("failed")}
PARTY_STATES: Words = {
    "none": _("no hit stands"),
    "possible": _("a hit is to be judged"),
    "confirmed": _("listed party"),
    "unknown": _("not known"),
}
AS_WHAT: Words = {
    "of_the_deal": _("party of the deal"),
    "above_or_owner": _("above a party, or an owner"),
    "official": _("official or signatory"),
}
OUTSIDE_VERDICTS: Words = {
    "cleared": _("not the same party"),
    "confirmed": _("the same party"),
    "possible": _("a hit that nobody judged"),
}
RESULT_STATES: Words = {
    "unverified": _("not verified"),
    "verified": _("found to hold"),
    "overruled": _("found not to hold"),
}
HOLDS: Words = {"agrees": _("It holds"), "disagrees": _("It does not hold")}
FIELDS: Words = {
    "schema": _("kind"),
    "names": _("names"),
    "countries": _("countries"),
    "births": _("dates of birth"),
    "ids": _("numbers"),
    "programmes": _("programmes"),
    "listed_on": _("listed on"),
    "addresses": _("addresses"),
    "remarks": _("remarks"),
}
SAMPLE_KINDS: Words = {"cleared": _("judged not the same party"), "unfound": _("party without a hit")}
FINDINGS: Words = {"agrees": _("the same"), "disagrees": _("something else"), "": _("not looked at yet")}


def said(words: Words, code: str) -> str:
    """A code in the reader's language."""
    return str(words[code]) if code in words else code.replace("_", " ")
