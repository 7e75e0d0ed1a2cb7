"""The distance between two rows of sounds: what a clerk, an ear or an alphabet changes costs little.

Costs lie between 0 and 1, in units of one letter that has nothing to do with the other. They were set
from what romanisations and typing do, not fitted to a list: vowels for vowels a third, a vowel left out
two fifths, near consonants (b/p, g/k, s/z) less than a half, two neighbours swapped six tenths.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import sounds
from .compiled import compiled
from .sounds import (
    CH,
    DH,
    KH,
    SH,
    SOUNDS,
    TH,
    TS,
    WIDTH,
    ZH,
    A,
    B,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    R,
    S,
    T,
    U,
    V,
    Z,
)

_NEAR = {
    (B, P): 0.5, (B, V): 0.4, (D, T): 0.4, (G, K): 0.4, (G, H): 0.4, (G, J): 0.4, (G, KH): 0.5, (K, KH): 0.3,
    (K, H): 0.6, (H, KH): 0.25, (K, TS): 0.5, (K, S): 0.6, (K, CH): 0.5, (F, V): 0.3, (F, P): 0.4, (P, V): 0.7,
    (S, Z): 0.3, (S, SH): 0.3, (S, TS): 0.4, (S, CH): 0.5, (SH, CH): 0.4, (SH, ZH): 0.4, (SH, KH): 0.5, (Z, ZH): 0.3,
    (Z, TS): 0.3, (Z, J): 0.4, (Z, D): 0.5, (ZH, J): 0.25, (J, CH): 0.35, (J, I): 0.35, (J, D): 0.6, (TH, T): 0.2,
    (TH, S): 0.4, (TH, D): 0.5, (TH, F): 0.5, (CH, KH): 0.35, (CH, TS): 0.4, (M, N): 0.6, (L, R): 0.6, (V, U): 0.35,
    (V, O): 0.5, (A, E): 0.3, (A, O): 0.35, (A, U): 0.45, (A, I): 0.45, (E, I): 0.25, (E, O): 0.4, (E, U): 0.45,
    (DH, D): 0.15, (DH, Z): 0.2, (DH, TH): 0.2, (DH, T): 0.4, (DH, S): 0.4, (I, O): 0.45, (I, U): 0.4, (O, U): 0.25,
}  # fmt: skip

VOWEL_OUT, H_OUT, OUT, SWAP = 0.32, 0.3, 1.0, 0.6

COST = np.ones((SOUNDS, SOUNDS), np.float32)
DROP = np.full(SOUNDS, OUT, np.float32)
for (_left, _right), _cost in _NEAR.items():
    COST[_left, _right] = COST[_right, _left] = _cost
for _same in range(SOUNDS):
    COST[_same, _same] = 0
for _vowel in (A, E, I, O, U):
    DROP[_vowel] = VOWEL_OUT
DROP[H] = H_OUT

# Arabic and Hebrew write no short vowels, and w and y for long ones.
COST_ABJAD = COST.copy()
DROP_ABJAD = DROP.copy()
for _vowel in (A, E, I, O, U):
    DROP_ABJAD[_vowel] = 0.06
    for _other in (A, E, I, O, U):
        if _vowel != _other:
            COST_ABJAD[_vowel, _other] = 0.1
for _pair in ((V, U), (V, O), (P, B), (P, F), (B, V), (K, G), (DH, D), (DH, Z), (TH, S), (TH, T)):
    COST_ABJAD[_pair] = COST_ABJAD[_pair[1], _pair[0]] = 0.12
COST_ABJAD[V, A] = COST_ABJAD[A, V] = 0.5
DROP_ABJAD[V] = 0.45
DROP_ABJAD[H] = 0.2

COST_LETTER = np.ones((SOUNDS, SOUNDS), np.float32)
DROP_LETTER = np.ones(SOUNDS, np.float32)
for _same in range(SOUNDS):
    COST_LETTER[_same, _same] = 0
"""On a keyboard every letter is as far as any other."""

SOUNDED, WITHOUT_VOWELS, TYPED = 0, 1, 2


@compiled
def mass(codes: NDArray[np.uint8], n: int, way: int) -> float:
    """What it would cost to leave the first `n` sounds out."""
    drop = DROP if way == SOUNDED else DROP_ABJAD
    total = np.float32(0)
    for k in range(n):
        total += drop[codes[k]]
    return float(total)


SKELETON = np.zeros(SOUNDS, np.uint8)
"""Class of a consonant for the skeleton of a word; 0 is left out (vowels, h, i for y)."""
for _class, _members in enumerate(
    ((P, B), (F, V), (T, D, TH, DH), (K, G, KH), (S, Z, SH, CH, ZH, TS, J), (M,), (N,), (L,), (R,)), start=1
):
    for _member in _members:
        SKELETON[_member] = _class
for _digit in range(sounds.DIGIT, SOUNDS):
    SKELETON[_digit] = 10


@compiled
def distance(
    left: NDArray[np.uint8], n: int, right: NDArray[np.uint8], m: int, most: float, way: int, work: NDArray[np.float32]
) -> float:
    """Weighted edit distance of two rows of sounds; anything above `most` once it cannot fall below it.

    Args:
        way: which costs: `SOUNDED`, `WITHOUT_VOWELS`, `TYPED`.
        work: three rows of `WIDTH` * 3 + 2 numbers that may be overwritten.
    """
    cost = COST if way == SOUNDED else COST_ABJAD if way == WITHOUT_VOWELS else COST_LETTER
    drop = DROP if way == SOUNDED else DROP_ABJAD if way == WITHOUT_VOWELS else DROP_LETTER
    before, line, now = 0, 1, 2
    least = np.float32(0)
    work[line, 0] = 0.0
    for j in range(m):
        work[line, j + 1] = work[line, j] + drop[right[j]]
    for i in range(n):
        x = left[i]
        out = drop[x]
        work[now, 0] = work[line, 0] + out
        above, least = least, work[now, 0]
        for j in range(m):
            y = right[j]
            best = work[line, j] + cost[x, y]
            other = work[line, j + 1] + out
            if other < best:
                best = other
            other = work[now, j] + drop[y]
            if other < best:
                best = other
            if i > 0 and j > 0 and x == right[j - 1] and y == left[i - 1] and x != y:
                other = work[before, j - 1] + np.float32(SWAP)
                if other < best:
                    best = other
            work[now, j + 1] = best
            if best < least:
                least = best
        if least > most and above + np.float32(SWAP) > most:  # a swap looks two rows back
            return float(least)
        before, line, now = line, now, before
    return float(work[line, m])


def distance_of(left: bytes, right: bytes, abjad: bool = False) -> float:
    """The distance of two rows of sounds as `sounds.sounds_of` gives them."""
    work = np.zeros((3, WIDTH * 3 + 2), np.float32)
    a, b = np.frombuffer(left, np.uint8), np.frombuffer(right, np.uint8)
    return float(distance(a, len(a), b, len(b), 1e9, WITHOUT_VOWELS if abjad else SOUNDED, work))
