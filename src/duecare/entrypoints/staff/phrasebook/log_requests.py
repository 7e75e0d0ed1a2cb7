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
    _("Whom we supply is asked for a log, and former customers for as long as the programme says."),
    _("say why there is no log."),
    _("No log was given upon this request."),
    _("Record the answer first."),
    # monitoring/rules/log_requests, log_copies
    _("The check of this log is recorded already."),
    _("Record another one on its page."),
    _("This log was given by another customer."),
    _("Look at which file and which request."),
    _("This log is signed with another key than was agreed."),
    _("Look at which file and which key; if it is what was given, record on its page that it is another log."),
    _("This copy ends before an earlier one did."),
    _("Check the copy that came upon this request; if it is this one, record on its page that the log was cut."),
    _("This copy ends before the day of the request."),
    _("Check the copy that came upon this request; if it is this one, record on its page that it is too old."),
    _("No suspension is proposed here."),
    # monitoring/rules/log_programme
    _("1, 2, 3, 4, 6 or 12 a year."),
    _("from 5 to 60 days."),
    _("longer than 4,000 characters."),
    _("from 0 to 120 months."),
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
