"""How fast names are found: among the real list's forty thousand, and among a million.

The names looked for are those of the portfolio, companies and people of all scripts, with one changed listed name after
every nine of them: most of what is screened is nobody's, and what is somebody's costs most.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from .measuring import Figure
from .part import Order
from .screening_changes import changed
from .screening_lists import Entity, folder, listed
from .screening_million import MILLION, enlarged
from .screening_sets import Query, innocents

SINGLE = 3_000
"""Searches one by one."""
BULK = 40_000
CHANGED, PARTIES = 500, 100
"""Entities that an edition changed, and the most parties that one of their names may mean."""


def forty_thousand(order: Order) -> Sequence[Figure]:
    """One by one and in bulk on the real list."""
    if (where := folder()) is None:
        return absent()
    entities = listed(where)
    index = _built(entities)
    size = f"{sum(len(one.names) for one in entities):,} names"
    return [
        *_read(where.parent),
        *_searches("screening", index, queries(where), size, (0.4, 1.0)),
        _bulk("screening", index, where, size, 12_000),
    ]


def million(order: Order) -> Sequence[Figure]:
    """Built, saved, opened by another process, searched, and an edition's changes against as many parties."""
    if (where := folder()) is None:
        return absent()
    from duecare.screening import Index

    entities = enlarged(where)
    size = f"{MILLION:,} names"
    _built(entities[:100])  # compiled code is loaded once a machine, not once a list
    begun, before = time.perf_counter(), time.process_time()
    index = Index.build((one.id, one.schema, one.names) for one in entities)
    built, computed = time.perf_counter() - begun, time.process_time() - before
    path = order.room / "names.index"
    begun = time.perf_counter()
    index.save(path)
    saved = time.perf_counter() - begun
    further = _further(path, where)
    note = f"{len(entities):,} entities, {computed:.1f} s computed; "
    note += f"saved in {saved:.1f} s as {path.stat().st_size / 2**20:.0f} MB"
    return [
        Figure("screening-million", f"{size}: index built", built, 10.0, "s", note),
        *_opened(further, size),
        *_searches("screening-million", index, queries(where), size, (1.5, 4.0)),
        _bulk("screening-million", index, where, size, 4_000),
    ]


def _read(data: Path) -> Iterator[Figure]:
    """The largest publication of the samples, from the publisher's bytes to its entries."""
    from duecare.apps.screening.rules.lists import read_publication
    from tests.apps.screening.rules.lists.files import packed

    files = packed(data, "ofac-xml")
    begun, before = time.perf_counter(), time.process_time()
    found = read_publication(files)
    took, computed = time.perf_counter() - begun, time.process_time() - before
    entries = sum(len(one.entries) for one in found)
    note = f"{entries:,} entries, {computed:.1f} s computed"
    yield Figure("screening", "SDN list as XML, read", took, 3.0, "s", note)


def queries(where: Path) -> list[Query]:
    """Nine innocent names and a changed listed one, again and again."""
    innocent, wanted = iter(innocents(where, "test")), iter(changed(where, "test"))
    found: list[Query] = []
    for one in wanted:
        found += [next(innocent) for _ in range(9)]
        found.append(one)
        if len(found) >= SINGLE:
            break
    return found


def absent() -> Sequence[Figure]:
    """Says so; a part without figures is told as not measured."""
    print("names for measuring, or peers, are absent: set DUECARE_DATA to the folder with screening/", file=sys.stderr)
    return []


def _built(entities: Sequence[Entity]) -> Any:
    from duecare.screening import Index

    return Index.build((one.id, one.schema, one.names) for one in entities)


def _searches(
    part: str, index: Any, names: Sequence[Query], size: str, limits: tuple[float, float]
) -> Iterator[Figure]:
    """Median and the slowest hundredth of searches with their explanation, one after another."""
    for one in names[:200]:
        index.search(one.name, schema=one.schema)
    computed = time.process_time()
    took = sorted(milliseconds(partial(explained, index, one)) for one in names)
    computed = (time.process_time() - computed) * 1000 / len(took)
    note = f"{len(took):,} searches with explanation, nine in ten of nobody listed; "
    note += f"slowest {took[-1]:.1f} ms, mean {sum(took) / len(took):.2f}, {computed:.2f} of it computed"
    yield Figure(part, f"{size}: one search, median", took[len(took) // 2], limits[0], "ms", note)
    yield Figure(part, f"{size}: one search, 99th of 100", took[len(took) * 99 // 100], limits[1], "ms")


def explained(index: Any, query: Query) -> list[object]:
    """Hits as a page shows them: with their alignment."""
    return [hit.alignment for hit in index.search(query.name, schema=query.schema)]


def milliseconds(act: Callable[[], object]) -> float:
    """Wall time of one call."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _bulk(part: str, index: Any, where: Path, size: str, least: int) -> Figure:
    """Portfolio names a second on two processes, starting them included."""
    strangers = (*innocents(where, "dev"), *innocents(where, "test"))
    asked = [one.name for one in strangers if one.schema == "Person"][:BULK]
    idle = os.getloadavg()[0]
    begun = time.perf_counter()
    found = index.search_many(asked, schema="Person", processes=2)
    rate = len(asked) / (time.perf_counter() - begun)
    hits = sum(map(len, found))
    note = f"{len(asked):,} persons of the portfolio, two processes, their start included; {hits:,} hits"
    note += f"; load before {idle:.1f}"
    return Figure(part, f"{size}: bulk", rate, least, "a second", note, least=True)


def _further(path: Path, where: Path) -> dict[str, float]:
    """What another process measured of itself."""
    real = listed(where)[:: max(1, len(listed(where)) // CHANGED)][:CHANGED]
    names = [[name, one.schema] for one in real for name in one.names]
    told = {"names": [[one.name, one.schema] for one in queries(where)], "changed": names, "top": PARTIES}
    command = [sys.executable, "-m", "scripts.bench.screening_opening", str(path)]
    done = subprocess.run(command, input=json.dumps(told), stdout=subprocess.PIPE, text=True, check=True)
    return {**json.loads(done.stdout), "asked": float(len(names))}


def _opened(found: dict[str, float], size: str) -> Iterator[Figure]:
    part = "screening-million"
    note = f"by a further process: opened {found['open']:.2f} s, first search {found['first']:.2f} s"
    note += f"; imports before it {found['imports']:.1f} s"
    yield Figure(part, f"{size}: opened and first answer", found["open"] + found["first"], 1.0, "s", note)
    note = f"that process after {SINGLE:,} searches, {found['before']:.0f} MB of it before the index was imported"
    yield Figure(part, f"{size}: memory", found["megabytes"], 800.0, "MB", note)
    note = f"{found['asked']:.0f} names of {CHANGED} entities, {PARTIES} hits each at most, {found['hits']:.0f} in all"
    note += f"; load {os.getloadavg()[0]:.1f}"
    yield Figure(part, f"{CHANGED} changed entries × {size} of parties", found["delta"], 1.0, "s", note)


PARTS = {"screening": forty_thousand, "screening-million": million}
