"""Somebody of the staff at a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House
from tests.permissions.signed_in import sign_in

COOKIE = "__Host-vault"


UNNAMED = dict.fromkeys(("persons", "customers", "decisions"), "unnamed") | dict.fromkeys(
    ("persons_text", "customers_text", "decisions_text"), "The report names nobody."
)
"""What a conflict check says of a report that names nobody with whom to compare."""


@dataclass
class Browser:
    """One person in one session."""

    house: House
    client: Client = field(default_factory=Client)

    @classmethod
    def of(cls, house: House, *roles: Role, name: str) -> Browser:
        made = cls(house)
        sign_in(made.client, *(roles or (Role.COUNSEL,)), name=name)
        return made

    def unlock(self, person: bytes | None = None, words: str = "") -> Browser:
        """Open the vault; its number is typed the first time."""
        data = {"words": words or self.house.phrase, **({"number": person.hex()[:8]} if person else {})}
        answer = self.client.post("/sealed/unlock/", data)
        assert answer.status_code == 302, answer.content.decode()
        return self

    def page(self, url: str = "/sealed/") -> str:
        answer = self.client.get(url)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def cases(self) -> list[str]:
        """Addresses of the cases in the inbox."""
        return list(dict.fromkeys(re.findall(r'href="(/sealed/cases/[0-9a-f]{16}/)"', self.page())))

    def do(self, case: str, step: str, **data: Any) -> Any:
        """Send one of the case's forms; what stands hidden in it goes along."""
        page = self.page(f"{case}examine/" if step == "examine" else case)
        form = page.partition(f'action="{case}{step}/"')[2].partition("</form>")[0]
        if step == "examine":
            data = {**UNNAMED, **data}
        for name, value in re.findall(r'type="hidden" name="(seen|shown)" value="(\w+)"', form):
            data.setdefault(name, value)
        return self.client.post(f"{case}{step}/", data)
