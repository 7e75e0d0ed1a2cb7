"""An alignment for people: each part of one name beside its counterpart, with the reason in a word of the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple

from duecare.kernel.canonical import JSON

from .similarity import ABBREVIATED, CUT, JOINED, NICKNAME, SAME, SOUND, SPELLING, TRANSLATION

RELATIONS = {
    SAME: "same", SPELLING: "spelling", SOUND: "sound", NICKNAME: "nickname", TRANSLATION: "translation",
    ABBREVIATED: "initial", JOINED: "joined", CUT: "truncated",
}  # fmt: skip
"""What a part is to its counterpart; "omitted" and "contradicted" stand for parts without one."""


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
    pairs: Sequence[Sequence[int]], nears: Sequence[float], score: float,
) -> Alignment:  # fmt: skip
    """Put the pairs of `alignment.align` into words; parts left over on both sides contradict each other."""
    ours, theirs = shown(left, person), shown(right, person)
    over_left, over_right = dict(enumerate(ours)), dict(enumerate(theirs))
    rows: list[tuple[int, Part]] = []
    for (i, j, why, many), near in zip(pairs, nears, strict=True):
        if i < 0:
            break
        if many == 1:
            part = Part(over_left.pop(i, ""), over_right.pop(j, ""), RELATIONS[why], near)
        else:
            lefts = _taken(over_left, i, max(-many, 1), len(ours))
            part = Part(lefts, _taken(over_right, j, max(many, 1), len(theirs)), RELATIONS[why], near)
        rows.append((i, part))
    both = min(len(over_left), len(over_right))
    for (k, word), other in zip(list(over_left.items()), list(over_right.items())[:both], strict=False):
        rows.append((k, Part(word, other[1], "contradicted", 0.0)))
    rows += [(k, Part(word, "", "omitted", 0.0)) for k, word in list(over_left.items())[both:]]
    rows += [(len(ours) + k, Part("", word, "omitted", 0.0)) for k, word in list(over_right.items())[both:]]
    rows.sort(key=_place)
    return Alignment(score, tuple(part for _, part in rows))


_place = itemgetter(0)


def _taken(over: dict[int, str], first: int, many: int, around: int) -> str:
    """The words from `first` on that were joined; a run over the end goes on at the beginning."""
    return " ".join(over.pop(k % max(around, 1), "") for k in range(first, first + many))
