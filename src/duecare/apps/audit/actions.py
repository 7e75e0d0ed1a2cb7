"""The one decorator through which everything is written.

One action is one function, one transaction and one audit entry. The entry is part of the return
value, so a write function that records nothing does not type-check and fails when called.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import partial, wraps
from typing import Generic, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from duecare.adapters import chain_store, clock
from duecare.adapters.home import audit_key, checkpoint_file
from duecare.adapters.storage_faults import told
from duecare.adapters.stored_files import Strays
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.chain import GENESIS, link
from duecare.kernel.errors import Conflict, DuecareError
from duecare.kernel.ids import new_id

from .models import Entry, Head, LastLook, Outbox, PersonalValue
from .rules.acts import Act
from .rules.entries import Job, Subject, body_of, personal_hash
from .rules.reading import BATCH, EXPORT, LOG_ID, SWEEP, VERIFY
from .rules.verifying import Report

_LOG = logging.getLogger(__name__)
_UNDER_WAY: ContextVar[bool] = ContextVar("duecare_action_under_way", default=False)

T = TypeVar("T")
P = ParamSpec("P")

REGISTERED: dict[str, Callable[..., object]] = {}
"""Every action by its path, for the generated fault tests and the reference pages."""


@dataclass(frozen=True, slots=True)
class Recorded(Generic[T]):
    """What an action returns: its result, and the entry that says what was done.

    Attributes:
        result: handed on to the caller.
        about: the thing acted on.
        facts: what changed, JSON, without personal data.
        personal: personal values the sentence needs; kept erasable beside the chain.
        jobs: work promised in the same transaction.
    """

    result: T
    about: Subject
    facts: Mapping[str, JSON] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    jobs: tuple[Job, ...] = ()


def action(what: Act) -> Callable[[Callable[P, Recorded[T]]], Callable[P, T]]:
    """Turn a write function into an action: policy, transaction, entry, outbox, checkpoint.

    The function takes keyword arguments only, `by` among them. Actions may call actions of lower
    apps; each writes its own entry and all stand or fall together.

    Raises (when called):
        Denied: the actor's roles do not permit the act.
        NoRoom, Busy: disk or database refused; nothing was changed.
    """

    def wrap(write: Callable[P, Recorded[T]]) -> Callable[P, T]:
        @wraps(write)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            by = kwargs.get("by")
            if args or not isinstance(by, Actor):
                raise TypeError(f"{write.__name__} takes keyword arguments only, with by=Actor")
            what.check(by)
            with told(), _one_checkpoint() as outermost, transaction.atomic():
                recorded = write(*args, **kwargs)
                end = _append(what, by, recorded)
                if outermost:  # an action within another one stands or falls with it, and comes before it in the chain
                    transaction.on_commit(partial(_checkpoint, *end))
            return recorded.result

        REGISTERED[f"{write.__module__}.{write.__qualname__}"] = run
        run.act = what  # type: ignore[attr-defined]  # read by the reference pages and the tests
        return run

    return wrap


def acts() -> Mapping[str, Act]:
    """Every act by its code, of every app whose actions are loaded."""
    found = (run.act for run in REGISTERED.values())  # type: ignore[attr-defined]  # set by `action`
    return {act.code: act for act in found}


@contextmanager
def _one_checkpoint() -> Iterator[bool]:
    """True for an action that no other one called: it alone signs the end of the chain, once."""
    outermost = not _UNDER_WAY.get()
    token = _UNDER_WAY.set(True)
    try:
        yield outermost
    finally:
        _UNDER_WAY.reset(token)


def _append(what: Act, by: Actor, recorded: Recorded[T]) -> tuple[int, str, str]:
    """Append one entry; the head row's lock makes appenders wait for each other. Returns (seq, head, at)."""
    head = _lock_head()
    seq, at = head.seq + 1, clock.now()
    personal = {"actor": by.name, **recorded.personal}
    salts = {key: secrets.token_bytes(16) for key in personal}
    hashes = {key: personal_hash(salts[key], value) for key, value in personal.items()}
    body = body_of(seq=seq, at=at, code=what.code, by=by, about=recorded.about, facts=recorded.facts, hashes=hashes)
    entry = Entry.objects.create(
        seq=seq,
        at=at,
        act=what.code,
        actor_id=by.id,
        about_kind=recorded.about.kind,
        about_id=recorded.about.id,
        customer_id=recorded.about.customer,
        body=body.decode(),
        previous=head.head,
        head=link(head.head, body),
    )
    PersonalValue.objects.bulk_create(
        PersonalValue(entry=entry, key=key, salt=salts[key], value=value) for key, value in personal.items()
    )
    Outbox.objects.bulk_create(
        Outbox(id=new_id(), task=job.task, arguments=dict(job.arguments), created_at=at) for job in recorded.jobs
    )
    head.seq, head.head = seq, entry.head
    head.save()
    return seq, entry.head, at.isoformat(timespec="microseconds")


