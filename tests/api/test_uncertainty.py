"""How sure a country's band is, and what a method's ranking hangs on, by the interface."""

from __future__ import annotations

import pytest
from django.test import Client

from duecare.apps.risk import queries
from duecare.kernel.actor import Role
from tests.apps.risk.world import held_world
from tests.permissions.signed_in import known

from .calling import BASE, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def headers() -> dict[str, str]:
    held_world()
    return {"Authorization": f"Bearer {token_for(known(Role.ANALYST))}"}


def test_a_country_keeps_the_two_ranges_apart_and_says_which_sets_the_band(
    client: Client, headers: dict[str, str]
) -> None:
    told = client.get(f"{BASE}/countries/THA?method=open-2026&as_of=2024-12-31", headers=headers).json()
    outlook, row = told["outlook"], told["row"]
    assert outlook["statistical"] == row["statistical"] and outlook["missing"] == row["missing"]
    assert outlook["band_set_by"] in ("score", "missing data", "minimum coverage") and outlook["draws"] == 10_000
    assert [share["band"] for share in outlook["shares"]] == ["low", "moderate", "elevated", "high"]
    for kind in ("weights", "errors", "both"):
        assert sum(share[kind] for share in outlook["shares"]) == pytest.approx(1)
    assert outlook["rank"]["low"] <= outlook["rank"]["high"] <= outlook["rank"]["of"]
    assert told["outlook_words"][0].startswith(row["band"].capitalize())


def test_what_the_ranking_hangs_on(client: Client, headers: dict[str, str]) -> None:
    told = client.get(f"{BASE}/methods/open-2026/sensitivity?as_of=2024-12-31", headers=headers).json()
    assert told["method_sha256"] == queries.method("open-2026").sha256
    found = told["sensitivity"]
    assert len(found["dimensions"]) == len(found["dimensions"][0]["correlations"]) == 6
    assert {one["group"] for one in found["alternatives"]} == {"index", "dimension", "scale", "combination", "weights"}
    refused = client.get(f"{BASE}/methods/nine-2026/sensitivity?as_of=2024-12-31", headers=headers)
    assert refused.status_code == 409 and "Nothing was compared" in refused.content.decode()
    assert client.get(f"{BASE}/methods/made-up/sensitivity", headers=headers).status_code == 404
