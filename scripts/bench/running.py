"""Memory of the web process with the heaviest pages open, and how long the fictional company takes to start."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from .measuring import Figure
from .part import Order

ROUNDS = 3
"""How often each page is opened, by four people at once, as many as the server answers at a time."""
LOGIN = "/accounts/login/"
NONE: Mapping[str, str] = {}
COMMAND = [sys.executable, "-m", "duecare.entrypoints.cli.main"]


def memory(order: Order) -> Sequence[Figure]:
    """The web process after serving every heavy page, records as PDF, workbooks and lists as files.

    All nine publishers' figures are held where their files are at hand; the note says how many indices were.
    """
    import psutil

    held = _import_indices(order.home)
    pages, cookie = _pages_and_session()
    with _demo(order.home) as (server, address):
        _until_it_answers(address, server)
        answered = _open_all(address, pages, cookie)
        family = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
        sizes = {process.pid: _peak(process.pid) for process in family}
        worker = {process.pid for process in family if "worker" in process.cmdline()}
        web = max(size for pid, size in sizes.items() if pid not in worker)
    if answered < len(pages) * ROUNDS:
        print(f"{len(pages) * ROUNDS - answered} of {len(pages) * ROUNDS} requests failed", file=sys.stderr)
    if answered == 0:
        raise SystemExit("no page was answered: nothing was measured")
    note = f"highest ever; {answered} answers of {len(pages)} pages and files, {held} indices held; "
    note += f"{len(sizes)} processes: {sum(sizes.values()):.0f} MB"
    return [Figure("memory", "web process", web, 400.0, "MB", note)]


def _import_indices(home: Path) -> int:
    """Import the publishers' files into the company; returns how many indices are held then."""
    from .figures import largest
    from .part import ready

    ready()
    from duecare.apps.risk.models import Edition

    folder = Path(os.environ["DUECARE_DATA"]) / "indices"
    if folder.is_dir():
        files = [str(path) for paths in largest(folder).values() for path in paths]
        env = _clean() | {"DUECARE_HOME": str(home)}
        subprocess.run([*COMMAND, "risk", "import", *files], env=env, stdout=subprocess.DEVNULL, check=False)
    return Edition.objects.values("index").distinct().count()


def _pages_and_session() -> tuple[Mapping[str, str], str]:
    """An address for every page and file that an officer opens, and a session to open them with."""
    from django.conf import settings
    from django.db import connections

    from duecare.apps.accounts.models import Person
    from tests.browser.examples import find

    from .pages import PEOPLE, signed_in

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]  # by which Django's test client calls
    examples, _ = find()
    officer = Person.objects.get(email=PEOPLE["officer"]).name
    session = signed_in(PEOPLE["officer"]).cookies["sessionid"].value
    connections.close_all()
    return {name: one.url for name, one in examples.items() if one.person in (officer, "")}, session


def _open_all(address: str, pages: Mapping[str, str], cookie: str) -> int:
    """Open each page, four at a time; returns how many were answered with content."""
    from concurrent.futures import ThreadPoolExecutor

    def opened(url: str) -> bool:
        return _open(f"{address}{url}", cookie) == 200

    with ThreadPoolExecutor(4) as people:
        return sum(people.map(opened, [url for url in pages.values() for _ in range(ROUNDS)]))


def _peak(pid: int) -> float:
    """Most megabytes of memory the process ever held."""
    status = Path(f"/proc/{pid}/status")
    if found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None:
        return int(found[1]) / 1024
    import psutil

    return float(psutil.Process(pid).memory_info().rss) / 2**20


def start(order: Order) -> Sequence[Figure]:
    """`make run` in a fresh clone with empty caches, and once more, until the sign-in page answers.

    The fictional company it leaves behind is the one that the other parts begin with.
    """
    clone, caches = order.room / "clone", order.room / "caches"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(Path.cwd()), str(clone)], check=True)
    none_kept = {"UV_CACHE_DIR": str(caches / "uv"), "PIP_NO_CACHE_DIR": "1", "XDG_CACHE_HOME": str(caches)}
    found = []
    for what, most in (("first start, fresh clone, empty cache", 120.0), ("second start", 3.0)):
        begun = time.perf_counter()
        with _demo(order.room / "demo", ["make", "run"], clone, none_kept) as (server, address):
            _until_it_answers(address, server)
            took = time.perf_counter() - begun
        found.append(Figure("start", what, took, most, "s", "`make run` until the sign-in page answers"))
    return found


def _clean() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}


@contextmanager
def _demo(
    home: Path, command: Sequence[str] = (*COMMAND, "demo"), folder: Path | None = None, more: Mapping[str, str] = NONE
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = _free_port()
    env = (
        _clean()
        | dict(more)
        | {
            "DUECARE_HOME": str(home),
            "DUECARE_PORT": str(port),
            "DUECARE_BASE_URL": f"http://localhost:{port}",
        }
    )
    server = subprocess.Popen(command, cwd=folder, env=env, stdout=sys.stderr, start_new_session=True)
    try:
        yield server, f"http://localhost:{port}"
    finally:
        os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _until_it_answers(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 400
    while time.monotonic() < end:
        if server.poll() is not None:
            raise SystemExit("the server ended before it answered")
        try:
            if _open(f"{address}{LOGIN}") == 200:
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not answer")


def _open(address: str, cookie: str = "") -> int:
    """The status of the answer, read to its end."""
    request = urllib.request.Request(address, headers={"Cookie": f"sessionid={cookie}"} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        fault.read()
        return fault.code


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"memory": memory, "start": start}
