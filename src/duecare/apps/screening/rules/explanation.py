"""An alignment for people: each part of one name beside its counterpart, with the reason in a word of the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from struct import Struct
from typing import NamedTuple

from duecare.kernel.canonical import JSON

from .similarity import ABBREVIATED, CUT, JOINED, NICKNAME, SAME, SOUND, SPELLING, TRANSLATION
from .tallying import PARTS

RELATIONS = {
    SAME: "same", SPELLING: "spelling", SOUND: "sound", NICKNAME: "nickname", TRANSLATION: "translation",
    ABBREVIATED: "initial", JOINED: "joined", CUT: "truncated",
}  # fmt: skip
"""What a part is to its counterpart; "omitted" and "contradicted" stand for parts without one."""

_PAIR = Struct("4b")
PACKED = PARTS * _PAIR.size
"""Bytes of one alignment's pairs."""


class Part(NamedTuple):
    """One row of an alignment.

    Attributes:
        left, right: words of either name; "" where the other has no counterpart.
        relation: see `RELATIONS`.
        similarity: 0 to 1; 0 where there is no counterpart.
    """

    left: str
    right: str
    relation: str
    similarity: float


class Alignment(NamedTuple):
    """Score and reasons of two names."""

    score: float
    parts: tuple[Part, ...]

    def body(self) -> JSON:
        """As JSON, for storing and for the API."""
        return {
            "score": round(self.score, 4),
            "parts": [
                {
                    "left": part.left,
                    "right": part.right,
                    "relation": part.relation,
                    "similarity": round(part.similarity, 4),
                }
                for part in self.parts
            ],
        }


def explain(
    shown: Callable[[str, bool], tuple[str, ...]], left: str, right: str, person: bool,
    pairs: bytes, nears: Sequence[float], score: float,
) -> Alignment:  # fmt: skip
    """Put the pairs of `alignment.align` into words; parts left over on both sides contradict each other.

    Args:
        pairs: as `alignment.write_pairs` writes them, `PACKED` bytes.
    """
    ours, theirs = list(shown(left, person)), list(shown(right, person))
    rows: list[tuple[int, Part]] = []
    for (i, j, why, many), near in zip(_PAIR.iter_unpack(pairs), nears, strict=True):
        if i < 0:
            break
        if many == 1 and i < len(ours) and j < len(theirs):
            part = Part(ours[i], theirs[j], RELATIONS[why], near)
            ours[i] = theirs[j] = ""
        else:
            lefts = _taken(ours, i, max(-many, 1))
            part = Part(lefts, _taken(theirs, j, max(many, 1)), RELATIONS[why], near)
        rows.append((i, part))
    over_left, over_right = [k for k, word in enumerate(ours) if word], [word for word in theirs if word]
    both = min(len(over_left), len(over_right))
    rows += [(k, Part(ours[k], word, "contradicted", 0.0)) for k, word in zip(over_left, over_right, strict=False)]
    rows += [(k, Part(ours[k], "", "omitted", 0.0)) for k in over_left[both:]]
    rows.sort(key=_place)
    rest = [Part("", word, "omitted", 0.0) for word in over_right[both:]]
    return Alignment(score, (*[part for _, part in rows], *rest))


_place = itemgetter(0)


def _taken(words: list[str], first: int, many: int) -> str:
    """The words from `first` on that were joined, and no longer free; a run over the end goes on at the beginning."""
    found = []
    for k in range(first, first + many) if words else ():
        at = k % len(words)
        found.append(words[at])
        words[at] = ""
    return " ".join(found)
