"""Work spread over several machines by Ray: the extra `duecare[ray]`, loaded only when somebody asks for it.

`Cluster.spread` has the shape of `name_index.spread` and gives the same results in the same order. What every
process needs is put into Ray's object store once; each machine fetches it once and all its processes map that
one copy. Ray does a task anew, elsewhere, when the process or the machine that had it is gone.
"""

from __future__ import annotations

import hashlib
import os
import pkgutil
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from duecare.kernel.errors import BadInput, Conflict

Held = TypeVar("Held")
Task = TypeVar("Task")
Result = TypeVar("Result")

LOCAL = "local"
"""In place of an address: a cluster on this machine alone, which ends with the work."""
TIMES = 5
"""How often one task is done anew before the work is given up: a task that kills every process has a fault."""

_ANSWERS_WITHIN = 5.0  # seconds
_NOTHING = "Nothing was screened."
_COMPUTING = ("numpy", "numba")
_ALONE = {"_node_ip_address": "127.0.0.1", "include_dashboard": False}
"""A cluster of this machine alone listens to this machine alone: whoever reaches one may run anything on it."""


class Cluster:
    """Processes of a Ray cluster, joined for the length of a `with`."""

    def __init__(self, address: str, processes: int | None = None) -> None:
        """Join the cluster at `address` ("host:port", or `LOCAL`); `processes` None takes all of its cores.

        Raises:
            Conflict: Ray is not installed, no cluster answers, or it cannot be joined.
            BadInput: that is no address.
        """
        self._ray = _loaded(alone=address == LOCAL)
        self._put: tuple[tuple[Any, ...], Any] | None = None
        given = {**_ALONE, "num_cpus": processes or os.cpu_count()} if address == LOCAL else {}
        if address != LOCAL:
            _ask(address, self._ray.util.get_node_ip_address())
        try:
            self._ray.init(address, **given, log_to_driver=False, logging_level="ERROR")
        except (ConnectionError, OSError, RuntimeError, ValueError) as fault:
            raise _not_joined(address, fault) from fault
        self.machines = sum(node["Alive"] for node in self._ray.nodes())
        self.processes = processes or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._task = self._ray.remote(num_cpus=1, max_retries=TIMES, scheduling_strategy="SPREAD")(_on_held)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        """Leave; whatever still runs for us is ended."""
        self._put = None
        self._ray.shutdown()

    def spread(
        self,
        work: Callable[[Held, Task], Result],
        tasks: Iterable[Task],
        processes: int,
        make: Callable[..., Held],
        given: tuple[Any, ...],
    ) -> Iterator[Result]:
        """As `name_index.spread`, at most `processes` tasks at a time.

        Raises:
            Conflict: a machine runs other code than this one, or tasks failed wherever they were tried.
        """
        held = self._once(given)
        code = code_of(make)
        running: list[Any] = []
        waiting: deque[Any] = deque()
        try:
            for task in tasks:
                if len(running) >= processes:
                    _, running = self._ray.wait(running, num_returns=1)
                running.append(self._task.remote(held.hex(), code, make, held, work, task))
                waiting.append(running[-1])
                while waiting and waiting[0] not in running:
                    yield self._result(waiting.popleft())
            while waiting:
                yield self._result(waiting.popleft())
        finally:
            for left in waiting:
                with suppress(self._ray.exceptions.RayError):
                    self._ray.cancel(left)

    def _once(self, given: tuple[Any, ...]) -> Any:
        """Where `given` lies in the object store; put there when it is another than last time."""
        if self._put is None or any(now is not then for now, then in zip(given, self._put[0], strict=True)):
            self._put = (given, self._ray.put(given))
        return self._put[1]

    def _result(self, reference: Any) -> Any:
        """What a task gave; its own error as it was, a fault of the cluster in three sentences."""
        try:
            same, found = self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as fault:
            ours = isinstance(fault.cause, Exception) and not isinstance(fault.cause, self._ray.exceptions.RayError)
            raise fault.cause if ours else _given_up(fault.cause or fault) from fault
        except self._ray.exceptions.RayError as fault:
            raise _given_up(fault) from fault
        if not same:
            raise Conflict(
                f"{found} runs other code of Duecare, numpy or numba than this machine.",
                "Its results could differ, so the work was given up and nothing was written.",
                "Install the same release on every machine of the cluster and start it again.",
            )
        return found


