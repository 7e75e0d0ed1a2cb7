"""What listed parties own of a body, read by a program."""

from __future__ import annotations

import pytest
from django.test import Client

from duecare.kernel.actor import Role
from tests.apps.screening.test_owned import WORKS, company, holds, listed_owner
from tests.apps.screening.working import follow
from tests.permissions.signed_in import known

from .calling import call, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
READ = "GET /bodies/{body_id}/owned-by-listed"


def test_the_share_of_a_listed_owner_is_told_with_chain_threshold_and_source() -> None:
    owner, ours = listed_owner(), company("Lantern Systems")
    token = token_for(known(Role.COMPLIANCE_OFFICER))
    assert call(Client(), READ, token, body_id=ours) == (200, [])
    holds(owner, ours, 55)
    follow()
    status, rows = call(Client(), READ, token, body_id=ours)
    assert status == 200 and [row["regime"] for row in rows] == ["us_ofac"]
    assert rows[0]["state"] == "owned" and rows[0]["verified"] is False and rows[0]["source"]  # type: ignore[index]  # JSON
    assert [link["owner"] for link in rows[0]["chain"]] == [WORKS]  # type: ignore[index]  # JSON
