"""What a further process pays for a saved index: opening, the first answer, memory, an edition's changes.

Usage: python -m scripts.bench.screening_opening INDEX < orders

Orders are JSON, `{"names": [[name, schema], …], "changed": [[name, schema], …], "top": 100}`, and so is the one line of
answer.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .screening_engines import OurIndex
from .screening_sets import Query


def main(path: str) -> None:
    """Seconds and megabytes on the standard output."""
    told = json.loads(sys.stdin.read())
    before = _megabytes()
    begun = time.perf_counter()
    from duecare.screening import Index

    imported = time.perf_counter()
    index = Index.open(Path(path))
    opened = time.perf_counter()
    first_name, schema = told["names"][0]
    index.search(first_name, schema=schema)
    first = time.perf_counter()
    for name, schema in told["names"]:
        index.search(name, schema=schema)
    memory = _megabytes()
    begun_delta = time.perf_counter()
    found = OurIndex(index).search(_queries(told["changed"]), told["top"])
    delta = time.perf_counter() - begun_delta
    answer = {
        "imports": imported - begun, "open": opened - imported, "first": first - opened, "megabytes": memory,
        "before": before, "delta": delta, "hits": sum(map(len, found)),
    }  # fmt: skip
    print(json.dumps(answer))


def _queries(names: Sequence[Sequence[str]]) -> list[Query]:
    return [Query(name, schema, "changed") for name, schema in names]


def _megabytes() -> float:
    """Memory this process has in use, what it shares by mapping files included."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main(sys.argv[1])