@cache
def code_of(make: Callable[..., Any]) -> str:
    """SHA-256 of every source beside the one `make` is from, and of the releases that compute with it."""
    package = import_module(make.__module__.rpartition(".")[0] or make.__module__)
    digest = hashlib.sha256()
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
        source = b"" if found.ispkg else pkgutil.get_data(package.__name__, f"{found.name}.py")
        digest.update(f"{found.name}\0".encode() + (source or b""))
    for name in _COMPUTING:
        digest.update(f"{name} {_release(name)} {sys.version_info[:2]}".encode())
    return digest.hexdigest()


def _release(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


_held: dict[str, Any] = {}
"""What `make` made in this process of the cluster, by the reference of what it was made from."""


def _on_held(key: str, code: str, make: Any, given: tuple[Any, ...], work: Any, task: Any) -> tuple[bool, Any]:
    """Runs in the cluster: True and the result, or False and the name of a machine with other code."""
    if key not in _held:
        if code_of(make) != code:
            return False, socket.gethostname()
        _held.clear()
        _held[key] = make(*map(_mapped, given))
    return True, work(_held[key], task)


def _mapped(given: Any) -> Any:
    """Arrays of the object store as if this process might write to them.

    Ray marks them read-only and nobody here writes either; but compiled code tells the two kinds apart and
    would be compiled once more, for minutes, on every machine.
    """
    if not (isinstance(given, dict) and all(isinstance(one, np.ndarray) for one in given.values())):
        return given
    return {name: _lent(values) if values.size else values.copy() for name, values in given.items()}


def _lent(values: NDArray[Any]) -> NDArray[Any]:
    flat = np.asarray(_Lent(values.reshape(-1).view(np.uint8)))
    return flat.view(values.dtype).reshape(values.shape)


class _Lent:
    """Bytes under another flag; numpy keeps this object, and with it their memory, as long as its view."""

    def __init__(self, values: NDArray[np.uint8]) -> None:
        self._values = values
        self.__array_interface__ = {**values.__array_interface__, "data": (values.ctypes.data, False)}


def _loaded(*, alone: bool) -> Any:
    """Ray's module, which sends nobody any figures of use; `alone`: it takes this machine for 127.0.0.1."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if alone:
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # Ray's word for it; read when it is loaded
    try:
        import ray
    except ImportError as fault:
        raise Conflict(
            "Ray is not installed here.",
            _NOTHING,
            "Install it with: pip install 'duecare[ray]'. Without --ray everything is done on this machine.",
        ) from fault
    return ray


def _ask(address: str, here: str) -> None:
    """Ask whether anything listens there: Ray itself would try for ever. `here`: what Ray takes localhost for."""
    host, colon, port = address.rpartition(":")
    if not (colon and host and port.isdecimal() and 0 < int(port) < 65536):
        raise BadInput(
            "that is no address of a cluster.", field="--ray", value=address, means=_NOTHING,
            todo=f"Write host:port as “ray start --head” says it, or {LOCAL}.",
        )  # fmt: skip
    try:
        asked = here if host == "localhost" or host.startswith("127.") else host
        socket.create_connection((asked, int(port)), _ANSWERS_WITHIN).close()
    except OSError as fault:
        raise _not_joined(address, fault) from fault


def _not_joined(address: str, fault: Exception) -> Conflict:
    return Conflict(
        f"No Ray cluster answers at {address} ({_first_line(fault)}).",
        _NOTHING,
        "This machine must be one of the cluster's, with the same Ray and Python: see “ray status”, or "
        f"“ray start --address={address} --num-cpus=0” to let it join without working.",
    )


def _given_up(fault: Exception) -> Conflict:
    return Conflict(
        f"The cluster could not do the work ({_first_line(fault)}).",
        f"Each part was tried up to {TIMES + 1} times; nothing was written.",
        "Look at “ray status”: Duecare with the extra ray must be installed on every machine, and memory must do.",
    )


def _first_line(fault: Exception) -> str:
    return (str(fault).strip() or type(fault).__name__).splitlines()[0][:200].rstrip(".")
