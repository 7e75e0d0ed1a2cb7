"""Refusals of uploads, storage and of the pages themselves."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REFUSED = (
    # adapters/files
    _("Split the file or store it elsewhere and cite it."),
    # adapters/pdf
    _("The document holds too many signs without a font."),
    _("No PDF was made."),
    _("Download the JSON."),
    _("The document “%(template)s” could not be set: %(message)s."),
    _("No PDF was made; the signed record itself is untouched."),
    _("Download the JSON, and tell the administrator."),
    # adapters/storage_faults
    _("The disk is full or cannot be written, so this could not be stored."),
    _("Nothing of it was kept, and nothing that was there before is lost."),
    _("Ask the administrator to make room (`duecare check` says how much is left), then do it again."),
    _("The database does not answer at the moment."),
    _("Do it again in a minute; if it stays so, tell the administrator."),
    # entrypoints/staff/several
    _("more than %(n)s rows were chosen"),
    _("Choose fewer."),
    _("this is not the id of a row"),
    # adapters/workbook
    _("the header is not the one of the workbook you downloaded."),
    _("unpacked larger than %(what)s MB"),
    _("this cannot be read as a workbook."),
    _("Use the one you downloaded."),
    _("this question stands twice."),
    _("this is no workbook."),
    _("Save it as .xlsx."),
    _("a formula stands here."),
    _("Type the answer."),
    # entrypoints/staff/audit_log
    _("this filter cannot be used"),
    _("Go back to the log and choose again."),
    _("this is not an entry of the log"),
    # entrypoints/staff/countries
    _("no figures exist for that day"),
    _("Choose a day until today."),
    _("is not a day"),
    _("Write it as YYYY-MM-DD."),
    # entrypoints/staff/expert
    _("state conflicts and answer every question first."),
    # entrypoints/staff/files
    _("This entry is not open to your roles."),
    _("Ask a colleague who may write it."),
    # entrypoints/staff/guard
    _("You are not signed in."),
    _("Sign in and try again."),
    _("This page is not open to your roles."),
    _("Ask the administrator if your work needs it."),
    _("This page has no declared audience, so it is closed."),
    _("Tell the administrator."),
)
COUNTED: tuple[tuple[str, str], ...] = ()
