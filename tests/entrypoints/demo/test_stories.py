"""The stories as written: everybody and every agency invented, every name they use known."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from duecare.entrypoints.demo.deals import STAGES
from duecare.entrypoints.demo.deciding import REASONS
from duecare.entrypoints.demo.people import code_now, credentials, email, totp_secret
from duecare.entrypoints.demo.reading import folder, number, pairs, part, parts, word, words
from duecare.kernel.actor import Role

DEALS = folder("deals")


def test_every_role_has_somebody_to_sign_in_as() -> None:
    held = {role for person in folder("people") for role in words(person, "roles")}
    assert held == {role.value for role in Role}
    said = credentials()
    for person in folder("people"):
        line = next(line for line in said.splitlines() if email(person) in line)
        assert word(person, "password") in line and totp_secret(person) in line


def test_addresses_are_in_a_domain_that_nobody_can_own() -> None:
    assert all(email(person).endswith(".example") for person in folder("people"))


def test_codes_are_those_an_authenticator_shows() -> None:
    """Vectors of RFC 6238, appendix B, last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for second, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert code_now(secret, datetime.fromtimestamp(second, UTC)) == code


def test_every_agency_and_company_says_that_it_is_invented() -> None:
    names = [word(body, "name") for deal in DEALS for body in parts(deal, "bodies")]
    assert names and [name for name in names if not name.endswith("(fiction)")] == []


def test_about_forty_customers_on_every_continent_at_every_stage() -> None:
    users = {word(part(deal, "roles"), "using") for deal in DEALS}
    assert 40 <= len(users) <= 50
    places = {word(part(deal, "deal"), "place") for deal in DEALS}
    assert len(places) >= 40 and {"DEU", "KEN", "JPN", "BRA", "USA", "NZL"} <= places
    assert {word(deal, "until") for deal in DEALS} >= set(STAGES) - {"decided"}


@pytest.mark.parametrize("deal", DEALS, ids=lambda deal: word(deal, "code"))
def test_every_name_a_story_uses_is_known(deal: dict[str, str]) -> None:
    entered = {
        word(body, "key") for one in DEALS if number(one, "began") >= number(deal, "began")
        for body in parts(one, "bodies")
    }  # fmt: skip
    used = {key for role in part(deal, "roles") for key in words(part(deal, "roles"), role)}
    assert used <= entered
    assert word(part(deal, "deal"), "product") in {word(product, "code") for product in folder("products")}
    people = {word(person, "code") for person in folder("people")}
    assert {word(deal, "owner")} <= people
    for person, choice in pairs(part(deal, "decision"), "votes"):
        assert person in people and choice in (*REASONS, "recused")
