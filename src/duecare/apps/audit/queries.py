"""Reading the log: sentences, filters, and the proof that nothing was changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from uuid import UUID

from django.db.models import F, Max, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from duecare.adapters import chain_store, clock
from duecare.adapters.as_text import as_text
from duecare.adapters.home import audit_key, checkpoint_file
from duecare.kernel.canonical import JSON
from duecare.kernel.chain import GENESIS, Stored

from .models import Entry, Head, LastLook, PersonalValue
from .rules.entries import personal_hash
from .rules.reading import BATCH
from .rules.verifying import Anchor, Report, verify


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as read: `personal` lacks what was erased."""

    seq: int
    at: datetime
    act: str
    actor_id: UUID
    actor: str
    roles: tuple[str, ...]
    about_kind: str
    about_id: UUID
    label: str
    customer_id: UUID | None
    facts: Mapping[str, JSON]
    personal: Mapping[str, str]
    head: str


A_WRITE = timedelta(minutes=1)
"""A checkpoint follows its entry within moments; one that has not come after this long did not come."""


WRITES_AT_ONCE = 20
"""More entries than this are never between their commit and their checkpoint at the same moment."""


@dataclass(frozen=True, slots=True)
class End:
    """Where the log ends."""

    seq: int
    head: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lag:
    """The newest checkpoint names entry `named`, the log ends at entry `end`."""

    named: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show; None means any."""

    act: str | None = None
    actor_id: UUID | None = None
    about_id: UUID | None = None
    customer_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before_seq: int | None = None
    after_seq: int | None = None
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to a thing since a person last looked.

    Attributes:
        about_id: the thing, or the customer.
        seq: where the chain ends now; handing it to `look` says "seen".
        rows: newest first.
        more: True when there are further ones.
        first_time: True when the person never looked before; then `rows` is the latest.
    """

    about_id: UUID
    seq: int
    rows: tuple[EntryRow, ...]
    more: bool
    first_time: bool


def entries(wanted: Filter = Filter(), limit: int = 100) -> tuple[EntryRow, ...]:
    """Newest first; page on with `before_seq`.

    Between days the order is that of time, so that the index on time serves it: at a million
    entries a page of the first month costs what the newest page costs.
    """
    rows = _filtered(wanted).prefetch_related(
        Prefetch("personal", PersonalValue.objects.only("entry_id", "key", "value"))
    )
    return tuple(_row(entry) for entry in rows.order_by(*_order(wanted))[:limit])


def count(wanted: Filter = Filter()) -> int:
    """How many entries fit."""
    return _filtered(wanted).count()


def feed(after: int, acts: frozenset[str], limit: int = 500) -> tuple[EntryRow, ...]:
    """Entries after `after` with one of these acts, oldest first: how an app reacts to another."""
    rows = Entry.objects.filter(seq__gt=after, act__in=acts).prefetch_related("personal").order_by("seq")[:limit]
    return tuple(_row(entry) for entry in rows)


def head() -> tuple[int, str] | None:
    """(seq, head) of the chain's end, or None while it is empty."""
    found = Head.objects.filter(id=1).values_list("seq", "head").first()
    return (found[0], found[1]) if found else None


def last_look(person_id: UUID, about_id: UUID) -> int:
    """The entry up to which this person has read about this thing; 0 if never."""
    found = LastLook.objects.filter(person_id=person_id, about_id=about_id).values_list("seq", flat=True).first()
    return found or 0


def since_last_look(
    person_id: UUID, about_id: UUID, *, customer: bool = False, without_own: bool = True, limit: int = 20
) -> Changes:
    """Entries about a thing (or everything of a customer) after this person's bookmark.

    Args:
        without_own: leave out what the person did themselves; they know.
    """
    bookmark = LastLook.objects.filter(person_id=person_id, about_id=about_id).values("seq")[:1]
    end = Head.objects.filter(id=1).values("seq")[:1]
    rows = _filtered(Filter(customer_id=about_id) if customer else Filter(about_id=about_id))
    # Bookmark and end come with the entries: a page that shows them asks once for all three.
    rows = rows.annotate(looked=Coalesce(Subquery(bookmark), 0), end=Subquery(end)).filter(seq__gt=F("looked"))
    if without_own:
        rows = rows.exclude(actor_id=person_id)
    met = list(rows.prefetch_related("personal").order_by("-seq")[: limit + 1])
    if not met:
        here = head()
        return Changes(about_id, here[0] if here else 0, (), False, last_look(person_id, about_id) == 0)
    found = tuple(_row(entry) for entry in met[:limit])
    return Changes(about_id, met[0].end, found, len(met) > limit, met[0].looked == 0)


