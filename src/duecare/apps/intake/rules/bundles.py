"""A bundle: everything one person needs for one case, in one envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duecare.kernel.canonical import JSON, canonical

from .compartments import Compartment
from .reading import hexed, mapping, read, text, whole

SEED = 32
SHARE = 33
CASE = 16


@dataclass(frozen=True, slots=True)
class Seed:
    """A compartment's key in one epoch."""

    epoch: int
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What stands in an envelope.

    Attributes:
        case: 16 bytes.
        seeds: of the compartments granted.
        half: handlers' half of the identity key, 32 bytes, or None.
        share: share of the recovery seed, 33 bytes, or None.
        letter: seed of a letter, for whoever takes part in one: then there is nothing else, and `case` names no case.
    """

    case: bytes
    seeds: Mapping[Compartment, Seed] = field(default_factory=dict)
    half: bytes | None = field(default=None, repr=False)
    share: bytes | None = field(default=None, repr=False)
    letter: bytes | None = field(default=None, repr=False)

    def encoded(self) -> bytes:
        """Canonical JSON, at most 1,022 bytes."""
        seeds: dict[str, JSON] = {one.value: [seed.epoch, seed.secret.hex()] for one, seed in self.seeds.items()}
        body: dict[str, JSON] = {"case": self.case.hex(), "seeds": seeds}
        if self.half is not None:
            body["half"] = self.half.hex()
        if self.share is not None:
            body["share"] = self.share.hex()
        if self.letter is not None:
            body["letter"] = self.letter.hex()
        return canonical(body)


def decoded(data: bytes) -> Bundle:
    """The bundle again.

    Raises:
        ValueError: these bytes are none.
    """
    body = read(data)
    if set(body) - {"case", "seeds", "half", "share", "letter"}:
        raise ValueError("a bundle holds nothing else")
    seeds = {Compartment(name): seed_of(value) for name, value in mapping(body.get("seeds")).items()}
    return Bundle(
        hexed(body.get("case"), CASE),
        seeds,
        hexed(body["half"], SEED) if "half" in body else None,
        hexed(body["share"], SHARE) if "share" in body else None,
        hexed(body["letter"], SEED) if "letter" in body else None,
    )


def seed_of(value: JSON) -> Seed:
    """`[epoch, hex]` as a seed. Raises ValueError otherwise."""
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("epoch and seed expected")
    return Seed(whole(value[0]), hexed(text(value[1]), SEED))
