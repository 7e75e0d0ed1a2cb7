"""An alignment for people: each part of one name beside its counterpart, with the reason in a word of the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from duecare.kernel.canonical import JSON

from .similarity import ABBREVIATED, CUT, JOINED, NICKNAME, SAME, SOUND, SPELLING, TRANSLATION

RELATIONS = {
    SAME: "same", SPELLING: "spelling", SOUND: "sound", NICKNAME: "nickname", TRANSLATION: "translation",
    ABBREVIATED: "initial", JOINED: "joined", CUT: "truncated",
}  # fmt: skip
"""What a part is to its counterpart; "omitted" and "contradicted" stand for parts without one."""


@dataclass(frozen=True, slots=True)
class Part:
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


@dataclass(frozen=True, slots=True)
class Alignment:
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
    pairs: NDArray[Any], nears: NDArray[Any], score: float,
) -> Alignment:  # fmt: skip
    """Put the pairs of `alignment.align` into words; parts left over on both sides contradict each other."""
    ours, theirs = shown(left, person), shown(right, person)
    rows: list[tuple[int, Part]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for (i, j, why, many), near in zip(pairs.tolist(), nears.tolist(), strict=True):
        if i < 0:
            break
        lefts = [k % max(len(ours), 1) for k in range(i, i + (-many if many < 0 else 1))]
        rights = [k % max(len(theirs), 1) for k in range(j, j + (many if many > 0 else 1))]
        used_left.update(lefts)
        used_right.update(rights)
        part = Part(
            " ".join(ours[k] for k in lefts if k < len(ours)), " ".join(theirs[k] for k in rights if k < len(theirs)),
            RELATIONS[why], near,
        )  # fmt: skip
        rows.append((i, part))
    over_left = [k for k in range(len(ours)) if k not in used_left]
    over_right = [k for k in range(len(theirs)) if k not in used_right]
    both = min(len(over_left), len(over_right))
    rows += [(over_left[k], Part(ours[over_left[k]], theirs[over_right[k]], "contradicted", 0.0)) for k in range(both)]
    rows += [(k, Part(ours[k], "", "omitted", 0.0)) for k in over_left[both:]]
    rows += [(len(ours) + k, Part("", theirs[k], "omitted", 0.0)) for k in over_right[both:]]
    return Alignment(score, tuple(part for _, part in sorted(rows, key=lambda row: row[0])))
