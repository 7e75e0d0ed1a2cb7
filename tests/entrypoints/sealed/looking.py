"""Looking for something readable: in every file, open file and row that the processes of a home have."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.apps import apps
from django.db import connection

from duecare.adapters.sealed.files import FOLDER
from tests.entrypoints.agent.running import House

MEMORY = "memory"
"""Said of what a process holds in a file without a name, which no disk has."""


def processes(here: House) -> list[psutil.Process]:
    """Those that were started on this home, and what they started, whatever environment that got."""
    home, found = str(here.home), {}
    for one in psutil.process_iter():
        with suppress(psutil.Error):
            if one.environ().get("DUECARE_HOME") == home:
                found |= {two.pid: two for two in (one, *one.children(recursive=True))}
    return list(found.values())


def places(here: House) -> Iterator[tuple[str, bytes]]:
    """Where what is written, and what it says."""
    shared = [Path("/dev/shm"), Path(tempfile.gettempdir())]
    loose = [one for folder in shared for one in folder.glob("*") if one.is_file()]
    inside = [one for root in (here.home.parent, *(d for s in shared for d in s.glob("duecare-*"))) for one in
              root.rglob("*")]  # fmt: skip
    for file in (*loose, *inside):
        with suppress(OSError):
            if file.is_file() and not file.is_symlink():
                yield str(file), file.read_bytes()
    for process in processes(here):
        yield from _open(process.pid)


def _open(pid: int) -> Iterator[tuple[str, bytes]]:
    """What a process has open: files with a name, without one any more, and memory. Also how it was called."""
    with suppress(OSError):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                target = str(handle.readlink())
                if target.startswith("/memfd:"):
                    yield MEMORY, handle.read_bytes()
                elif target.startswith("/") and not target.startswith(("/dev/", "/proc/")):
                    yield f"{pid} has {target}", handle.read_bytes()
        for name in ("cmdline", "environ"):
            yield f"{name} of {pid}", Path(f"/proc/{pid}/{name}").read_bytes()


def reading(here: House) -> bool:
    """Whether some process is in the middle of a sealed file: what socket buffers take whole is over before a look."""
    folder = str(here.home / FOLDER)
    for one in processes(here):
        with suppress(OSError):
            for handle in Path(f"/proc/{one.pid}/fd").iterdir():
                with suppress(OSError):
                    if str(handle.readlink()).startswith(folder):
                        return True
    return False


def rows() -> bytes:
    """Every row of the main database, the table of jobs among them."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'select * from "{model._meta.db_table}"')
            found += [repr(one) for one in cursor.fetchall()]
    return "\n".join(found).encode()


def seen(here: House, words: Sequence[bytes]) -> list[str]:
    """Where one of these stands in clear."""
    return [where for where, data in places(here) if any(one in data for one in words)]


@dataclass
class Watched:
    """What was found while something went on. `memory`: looks that found it in files without a name."""

    written: list[str] = field(default_factory=list)
    memory: int = 0
    looks: int = 0


@contextmanager
def watched(here: House, words: Sequence[bytes]) -> Iterator[Watched]:
    """Look again and again meanwhile."""
    found, ends = Watched(), threading.Event()

    def watch() -> None:
        while not ends.is_set():
            every = seen(here, words)
            found.written += [one for one in every if one != MEMORY]
            found.memory += MEMORY in every
            found.looks += 1
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        ends.set()
        watcher.join()
