"""A store in memory, and everybody who has a key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.reporter import Reporter, reporter
from duecare.adapters.signing import verifies
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import key_log
from duecare.apps.intake.rules.key_log import Directory, Officers
from duecare.apps.intake.rules.records import KeyRecord, Office, to_certify, to_revoke
from duecare.apps.intake.rules.store import Store, Table
from duecare.kernel.chain import Stored
from duecare.kernel.errors import Conflict

INSTALLATION = hashlib.sha256(b"an installation").digest()
BEGINS, TODAY, ENDS = date(2026, 1, 1), date(2026, 3, 2), date(2026, 12, 31)
KEEP = date(2026, 2, 1)
ALL_TRACKS = (Office.INTAKE_INTERNAL, Office.INTAKE_EXTERNAL)


@dataclass
class Memory:
    """Rows as a database would hold them."""

    rows: dict[tuple[Table, bytes], tuple[bytes, date]] = field(default_factory=dict)
    boxes: dict[bytes, tuple[bytes, date]] = field(default_factory=dict)
    outer: dict[bytes, bytes] = field(default_factory=dict)
    rings: dict[bytes, bytes] = field(default_factory=dict)
    days: dict[str, bytes] = field(default_factory=dict)
    gone: set[bytes] = field(default_factory=set)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        before = self.copy()
        try:
            yield
        except BaseException:
            self.rows, self.boxes, self.outer, self.rings = before.rows, before.boxes, before.outer, before.rings
            self.days, self.gone = before.days, before.gone
            raise

    def together(self, act: Callable[[Store], None]) -> None:
        with self.transaction():
            act(self)

    def copy(self) -> Memory:
        return Memory(
            dict(self.rows), dict(self.boxes), dict(self.outer), dict(self.rings), dict(self.days), set(self.gone)
        )

    def put_group(self, table: Table, name: bytes, row: bytes, keep_until: date) -> None:
        self.rows[table, name] = row, keep_until

    def group(self, table: Table, name: bytes) -> tuple[bytes, date] | None:
        return self.rows.get((table, name))

    def groups(self, table: Table) -> Iterable[bytes]:
        return sorted(name for which, name in self.rows if which is table)

    def delete_group(self, table: Table, name: bytes) -> None:
        self.rows.pop((table, name), None)

    def put_object(self, name: bytes, box: bytes, keep_until: date) -> None:
        if name in self.boxes:
            raise Conflict("Somebody else wrote first.")
        self.boxes[name] = box, keep_until

    def object(self, name: bytes) -> bytes | None:
        return self.boxes[name][0] if name in self.boxes else None

    def objects(self, names: Collection[bytes]) -> dict[bytes, bytes]:
        return {name: self.boxes[name][0] for name in names if name in self.boxes}

    def there(self, names: Collection[bytes]) -> set[bytes]:
        return {name for name in names if name in self.boxes}

    def moment(self) -> bytes:
        return b""

    def delete_object(self, name: bytes) -> None:
        self.boxes.pop(name, None)

    def put_ring(self, person: bytes, row: bytes) -> None:
        self.rings[person] = row

    def ring(self, person: bytes) -> bytes | None:
        return self.rings.get(person)

    def put_shred_key(self, name: bytes, key: bytes) -> None:
        self.outer[name] = key

    def shred_key(self, name: bytes) -> bytes | None:
        return self.outer.get(name)

    def delete_shred_key(self, name: bytes) -> None:
        self.outer.pop(name, None)

    def put_gone(self, name: bytes) -> None:
        self.gone.add(name)

    def put_daily(self, name: str, row: bytes) -> None:
        self.days[name] = row

    def daily(self, name: str) -> bytes | None:
        return self.days.get(name)

    def shape(self) -> dict[str, list[int]]:
        """Everything that can be counted or measured without a key."""
        found: dict[str, list[int]] = {"objects": sorted(len(box) for box, _ in self.boxes.values())}
        for table in Table:
            found[table.value] = sorted(len(row) for (which, _), (row, _) in self.rows.items() if which is table)
        found["daily"] = sorted(len(row) for row in self.days.values())
        found["outer"] = sorted(len(key) for key in self.outer.values())
        return found


def seeded(name: str) -> Keys:
    """The keys of somebody, the same in every run."""
    return Keys(hashlib.sha256(f"open {name}".encode()).digest(), hashlib.sha256(f"sign {name}".encode()).digest())


def code(name: str) -> Reporter:
    """A reporter with the code of that name."""
    return reporter(INSTALLATION, hashlib.sha256(f"code {name}".encode()).digest()[:16])


OFFICERS = {name: seeded(f"officer {name}") for name in ("first", "second", "third")}
PINNED = Officers({OFFICERS[name].signing.public.hex(): (BEGINS, ENDS) for name in ("first", "second")})


def record(name: str, *offices: Office, independent: bool = False, sales: bool = False) -> KeyRecord:
    """A record for somebody of that name."""
    keys = seeded(name)
    return KeyRecord(
        hashlib.sha256(f"person {name}".encode()).digest()[:16], frozenset(offices), independent, sales,
        keys.opening.public, keys.signing.public, BEGINS, ENDS,
    )  # fmt: skip


def certify(log: tuple[Stored, ...], one: KeyRecord, by: tuple[str, ...] = ("first", "second")) -> tuple[Stored, ...]:
    """The log with a certificate by these officers."""
    message = to_certify(INSTALLATION, one.encoded())
    signatures = {OFFICERS[who].signing.public.hex(): OFFICERS[who].signing.sign(message) for who in by}
    return key_log.appended(log, key_log.certifying(one, signatures))


def end(log: tuple[Stored, ...], who: bytes, begins: date, by: tuple[str, ...] = ("first",)) -> tuple[Stored, ...]:
    """The log with a revocation by these officers."""
    message = to_revoke(INSTALLATION, who, begins)
    signatures = {OFFICERS[one].signing.public.hex(): OFFICERS[one].signing.sign(message) for one in by}
    return key_log.appended(log, key_log.revoking(who, begins, signatures))


STAFF: dict[str, KeyRecord] = {
    "intake one": record("intake one", *ALL_TRACKS),
    "intake two": record("intake two", *ALL_TRACKS),
    "handler one": record("handler one", Office.CASE_HANDLER),
    "handler two": record("handler two", Office.CASE_HANDLER),
    "counsel": record("counsel", Office.CASE_HANDLER),
    "custodian": record("custodian", Office.CUSTODIAN),
    "second custodian": record("second custodian", Office.CUSTODIAN),
    "member one": record("member one", Office.COMMITTEE),
    "member two": record("member two", Office.COMMITTEE),
    "independent": record("independent", Office.COMMITTEE, independent=True),
}


def full_log() -> tuple[Stored, ...]:
    """A log after a complete ceremony."""
    log: tuple[Stored, ...] = ()
    for one in STAFF.values():
        log = certify(log, one)
    return log


FULL = full_log()


def directory(log: tuple[Stored, ...] = FULL, officers: Officers = PINNED) -> Directory:
    """The log, checked."""
    return key_log.checked(log, installation=INSTALLATION, officers=officers, verifies=verifies)


CHECKED = directory()


def site(store: Store, today: date = TODAY, known: Directory = CHECKED) -> Site:
    """The installation on a day."""
    return Site(INSTALLATION, store, known, today)
