"""What is written about roles says what the rules say."""

from __future__ import annotations

from duecare.apps.accounts.rules.separation import EXCLUSIONS, words
from duecare.kernel.actor import Role
from tests.conftest import REPOSITORY


def test_the_page_names_every_role_and_every_reason() -> None:
    text = (REPOSITORY / "docs" / "explanation" / "roles.md").read_text()
    assert [role for role in Role if f"| {words(role)} |" not in text] == []
    assert [rule for rule in EXCLUSIONS if rule.because not in text] == []


def test_sealed_reporting_is_described_as_absent() -> None:
    assert "Sealed reporting and sealed investigations do not exist yet" in (REPOSITORY / "SECURITY.md").read_text()
