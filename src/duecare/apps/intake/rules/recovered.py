"""That the committee recovered a case, as its record tells: in the link that begins the epoch of the work.

An entry of its own would tell whoever counts objects that this turn of the keys was a recovery and no grant. The link
is written anyway, signed by whoever combined the shares, who is no member and writes nothing else here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duecare.kernel.canonical import JSON

from .files import shortened
from .reading import hexed, mapping, text

ROOM = 1_400
"""Bytes of all reasons together: escaped and with what stands around them, the link still has the smallest size."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """Who approved, by fingerprint, with what they gave as their reason."""

    reasons: Mapping[bytes, str] = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed, beside what a link holds."""
        most = ROOM // max(1, len(self.reasons))
        return {who.hex(): shortened(" ".join(why.split()), most) for who, why in self.reasons.items()}


def tells(body: JSON) -> bool:
    """Whether a link tells of a recovery."""
    return isinstance(body, Mapping) and "recovered" in body


def recovered(body: JSON) -> Recovered:
    """The recovery again. Raises ValueError: the link tells of none."""
    return Recovered({hexed(who, 32): text(why) for who, why in mapping(mapping(body).get("recovered")).items()})
