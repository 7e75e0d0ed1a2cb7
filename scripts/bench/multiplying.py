"""Many companies' worth of rows from one that real actions wrote: `insert … select` in the database itself.

Every table is one of three kinds. What the company has once (products, figures, methods) is left as
it is. People and committees are multiplied by `GROUPS`, so that nobody has a hundred thousand deals in
hand. The rest is copied once for each set of customers: all of it for every `WHOLE`-th copy, else the
tables that lists, queues and counts read.

A copied id keeps its tail and gets a new head, so that the rows of one copy still point at each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Field, Model

APPS = ("parties", "assessments", "mitigation", "governance")
ONCE = {
    "parties.Numbering", "assessments.Numbering", "governance.Numbering", "assessments.Product",
    "assessments.ProductAssessment", "governance.AuthorityAdoption", "parties.NoGo",
}  # fmt: skip
GROUPED = {
    "accounts.Person", "accounts.RoleGrant", "governance.Committee", "governance.Membership",
    "governance.ConflictDeclaration",
}  # fmt: skip
THIN = {
    "parties.Body", "parties.Customer", "parties.ManualScreening", "assessments.Opportunity",
    "assessments.OpportunityParty", "assessments.Responsible", "assessments.Deployment", "assessments.Contract",
    "mitigation.Plan", "mitigation.Measure", "mitigation.Proof", "governance.Decision", "governance.Vote",
    "governance.Recusal", "governance.Meeting", "governance.AgendaItem",
}  # fmt: skip
"""Copied every time; the other tables of `APPS` every `WHOLE`-th time."""
GROUPS, WHOLE = 20, 41
NUMBERED = {"reference": 20, "email": 254}
"""Unique texts that get the copy's number, with the column's length."""
NAMED = {"name", "client", "title"}
EARLIER = {"registered_at", "created_at", "filed_at", "entered_at"}
BULKY = {("governance.Decision", "payload"): "'{}'"}
"""What a thin copy holds instead of a text of a hundred kilobytes."""

FIRST = (
    "Северный", "Østre", "Čadca", "محافظة", "北区", "Μακεδονία", "Kâğıthane", "उत्तर", "São Tomé", "Harbour",
    "Łódź", "Ñuñoa", "תל אביב", "서울", "Côte", "Đà Nẵng", "Þórshöfn", "Border", "Ōsaka", "İzmir",
)  # fmt: skip
SECOND = ("River", "Señal", "Kommune", "Forest", "Zürich", "Central", "Óbidos", "Cyber", "Škoda", "Northern", "海岸")


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy; `mark` are the eight hexadecimal digits that start its ids."""

    number: int
    group: int
    mark: str
    words: str
    folded: str
    whole: bool


def copies(count: int) -> Iterator[Copy]:
    """`count` copies, numbered from 1; names in several scripts, no two alike."""
    from duecare.apps.parties.rules.folding import fold

    for number in range(1, count + 1):
        first, second = FIRST[number % len(FIRST)], SECOND[number % len(SECOND)]
        words = f"{first} {second} {number}"
        yield Copy(number, (number - 1) % GROUPS, mark(number), words, fold(words), number % WHOLE == 0)


def mark(number: int) -> str:
    """Eight digits that no other number has, scattered as random ids are (an odd factor loses nothing)."""
    return f"{number * 2654435761 % 2**32:08x}"


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of the company as built, by how they are multiplied."""

    copied: frozenset[UUID]
    grouped: frozenset[UUID]


def models(kind: str) -> tuple[type[Model], ...]:
    """`copied` or `grouped` tables."""
    from django.apps import apps

    if kind == "grouped":
        return tuple(apps.get_model(label) for label in sorted(GROUPED))
    found = (model for app in APPS for model in apps.get_app_config(app).get_models())
    return tuple(model for model in found if model._meta.label not in ONCE | GROUPED)


def known_ids() -> Ids:
    """Every id that is multiplied."""

    def of(kind: str) -> frozenset[UUID]:
        return frozenset(key for model in models(kind) for key in model._default_manager.values_list("pk", flat=True))

    return Ids(of("copied"), of("grouped"))


def multiply(connection: BaseDatabaseWrapper, all_copies: list[Copy], ids: Ids) -> None:
    """Copy every row; the caller has switched off what checks row by row."""
    speak = Sqlite() if connection.vendor == "sqlite" else Postgresql()
    with connection.cursor() as cursor:
        _helpers(cursor, all_copies)
        for model in models("grouped"):
            cursor.execute(_statement(model, ids, speak, "grouped"))
        for model in models("copied"):
            cursor.execute(_statement(model, ids, speak, "copied"))


def _helpers(cursor: Any, all_copies: list[Copy]) -> None:
    kinds = "number bigint, grp bigint, mark text, grpmark text, words text, folded text, whole bigint"
    cursor.execute(f"create temporary table bench_copy ({kinds})")
    rows = [
        (one.number, one.group, one.mark, group_mark(one.group), one.words, one.folded, int(one.whole))
        for one in all_copies
    ]
    cursor.executemany("insert into bench_copy values (%s, %s, %s, %s, %s, %s, %s)", rows)
    cursor.execute(f"create temporary table bench_group ({kinds})")
    groups = [(n, n, group_mark(n), group_mark(n), f"Group {n}", f"group {n}", 1) for n in range(1, GROUPS)]
    cursor.executemany("insert into bench_group values (%s, %s, %s, %s, %s, %s, %s)", groups)


def group_mark(group: int) -> str:
    """As `mark`, apart from every copy's; "" for the people who are there already."""
    return mark(10_000_000 + group) if group else ""


