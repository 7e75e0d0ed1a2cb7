"""Call operations as somebody, without a body unless one is given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from django.test import Client
from ninja.operation import Operation

from duecare.apps.accounts.actions import issue_token
from duecare.entrypoints.api.routes import api
from duecare.kernel.actor import Actor, Role
from duecare.kernel.ids import new_id

BASE = "/api/v1"
JSON_TYPES = ("application/json", "application/json; charset=utf-8", "application/problem+json")


def operations() -> Iterator[tuple[str, Operation]]:
    """Every operation as "METHOD /path", from the routers themselves, described or not."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield f"{method} {path}", operation


def address(path: str, **known: object) -> str:
    """The path with an id for every parameter: the known one, or one of nothing."""
    return BASE + re.sub(r"{(\w+)}", lambda found: str(known.get(found[1], new_id())), path)


def call(client: Client, name: str, token: str = "", body: object = None, **known: object) -> tuple[int, dict]:  # type: ignore[type-arg]  # JSON
    """(status, JSON) of one call; {} where the answer has no JSON."""
    method, path = name.split()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = {} if body is None else body
    response = client.generic(
        method,
        address(path, **known),
        b"" if method == "GET" else json.dumps(data, default=str),
        content_type="application/json",
        headers=headers,
    )
    kind = response.get("Content-Type", "")
    told = json.loads(response.content) if kind in JSON_TYPES and response.content else {}
    return response.status_code, told


def token_for(actor: Actor, *roles: Role) -> str:
    """A token of this person, good for a day."""
    return issue_token(by=actor, name=f"test {new_id()}", roles=roles or tuple(actor.roles), days=1).token
