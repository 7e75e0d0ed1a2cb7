"""Words of the conflict check: what somebody dealt with, whom a name means, what a comparison found."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

DID: Words = {
    "named": _("is called like a name in the report"),
    "sales": _("sales and contracts"),
    "hand": _("has or had an opportunity in hand"),
    "particulars": _("particulars of the party"),
    "diligence": _("due diligence"),
    "classification": _("classification"),
    "screening": _("screening"),
    "mitigation": _("mitigation"),
    "measure": _("owns a measure"),
    "decision": _("decision"),
    "vote": _("committee vote"),
    "aside": _("stood aside from a decision"),
    "interest": _("declared interest"),
    "supply": _("entitlements and exports"),
    "logs": _("log requests"),
    "report": _("public report"),
    "other": _("other work"),
    "no-account": _("not looked up: whose account this is, is not known"),
}
"""See `past_work.Kind`."""
HOW: Words = {
    "called": _("called so"),
    "alias": _("another or former name"),
    "over": _("stands or stood over it, or holds or held a share"),
    "under": _("stands or stood under it, or is or was held by it"),
    "speaks": _("speaks or spoke for it"),
    "deal": _("customer of an opportunity to which it is a party"),
}
"""See `past_work.How`."""
TITLE = _("Conflict check")
READS: Words = {
    "parties": _("Reading the names of all parties"),
    "ties": _("Reading owners and officials"),
    "deals": _("Reading opportunities, comparing names"),
    "log": _("Reading the log of everything that was done"),
    "interests": _("Reading declared interests"),
    "hands": _("Reading who has opportunities in hand"),
    "measures": _("Reading who owns measures"),
    "screening": _("Reading judgements of hits"),
    "refused": _("Reading the no-go register"),
    "reports": _("Reading public reports"),
}
"""See `past_work.Reading`."""
QUESTIONS: Words = {
    "persons": _("Persons in the report"),
    "customers": _("Customers in the report"),
    "decisions": _("Past decisions on them"),
}
"""See `comparing.Question`."""
LOOKED: Words = {
    "not-looked": _("not looked"),
    "nothing": _("compared, nothing found"),
    "found": _("compared, something found"),
    "unnamed": _("the report names none"),
}
"""See `comparing.Answer`. Not having looked is offered first, and never passes."""
HELP: Words = {
    "persons": _("Is a candidate one of them, related to one, or working for or with one?"),
    "customers": _("Did a candidate sell to them, look into them, or have to do with them?"),
    "decisions": _("Did a candidate prepare, vote on, sign or carry out a decision that this report touches?"),
}
FOUND: Words = {
    "persons": _("What was found of persons, or why there is nobody to compare with"),
    "customers": _("What was found of customers, or why there is none to compare with"),
    "decisions": _("What was found of past decisions, or why there is none to compare with"),
}
"""What is written beside each answer: three fields of one page, each called by what it is about."""