def _statement(model: type[Model], ids: Ids, speak: Sqlite | Postgresql, kind: str) -> str:
    label, table = model._meta.label, model._meta.db_table
    fields = [
        field for field in model._meta.concrete_fields if field.get_internal_type() not in ("AutoField", "BigAutoField")
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field, ids, speak, kind) for field in fields)
    source = "bench_group" if kind == "grouped" else "bench_copy"
    thin = "" if kind == "grouped" or label in THIN else " where c.whole = 1"
    return f'insert into "{table}" ({columns}) select {values} from "{table}" t cross join {source} c{thin}'


def _value(model: type[Model], field: Field[Any, Any], ids: Ids, speak: Sqlite | Postgresql, kind: str) -> str:
    """What stands in a column of a copied row."""
    label, column = model._meta.label, f't."{field.column}"'
    if _holds_ids(field):
        return _moved(model, field, ids, speak)
    if (label, field.name) in BULKY:
        return f"case when c.whole = 1 then {column} else {BULKY[label, field.name]} end"
    if field.name == "token_sha256":
        return f"c.mark || substr({column}, 9)"
    if field.name in NUMBERED and field.unique:
        number = "cast(c.number as text)"
        return f"{number} || '.' || {column}" if field.name == "email" else f"{column} || '-' || {number}"
    if label == "mitigation.Measure" and field.name in ("title", "folded"):
        return column  # a catalogue's measure has the same words in every plan
    if field.name in NAMED and kind == "copied" and label != "parties.Ownership":
        return f"case when {column} = '' then '' else substr(c.words || ' ' || {column}, 1, {field.max_length}) end"
    if field.name == "name" and field.unique:
        return f"{column} || ' ' || c.words"
    if field.name == "folded":
        known = f"replace({column}, lower(t.reference), lower(t.reference) || '-' || cast(c.number as text))"
        has_reference = any(one.name == "reference" for one in model._meta.concrete_fields)
        return f"substr({known if has_reference else column} || ' ' || c.folded, 1, {field.max_length})"
    if field.name in EARLIER and kind == "copied":
        return speak.earlier(column)
    return column


def _holds_ids(field: Field[Any, Any]) -> bool:
    target = field.target_field if field.is_relation else field  # type: ignore[attr-defined]  # of a foreign key
    return bool(target.get_internal_type() == "UUIDField")


def _moved(model: type[Model], field: Field[Any, Any], ids: Ids, speak: Sqlite | Postgresql) -> str:
    """Ids of copied things move with the copy, ids of people with their group, others stay."""
    held = set(model._default_manager.values_list(field.attname, flat=True)) - {None}
    column = f't."{field.column}"'
    if not held or held.isdisjoint(ids.copied | ids.grouped):
        return column
    if not held.isdisjoint(ids.grouped):
        # The system's own id stands among the people's and stays what it is.
        people = ", ".join(speak.literal(one) for one in sorted(held & ids.grouped))
        moved = speak.moved(column, "c.grpmark")
        return f"case when c.grpmark <> '' and {column} in ({people}) then {moved} else {column} end"
    return speak.moved(column, "c.mark")


class Sqlite:
    """Ids are 32 digits of text, moments are text."""

    def moved(self, column: str, mark: str) -> str:
        """The id with another head."""
        return f"{mark} || substr({column}, 9)"

    def literal(self, one: UUID) -> str:
        """The id as it stands in a statement."""
        return f"'{one.hex}'"

    def earlier(self, column: str) -> str:
        """An hour and a half a copy."""
        return f"datetime({column}, '-' || (c.number * 97) || ' minutes')"


class Postgresql:
    """Types of their own for both."""

    def moved(self, column: str, mark: str) -> str:
        """The id with another head."""
        return f"({mark} || substr(replace(cast({column} as text), '-', ''), 9))::uuid"

    def literal(self, one: UUID) -> str:
        """The id as it stands in a statement."""
        return f"'{one}'::uuid"

    def earlier(self, column: str) -> str:
        """An hour and a half a copy."""
        return f"{column} - c.number * interval '97 minutes'"


def moved_id(one: UUID, ids: Ids, copy: Copy) -> UUID:
    """The same in Python, for texts that hold ids."""
    if one in ids.copied:
        return UUID(copy.mark + one.hex[8:])
    if one in ids.grouped and copy.group:
        return UUID(group_mark(copy.group) + one.hex[8:])
    return one
