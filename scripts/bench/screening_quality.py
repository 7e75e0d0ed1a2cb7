"""Quality of the match on every set, as a table, and the worst cases for whoever tunes it.

Usage: python -m scripts.bench.screening_quality --sets dev [--worst out.tsv] [--innocents 10000]

What is tuned looks at "dev" only; "test" is for the bench, with the thresholds that "dev" gave.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .screening_changes import EACH, changed
from .screening_crossing import BODIES, Crossing, crossings
from .screening_crossing import EACH as CROSSED
from .screening_engines import Engine, Hits, Ours
from .screening_lists import Entity, Half, folder, listed
from .screening_measures import Separation, Share, separation, threshold_for
from .screening_sets import OTHER_NAME, Pair, Query, innocents, pairs

INNOCENT = 0.01
"""The share of innocent names that may alert."""
INNOCENTS = 10_000
WORST = 60
"""Cases of each kind in the file of the worst."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How many of each: innocents, changed names of each kind, crossed names of each script."""

    innocents: int = INNOCENTS
    each: int = EACH
    crossed: int = CROSSED


WHOLE = Sample()


@dataclass(frozen=True, slots=True)
class Sets:
    """What is asked of every engine: made once, so that all are asked the same."""

    listed: Sequence[Entity]
    pairs: Sequence[Pair]
    innocents: Sequence[Query]
    changed: Sequence[Query]
    crossings: Sequence[Crossing]


def sets(where: Path, which: Half, sample: Sample = WHOLE) -> Sets:
    """Everything of one half."""
    return Sets(
        listed(where),
        pairs(where, which),
        innocents(where, which, sample.innocents),
        changed(where, which, sample.each),
        crossings(where, which, sample.crossed),
    )


@dataclass(frozen=True, slots=True)
class Quality:
    """What was found on one half.

    Attributes:
        separation: on the labelled pairs.
        other_names: pairs of names that only their publisher can know to be one party's, at the same threshold.
        by_kind: kind of change → found among the first ten, and found with a score at or over `threshold`.
        threshold: that 1 % of innocents reach.
        alerting: kind of innocent → those at or over `threshold`.
        crossing: direction, script → found among the first ten.
        worst: rows for the file of the worst cases.
    """

    separation: Separation
    other_names: Share
    by_kind: dict[str, tuple[Share, Share]]
    threshold: float
    alerting: dict[str, Share]
    crossing: dict[tuple[str, str], Share]
    worst: list[tuple[str, ...]] = field(repr=False)

    @property
    def top_ten(self) -> Share:
        """Over all kinds of change."""
        return together([first for first, _ in self.by_kind.values()])

    @property
    def recall(self) -> Share:
        """At the threshold that 1 % of innocents reach, over all kinds of change."""
        return together([second for _, second in self.by_kind.values()])

    @property
    def crossed(self) -> Share:
        """Persons, over both directions and all scripts."""
        return together([one for (_, kind), one in self.crossing.items() if not kind.endswith(BODIES)])

    @property
    def crossed_bodies(self) -> Share:
        """Bodies, whose names publishers translate as often as they transcribe them."""
        return together([one for (_, kind), one in self.crossing.items() if kind.endswith(BODIES)])


def together(shares: Sequence[Share]) -> Share:
    """Counts added up."""
    return Share(sum(one.right for one in shares), sum(one.all for one in shares))


def measure(engine: Engine, asked: Sets, pair_threshold: float | None = None) -> Quality:
    """Everything on one half; pairs are judged at the threshold given, or at the best one of that half.

    The list itself is taken in last: whoever measures speed next finds it there.
    """
    names = {one.id: one.names[0] for one in asked.listed}
    scores = engine.compare(asked.pairs)
    judged = [place for place, one in enumerate(asked.pairs) if one.kind != OTHER_NAME]
    apart = separation([scores[one] for one in judged], [asked.pairs[one].same for one in judged], pair_threshold)
    other = [score >= apart.threshold for score, one in zip(scores, asked.pairs, strict=True) if one.kind == OTHER_NAME]
    crossing, missed = _crossed(engine, asked.crossings, names)
    index = engine.index(asked.listed)
    strangers, found = index.search(asked.innocents), index.search(asked.changed)
    at = threshold_for([_best(hits) for hits in strangers], INNOCENT)
    worst = [
        *_worst_pairs(asked.pairs, scores),
        *_worst_innocents(asked.innocents, strangers, names),
        *_missed(asked.changed, found, at, names),
        *missed,
    ]
    by_kind = _by_kind(asked.changed, found, at)
    alerting = _alerting(asked.innocents, strangers, at)
    return Quality(apart, Share(sum(other), len(other)), by_kind, at, alerting, crossing, worst)


def _crossed(
    engine: Engine, crossings: Sequence[Crossing], names: dict[str, str]
) -> tuple[dict[tuple[str, str], Share], list[tuple[str, ...]]]:
    """Direction and script → found among the first ten; and what was not."""
    shares: dict[tuple[str, str], Share] = {}
    worst: list[tuple[str, ...]] = []
    for one in crossings:
        answers = engine.index(one.entities).search(one.queries)
        for kind, (first, _) in _by_kind(one.queries, answers, 0.0).items():
            shares[one.direction, kind] = first
        worst += [(one.direction, *row[1:]) for row in _missed(one.queries, answers, 0.0, names)]
    return shares, worst


