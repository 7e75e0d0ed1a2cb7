"""Tables of sealed reporting, in SQL, in two files beside the main database whichever that is.

No Django models on purpose: Django numbers rows, logs statements and would put them where the main database is. Here
rows lie in the order of their random names: small ones in tables without a row number, large ones under the number that
their own name begins with (ADR 16). PostgreSQL is no place for them: its versions of rows, logs and replicas keep
order, times and deleted keys.
"""

from __future__ import annotations

from pathlib import Path

from duecare.adapters.sealed.envelopes import GROUP
from duecare.adapters.sealed.keys import SEED
from duecare.adapters.sealed.objects import NAME, STEPS
from duecare.adapters.sealed.rows import Rows

from .rules.store import Table

_KEPT = "keep_until text not null check (length(keep_until) = 10)"
_PLACE = "place integer primary key"
_GROUP = f"name blob not null unique check (length(name) = 32), row blob not null check (length(row) = {GROUP})"
_OBJECT = f"name blob not null unique check (length(name) = {NAME}), box blob not null check (length(box) in {STEPS})"
_OUTER = f"name blob primary key, key blob not null check (length(key) = {SEED})"
TABLES = (
    *(f"create table if not exists main.{one.value} ({_PLACE}, {_GROUP}, {_KEPT})" for one in Table),
    f"create table if not exists main.objects ({_PLACE}, {_OBJECT}, {_KEPT})",
    "create table if not exists main.rings (person blob primary key, row blob not null) without rowid",
    f"create table if not exists shred.outer_keys ({_OUTER}) without rowid",
    "create table if not exists main.daily"
    " (name text primary key check (name in ('waiting', 'batch')), row blob not null) without rowid",
    "create table if not exists shred.gone (mark blob primary key check (length(mark) = 32), day text not null)"
    " without rowid",
)
"""Every row has a name, a content of one of few sizes, and the day before which it may not be shredded: no time at
which it was made, no number that was counted, nothing that leads to another row. `place` is the name's beginning as a
number (`rows.place`), so it tells nothing beside the name; in a table without a row number a search would lead past
boxes of kilobytes. `daily` has two rows that are always there; `gone` is the shred list."""


def open_rows(folder: Path, bundles: Path | None = None) -> Rows:
    """The store of an installation, for one thread; `bundles` as for `Rows`."""
    return Rows(folder, TABLES, bundles)
