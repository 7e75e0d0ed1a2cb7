"""Operations: one's own API tokens. Only in a session confirmed within the hour: a token makes no tokens."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from duecare.apps.accounts import actions, queries
from duecare.apps.accounts.actions import Issued
from duecare.apps.accounts.queries import TokenRow
from duecare.kernel.actor import Role

from .door import EVERYONE, acting, opens_to
from .shapes import WHOLE, Given, Line

router = Router(tags=["tokens"])


class TokenGiven(Given):
    """A name to know it by, some of one's own roles, and for how many days."""

    name: Line
    roles: Annotated[list[Role], Field(max_length=len(Role))]
    days: Annotated[int, Field(ge=1, le=366), WHOLE]


@router.get("/tokens", response=list[TokenRow], auth=opens_to(*EVERYONE, fresh=True))
def list_tokens(request: HttpRequest) -> list[TokenRow]:
    """One's own tokens that are not revoked."""
    return list(queries.tokens_of(acting(request).id))


@router.post("/tokens", response={201: Issued}, auth=opens_to(*EVERYONE, fresh=True))
def issue_token(request: HttpRequest, given: TokenGiven) -> Status[Issued]:
    """Issue a token. It is told here once and stored nowhere."""
    roles = tuple(given.roles)
    return Status(201, actions.issue_token(by=acting(request), name=given.name, roles=roles, days=given.days))


@router.post("/tokens/{token_id}/revoke", response={204: None}, auth=opens_to(*EVERYONE, fresh=True))
def revoke_token(request: HttpRequest, token_id: UUID) -> Status[None]:
    """Revoke one's own token; an administrator may revoke anybody's."""
    actions.revoke_token(by=acting(request), token_id=token_id)
    return Status(204, None)
