"""A peer answers orders: one JSON object a line in, one out. Runs in the environment that has the peers installed.

Usage: python answering.py logic-v2 | logic-v2-tokens | token_sort_ratio | WRatio

Orders:
    {"do": "compare", "pairs": [[left, right, schema], …]}
    {"do": "index", "entities": [[id, schema, names], …]}
    {"do": "search", "queries": [[name, schema], …], "processes": 1}
Every answer says how long the work itself took.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import sys
import time
from pathlib import Path

TOP = 10


def peer(name: str) -> object:
    """The peer of that name, imported only when it is asked for."""
    if name.startswith("logic-v2"):
        from logic import Logic

        return Logic(trigrams=name == "logic-v2")
    from scanning import Scan

    return Scan(name)


def main(name: str) -> None:
    """Answer until the input ends."""
    logging.disable(logging.WARNING)
    one = peer(name)
    for line in sys.stdin:
        order = json.loads(line)
        begun = time.perf_counter()
        answer = globals()[order.pop("do")](one, **order)
        answer |= {"seconds": time.perf_counter() - begun, "megabytes": _megabytes()}
        print(json.dumps(answer), flush=True)


def compare(one: object, pairs: list[list[str]]) -> dict[str, object]:
    """A score a pair."""
    return {"scores": [one.compare(*pair) for pair in pairs]}  # type: ignore[attr-defined]  # a peer is known by its methods alone


def index(one: object, entities: list[tuple[str, str, list[str]]]) -> dict[str, object]:
    """Take in a list."""
    one.index(entities)  # type: ignore[attr-defined]  # a peer is known by its methods alone
    return {}


def search(one: object, queries: list[list[str]], processes: int) -> dict[str, object]:
    """The best hits of each query; with one process also the milliseconds each took and computed."""
    if processes > 1:
        global _one
        _one = one
        size = max(1, len(queries) // (processes * 4))
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            return {"hits": pool.starmap(_found, queries, chunksize=size)}
    hits, took, computed = [], [], []
    for query in queries:
        begun, before = time.perf_counter(), time.process_time()
        hits.append(one.search(*query, TOP))  # type: ignore[attr-defined]  # a peer is known by its methods alone
        took.append((time.perf_counter() - begun) * 1000)
        computed.append((time.process_time() - before) * 1000)
    return {"hits": hits, "milliseconds": took, "computed": computed}


_one: object = None


def _found(name: str, schema: str) -> object:
    return _one.search(name, schema, TOP)  # type: ignore[attr-defined]  # a peer is known by its methods alone


def _megabytes() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main(sys.argv[1])
