"""Refusals of the correspondence register."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REFUSED = (
    # engagement/actions/letters
    _("It answers another letter already."),
    _("Choose another one."),
    _("The letter has this document already."),
    _("Both letters went the same way."),
    _("Choose the one it replies to."),
    _("%(reference)s is answered already."),
    _("name who answers it, or say why nobody does."),
    _("say by when it is answered."),
    _("this person does not read letters."),
    _("This letter does not wait for an answer."),
    _("Nobody proposed to leave this letter."),
    _("You said yourself that it need not be answered."),
    _("It still waits."),
    _("Ask a second person to look at it."),
    # engagement/rules/letters
    _("a letter comes in or goes out."),
    _("there is no such channel."),
    _("this is needed."),
    _("this day is still to come."),
    # what was not found
    _("letter"),
)
COUNTED: tuple[tuple[str, str], ...] = ()
