"""A process beside this one that answers what would make this one too large: the compiled matcher takes 160 MB.

Spawned at the first question, one for each process that asks. It hears and answers over a socket that only the two
hold, so it ends with whoever started it, however that ended; it ends by itself when nobody asks for some minutes,
and the next question starts another. An error comes back as itself. Nothing that was under way is tried again:
who asked is told, because the same question may be what killed it.
"""

from __future__ import annotations

import atexit
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, Pipe
from typing import Any, ParamSpec, TypeVar, cast

from django.conf import settings

from duecare.kernel.errors import Busy

P = ParamSpec("P")
T = TypeVar("T")

IDLE = 300.0
"""Seconds without a question after which the process ends."""
LONGEST = 30.0
"""Seconds after which an answer is no longer waited for."""

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the process beside has to share with this one: data folder and databases."""

    home: str
    databases: Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class _Running:
    """A process with this end of the socket."""

    process: subprocess.Popen[bytes]
    ear: Connection[Any, Any]
    setting: _Setting

    def end(self) -> None:
        """Stop it, whatever it does."""
        self.ear.close()
        self.process.kill()
        self.process.wait()


_running: list[_Running] = []


def ask(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `function`, of a module, returns when the process beside calls it; arguments and result are pickled.

    Raises:
        Busy: it gave no answer within `LONGEST` seconds, or ended before it answered.
        Exception: whatever the function raised.
    """
    with _ONE_AT_A_TIME:
        running = _started()
        try:
            running.ear.send((function, args, kwargs))
            if not running.ear.poll(LONGEST):
                raise _no_answer(f"A comparison took longer than {LONGEST:.0f} seconds and was stopped.")
            done, value = running.ear.recv()
        except (EOFError, OSError) as fault:
            end()
            raise _no_answer("The process that compares names ended before it answered.") from fault
        except Busy:
            end()
            raise
    if not done:
        raise value
    return cast(T, value)


def process_id() -> int | None:
    """Of the process beside; None while there is none."""
    return _running[0].process.pid if _running and _running[0].process.poll() is None else None


def _started() -> _Running:
    setting = _Setting(str(settings.DUECARE.home), {"default": _plain(settings.DATABASES["default"])})
    if _running and (_running[0].process.poll() is not None or _running[0].setting != setting):
        end()
    if not _running:
        here, there = Pipe()
        command = [sys.executable, "-m", "duecare.adapters.beside", str(there.fileno())]
        process = subprocess.Popen(command, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL)
        there.close()
        _running.append(_Running(process, here, setting))
        here.send((setting, IDLE))
    return _running[0]


def _plain(database: Mapping[str, Any]) -> dict[str, Any]:
    """A database as settings name it, without what Django adds for its own tests."""
    return {key: value for key, value in database.items() if key != "TEST"}


@atexit.register
def end() -> None:
    """End the process beside; the next question begins another one."""
    while _running:
        _running.pop().end()


def _no_answer(happened: str) -> Busy:
    return Busy(happened, "Nothing was changed and nothing is lost.", "Try again; a shorter name answers sooner.")


def answer(ear: Connection[Any, Any]) -> None:
    """Answer until nobody asks, or nobody is left to ask: what the process beside does."""
    try:
        setting, idle = ear.recv()
        _share(setting)
        while ear.poll(idle):
            function, args, kwargs = ear.recv()
            ear.send(_called(function, args, kwargs))
    except (EOFError, OSError):
        return


def _called(function: Callable[..., Any], args: Any, kwargs: Any) -> tuple[bool, Any]:
    try:
        return True, function(*args, **kwargs)
    except Exception as fault:  # it is raised where the question came from
        try:
            pickle.loads(pickle.dumps(fault))  # our own object, made a line above
        except Exception:  # an error that cannot travel is told by its words
            return False, RuntimeError(f"{type(fault).__name__}: {fault}")
        return False, fault


def _share(setting: _Setting) -> None:
    import django

    settings.DUECARE = replace(settings.DUECARE, home=type(settings.DUECARE.home)(setting.home))
    settings.DATABASES = {name: dict(found) for name, found in setting.databases.items()}
    django.setup()


if __name__ == "__main__":
    answer(Connection(int(sys.argv[1])))
