"""How a word sounds, so that transliterations of one name come out alike.

A word of Latin letters becomes a short row of sound codes: Sergey, Sergei and Sergej are one row,
Khrushchev and Hruščov nearly. Digraphs are one sound, doubled letters one, `y` and silent `h` follow
what romanisations do. What stays different is weighed by `edits`, sound against sound.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled

WIDTH = 32
"""Sounds of a word that are kept."""

A, E, I, O, U = 1, 2, 3, 4, 5  # noqa: E741 - the vowels
B, D, F, G, H, J, K, L, M, N, P, R, S, T, V, Z = range(6, 22)
SH, CH, ZH, KH, TH, TS, DH = range(22, 29)
DIGIT = 30
SOUNDS = 40

_PLAIN = np.zeros(128, np.uint8)
for _letter, _code in zip("aeioubdfghjklmnprstvz", (*range(1, 6), *range(6, 22)), strict=True):
    _PLAIN[ord(_letter)] = _code
for _letter, _code in {"q": K, "w": V, "y": I, "c": K, "x": K}.items():
    _PLAIN[ord(_letter)] = _code
for _digit in range(10):
    _PLAIN[48 + _digit] = DIGIT + _digit

_a, _c, _d, _e, _g, _h, _i, _j, _k, _o, _p, _q, _s, _t, _u, _x, _y, _z = (ord(x) for x in "acdeghijkopqstuxyz")


@compiled
def sound_word(letters: NDArray[np.uint8], start: int, end: int, out: NDArray[np.uint8]) -> int:
    """Write the sounds of `letters[start:end]` (a–z, 0–9) into `out`; how many there are, at most `WIDTH`."""
    n = 0
    at = start
    while at < end and n < WIDTH:
        this = letters[at]
        after = letters[at + 1] if at + 1 < end else 0
        third = letters[at + 2] if at + 2 < end else 0
        fourth = letters[at + 3] if at + 3 < end else 0
        sound, took = _sound(this, after, third, fourth, at == start)
        at += took
        if sound == 0 or (n > 0 and out[n - 1] == sound and sound < DIGIT):
            continue
        if sound == H and n > 0 and at == end:  # Sarah, Abdullah: silent at the end
            continue
        out[n] = sound
        n += 1
        if this == _x and sound == K and n < WIDTH:
            out[n] = S
            n += 1
    return n


@compiled
def _sound(  # noqa: C901 - a table of digraphs; taken apart it was slower and no clearer
    this: int, after: int, third: int, fourth: int, first: bool
) -> tuple[int, int]:
    """The sound at this place and how many letters it takes; 0 for none."""
    if after == _h:
        if this == _s:
            if third == _c and fourth == _h:  # shch
                return SH, 4
            return SH, 2
        if this == _k:
            return KH, 2
        if this == _g:
            return G, 2
        if this == _p:
            return F, 2
        if this == _z:
            return ZH, 2
        if this == _t:
            return TH, 2
        if this == _d:
            return DH, 2
        if this == _c:
            return CH, 2
    if this == _s and after == _c and third == _h:
        return SH, 3
    if this == _t:
        if after == _c and third == _h:
            return CH, 3
        if after == _s and third == _c and fourth == _h:
            return CH, 4
        if after in (_s, _z):
            return TS, 2
    if this == _d:
        if after == _z and third == _h:
            return J, 3
        if after == _j:
            return J, 2
    if this == _c:
        if after == _z:
            return CH, 2
        if after in (_k, _q):
            return K, 2
        if after in (_e, _i, _y):
            return S, 1
    if this == _q and after == _u and third in (_e, _i):
        return K, 2
    if this == _x and first:
        return SH, 1  # Xi, Xu, Xavier
    if (this == _o and after == _u) or (this == _o and after == _o) or (this == _u and after == _e):
        return U, 2
    if this == _e and after == _e:
        return I, 2
    if this == _o and after == _e:
        return O, 2
    if this == _i and after == _j:
        return I, 2
    return int(_PLAIN[this]), 1


@compiled
def letter_word(letters: NDArray[np.uint8], start: int, end: int, out: NDArray[np.uint8]) -> int:
    """Write the letters of one word as codes, a is 1, 0 is 27, nothing is 0; the set of them, as bits."""
    found = np.uint32(0)
    for k in range(WIDTH):
        letter = letters[start + k] if start + k < end else np.uint8(0)
        out[k] = letter - 96 if letter >= 97 else letter - 21 if letter >= 48 else 0
        found |= np.uint32(1 << (out[k] % 32))
    return int(found)


def joined(words: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All words in one row of bytes, and where each begins."""
    starts = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, words), np.int64, len(words)), out=starts[1:])
    return np.frombuffer("".join(words).encode("ascii") or b" ", np.uint8), starts


def sounds_of(word: str) -> bytes:
    """The sounds of one word, for tests and explanations."""
    letters = np.frombuffer(word.encode("ascii"), np.uint8)
    out = np.zeros(WIDTH + 1, np.uint8)
    return out[: sound_word(letters, 0, len(letters), out)].tobytes()
