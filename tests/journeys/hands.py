"""People at their browsers: each signs in with password and code, fills in forms and presses buttons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pyotp
from django.urls import reverse
from playwright.sync_api import Browser, Page

from duecare.apps.accounts import actions, queries
from duecare.kernel.actor import SYSTEM, Actor, Role

PHRASE = "a long enough phrase 7"
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e); return {
    name: e.name || '', value: e.type === 'radio' ? e.value : '', submit: e.matches('main button[type=submit]'),
    shown: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, html: e.outerHTML.slice(0, 100)} }"""


@dataclass(frozen=True)
class Joined:
    """Somebody of the company, with what they type to sign in."""

    actor: Actor
    email: str
    secret: str


def join(name: str, *roles: Role) -> Joined:
    """A person who chose a password and set up an authenticator."""
    secret, email = pyotp.random_base32(), f"{name.split()[0].lower()}@example.test"
    made = actions.create_ready_person(
        by=SYSTEM, name=name, email=email, password=PHRASE, roles=roles, totp_secret=secret
    )
    actor = queries.actor_of(made)
    assert actor is not None
    return Joined(actor, email, secret)


class Desk:
    """One person's browser."""

    def __init__(self, browser: Browser, site: str, who: Joined | None = None, **options: Any) -> None:
        self.site, self.who, self.faults = site, who, list[str]()
        self.context = browser.new_context(reduced_motion="reduce", **options)
        self.page = self.tab()
        if who:
            self._sign_in(who)

    def tab(self) -> Page:
        """One more tab of the same browser."""
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    @property
    def actor(self) -> Actor:
        """Who sits here."""
        assert self.who is not None
        return self.who.actor

    def go(self, route: str, *keys: object) -> Desk:
        """Open a page by its route."""
        self.page.goto(self.site + reverse(route, args=keys))
        return self

    def write(self, form: str = "main", /, **fields: Any) -> Desk:
        """Fill in fields by name, as a mouse and a keyboard would."""
        for name, value in fields.items():
            found = self.page.locator(f"{form} [name='{name}']:not([type=hidden])")
            kind = found.first.evaluate("e => e.type")
            if kind in ("radio", "checkbox"):
                for one in value if isinstance(value, tuple) else (value,):
                    boxes = found.and_(self.page.locator(f"[value='{one}']")) if one is not True else found
                    boxes.first.check()
            elif kind == "select-one":
                found.select_option(str(value))
            elif kind == "file":
                found.set_input_files(value if isinstance(value, Path) else [value])
            else:
                found.fill(str(value))
        return self

    def send(self, button: str = "main form.stack .buttons button[type=submit]") -> str:
        """Press the form's button and return what the next page says."""
        with self.page.expect_navigation():
            self.page.locator(button).last.click()
        return self.text()

    def press(self, label: str) -> str:
        """Press a button or link of the page by its words."""
        found = self.page.locator("main").locator(f"button:has-text('{label}'), a.btn:has-text('{label}')")
        with self.page.expect_navigation():
            found.first.click()
        return self.text()

    def text(self) -> str:
        """What the page says, without the frame around it."""
        return self.page.locator("main").inner_text()

    def alert(self) -> str:
        """What the page says went wrong; it has the focus, so that a screen reader says it first."""
        box = self.page.locator("[role=alert]").first
        said = box.inner_text()
        assert box.evaluate("e => e === document.activeElement"), "the summary of errors has the focus"
        return said

    def id_of_page(self) -> UUID:
        """The object that the address names."""
        return UUID(next(part for part in self.page.url.split("/") if len(part) == 36))

    def by_keyboard(self, **fields: str) -> str:
        """Fill in radios and texts and send, with Tab, Space and Enter alone; every focus on the way shows."""
        self.page.locator("#main").focus()
        left = dict(fields)
        for _press in range(80):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(FOCUS)
            assert here["shown"], f"no visible focus: {here['html']}"
            if here["name"] in left:
                wanted = left.pop(here["name"])
                if here["value"]:
                    self._to_choice(here["name"], wanted)
                else:
                    self.page.keyboard.type(wanted)
            elif here["submit"]:
                assert not left, f"never reached by Tab: {left}"
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return self.text()
        raise AssertionError("the form's button was never reached by Tab")

    def close(self) -> list[str]:
        """Errors of scripts while it was open."""
        self.context.close()
        return self.faults

    def _to_choice(self, name: str, wanted: str) -> None:
        self.page.keyboard.press("Space")
        for _press in range(12):
            here = self.page.evaluate("document.activeElement.value")
            if here == wanted:
                assert self.page.evaluate("document.activeElement.checked")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {name}={wanted}")

    def _sign_in(self, who: Joined) -> None:
        self.page.goto(self.site + "/")
        self.page.locator("input[name=login]").fill(who.email)
        self.page.locator("input[name=password]").fill(PHRASE)
        self.page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        self.page.locator("input[name=code]").fill(pyotp.TOTP(who.secret).now())
        self.page.locator("form:has(input[name=code]) button[type=submit]").first.click()
        self.page.wait_for_url(self.site + "/")
