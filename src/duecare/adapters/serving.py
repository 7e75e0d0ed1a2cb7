"""The web server: granian over WSGI. Under ASGI Django would spool uploads to disk in clear."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from duecare.kernel.errors import Conflict

STAFF = "duecare.config.wsgi:application"
PUBLIC = "duecare.config.wsgi_public:application"
REPORTER = "duecare.config.wsgi_reporter:application"
UPLOADS = "duecare.config.wsgi_uploads:application"
THREADS = 4
"""Requests answered at once by one process; each thread keeps one database connection."""
REPORTER_THREADS = 32
"""More, so that a few who send slowly stop nobody else."""


@dataclass(frozen=True, slots=True)
class Place:
    """Address and port to listen on."""

    address: str
    port: int


def refuse_if_taken(place: Place) -> None:
    """Find out before anything is started.

    Raises:
        Conflict: another program listens there, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in place.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.address, place.port))
        except OSError as fault:
            raise Conflict(
                f"Nothing can listen on {place.address} port {place.port}: {fault.strerror}.",
                "Nothing was started.",
                "Stop the other program, or choose another port with DUECARE_PORT and DUECARE_BASE_URL "
                "(of the public site: DUECARE_PUBLIC_PORT and DUECARE_PUBLIC_URL; of the reporter site: "
                "DUECARE_REPORTER_PORT and DUECARE_REPORTER_URL; for attached files: DUECARE_UPLOADS_PORT).",
            ) from fault


def run(
    place: Place, *, application: str = STAFF, processes: int = 1, beside: Sequence[Sequence[str]] = (),
    threads: int = THREADS,
) -> None:  # fmt: skip
    """Serve until SIGINT or SIGTERM; the commands in `beside` (words after `duecare`) start with its first
    answer and stop with it.

    Raises:
        Conflict: see `refuse_if_taken`.
    """
    refuse_if_taken(place)
    server = Granian(
        application,
        address=place.address,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        # It warns of more threads than a machine computes with; most of the reporter site's wait for senders.
        log_level=LogLevels.error if threads > THREADS else LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    with ExitStack() as stack:
        for words in beside:
            stack.enter_context(_beside(place, words))
        server.serve()


@contextmanager
def _beside(place: Place, words: Sequence[str]) -> Iterator[None]:
    waiting = [sys.executable, "-m", "duecare.adapters.waiting", place.address, str(place.port), *words]
    process = subprocess.Popen(waiting, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
