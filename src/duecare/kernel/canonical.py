"""Canonical JSON after RFC 8785, so that a hash means the same everywhere and for ever.

Accepts only JSON's own types. Dates, decimals and ids are turned into text by the caller, on
purpose: how a value is written is part of what is signed.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import TypeAlias, Union

JSON: TypeAlias = Union[bool, int, float, str, "Sequence[JSON]", "Mapping[str, JSON]", None]

_SAFE_INTEGER = 2**53 - 1
# The standard library escapes exactly what RFC 8785 names, in C; a lone surrogate is refused when encoding.
_string = encode_basestring


def canonical(value: JSON) -> bytes:
    """Return the RFC 8785 form of a JSON value, UTF-8 encoded.

    Raises:
        TypeError: a value that JSON does not have.
        ValueError: NaN, infinity, an integer beyond 2**53-1, a lone surrogate.
    """
    try:
        return _write(value).encode("utf-8")
    except UnicodeEncodeError as fault:
        raise ValueError("text holds half a character (a lone surrogate)") from fault


def digest(value: JSON) -> str:
    """SHA-256 of the canonical form, lower-case hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parsed(data: bytes) -> JSON:
    """The value whose canonical form these bytes are.

    Raises:
        ValueError: no JSON, or another form of it.
    """
    try:
        found, plain = _loaded(data)
        if (quick(found) if plain else canonical(found)) != data:
            raise ValueError("not canonical")
    except (TypeError, RecursionError) as fault:
        raise ValueError("not canonical") from fault
    return found


def quick(value: JSON) -> bytes:
    """As `canonical`, by the library's own writer in C, of text, truth, nothing, whole numbers up to `_SAFE_INTEGER`,
    lists, and objects with ASCII keys. Anything else it may write otherwise: this is for what is known to hold no more.

    Raises:
        TypeError: a value that JSON does not have.
        ValueError: a lone surrogate, NaN or infinity.
    """
    return _quick(value).encode()


_quick = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def _loaded(data: bytes) -> tuple[JSON, bool]:
    """What it says, and whether the library writes that canonically: it is most of what is read."""
    try:
        found = json.loads(data, parse_float=_refused, parse_int=_short, parse_constant=_refused)
    except _Other:
        return json.loads(data), False
    return found, not _BEYOND.search(data)


class _Other(Exception):
    """A number whose canonical form the library does not write."""


_BEYOND = re.compile(rb"[\xf0-\xff]")
"""Letters above U+FFFF, by which RFC 8785 sorts keys in another order."""
_SHORT = 15
"""Digits of a number that is exact whatever reads it."""


def _refused(number: str) -> JSON:
    raise _Other


def _short(number: str) -> int:
    if len(number) > _SHORT:
        raise _Other
    return int(number)


def _write(value: JSON) -> str:
    if type(value) is str:  # most of what is written; a pattern is tried against each class in turn
        return _string(value)
    if type(value) is dict:
        return _object(value)
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            return _string(value)
        case int():
            if abs(value) > _SAFE_INTEGER:
                raise ValueError(f"{value} is not an exact number in JSON; write it as text")
            return str(value)
        case float():
            return _number(value)
        case Mapping():
            return _object(value)
        case Sequence() if not isinstance(value, (bytes, bytearray, memoryview)):
            return "[" + ",".join(_write(item) for item in value) + "]"
    raise TypeError(f"{type(value).__name__} is not a JSON type")


def _object(value: Mapping[str, JSON]) -> str:
    try:
        plain = "".join(value).isascii()
    except TypeError:
        raise TypeError("an object's keys must be text") from None
    # RFC 8785 sorts by UTF-16 code units, which differs from code points above U+FFFF.
    keys = sorted(value) if plain else sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join([f"{_string(key)}:{_write(value[key])}" for key in keys]) + "}"


def _number(value: float) -> str:
    """ECMAScript's Number::toString, from Python's shortest round-trip digits."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number in JSON")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole.lstrip("0")) if whole.strip("0") else -(len(fraction) - len(fraction.lstrip("0")))
    point += int(exponent or 0)
    digits = digits.rstrip("0")
    count = len(digits)
    if 0 < point <= 21:
        body = digits + "0" * (point - count) if count <= point else f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        body = "0." + "0" * -point + digits
    else:
        power = point - 1
        body = digits[0] + (f".{digits[1:]}" if count > 1 else "") + f"e{'+' if power > 0 else '-'}{abs(power)}"
    return sign + body
