"""The company of the browser journeys: who works there, each at a browser of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from playwright.sync_api import Browser

from duecare.kernel.actor import Role

from .hands import Desk, Joined, join

STAFF = {
    "sales": ("Sol Sales", Role.SALES),
    "officer": ("Ove Officer", Role.COMPLIANCE_OFFICER),
    "second": ("Sia Second", Role.COMPLIANCE_OFFICER),
    "analyst": ("Ana Analyst", Role.ANALYST),
    "counsel": ("Cy Counsel", Role.COUNSEL),
    "maker": ("Mo Maker", Role.PRODUCT_SECURITY),
    "checker": ("Chu Checker", Role.PRODUCT_SECURITY),
    "chair": ("Cha Chair", Role.COMMITTEE_MEMBER, Role.COUNSEL),
    "independent": ("Ida Independent", Role.COMMITTEE_MEMBER),
    "member": ("Mim Member", Role.COMMITTEE_MEMBER, Role.COUNSEL),
    "other": ("Otto Other", Role.COMMITTEE_MEMBER, Role.PRODUCT_SECURITY),
    "auditor": ("Aud Auditor", Role.AUDITOR),
}
MEMBERS = ("chair", "independent", "member", "other")


class Office:
    """The company: everybody's browser, opened when somebody first sits down at it."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.people: dict[str, Joined] = {key: join(*who) for key, who in STAFF.items()}
        self.desks: dict[str, Desk] = {}

    def __getattr__(self, key: str) -> Desk:
        """The desk of somebody, signed in; the independent member reads on a telephone."""
        if key not in STAFF:
            raise AttributeError(key)
        if key not in self.desks:
            narrow = {"viewport": {"width": 390, "height": 800}} if key == "independent" else {}
            self.desks[key] = Desk(self.browser, self.site, self.people[key], **narrow)
        return self.desks[key]

    def actor(self, key: str) -> Any:
        """Somebody as the actions know them."""
        return self.people[key].actor


def owner(office: Office, role: str) -> UUID:
    """The first of this role: whoever verifies is another."""
    return next(one.actor.id for one in office.people.values() if one.actor.has(Role(role)))
