"""Refusals of proposed changes."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REFUSED = (
    # monitoring/actions/changes
    _("this person does not read proposed changes."),
    _("say where it was made, or why it is not."),
    _("This was entered already."),
    # monitoring/rules/changes
    _("there is no such thing to change."),
    # what was not found
    _("proposed change"),
)
COUNTED: tuple[tuple[str, str], ...] = ()
