"""Arrays of a name index in one file, and work on it spread over processes.

The file is mapped, not read: opening takes no time, and all processes on a machine share its pages. It
is written beside its place and moved there, so that whoever opens it sees the old one or the new one.
"""

from __future__ import annotations

import json
import mmap
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from duecare.kernel.errors import BadInput

Held = TypeVar("Held")
Task = TypeVar("Task")
Result = TypeVar("Result")

_MAGIC = b"duecare-names-1\n"
_ALIGNED = 64
_TODO = "Build the index anew; nothing else depends on this file."


def save(path: Path, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> None:
    """Write arrays and what `about` says of them; atomic, and on the disk when this returns."""
    places: dict[str, dict[str, Any]] = {}
    at = 0
    for name, values in arrays.items():
        places[name] = {"dtype": _said(values.dtype), "shape": values.shape, "at": at}
        at += -(-values.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({"about": dict(about), "arrays": places, "size": at}).encode()
    start = -(-(len(_MAGIC) + 8 + len(head)) // _ALIGNED) * _ALIGNED
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with draft.open("wb") as file:
            file.write((_MAGIC + len(head).to_bytes(8, "little") + head).ljust(start, b" "))
            for values in arrays.values():
                raw = np.ascontiguousarray(values)
                file.write(raw.data if raw.nbytes else b"")
                file.write(b"\0" * (-raw.nbytes % _ALIGNED))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Map a file of `save`: its arrays and what was said about them.

    Raises:
        BadInput: no such file, not an index, or cut off.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError) as fault:
        raise BadInput("there is no name index in this file.", file=path.name, todo=_TODO) from fault
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise BadInput("this is not a name index.", file=path.name, todo=_TODO)
    length = int.from_bytes(mapped[len(_MAGIC) : len(_MAGIC) + 8], "little")
    body = len(_MAGIC) + 8
    try:
        head = json.loads(mapped[body : body + length])
        start = -(-(body + length) // _ALIGNED) * _ALIGNED
        if len(mapped) != start + head["size"]:
            raise BadInput("the name index is cut off.", file=path.name, todo=_TODO)
        return {name: _array(mapped, start, place) for name, place in head["arrays"].items()}, head["about"]
    except (ValueError, KeyError, TypeError) as fault:
        raise BadInput("the head of the name index is damaged.", file=path.name, todo=_TODO) from fault


def _said(kind: np.dtype[Any]) -> Any:
    """A type as JSON: a text, or the fields of an aligned row with their places."""
    if kind.fields is None or kind.names is None:
        return kind.str
    parts = [kind.fields[name] for name in kind.names]
    formats = [(part[0].base.str, part[0].shape) for part in parts]
    return {"names": kind.names, "formats": formats, "offsets": [part[1] for part in parts], "itemsize": kind.itemsize}


def _kind(said: Any) -> np.dtype[Any]:
    """The type that `_said` wrote."""
    if isinstance(said, str):
        return np.dtype(said)
    formats = [(base, tuple(shape)) for base, shape in said["formats"]]
    fields: Any = {**said, "formats": formats}
    kind: np.dtype[Any] = np.dtype(fields, align=True)
    return kind


def _array(mapped: mmap.mmap, start: int, place: Mapping[str, Any]) -> NDArray[Any]:
    kind, shape = _kind(place["dtype"]), tuple(place["shape"])
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(mapped, kind, count, start + place["at"]).reshape(shape) if count else np.zeros(shape, kind)


def spread(
    work: Callable[[Held, Task], Result],
    tasks: Sequence[Task],
    processes: int,
    make: Callable[..., Held],
    given: tuple[Any, ...],
) -> Iterator[Result]:
    """Results of `work` on each task, in their order, from several processes.

    Args:
        work: called with what `make` made in that process, and a task.
        make: called once in each process with `given`. Where this process has one thread only, the others
            are its copies and share its memory; elsewhere they begin anew.
    """
    alone = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if alone else "spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(make, given)) as pool:
        yield from pool.map(partial(_on_held, work), tasks)


_held: list[Any] = []
"""What `make` made in this process, once it is one of several."""


def _begin(make: Callable[..., Any], given: tuple[Any, ...]) -> None:
    _held[:] = [make(*given)]


def _on_held(work: Callable[[Any, Task], Result], task: Task) -> Result:
    return work(_held[0], task)
