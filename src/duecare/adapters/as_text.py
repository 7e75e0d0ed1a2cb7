"""Whole tables read as text: ids and moments stay as the database writes them until somebody needs one.

Whoever reads a million rows to pick a few would otherwise wait for a million ids and moments to be made.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast


def as_text(column: str | Combinable) -> Cast:
    """A column of ids or moments as text. Text of one database compares with text of the same database alone."""
    return Cast(F(column) if isinstance(column, str) else column, CharField())


def id_as_text(key: UUID) -> str:
    """As this database writes an id: with dashes where it knows ids, without where they are text to it."""
    return str(key) if connection.features.has_native_uuid_field else key.hex


def moment(text: str) -> datetime:
    """The moment that `as_text` gave; a database without time zones keeps UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
