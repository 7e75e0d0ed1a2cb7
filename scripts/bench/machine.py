"""What the figures were taken on: a figure without its machine says nothing."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("django", "granian", "numpy", "typst", "psycopg")


def machine() -> dict[str, str]:
    """Processor, memory, system and versions, in words."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "system": f"{_system()}, Python {platform.python_version()}",
        "databases": ", ".join(("SQLite " + _sqlite(), *_postgresql())),
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def load() -> str:
    """Processes that wanted to run, over the last minute and the last five."""
    one, five, _ = os.getloadavg()
    return f"{one:.1f} over one minute, {five:.1f} over five"


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _system() -> str:
    for line in _lines("/etc/os-release"):
        if line.startswith("PRETTY_NAME="):
            return line.partition("=")[2].strip('"')
    return platform.platform(terse=True)


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def _sqlite() -> str:
    import sqlite3

    return sqlite3.sqlite_version


def _postgresql() -> tuple[str, ...]:
    if not (url := os.environ.get("DUECARE_TEST_POSTGRES", "")):
        return ()
    import psycopg

    with psycopg.connect(url) as server:
        return (f"PostgreSQL {server.execute('show server_version').fetchone()[0].split()[0]}",)  # type: ignore[index]  # always one row
