"""Examples of the addresses of entitlements, open to the one who asks."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from duecare.kernel.actor import Actor
from tests.apps.entitlements.issued import asked, issued, proposed

from .deal_objects import filed

Maker = Callable[[Actor | None], object]


def _issued(actor: Actor | None) -> UUID:
    return issued(filed(actor).id)


MAKERS: dict[str, Maker] = {
    "entitlement_id": _issued,
    "entitlement_answer.entitlement_id": lambda actor: proposed(filed(actor).id),
    "entitlement_new.deployment_id": lambda actor: filed(actor).deployments[0].id,
    "change": lambda actor: "suspend",
    "change_id": lambda actor: asked(_issued(actor)),
}