def latest_acts(actor_ids: frozenset[UUID]) -> Mapping[tuple[UUID, str], datetime]:
    """When each of these persons last did each act."""
    rows = Entry.objects.filter(actor_id__in=actor_ids).values_list("actor_id", "act").annotate(last=Max("at"))
    return {(actor_id, act): last for actor_id, act, last in rows}


def done_about(wanted: Collection[str], *kinds: str) -> Iterator[tuple[str, str, str, str]]:
    """(person, customer or thing, act, when) of everything on record that was done for one of these customers, or with
    one of these things of one of these kinds while it had no customer.

    Whoever asks about whom, the statement is the same and reads all there is: it tells nobody which customer or person
    is looked at. Ids and moments are text (`adapters/as_text`), wanted ones too.
    """
    rows = Entry.objects.filter(Q(customer_id__isnull=False) | Q(about_kind__in=sorted(kinds))).order_by()
    columns = (as_text("actor_id"), as_text(Coalesce("customer_id", "about_id")), "act", as_text("at"))
    for row in rows.values_list(*columns).iterator(chunk_size=5000):
        if row[1] in wanted:
            yield row


def walk(wanted: Filter = Filter(), step: int = 1000) -> Iterator[EntryRow]:
    """Every entry that fits, newest first, a page at a time: constant memory at any length."""
    before = wanted.before_seq
    while page := entries(replace(wanted, before_seq=before), step):
        yield from page
        before = page[-1].seq


def stored(after: int = 0) -> Iterator[Stored]:
    """The chain in order, as stored, from the entry after `after` on."""
    rows = Entry.objects.filter(seq__gt=after).order_by("seq").values_list("seq", "body", "previous", "head")
    for row in rows.iterator(chunk_size=2000):
        yield Stored(row[0], row[1].encode(), row[2], row[3])


def prove(checkpoints: Path | None = None, newest: int | None = None) -> Report:
    """Verify the chain against the signed checkpoints (the home's own file unless given).

    Args:
        newest: only about this many entries from the end, in bounded time; the report says where it began.
    """
    key = audit_key().public.hex()
    after = _begin(newest)
    file = checkpoints or checkpoint_file()
    read = tuple(chain_store.read(file, newest if after[0] else None))
    anchors = [Anchor(c.seq, c.head, c.key == key and c.signed_by_itself()) for c in read if c.seq >= after[0]]
    return verify(
        stored(after[0]),
        anchors,
        chain(disagreements(after[0]), _unsigned(file.name, bool(read), alone=checkpoints is None)),
        after,
    )


def _unsigned(file: str, signed: bool, *, alone: bool) -> Iterator[str]:
    """A log of which nothing outside the database names an end: a missing file must not read like a sound one.

    Args:
        alone: the very first entry may stand without one: the home's own checkpoint is written after the commit.
    """
    if not signed and Entry.objects.filter(seq__gt=1 if alone else 0).exists():
        yield f"{file} holds no checkpoint: nothing outside the database says where this log ends"


def _begin(newest: int | None) -> tuple[int, str]:
    """(seq, head) of the entry before the `newest` ones; the chain's beginning when there are no more than those."""
    end = head()
    if newest is None or end is None or end[0] <= newest:
        return 0, GENESIS
    found = Entry.objects.filter(seq=end[0] - newest).values_list("seq", "head").first()
    return (found[0], found[1]) if found else (0, GENESIS)  # a gap just there: read everything


def newest() -> End | None:
    """The newest entry, or None while there is none."""
    found = Entry.objects.order_by("-seq").values_list("seq", "head", "at").first()
    return End(*found) if found else None


