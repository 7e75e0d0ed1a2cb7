"""The published vectors, recomputed with curve arithmetic in plain integers (RFC 8032), without libsodium."""

from __future__ import annotations

import hashlib
import re

from scripts.usage_log_vectors import PAGE, page

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)

Point = tuple[int, int]


def decoded(data: bytes) -> Point:
    """RFC 8032, section 5.1.3."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    assert (x * x - square) % P == 0
    return (P - x if x & 1 != sign else x), y


def encoded(point: Point) -> bytes:
    """RFC 8032, section 5.1.2."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def plus(one: Point, other: Point) -> Point:
    """The complete addition of the twisted Edwards curve."""
    (a, b), (c, d) = one, other
    product = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + product, -1, P) % P, (b * d + a * c) * pow(1 - product, -1, P) % P


def times(number: int, point: Point) -> Point:
    """Doubling and adding."""
    total: Point = (0, 1)
    while number:
        if number & 1:
            total = plus(total, point)
        point, number = plus(point, point), number >> 1
    return total


BASE = decoded((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def framed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def scalar(number: int) -> int:
    return int.from_bytes(hashlib.sha512(b"duecare usage log vector %d" % number).digest(), "little") % L


def test_a_second_implementation_comes_to_the_published_values() -> None:
    k_, big_k, h1, f, tag, r_, b, e, c, s, first = (
        bytes.fromhex(value) for value in re.findall(r"\| `([0-9a-f]+)` \|$", PAGE.read_text(), re.MULTILINE)
    )
    k, r, t, x = scalar(0), scalar(1), scalar(2), b"phone:+6625550142"
    assert (k_, r_) == (k.to_bytes(32, "little"), r.to_bytes(32, "little"))
    assert big_k == encoded(times(k, BASE))
    assert times(L, decoded(h1)) == (0, 1)
    assert b == encoded(times(r, decoded(h1)))
    assert e == encoded(times(k, decoded(b)))
    raised = encoded(times(pow(r, -1, L), decoded(e)))
    assert raised == encoded(times(k, decoded(h1)))
    assert f == hashlib.sha512(framed(b"duecare/usage/h2/1", x, raised)).digest()[:32]
    assert tag == hashlib.sha256(b"duecare/usage/tag/1" + f + bytes(32)).digest()[:16]
    about = framed(
        b"duecare/usage/dleq/1", big_k, b, e, encoded(times(t, BASE)), encoded(times(t, decoded(b))), bytes(32)
    )
    challenge = int.from_bytes(hashlib.sha512(about).digest(), "little") % L
    assert c == challenge.to_bytes(32, "little")
    assert s == ((t - challenge * k) % L).to_bytes(32, "little")
    assert first == hashlib.sha256(b"duecare/usage/entry/1" + bytes(32) + b"{}").digest()


def test_the_page_is_what_the_code_makes() -> None:
    assert PAGE.read_text() == page()