def _best(hits: Hits) -> float:
    return max((score for _, score in hits), default=0.0)


def _score(query: Query, hits: Hits) -> float:
    """The best score of a right hit among the first ten; −1 when there is none."""
    return max((score for found, score in hits[:10] if found in query.expected), default=-1.0)


def _by_kind(queries: Sequence[Query], answers: Sequence[Hits], at: float) -> dict[str, tuple[Share, Share]]:
    scores: dict[str, list[float]] = defaultdict(list)
    for query, hits in zip(queries, answers, strict=True):
        scores[query.kind].append(_score(query, hits))
    return {
        kind: (Share(sum(one >= 0 for one in found), len(found)), Share(sum(one >= at for one in found), len(found)))
        for kind, found in scores.items()
    }


def _alerting(strangers: Sequence[Query], answers: Sequence[Hits], at: float) -> dict[str, Share]:
    best: dict[str, list[bool]] = defaultdict(list)
    for query, hits in zip(strangers, answers, strict=True):
        best[query.kind].append(_best(hits) >= at)
    return {kind: Share(sum(found), len(found)) for kind, found in sorted(best.items())}


def _worst_pairs(labelled: Sequence[Pair], scores: Sequence[float]) -> list[tuple[str, ...]]:
    """Same with the lowest scores, different with the highest."""
    ranked = sorted(zip(scores, labelled, strict=True), key=lambda one: one[0])
    low = [one for one in ranked if one[1].kind == "writing"][: 5 * WORST]
    high = [one for one in reversed(ranked) if not one[1].same][: 5 * WORST]
    return [
        ("pair", "same, low" if pair.same else "different, high", pair.left, f"{score:.3f}", pair.right, "", "")
        for score, pair in (*low, *high)
    ]


def _worst_innocents(
    strangers: Sequence[Query], answers: Sequence[Hits], names: dict[str, str]
) -> list[tuple[str, ...]]:
    ranked = sorted(zip(strangers, answers, strict=True), key=lambda one: -_best(one[1]))
    return [
        ("innocent", query.kind, query.name, "", "", f"{hits[0][1]:.3f}", f"{hits[0][0]} {names.get(hits[0][0], '')}")
        for query, hits in ranked[: 5 * WORST]
        if hits
    ]


def _missed(
    queries: Sequence[Query], answers: Sequence[Hits], at: float, names: dict[str, str]
) -> list[tuple[str, ...]]:
    """Queries without a right hit among ten, or with one under the threshold; the first of each kind."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for query, hits in zip(queries, answers, strict=True):
        score = _score(query, hits)
        if score < 0 or score < at:
            said = "not found" if score < 0 else f"{score:.3f}"
            right = "; ".join(f"{one} {names.get(one, '')}" for one in sorted(query.expected)[:3])
            first = (f"{hits[0][1]:.3f}", f"{hits[0][0]} {names.get(hits[0][0], '')}") if hits else ("", "no hit")
            found[query.kind].append(("change", query.kind, query.name, said, right, *first))
    return [row for rows in found.values() for row in rows[:WORST]]


def told(quality: Quality) -> str:
    """The table."""
    lines = [f"pairs                         {quality.separation}"]
    lines.append(
        f"innocents                     {together(list(quality.alerting.values()))} at {quality.threshold:.4f}"
    )
    lines += [f"  {kind:27} {share}" for kind, share in quality.alerting.items()]
    lines.append("changed names                 among first ten                     also at the innocents' threshold")
    for kind, (first, second) in {**quality.by_kind, "all": (quality.top_ten, quality.recall)}.items():
        lines.append(f"  {kind:27} {first!s:35} {second}")
    lines.append("across scripts                among first ten")
    lines += [f"  {direction}, {script:16} {share}" for (direction, script), share in quality.crossing.items()]
    lines.append(f"  {'all persons':34} {quality.crossed}")
    lines.append(f"  {'all bodies':34} {quality.crossed_bodies}")
    return "\n".join(lines)


def main(arguments: Sequence[str], engine: Engine | None = None) -> int:
    """Exit code 2 when the names are not on this machine."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.screening_quality")
    parser.add_argument("--sets", choices=("dev", "test"), default="dev")
    parser.add_argument("--innocents", type=int, default=INNOCENTS)
    parser.add_argument("--worst", type=Path)
    asked = parser.parse_args(arguments)
    if (where := folder()) is None:
        print(
            "the names for measuring are absent: set DUECARE_DATA to the folder that holds screening/", file=sys.stderr
        )
        return 2
    begun = time.perf_counter()
    quality = measure(engine or Ours(), sets(where, asked.sets, Sample(asked.innocents)))
    print(told(quality))
    print(f"took {time.perf_counter() - begun:.1f} s")
    if asked.worst:
        head = "set\tkind\tquery\tscore of the right one\tright one\tbest score\tbest hit"
        rows = [head, *("\t".join(row) for row in quality.worst)]
        asked.worst.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
