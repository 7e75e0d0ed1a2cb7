"""Investigations: an evidence pack of a gigabyte made and checked, and a long investigation read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from nacl.signing import SigningKey

from duecare.adapters.evidence import packing
from duecare.adapters.evidence.packing import Piece
from duecare.adapters.sealed.files import Files, Stored
from tests.apps.investigations.casework import Casework

from .measuring import Figure
from .part import Order

SIZE = 1_000_000_000
ACTS = 1_000


def measure(order: Order) -> Sequence[Figure]:
    """Made and checked on one processor; the pack goes to the disk, as a download would go to the network."""
    home = order.room / "home"
    home.mkdir(parents=True, exist_ok=True)
    made, checked = _packed(home, order.room / "pack.tar")
    return [
        Figure("investigations", "evidence pack of 1 GB made", made, 30.0, "s", "opened, hashed and signed"),
        Figure("investigations", "evidence pack of 1 GB checked offline", checked, None, "s", "by the script alone"),
        Figure("investigations", f"an investigation of {ACTS:,} acts read", _read() * 1000, None, "ms"),
    ]


def _packed(home: Path, place: Path) -> tuple[float, float]:
    files, piece = Files(home, bytes(32)), os.urandom(64 * 1024)
    kept: Stored = files.seal(_bytes(piece))
    files.keep(kept.name)
    told = {
        "by": "", "certificates": [], "day": "2026-11-27", "ended": [], "entries": [],
        "format": "duecare/evidence-pack/1", "installation": bytes(32).hex(),
    }  # fmt: skip
    pieces = [Piece("files/001.bin", kept.size, "", lambda: files.opened(kept.name, kept.lock, kept.size))]
    begun, size = time.perf_counter(), packing.size_of(pieces, told)
    with place.open("wb") as file:
        for data in packing.written(pieces, told, lambda message: SigningKey.generate().sign(message).signature):
            file.write(data)
    made = time.perf_counter() - begun
    if place.stat().st_size != size:
        raise RuntimeError("the pack has another size than was said, no figure")
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", str(packing.VERIFIER), str(place), "0" * 64, "1" * 64],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "no certificate of its author" not in done.stdout or "altered" in done.stdout:
        raise RuntimeError(f"the check went wrong, no figure: {done.stdout}")
    return made, time.perf_counter() - begun


def _bytes(piece: bytes) -> Iterator[bytes]:
    for _ in range(SIZE // len(piece)):
        yield piece
    yield piece[: SIZE % len(piece)]


def _read() -> float:
    """An invented investigation, in seconds: what a page needs of it once its entries are open."""
    case = Casework().named().admitted().investigated()
    for number in range(ACTS - len(case.entries)):
        case.force("lea", case.act("task", what=f"Task {number}.", until=case.today + timedelta(days=number)))
    begun = time.perf_counter()
    if case.now.faults:
        raise RuntimeError("an act broke a rule, no figure")
    return time.perf_counter() - begun


PARTS = {"investigations": measure}
