"""A prime-order group and 2HashDH, the oblivious pseudorandom function of the blinded look-up.

F(k, x) = H2(x, k·H1(x)) (Jarecki, Kiayias, Krawczyk 2014; the construction of RFC 9497, not one of its suites, since
libsodium gives Ed25519 and no ristretto255 to Python). Points are 32 bytes in Ed25519's encoding, always in the
subgroup of prime order L; scalars are 32 bytes little-endian, below L and not zero. Every point that comes from outside
goes through `point`, every scalar through `scalar`: small order and wrong encodings end there.
"""

from __future__ import annotations

import hashlib

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

SIZE = 32
_ORDER = 2**252 + 27742317777372353535851937790883648493


def fresh_scalar(random_64: bytes) -> bytes:
    """A scalar from 64 random bytes, uniform to 2**-252; zero is as likely as any other and is refused.

    Raises:
        ValueError: not 64 bytes, or zero.
    """
    if len(random_64) != 64:
        raise ValueError("a scalar is made from 64 bytes")
    return scalar(sodium.crypto_core_ed25519_scalar_reduce(random_64))


def scalar(value: bytes) -> bytes:
    """The same bytes, once they are known to be a scalar.

    Raises:
        ValueError: another length, zero, or not below the order of the group (the same number written in two ways).
    """
    if len(value) != SIZE or not 0 < int.from_bytes(value, "little") < _ORDER:
        raise ValueError("not a number below the order of the group")
    return value


def point(value: bytes) -> bytes:
    """The same bytes, once they are known to be a point of prime order.

    Raises:
        ValueError: another length, no point, the neutral element, or one of small order.
    """
    if len(value) != SIZE or not sodium.crypto_core_ed25519_is_valid_point(value):
        raise ValueError("not a point of the group")
    return value


def times(number: bytes, of: bytes) -> bytes:
    """number · of.

    Raises:
        ValueError: `of` is not a point of prime order, or `number` is zero.
    """
    try:
        return sodium.crypto_scalarmult_ed25519_noclamp(number, of)
    except CryptoError as fault:
        raise ValueError("not a point of the group") from fault


def times_base(number: bytes) -> bytes:
    """number · G, the public part of a secret number."""
    try:
        return sodium.crypto_scalarmult_ed25519_base_noclamp(number)
    except CryptoError as fault:
        raise ValueError("not a number of the group") from fault


def plus(one: bytes, other: bytes) -> bytes:
    """The sum of two points."""
    return sodium.crypto_core_ed25519_add(one, other)


def inverse(number: bytes) -> bytes:
    """1 / number modulo the order."""
    return sodium.crypto_core_ed25519_scalar_invert(number)


def product(one: bytes, other: bytes) -> bytes:
    """one · other modulo the order."""
    return sodium.crypto_core_ed25519_scalar_mul(one, other)


def difference(one: bytes, other: bytes) -> bytes:
    """one - other modulo the order."""
    return sodium.crypto_core_ed25519_scalar_sub(one, other)


def reduced(wide: bytes) -> bytes:
    """64 bytes modulo the order."""
    return sodium.crypto_core_ed25519_scalar_reduce(wide)


def hashed(identifier: bytes) -> bytes:
    """H1: a point nobody knows the logarithm of.

    Two Elligator images are added: one alone reaches half of the group only and could be told from chance (RFC 9380,
    section 3). libsodium's map ends in the subgroup of prime order.
    """
    wide = hashlib.sha512(_framed(b"duecare/usage/h1/1", identifier)).digest()
    first = sodium.crypto_core_ed25519_from_uniform(wide[:SIZE])
    return plus(first, sodium.crypto_core_ed25519_from_uniform(wide[SIZE:]))


def finished(identifier: bytes, raised: bytes) -> bytes:
    """H2: 32 bytes from the identifier and k·H1(identifier)."""
    return hashlib.sha512(_framed(b"duecare/usage/h2/1", identifier, raised)).digest()[:32]


def evaluated(key: bytes, identifier: bytes) -> bytes:
    """F(k, x), as the logger computes it who knows both."""
    return finished(identifier, times(key, hashed(identifier)))


def blinded(blind: bytes, identifier: bytes) -> bytes:
    """blind · H1(x): a uniform point, whatever x is."""
    return times(blind, hashed(identifier))


def unblinded(blind: bytes, identifier: bytes, raised: bytes) -> bytes:
    """F(k, x) from k · blind · H1(x)."""
    return finished(identifier, times(inverse(blind), raised))


def _framed(label: bytes, *parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in (label, *parts))
