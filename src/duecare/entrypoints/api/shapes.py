"""Shapes that several operations share. Every number, text and list that comes in has a limit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from ninja import Query, Schema
from pydantic import BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from duecare.apps.assessments.rules.gate import CLASSES
from duecare.kernel.countries import COUNTRIES, TERRITORIES

T = TypeVar("T")

PLACES = tuple(sorted({*COUNTRIES, *TERRITORIES}))
"""Countries and named territories."""

# Something to read: not only blanks. Each program means other signs by "blank", so they are listed.
_BLANK = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SAID = rf"^[^\x00]*[^{_BLANK}][^\x00]*$"


@dataclass(frozen=True)
class Choice:
    """One of these words: `Annotated[str, Choice(WORDS)]`; the description lists them."""

    words: Sequence[str]
    empty: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """As pydantic reads a literal."""
        return core_schema.literal_schema([*([""] if self.empty else []), *(str(word) for word in self.words)])


# PostgreSQL keeps no NUL in a text, so none comes in.
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Text = Annotated[str, StringConstraints(max_length=10_000, pattern=r"^[^\x00]*$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=SAID)]
"""A text that says something."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=SAID)]
Said = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=SAID)]
"""A line that says something."""
Title = Annotated[str, StringConstraints(min_length=1, max_length=160, pattern=SAID)]
Short = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00]*$")]
Address = Annotated[
    str,
    StringConstraints(
        max_length=254,
        pattern=r"^[A-Za-z0-9_+'-]+(\.[A-Za-z0-9_+'-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$",
    ),
]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Code = Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9_.:/-]*$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _whole(value: object) -> object:
    """JSON knows no integers: 2.0 is one, and "2" and true are none."""
    if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError("must be a whole number")
    return value


WHOLE = BeforeValidator(_whole)
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(ge=0, le=1_000_000), WHOLE]
Many = Annotated[list[T], Field(max_length=100)]
Anywhere = Annotated[str, Choice(PLACES, empty=True)]
Level = Annotated[str, Choice([*CLASSES, "unrated"], empty=True)]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _written(value: object) -> object:
    """A day is text such as 2026-11-23; a number would be read as seconds since 1970."""
    if value is None or isinstance(value, date) or (isinstance(value, str) and re.fullmatch(_DAY, value)):
        return value
    raise ValueError("must be a day as text, such as 2026-11-23")


Day = Annotated[date, BeforeValidator(_written)]


def exact(pattern: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """A decimal number as text: JSON's numbers are binary in most programs, and a value would change on the way."""

    def read(value: object) -> object:
        if value is None or (isinstance(value, str) and re.fullmatch(pattern, value)):
            return value
        raise ValueError(f"must be text of the form {pattern}")

    return BeforeValidator(read), WithJsonSchema({"type": "string", "pattern": pattern})


_MONEY, _PERCENT = exact(r"^[0-9]{1,12}(\.[0-9]{1,2})?$"), exact(r"^(100(\.0{1,3})?|[0-9]{1,2}(\.[0-9]{1,3})?)$")
Money = Annotated[Decimal, _MONEY[0], _MONEY[1]]
Percent = Annotated[Decimal, _PERCENT[0], _PERCENT[1]]


Language = Annotated[str, Choice([code for code, _ in settings.LANGUAGES])]
Zone = Annotated[str, Choice(sorted(available_timezones()))]


def cut(rows: Iterable[Any], limit: int, offset: int) -> dict[str, object]:
    """A page of rows that are all at hand."""
    found = list(rows)
    return {"rows": found[offset : offset + limit], "total": len(found)}


class Given(Schema):
    """Base of bodies: a field that is not known is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Made(Schema):
    """What was recorded, by its id."""

    id: UUID


class Page(Schema, Generic[T]):
    """Some of the rows, and how many there are in all."""

    rows: list[T]
    total: int


class Reason(Given):
    """Why; it is kept in the record."""

    reason: Words
