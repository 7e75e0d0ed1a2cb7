"""Refusals of entitlements and of what is put down for the daily run."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REFUSED = (
    # entitlements/actions/rows
    _("Nothing is supplied under it."),
    _("Ask for it when it is filed."),
    _("The gate of this deal is blocked."),
    _("No product is let work there."),
    _("Read on its page what blocks it."),
    _("A change of this entitlement waits for the daily run."),
    _("Come back the day after."),
    # entitlements/actions/proposing
    _("the deployment names no product."),
    _("Name it in the opportunity."),
    _("%(reference)s waits for a second person."),
    _("Answer it first."),
    _("This deployment has an entitlement already: %(reference)s."),
    _("Renew it."),
    _("Only an entitlement in force is renewed."),
    _("Ask for a new one."),
    # entitlements/actions/answering
    _("Whoever has a deal in hand does not release it."),
    _("Its last day is over."),
    _("Refuse it, and ask for a new one."),
    _("This was answered already."),
    _("What it renews is no longer in force."),
    # entitlements/actions/changing
    _("This cannot be asked for: the entitlement is %(state)s."),
    _("Nobody has to agree to this."),
    _("It waits for the daily run."),
    _("This no longer waits."),
    # entitlements/actions/running
    _("This is not due on this run."),
    # entitlements/queries/files
    _("This entitlement was not issued."),
    _("There is no file."),
    _("A second person answers it first."),
    # entitlements/rules/changing
    _("there is no such change."),
    _("this is not one of the codes."),
    # entitlements/rules/scope
    _("name at least one function."),
    _("One a line, as the product knows it."),
    _("at most 50 functions of 80 characters each."),
    _("a function holds characters that cannot be shown."),
    _("numbers are counted from 1 up."),
    _("name at least one place, and at most 20."),
    _("it would be over before it begins."),
    _("two years are the longest."),
    _("Renew it when they are over."),
    # entitlements/rules/signed
    _("This entitles to nothing."),
    _("It is not signed with this key, or it was altered."),
    _("It is neither an entitlement nor an answer about one."),
    _("The answer is older than a day, or of a day to come."),
    _("Treat the product as not permitted."),
    # what was not found
    _("entitlement"),
    _("change"),
)
COUNTED: tuple[tuple[str, str], ...] = ()