def _lock_head() -> Head:
    """The head row, locked until the transaction ends."""
    locked = Head.objects.select_for_update().filter(id=1)
    if (head := locked.first()) is not None:
        return head
    # Two first writers at once on PostgreSQL: one inserts, the other waits here and reads it.
    Head.objects.bulk_create([Head(id=1, seq=0, head=GENESIS)], ignore_conflicts=True)
    return locked.get()


def _checkpoint(seq: int, head: str, at: str) -> None:
    """Sign the end of the chain outside the database.

    The act is recorded by now. A checkpoint that cannot be written must not tell the person that it
    was not: `queries.lag` tells the administrator, and the next one covers this entry too.
    """
    try:
        chain_store.append(checkpoint_file(), chain_store.sign(audit_key(), seq, head, at))
    except (OSError, DuecareError):
        _LOG.exception("entry %s is recorded, but its checkpoint could not be written", seq)


def catch_up() -> bool:
    """Sign the end of the chain if the newest checkpoint lags; True when that was needed and done."""
    end = Head.objects.filter(id=1).values_list("seq", "head").first()
    if end is None or chain_store.last_seq(checkpoint_file()) >= end[0]:
        return False
    _checkpoint(end[0], end[1], clock.now().isoformat(timespec="microseconds"))
    return chain_store.last_seq(checkpoint_file()) >= end[0]


def look(*, by: Actor, about_id: UUID, seq: int) -> None:
    """Remember that this person has read up to `seq`. A bookmark: no entry, nothing to prove."""
    LastLook.objects.update_or_create(person_id=by.id, about_id=about_id, defaults={"seq": seq})


@action(EXPORT)
def record_export(*, by: Actor, wanted: Mapping[str, JSON]) -> Recorded[None]:
    """Reading the log in bulk is itself on record: who took what out, and when."""
    end = Head.objects.filter(id=1).values_list("seq", flat=True).first() or 0
    return Recorded(None, Subject("log", LOG_ID), {"wanted": dict(wanted), "until": end})


@action(VERIFY)
def record_verification(*, by: Actor, report: Report) -> Recorded[None]:
    """That somebody verified, and what came of it."""
    facts: dict[str, JSON] = {
        "first": report.first,
        "entries": report.entries,
        "checkpoints": report.anchors,
        "findings": len(report.findings),
    }
    return Recorded(None, Subject("log", LOG_ID), facts)


@action(SWEEP)
def record_sweep(*, by: Actor, strays: Strays) -> Recorded[None]:
    """That files no record names are removed, and which: said before it is done, so that none goes unsaid."""
    facts: dict[str, JSON] = {"store": strays.store, "count": len(strays.names), "names": list(strays.names)}
    return Recorded(None, Subject("log", LOG_ID), facts)


@action(BATCH)
def record_batch(*, by: Actor, day: date, hashes: Sequence[bytes]) -> Recorded[None]:
    """The day's batch of sealed reporting: hashes, true ones among made-up ones, of which nobody here knows any.

    Raises:
        Conflict: this day's, or a later one, stands in the chain; nothing was written.
    """
    _lock_head()  # whoever enters at the same moment waits here and sees what was entered
    newest = Entry.objects.filter(act=BATCH.code).order_by("-seq").values_list("body", flat=True).first()
    if newest is not None and json.loads(newest)["facts"]["day"] >= day.isoformat():
        raise Conflict("The batch of this day stands in the log.", "Nothing was written.", "")
    return Recorded(None, Subject("log", LOG_ID), {"day": day.isoformat(), "hashes": [one.hex() for one in hashes]})


def take_jobs(limit: int = 100) -> tuple[tuple[str, Mapping[str, JSON]], ...]:
    """Hand promised jobs to the worker, each once.

    Called inside the transaction in which the worker enqueues them.
    """
    rows = list(Outbox.objects.select_for_update(skip_locked=True).filter(taken_at=None).order_by("created_at")[:limit])
    Outbox.objects.filter(id__in=[row.id for row in rows]).update(taken_at=clock.now())
    return tuple((row.task, row.arguments) for row in rows)
