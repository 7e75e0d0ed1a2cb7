"""Commands as processes of their own, forked from one in which the interpreter has loaded the libraries already.

What a command is given and what it leaves is that of `python -m …`: arguments, environment, standard input and
output, limits, exit code, and a process that ends with it. Only the second that loading costs each time is spared.
No setting has been read before the fork: Django is set up by each command itself. That every command also starts
from nothing, tests/entrypoints/cli/test_company.py shows.
"""

from __future__ import annotations

import array
import atexit
import gc
import json
import os
import resource
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
BARE = ("django", "sqlite3", "psycopg")
"""What the certifying program has to do without."""
LIBRARIES = (
    "django.core.management", "django.db.backends.sqlite3.base", "django.db.migrations.executor", "django.forms",
    "django.http", "django.template", "django.urls", "babel.dates", "jsonschema", "numpy", "openpyxl", "pydantic",
    "sqlparse", "yaml",
)  # fmt: skip
"""Loaded by most commands that work in a home; none of them reads a setting while it is loaded."""
SECONDS = 120
PIPED = 60_000
"""Bytes that a pipe takes before anybody reads."""


def run(
    program: str,
    arguments: tuple[str, ...],
    env: Mapping[str, str],
    answer: str = "",
    most: int = resource.RLIM_INFINITY,
) -> subprocess.CompletedProcess[str]:
    """Exit code and what was said by "main" or "certifying", a program of the command line.

    Args:
        most: no file may become longer, in bytes.
    """
    typed = answer.encode()
    assert len(typed) < PIPED
    (stdin, ours), (out, told_out), (err, told_err), (status, told_status) = (os.pipe() for _ in range(4))
    os.write(ours, typed)
    os.close(ours)
    theirs = (stdin, told_out, told_err, told_status)
    asked = json.dumps([arguments, dict(env), most, str(Path.cwd())]).encode()
    _line(program)[0].sendmsg([asked], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", theirs))])
    for handle in theirs:
        os.close(handle)
    said = _read_all(out, err, status)
    code = os.waitstatus_to_exitcode(int(said[status]))
    return subprocess.CompletedProcess([program, *arguments], code, said[out].decode(), said[err].decode())


def _read_all(*pipes: int) -> dict[int, bytes]:
    """What comes out of each until its end."""
    said, until = dict.fromkeys(pipes, b""), time.monotonic() + SECONDS
    with selectors.DefaultSelector() as open_ones:
        for pipe in pipes:
            open_ones.register(pipe, selectors.EVENT_READ)
        while open_ones.get_map():
            ready = open_ones.select(until - time.monotonic())
            assert ready, f"the command went on for {SECONDS} seconds: {said}"
            for key, _ in ready:
                if more := os.read(key.fd, 65536):
                    said[key.fd] += more
                else:
                    open_ones.unregister(key.fd)
                    os.close(key.fd)
    return said


@cache
def _line(program: str) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """To the process that forks; it ends when this one does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    forking = subprocess.Popen(
        [sys.executable, "-m", "tests.entrypoints.cli.warm", program, str(theirs.fileno())],
        cwd=REPOSITORY, env=clean, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
    )  # fmt: skip
    theirs.close()
    return ours, forking


def _loaded(program: str) -> None:
    """Load what needs no setting; the certifying program finds neither Django nor a database."""
    if program == "certifying":
        for name in BARE:
            sys.modules[name] = None  # type: ignore[assignment]  # so Python says that a module is not there
        import_module("duecare.entrypoints.cli.certifying")
        return
    commands = import_module("duecare.entrypoints.cli.main").COMMANDS.values()
    for name in (*LIBRARIES, *(known.place.partition(":")[0] for known in commands if known.needs == "nothing")):
        import_module(name)
    assert not import_module("django.conf").settings.configured, "a setting was read before anybody gave one"
    assert "duecare.config.settings" not in sys.modules


def _serve(program: str, line: socket.socket) -> None:
    _loaded(program)
    signal.signal(signal.SIGCHLD, _gone)
    gc.collect()
    gc.freeze()
    while True:
        asked, handles, _flags, _from = socket.recv_fds(line, 1 << 20, 4)
        if not asked:
            return
        if os.fork() == 0:
            line.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _between(program, asked, handles)
        for handle in handles:
            os.close(handle)


def _gone(*_: object) -> None:
    """Take leave of those between; the system then counts what they cost to this run."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _between(program: str, asked: bytes, handles: list[int]) -> None:
    """Tell how the command ended, as only a parent is told."""
    stdin, out, err, status = handles
    child = os.fork()
    if child == 0:
        os.close(status)
        for standard, handle in enumerate((stdin, out, err)):
            os.dup2(handle, standard)
            os.close(handle)
        _command(program, *json.loads(asked))
    for handle in (stdin, out, err):
        os.close(handle)
    os.write(status, str(os.waitpid(child, 0)[1]).encode())
    os._exit(0)


def _command(program: str, arguments: list[str], env: dict[str, str], most: int, folder: str) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # the process's own, to its end
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
    module = sys.modules[f"duecare.entrypoints.cli.{program}"]
    sys.modules["__main__"], sys.argv = module, [str(module.__file__), *arguments]
    code = 1
    try:
        module.main()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1], socket.socket(fileno=int(sys.argv[2])))
