"""The pages of screening side by side, as every one of them shows them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from duecare.kernel.actor import Actor, Role

from .customer_shown import Tab
from .guard import EVERYONE

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR, Role.SALES}))


def screening_tabs(actor: Actor, here: str) -> tuple[Tab, ...]:
    """Those this person may open; anybody may compare two names."""
    found = (
        ("hits", _("Hits")), ("denied_lists", _("Lists")), ("screening_runs", _("Runs")),
        ("samples", _("Samples")), ("outside_results", _("Results from elsewhere")),
        ("name_search", _("Search the lists")), ("two_names", _("Compare two names")),
    )  # fmt: skip
    return tuple(
        Tab(title, reverse(name), name == here) for name, title in found if name == "two_names" or actor.has(*READ)
    )
