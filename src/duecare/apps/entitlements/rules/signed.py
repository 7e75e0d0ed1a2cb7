"""The entitlement file and the answer about its state: canonical JSON, signed, read without this program.

A file is good from its first day to its last. It does not know what happened after it was written, so a product
asks for the state as well: that answer is good for a day, and `serial` says which file it speaks of. A lower serial
than one seen before is an old file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import Denied

FILE = "duecare/entitlement/1"
STATE = "duecare/entitlement-state/1"
LASTS = timedelta(hours=24)
_EARLY = timedelta(minutes=5)  # clocks of two systems differ a little
_CUSTOMER = ("customer", "product", "product_version")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signed text says. `expires` None: a file, which is good until `until`.

    `permits` holds functions, numbers and places of a file; the answer about a state has none.
    """

    entitlement: str
    serial: int
    state: str
    code: str
    since: date
    about: Mapping[str, str]
    permits: Mapping[str, JSON]
    start: date
    until: date
    expires: datetime | None

    def permitted(self, on: date) -> bool:
        """Whether the product may work on a day, as far as this text knows."""
        return self.state == "in_force" and self.start <= on <= self.until


def file_payload(row: Mapping[str, JSON]) -> bytes:
    """Canonical bytes of the file; `row` as `queries.signed_row` gives it."""
    return canonical({"v": FILE, **row})


def state_payload(row: Mapping[str, JSON], now: datetime) -> bytes:
    """Canonical bytes of the answer: state, its day, its code, and nothing of what is permitted."""
    told = {key: row[key] for key in ("entitlement", "serial", "state", "code", "since", "from", "until")}
    return canonical(
        {
            "v": STATE,
            **told,
            "as_of": now.isoformat(timespec="seconds"),
            "expires": (now + LASTS).isoformat(timespec="seconds"),
        }
    )


def read_statement(payload: bytes | None, now: datetime) -> Statement:
    """The content of a verified payload (None: the signature did not fit).

    Raises:
        Denied: not signed with this key, neither a file nor an answer, or an answer that is too old.
    """
    if payload is None:
        raise _refused("It is not signed with this key, or it was altered.")
    try:
        body = json.loads(payload)
        answer = {FILE: False, STATE: True}[body["v"]]
        found = Statement(
            entitlement=str(body["entitlement"]),
            serial=int(body["serial"]),
            state=str(body["state"]),
            code=str(body["code"]),
            since=date.fromisoformat(body["since"]),
            about={} if answer else {key: str(body[key]) for key in _CUSTOMER},
            permits={} if answer else {key: body[key] for key in ("functions", "numbers", "places")},
            start=date.fromisoformat(body["from"]),
            until=date.fromisoformat(body["until"]),
            expires=datetime.fromisoformat(body["expires"]) if answer else None,
        )
        begun = datetime.fromisoformat(body["as_of"]) if answer else now
    except (ValueError, KeyError, TypeError) as fault:
        raise _refused("It is neither an entitlement nor an answer about one.") from fault
    if found.expires is not None and not begun - _EARLY <= now < found.expires:
        raise _refused("The answer is older than a day, or of a day to come.")
    return found


def _refused(why: str) -> Denied:
    return Denied(f"This entitles to nothing. {why}", "Treat the product as not permitted.", "Ask for a new one.")
