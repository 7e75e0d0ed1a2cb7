"""Refusals of log requests and their programme."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REFUSED = (
    # engagement/actions/letters
    _("this letter does not go out."),
    # monitoring/actions/log_programmes
    _("A programme waits for a second person."),
    # monitoring/actions/log_answering
    _("No programme of log requests is in force."),
    _("Nobody was asked."),
    _("Two persons adopt one."),
    _("Nothing is supplied to this customer."),
    _("It was not put down."),
    _("Only whom we supply is asked for a log."),
    _("say why there is no log."),
    _("No log was given upon this request."),
    _("Record the answer first."),
    _("No suspension is proposed here."),
    # monitoring/rules/log_programme
    _("1, 2, 3, 4, 6 or 12 a year."),
    _("from 5 to 60 days."),
    _("longer than 4,000 characters."),
    # monitoring/rules/log_requests
    _("there is no such answer."),
    _("this day is before the request."),
    _("there is no such result."),
    _("this is no SHA-256."),
    _("64 hex digits."),
    _("entries are counted from 0 up."),
    _("say where the log stood."),
    _("Its last hash and how many entries it has."),
    _("say what was found."),
    # what was not found
    _("log request"),
    _("programme"),
)
COUNTED: tuple[tuple[str, str], ...] = ()
