"""Frozen dataclasses as JSON and back: each field by its own type, none missing, none besides.

Takes what a question or an answer is made of: text, whole numbers, truth, days, moments, closed vocabularies, ids,
records, tuples of these, and None where a field says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from duecare.kernel.canonical import JSON

T = TypeVar("T")


def plain(value: Any) -> JSON:
    """The record as JSON. Raises TypeError: a value of another kind."""
    if value is None or type(value) in (str, int, bool):  # most of a record
        told: JSON = value
        return told
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _fields(type(value))}
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} does not travel")


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def made(kind: type[T], value: Any) -> T:
    """The record again.

    Raises:
        ValueError: a field is missing, unknown or of another type.
    """
    makers = _makers(cast("Any", kind))
    if not isinstance(value, dict) or value.keys() != makers.keys():
        raise ValueError(f"no {kind.__name__}")
    return kind(**{name: make(value[name]) for name, make in makers.items()})


Maker = Callable[[Any], Any]


@cache
def _makers(kind: Any) -> dict[str, Maker]:
    hints = get_type_hints(kind)
    return {one.name: _maker(hints[one.name]) for one in fields(kind)}


@cache
def _maker(hint: Any) -> Maker:
    """What reads a value of this type; looked at once, since a page's answer has thousands of values."""
    origin = get_origin(hint)
    if origin is UnionType:
        inner = _maker(next(one for one in get_args(hint) if one is not NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return partial(_many, _maker(get_args(hint)[0]))
    if is_dataclass(hint):
        return partial(made, cast("type[Any]", hint))
    return partial(_exactly if hint in (int, bool, str) else _from_text, hint)


def _many(each: Maker, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError("a list is expected")
    return tuple([each(one) for one in value])


def _exactly(hint: type, value: Any) -> Any:
    if type(value) is not hint:
        raise ValueError(f"{hint.__name__} is expected")
    return value


def _from_text(hint: Any, value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("text is expected")
    found = hint.fromisoformat(value) if hint in (date, datetime) else hint(value)
    if plain(found) != value:
        raise ValueError("another form")
    return found
