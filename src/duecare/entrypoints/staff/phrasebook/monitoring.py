"""Refusals of public reports, and of what is looked at again because of one."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REFUSED = (
    # assessments/actions/reassessment
    _("This class is in force no more."),
    _("It waits because of this report already."),
    # monitoring/actions/recording
    _("This report is assessed."),
    _("A second person may return it first."),
    _("Somebody corrected this report after you opened it."),
    _("This copy is kept already."),
    _("there is no such customer."),
    # monitoring/actions/assessing
    _("This report changed after you opened it."),
    _("This report waits for no second person."),
    # monitoring/rules/reports
    _("this is longer than it may be."),
    _("more than 50 are named."),
    # what was not found
    _("public report"),
)
COUNTED: tuple[tuple[str, str], ...] = ()
