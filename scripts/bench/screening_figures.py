"""How well the match finds and tells apart, alone and beside its peers on the same names in the same run."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from .measuring import Figure
from .part import Order
from .screening_engines import Engine, Ours
from .screening_lists import folder
from .screening_measures import Share, best_threshold
from .screening_peers import NAMES, Peer, environment, peer
from .screening_quality import Quality, Sample, Sets, measure, sets, told
from .screening_sets import OTHER_NAME, Pair, innocents, pairs
from .screening_speed import absent, explained, milliseconds

SMALL = Sample(innocents=500, each=20, crossed=20)
"""What the peers can answer within the time that the bench has."""
SINGLE, BULK = 150, 300
"""Names looked for one by one, and on two processes, when speeds are compared."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Median milliseconds of one search, how many of them were computed and not waited for, and searches a second on
    two processes with so many names."""

    median: float
    computed: float
    bulk: float
    names: int


def quality(order: Order) -> Sequence[Figure]:
    """On the half that nobody tuned on, at the threshold that the other half gave."""
    if (where := folder()) is None:
        return absent()
    found = _judged(Ours(), pairs(where, "dev"), sets(where, "test"))
    print(told(found), file=sys.stderr)
    apart = found.separation
    low, high = apart.interval
    pair_note = (
        f"{apart.pairs:,} pairs, threshold {apart.threshold:.3f} from the other half, {100 * low:.1f}–{100 * high:.1f}"
    )
    return [
        _percent("labelled pairs, F1", apart.f1, 84.0, f"{pair_note}; AUC {apart.auc:.3f}"),
        _share("changed names, 1 % of innocents alert", found.recall, 90.0, f"threshold {found.threshold:.3f}"),
        _share("changed names among first ten", found.top_ten, None),
        _share("persons in another script, among first ten", found.crossed, 95.0),
        _share("bodies in another script, among first ten", found.crossed_bodies, None, "often translations"),
    ]


def peers(order: Order) -> Sequence[Figure]:
    """Quality and speed as ratios and differences; what a peer lacks is its absence, never a zero."""
    if (where := folder()) is None or (python := environment()) is None:
        return absent()
    dev, test = pairs(where, "dev"), sets(where, "test", SMALL)
    ours, our_speed = _judged(Ours(), dev, test), _our_speed(where, test)
    figures = list(_alone("duecare", ours, our_speed))
    for name in NAMES:
        with peer(python, name) as other:
            theirs, their_speed = _judged(other, dev, test), _their_speed(other, test)
        figures += _alone(name, theirs, their_speed)
        figures += _beside(name, ours, our_speed, theirs, their_speed)
    return figures


def _judged(engine: Engine, dev: Sequence[Pair], test: Sets) -> Quality:
    """On "test", pairs at the best threshold of "dev"."""
    labelled = [one for one in dev if one.kind != OTHER_NAME]
    threshold = best_threshold(engine.compare(labelled), [one.same for one in labelled])
    return measure(engine, test, threshold)


def _their_speed(other: Peer, test: Sets) -> Speed:
    """The list it holds already; times are the peer's own, without the way to it and back."""
    other.search(test.innocents[:SINGLE])
    one, computed = median(other.last["milliseconds"]), median(other.last["computed"])
    other.search(test.innocents[:BULK], processes=2)
    return Speed(one, computed, BULK / other.last["seconds"], BULK)


def _our_speed(where: Path, test: Sets) -> Speed:
    """As the peers are measured: every answer with its ten hits and their reasons; in bulk a whole portfolio."""
    from duecare.screening import Index

    index = Index.build((one.id, one.schema, one.names) for one in test.listed)
    explained(index, test.innocents[0])
    took, computed = [], []
    for one in test.innocents[:SINGLE]:
        before = time.process_time()
        took.append(milliseconds(partial(explained, index, one)))
        computed.append((time.process_time() - before) * 1000)
    names = [*innocents(where, "dev"), *innocents(where, "test")]
    done, begun = 0, time.perf_counter()
    for schema in ("Person", "Organization"):
        of_schema = [one.name for one in names if one.schema == schema]
        done += len(index.search_many(of_schema, schema=schema, processes=2))
    return Speed(median(took), median(computed), done / (time.perf_counter() - begun), done)


def _alone(name: str, found: Quality, speed: Speed) -> Iterator[Figure]:
    part = "screening-peers"
    note = f"F1 {found.separation.f1:.3f}, AUC {found.separation.auc:.3f}, "
    note += f"changed names {found.recall.value:.3f} at 1 % of innocents, {found.top_ten.value:.3f} among first ten, "
    note += (
        f"persons in another script {found.crossed.value:.3f}; of {found.top_ten.all:,} changed, {SMALL.innocents:,} "
    )
    note += f"innocent and {found.crossed.all:,} crossed names"
    yield Figure(part, f"{name}: one search, median", speed.median, None, "ms", note)
    yield Figure(part, f"{name}: bulk", speed.bulk, None, "a second", f"two processes; {speed.names:,} names")


def _beside(name: str, ours: Quality, our_speed: Speed, theirs: Quality, their_speed: Speed) -> Iterator[Figure]:
    """Promised are ratios against logic-v2, and better quality than with fewer candidates too; the rest is told."""
    part, promised = "screening-peers", name == "logic-v2"
    gains = {
        "F1": ours.separation.f1 - theirs.separation.f1,
        "AUC": ours.separation.auc - theirs.separation.auc,
        "changed names at 1 % of innocents": ours.recall.value - theirs.recall.value,
        "changed names among first ten": ours.top_ten.value - theirs.top_ten.value,
        "persons in another script": ours.crossed.value - theirs.crossed.value,
    }
    smallest = min(gains, key=lambda what: gains[what])
    said = ", ".join(f"{what} {100 * gain:+.1f}" for what, gain in gains.items())
    ratio = our_speed.bulk / their_speed.bulk
    yield Figure(part, f"bulk, times {name}'s", ratio, 150.0 if promised else None, "×", "", least=True)
    ratio = their_speed.median / our_speed.median
    note = f"{their_speed.computed / our_speed.computed:.1f} by the time computed, which other work does not change"
    yield Figure(
        part, f"one search, times faster than {name}", ratio, 30.0 if promised else None, "×", note, least=True
    )
    what = f"smallest gain in quality over {name}: {smallest}"
    yield Figure(
        part, what, 100 * gains[smallest], 0.0 if name.startswith("logic-v2") else None, "points", said, least=True
    )


def _percent(what: str, value: float, least: float | None, note: str) -> Figure:
    return Figure("screening-quality", what, 100 * value, least, "%", note, least=True)


def _share(what: str, found: Share, least: float | None, more: str = "") -> Figure:
    low, high = found.interval
    note = f"{found.right:,} of {found.all:,}, {100 * low:.1f}–{100 * high:.1f}"
    return _percent(what, found.value, least, f"{note}; {more}" if more else note)


PARTS = {"screening-quality": quality, "screening-peers": peers}
