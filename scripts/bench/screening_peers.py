"""What the match is measured against: an environment of its own, and each peer as a process that answers orders."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .screening_engines import Hits
from .screening_lists import Entity
from .screening_sets import Pair, Query

HERE = Path(__file__).parent / "peers"
NAMES = ("logic-v2", "logic-v2-tokens", "token_sort_ratio", "WRatio")


def environment() -> Path | None:
    """The Python that has the peers, installed on first use into `var/`; None when they cannot be installed."""
    wanted = HERE / "requirements.in"
    home = Path("var") / f"peers-{hashlib.sha256(wanted.read_bytes()).hexdigest()[:12]}"
    python, ready = home / "bin" / "python", home / "complete"
    if ready.exists():
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True, stdout=sys.stderr)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(wanted)]
        subprocess.run(install, check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL, timeout=300)
    except (subprocess.SubprocessError, OSError) as fault:
        print(f"peers could not be installed, so they are not measured: {fault}", file=sys.stderr)
        return None
    ready.touch()
    return python


class Peer:
    """One peer in a process of its own, for `screening_quality.measure`; remembers what the last order took."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self.name = name
        self._process = process
        self.last: dict[str, Any] = {}

    def compare(self, pairs: Sequence[Pair]) -> list[float]:
        """A score a pair."""
        return list(self._ask(do="compare", pairs=[[one.left, one.right, one.schema] for one in pairs])["scores"])

    def index(self, entities: Sequence[Entity]) -> Peer:
        """Takes in the list; the one before is forgotten."""
        self._ask(do="index", entities=[[one.id, one.schema, list(one.names)] for one in entities])
        return self

    def search(self, queries: Sequence[Query], top: int = 10, processes: int = 1) -> list[Hits]:
        """The ten best hits of each query, in its order."""
        asked = [[one.name, one.schema] for one in queries]
        return [
            [(str(identity), float(score)) for identity, score in hits[:top]]
            for hits in self._ask(do="search", queries=asked, processes=processes)["hits"]
        ]

    def _ask(self, **order: object) -> dict[str, Any]:
        """The answer to an order.

        Raises:
            RuntimeError: the peer ended; what it said is on the standard error.
        """
        into, out = _pipes(self._process)
        try:
            into.write(json.dumps(order) + "\n")
            into.flush()
            line = out.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise RuntimeError(f"{self.name} ended before it answered")
        self.last = json.loads(line)
        return self.last


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin and process.stdout
    return process.stdin, process.stdout


@contextmanager
def peer(python: Path, name: str) -> Iterator[Peer]:
    """A peer that has begun, ended again afterwards."""
    command = [str(python.absolute()), str(HERE / "answering.py"), name]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Peer(name, process)
    finally:
        _pipes(process)[0].close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
