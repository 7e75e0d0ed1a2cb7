"""Identifiers in the one form in which both sides hash them; a form that could mean two things is refused.

A number typed in two ways gives two tags, and a look-up would answer no to what stands in the log. So both sides bring
an identifier through the same door before it is hashed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from duecare.kernel.errors import BadInput


def normal(kind: str, value: str) -> bytes:
    """`kind:value` in its one form, UTF-8.

    `phone` is E.164 with its country code (+ and 8 to 15 digits); `imei` 14 digits, a fifteenth (check digit) or two
    of software version dropped; `imsi` 14 or 15 digits; `email` folded; `account` trimmed; all are NFKC.

    Raises:
        BadInput: an unknown kind, or a value that is not of it. The value is not repeated: it is a person.
    """
    form = _FORMS.get(kind)
    if form is None:
        raise BadInput("no such kind of identifier", value=kind, todo=f"One of {', '.join(_FORMS)}.")
    folded = unicodedata.normalize("NFKC", value).strip()
    found = form(folded)
    if found is None:
        raise BadInput(f"this is no {kind}", field="identifier", todo=_HOW[kind])
    return f"{kind}:{found}".encode()


def kinds() -> tuple[str, ...]:
    """Every kind, as it is written."""
    return tuple(_FORMS)


def _phone(value: str) -> str | None:
    plain = re.sub(r"[\s().\-/\u2010-\u2015]", "", value)
    plain = "".join(str(unicodedata.decimal(char, char)) for char in plain)
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    digits = _digits(plain[1:])
    return f"+{digits}" if plain.startswith("+") and digits and 8 <= len(digits) <= 15 and digits[0] != "0" else None


def _imei(value: str) -> str | None:
    digits = _digits(re.sub(r"[\s\-/.]", "", value))
    return digits[:14] if digits and len(digits) in (14, 15, 16) else None


def _imsi(value: str) -> str | None:
    digits = _digits(re.sub(r"\s", "", value))
    return digits if digits and len(digits) in (14, 15) else None


def _email(value: str) -> str | None:
    folded = value.casefold()
    return folded if re.fullmatch(r"[^@\s]+@[^@\s]+", folded) and len(folded) <= 254 else None


def _account(value: str) -> str | None:
    return value if 0 < len(value) <= 200 and value.isprintable() else None


def _digits(value: str) -> str | None:
    """Digits of any script as 0 to 9, or None."""
    if not value or not all(char.isdecimal() for char in value):
        return None
    return "".join(str(unicodedata.decimal(char)) for char in value)


_FORMS: dict[str, Callable[[str], str | None]] = {
    "phone": _phone,
    "imei": _imei,
    "imsi": _imsi,
    "email": _email,
    "account": _account,
}
_HOW = {
    "phone": "Write it with its country code, such as +66 2 555 0100.",
    "imei": "14 to 16 digits.",
    "imsi": "14 or 15 digits.",
    "email": "One address, with an @.",
    "account": "Up to 200 printable characters.",
}
