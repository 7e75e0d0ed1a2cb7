"""What is written about roles says what the rules say."""

from __future__ import annotations

import re

from duecare.apps.accounts.rules.separation import EXCLUSIONS, words
from duecare.kernel.actor import Role
from tests.conftest import REPOSITORY


def test_the_page_names_every_role_and_every_reason() -> None:
    text = (REPOSITORY / "docs" / "explanation" / "roles.md").read_text()
    assert [role for role in Role if f"| {words(role)} |" not in text] == []
    assert [rule for rule in EXCLUSIONS if rule.because not in text] == []


def test_sealed_reporting_promises_no_more_than_is_built() -> None:
    """The words say so as long as a line of the capability page is absent or partial."""
    page = (REPOSITORY / "docs" / "reference" / "capabilities" / "sealed-reporting.md").read_text()
    open_lines = [line for line in page.splitlines() if re.search(r"\| (absent|partial) \|", line)]
    told = "for an installation once the rest\nof that page works" in (REPOSITORY / "SECURITY.md").read_text()
    assert told == bool(open_lines)
