"""Run the parts asked for, each in a process and a home of its own, and print the table.

Usage: python -m scripts.bench [PART …]   (all without arguments)
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from .machine import load, machine
from .measuring import Figure, table
from .part import COMPANY, MODULES, Order

OUT = Path("var/bench.json")
LONGEST = 780
"""Seconds a part may take: one that takes longer has failed, so that all of them end within half an hour."""
TOGETHER = {
    "pages": ("pages-sqlite", "pages-postgresql"),
    "starts": ("start",),
    "sealed": ("sealed-vaults", "sealed-reports", "sealed-times", "sealed-handlers"),
    "match": ("screening", "screening-million", "screening-quality", "screening-peers"),
}
"""Names for several parts, or for one as people call it."""
FULL = 100_000


def main(arguments: list[str]) -> int:
    """Exit code 1 when a figure is over its limit or a part failed, 2 when asked for what there is not."""
    asked = _asked(arguments)
    wanted = [part for name in asked.parts for part in TOGETHER.get(name, (name,))] or list(MODULES)
    if strange := [name for name in wanted if name not in MODULES]:
        print(f"there is no part {strange[0]}; parts are: {', '.join((*MODULES, *TOGETHER))}", file=sys.stderr)
        return 2
    begun, before = time.perf_counter(), load()
    figures: list[Figure] = []
    lacking: list[str] = []
    with tempfile.TemporaryDirectory(prefix="duecare_bench_") as folder:
        company = asked.company or Path(folder) / "start" / "demo"
        for name in sorted(wanted, key=list(MODULES).index):
            if name in COMPANY and not company.exists():
                _build(company)
            order = Order(name, Path(folder) / name, company, asked.customers, asked.requests)
            found = _part(order)
            figures += found
            if not found:
                lacking.append(name)
    _tell(figures, lacking, before, time.perf_counter() - begun, asked.customers)
    return 1 if lacking or not all(one.kept for one in figures) else 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join((*MODULES, *TOGETHER))}; all when none is named")
    parser.add_argument("--customers", type=int, default=FULL, help="fewer are for trying out: they are no figures")
    parser.add_argument("--requests", type=int, default=200, help="of each kind of page")
    parser.add_argument("--company", type=Path, help="home of a fictional company built before")
    return parser.parse_args(arguments)


def _build(home: Path) -> None:
    print("building the fictional company first", file=sys.stderr)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    command = [sys.executable, "-m", "duecare.entrypoints.cli.main", "demo", "--no-serve"]
    env = clean | {"DUECARE_HOME": str(home)}
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, timeout=LONGEST, check=True)


def _part(order: Order) -> list[Figure]:
    """The figures of one part; none when it failed or when what it needs is absent."""
    start = time.perf_counter()
    order.room.mkdir(exist_ok=True)
    told = {**asdict(order), "room": str(order.room), "company": str(order.company)}
    command = [sys.executable, "-m", "scripts.bench.part", json.dumps(told)]
    code, told_by_it = alone(command, LONGEST)
    if code is None:
        print(f"{order.part}: took longer than {LONGEST} s", file=sys.stderr)
        return []
    print(f"{order.part}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    if code != 0:
        return []
    return [Figure(**one) for one in json.loads(told_by_it.splitlines()[-1])]


def alone(command: list[str], longest: float) -> tuple[int | None, str]:
    """Run a command; its exit code (None: it took longer) and what it wrote. Whatever it started ends with it: servers
    of a part that failed would stand in the way of the next one's figures."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, process_group=0) as process:
        try:
            written, _ = process.communicate(timeout=longest)
        except subprocess.TimeoutExpired:
            return None, ""
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, written


def _tell(figures: list[Figure], lacking: list[str], before: str, took: float, customers: int) -> None:
    """The table, the machine, and what makes figures doubtful; the same as JSON."""
    print(table(figures))
    print()
    facts = {**machine(), "load before": before, "load after": load(), "took": f"{took / 60:.1f} minutes"}
    for key, value in facts.items():
        print(f"{key:12} {value}")
    over = [f"{one.part}: {one.what}" for one in figures if not one.kept]
    print(f"{'over':12} {'; '.join(over) or 'none'}")
    print(f"{'not measured':12} {', '.join(lacking) or 'none'}")
    if customers != FULL:
        print(f"With {customers:,} customers instead of {FULL:,}: a try, no figures.")
    OUT.parent.mkdir(exist_ok=True)
    moment = time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime())
    size = {"customers": customers, "full": FULL}
    written = {"at": moment, **size, **facts, "lacking": lacking, "figures": [one.as_json() for one in figures]}
    OUT.write_text(json.dumps(written, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
