"""What the tests have done by the processes of a cluster; those know neither Django nor pytest."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import numba

from duecare.kernel.errors import BadInput


def made(arrays: dict[str, Any], folder: Path) -> tuple[dict[str, Any], Path]:
    """Says that it was called, and by whom."""
    with (folder / "made").open("a") as log:
        log.write(f"{os.getpid()}\n")
    return arrays, folder


def add(held: tuple[dict[str, Any], Path], task: int) -> int:
    """A sum over the array, and a line of who did it on which machine; on the one that is stuck it never ends."""
    import ray

    arrays, folder = held
    here = ray.get_runtime_context().get_node_id()
    with (folder / "done").open("a") as log:
        log.write(f"{task} {here}\n")
    if task == 7 and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    stuck = folder / "stuck"
    time.sleep(600 if stuck.exists() and stuck.read_text() == here else 0.02)
    return int(arrays["numbers"].sum()) + task


def kinds(held: dict[str, Any], task: int) -> list[str]:
    """What the compiler takes the arrays for."""
    typeof: Any = numba.typeof  # it has no types itself
    return [str(typeof(held[name])) for name in sorted(held)]


def as_it_is(arrays: dict[str, Any]) -> dict[str, Any]:
    return arrays


def fail(held: object, task: int) -> int:
    raise BadInput("this cannot be used.", row=task)
