"""A passkey in a real browser: enrolled with a virtual authenticator, then the only thing needed to sign in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from duecare.apps.accounts import actions
from duecare.apps.audit.queries import Filter, entries
from duecare.kernel.actor import SYSTEM, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHRASE, SECRET = "a long enough phrase 7", pyotp.random_base32()
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A browser tab with cookies of its own."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()


def test_enrol_a_passkey_and_sign_in_with_it_alone(tab: Page, live_server: Any) -> None:
    cache.clear()
    actions.create_ready_person(
        by=SYSTEM, name="Pia", email="pia@example.test", password=PHRASE, roles=[Role.COUNSEL], totp_secret=SECRET
    )
    site = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    faults: list[str] = []
    tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)

    tab.goto(site + reverse("account_login"))
    tab.locator("input[name=login]").fill("pia@example.test")
    tab.locator("input[name=password]").fill(PHRASE)
    tab.locator("form:has(input[name=password]) button[type=submit]").first.click()
    tab.locator("input[name=code]").fill(pyotp.TOTP(SECRET).now())
    tab.locator("form:has(input[name=code]) button[type=submit]").first.click()
    tab.wait_for_url(site + "/")

    devices = tab.context.new_cdp_session(tab)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    tab.goto(site + reverse("mfa_add_webauthn"))
    tab.locator("input[name=name]").fill("Laptop")
    tab.locator("input[name=passwordless]").check()
    tab.locator("#mfa_webauthn_add").click()
    expect(tab).not_to_have_url(site + reverse("mfa_add_webauthn"))

    tab.goto(site + reverse("account_logout"))
    tab.locator(f"form[action='{reverse('account_logout')}'] button[type=submit]").last.click()
    tab.goto(site + reverse("account_login"))
    tab.locator("#passkey_login").click()
    tab.wait_for_url(site + "/")
    assert faults == []
    last = entries(Filter(act="sign_in.open"))[0]
    assert last.actor == "Pia" and last.facts["methods"] == ["webauthn"]
    added = [row.facts["factor"] for row in entries(Filter(act="sign_in.add_factor"))]
    assert added == ["recovery_codes", "webauthn"]  # the first factor one adds brings codes for the day it is lost
