"""An investigation, read from its case by one of the members."""

from __future__ import annotations

from duecare.apps.intake.queries.opening import Case, read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.work import of_inquiry
from duecare.apps.investigations.queries.rubrics import every_rubric
from duecare.apps.investigations.rules.inquiry import inquiry
from duecare.apps.investigations.rules.state import Inquiry


def investigation(site: Site, case: Case) -> Inquiry:
    """As it stands today.

    Raises:
        NotHeld: the work is not open to this member.
    """
    return with_head(site, case)[0]


def with_head(site: Site, case: Case) -> tuple[Inquiry, bytes]:
    """The same, and the head of the compartment that was read: what is decided on it is written upon it."""
    found = read(site, case, Compartment.WORK)
    every = (entry for _, entry in found.entries)
    persons = {one.fingerprint: one.record.person for one in site.directory.every}
    return inquiry((one for one in every if of_inquiry(one)), persons, site.today, every_rubric()), found.walk.head