def lag(end: End | None) -> Lag | None:
    """How far the newest checkpoint is behind the newest entry, when writes under way do not explain it."""
    if end is None or (named := chain_store.last_seq(checkpoint_file())) >= end.seq:
        return None
    explained = end.seq - named <= WRITES_AT_ONCE and clock.now() - end.at <= A_WRITE
    return None if explained else Lag(named, end.seq)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An entry that holds a day's batch: position, moment of entry, the day, head of the chain behind it."""

    seq: int
    at: datetime
    day: str
    head: str


def batch_with(leaf: bytes) -> BatchRow | None:
    """Where a hash entered the chain, or None: it waits, or it stands for nothing that was written here."""
    rows = Entry.objects.filter(act=BATCH.code, body__contains=f'"{leaf.hex()}"').order_by("seq")
    for entry in rows:
        facts = json.loads(entry.body)["facts"]
        if leaf.hex() in facts["hashes"]:
            return BatchRow(entry.seq, entry.at, facts["day"], entry.head)
    return None


def disagreements(after: int = 0) -> Iterator[str]:
    """Columns that no longer say what the signed body says, and personal values that fit no hash."""
    rows = Entry.objects.filter(seq__gt=after).order_by("seq").prefetch_related("personal")
    for entry in rows.iterator(chunk_size=500):
        yield from _disagreements(entry)


def _disagreements(entry: Entry) -> Iterator[str]:
    try:
        body = json.loads(entry.body)
        told = (body["seq"], body["act"], body["by"]["id"], body["about"]["kind"], body["about"]["id"], body["at"])
        customer, hashes = body["about"]["customer"], body["personal"]
    except (ValueError, KeyError, TypeError):
        yield f"entry {entry.seq} cannot be read"
        return
    columns = (
        entry.seq,
        entry.act,
        str(entry.actor_id),
        entry.about_kind,
        str(entry.about_id),
        entry.at.isoformat(timespec="microseconds"),
    )
    if told != columns or customer != (str(entry.customer_id) if entry.customer_id else None):
        yield f"entry {entry.seq}: its columns no longer agree with its body"
    for value in entry.personal.all():
        if hashes.get(value.key) != personal_hash(bytes(value.salt), value.value):
            yield f"entry {entry.seq}: the value kept for “{value.key}” is not the one recorded"


def _order(wanted: Filter) -> tuple[str, ...]:
    return ("-seq",) if wanted.since is None and wanted.until is None else ("-at", "-seq")


def _before(wanted: Filter, seq: int) -> Q:
    """What comes after entry `seq` in the order of `_order`."""
    if len(_order(wanted)) == 1:
        return Q(seq__lt=seq)
    at = Entry.objects.filter(seq=seq).values_list("at", flat=True).first()
    if at is None:  # beyond the end, as the export asks: nothing is left out
        return Q(seq__lt=seq)
    return Q(at__lte=at) & (Q(at__lt=at) | Q(seq__lt=seq))


def _filtered(wanted: Filter) -> QuerySet[Entry]:
    rows = Entry.objects.all()
    exact = {
        "act": wanted.act,
        "actor_id": wanted.actor_id,
        "about_id": wanted.about_id,
        "customer_id": wanted.customer_id,
    }
    rows = rows.filter(**{key: value for key, value in exact.items() if value is not None})
    bounds = {"at__gte": wanted.since, "at__lt": wanted.until, "seq__gt": wanted.after_seq}
    if wanted.before_seq is not None:
        rows = rows.filter(_before(wanted, wanted.before_seq))
    if wanted.kinds is not None:
        rows = rows.filter(about_kind__in=wanted.kinds)
    return rows.filter(**{key: value for key, value in bounds.items() if value is not None})


def _row(entry: Entry) -> EntryRow:
    body = json.loads(entry.body)
    personal = {value.key: value.value for value in entry.personal.all()}
    return EntryRow(
        seq=entry.seq,
        at=entry.at,
        act=entry.act,
        actor_id=entry.actor_id,
        actor=personal.get("actor", "an erased person"),
        roles=tuple(body["by"]["roles"]),
        about_kind=entry.about_kind,
        about_id=entry.about_id,
        label=body["about"]["label"],
        customer_id=entry.customer_id,
        facts=body["facts"],
        personal=personal,
        head=entry.head,
    )
