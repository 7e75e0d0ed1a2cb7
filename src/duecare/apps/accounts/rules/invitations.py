"""One-time links: how long they live and how their token is kept. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

LIFETIME = timedelta(days=3)
"""Long enough for a weekend, short enough that a forgotten mail is worth nothing."""


def token_hash(token: str) -> str:
    """What is stored instead of the token. The token has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(b"duecare/invitation/1" + token.encode()).hexdigest()


def is_open(expires_at: datetime, used_at: datetime | None, revoked_at: datetime | None, now: datetime) -> bool:
    """True while the link may be used."""
    return used_at is None and revoked_at is None and now < expires_at
