"""The log of a multiplied company: the entries of the one that was built, told again and chained as real ones.

A whole copy repeats every entry about its customers; a thin one those in `TOLD`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .multiplying import Copy, Ids, moved_id

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

TOLD = frozenset({"customer.register", "opportunity.open", "opportunity.file", "decision.close"})
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
WHEN = re.compile(r'"at":"[^"]*"')
PLACE = re.compile(r'"seq":\d+,"v":1\}$')
BATCH = 20_000
ENTRY = ("seq", "at", "act", "actor_id", "about_kind", "about_id", "customer_id", "body", "previous", "head")
VALUE = ("entry_id", "key", "salt", "value")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the company as built, its text open where a copy's differs."""

    seq: int
    act: str
    actor: UUID
    about_kind: str
    about: UUID
    customer: UUID | None
    body: str
    personal: tuple[tuple[str, bytes, str], ...]


def repeat(connection: BaseDatabaseWrapper, all_copies: list[Copy], ids: Ids) -> int:
    """Append the entries of all copies; returns how many there are then."""
    from duecare.apps.audit.models import Entry, Head
    from duecare.kernel.chain import link

    held = _told(ids)
    end = Head.objects.get(id=1)
    seq, head = end.seq, end.head
    at: datetime = Entry.objects.get(seq=seq).at
    entries: list[tuple[object, ...]] = []
    values: list[tuple[object, ...]] = []
    for copy in all_copies:
        for one in held if copy.whole else [one for one in held if one.act in TOLD]:
            seq, at, previous = seq + 1, at + timedelta(microseconds=1), head
            text = _text(one, seq, at, copy, ids)
            head = link(previous, text.encode())
            actor, about = moved_id(one.actor, ids, copy), moved_id(one.about, ids, copy)
            customer = moved_id(one.customer, ids, copy) if one.customer else None
            entries.append((seq, at, one.act, actor, one.about_kind, about, customer, text, previous, head))
            values += [(seq, *personal) for personal in one.personal]
        if len(entries) > BATCH or copy is all_copies[-1]:
            write(connection, "audit_entry", ENTRY, entries)
            write(connection, "audit_personalvalue", VALUE, values)
            entries, values = [], []
    end.seq, end.head = seq, head
    end.save()
    return seq


def _told(ids: Ids) -> list[Told]:
    """Entries about things that are copied, oldest first."""
    from duecare.apps.audit.models import Entry, PersonalValue

    personal: dict[int, list[tuple[str, bytes, str]]] = {}
    for seq, key, salt, said in PersonalValue.objects.values_list("entry_id", "key", "salt", "value"):
        personal.setdefault(seq, []).append((key, bytes(salt), said))
    return [
        Told(
            row.seq, row.act, row.actor_id, row.about_kind, row.about_id, row.customer_id, row.body,
            tuple(personal.get(row.seq, ())),
        )
        for row in Entry.objects.order_by("seq")
        if row.about_id in ids.copied
    ]  # fmt: skip


def _text(one: Told, seq: int, at: datetime, copy: Copy, ids: Ids) -> str:
    """Canonical still: only ids, the moment (the first of the text) and the place (its end) differ."""
    moved = ID.sub(lambda found: str(moved_id(UUID(found[0]), ids, copy)), one.body)
    moved = WHEN.sub(f'"at":"{at.isoformat(timespec="microseconds")}"', moved, count=1)
    return PLACE.sub(f'"seq":{seq},"v":1}}', moved)


def write(
    connection: BaseDatabaseWrapper, table: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    """Many rows at once, past the models: COPY on PostgreSQL, one prepared statement on SQLite."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'copy "{table}" ({names}) from stdin') as out:
                for row in rows:
                    out.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f'insert into "{table}" ({names}) values ({marks})', [tuple(_plain(one) for one in row) for row in rows]
        )


def _plain(value: Any) -> Any:
    """As Django keeps it on SQLite."""
    if isinstance(value, UUID):
        return value.hex
    return str(value.replace(tzinfo=None)) if isinstance(value, datetime) else value


def chain_holds() -> Iterator[str]:
    """What is wrong with the chain: nothing, one hopes."""
    from duecare.apps.audit.models import Entry
    from duecare.kernel.chain import Stored, faults

    rows = Entry.objects.order_by("seq").values_list("seq", "body", "previous", "head").iterator()
    return (
        fault.says for fault in faults(Stored(seq, body.encode(), previous, head) for seq, body, previous, head in rows)
    )
