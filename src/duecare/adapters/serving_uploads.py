"""The server of the process that takes files: WSGI like the others, but it can let go of whoever sends nothing.

granian hands bodies to WSGI without a deadline, so that a sender who stalls holds a thread for as long as they like.
Here each connection has a thread of its own and a clock: a body slower than `SLOWEST` over `OVER` seconds is cut.
One request a connection, no line in any log, nothing of the machine's environment in a request.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingMixIn
from typing import IO, Any
from wsgiref.handlers import SimpleHandler
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

SLOWEST = 8 * 1024
"""Bytes a second."""
OVER = 60.0
"""Seconds over which that is looked at; and for which nothing at all may come."""
HEADERS = 20.0
"""Seconds for everything before the body."""
AT_ONCE = 256
"""Connections; further ones wait to be taken."""
_STACK = 512 * 1024

Application = Callable[..., Iterable[bytes]]


class TooSlow(OSError):
    """The body comes too slowly; its connection is let go."""


class Body:
    """A body of a known length, timed. `whole` once all of it was read."""

    def __init__(self, source: IO[bytes], length: int, over: float = OVER) -> None:
        self._source, self._left, self._over = source, length, over
        self._since, self._got = time.monotonic(), 0

    @property
    def whole(self) -> bool:
        """Whether nothing is missing; a connection that was cut ends without an error."""
        return self._left == 0

    def read(self, size: int = -1) -> bytes:
        """Some of it, b"" at its end. Raises TooSlow."""
        size = self._left if size < 0 else min(size, self._left)
        piece = b""
        while size and not piece:
            try:
                piece = self._source.read1(size)  # type: ignore[attr-defined]  # a buffered reader
            except TimeoutError as fault:
                raise TooSlow from fault
            if not piece:
                break
        self._left -= len(piece)
        self._timed(len(piece))
        return piece

    def readline(self, size: int = -1) -> bytes:
        """A line of it. Nothing here is read in lines, and Django asks whether it could be."""
        return self.read(size if size > 0 else 1)

    def _timed(self, size: int) -> None:
        self._got += size
        took = time.monotonic() - self._since
        if took < self._over:
            return
        if self._got < SLOWEST * took and self._left:
            raise TooSlow
        self._since, self._got = time.monotonic(), 0


class _Answering(SimpleHandler):
    """Answers without a name of a server and without this process's environment."""

    http_version = "1.1"
    server_software = ""
    os_environ: dict[str, str] = {}
    wsgi_run_once = False

    def send_preamble(self) -> None:
        """Says that this connection takes no second request."""
        super().send_preamble()
        self._write(b"Connection: close\r\n")

    def log_exception(self, exc_info: Any) -> None:
        """Its type, and nothing of what it says."""
        print(f"duecare-uploads {exc_info[0].__name__}", file=sys.stderr)  # noqa: T201 - what Django itself does not log

    def error_output(self, environ: Any, start_response: Any) -> list[bytes]:
        """An error of the program, without a word about it."""
        start_response("500 Internal Server Error", [("Content-Length", "0")])
        return [b""]


class _Connection(WSGIRequestHandler):
    """One connection, one request."""

    protocol_version = "HTTP/1.1"
    timeout = HEADERS

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing of a request is written anywhere."""

    def address_string(self) -> str:
        """No name is looked up."""
        return str(self.client_address[0])

    def handle(self) -> None:
        """Read what stands before the body in its time, then answer."""
        cut = threading.Timer(HEADERS, self._cut)
        cut.daemon = True
        cut.start()
        try:
            self.raw_requestline = self.rfile.readline(65537)
            right = bool(self.raw_requestline) and len(self.raw_requestline) <= 65536 and self.parse_request()
        except OSError:
            right = False
        finally:
            cut.cancel()
        self.close_connection = True
        if not right:
            return
        self.connection.settimeout(self.server.over)  # type: ignore[attr-defined]  # ours
        environ = self.get_environ() | {"REMOTE_ADDR": self.client_address[0]}
        length = environ.get("CONTENT_LENGTH") or ""
        body = Body(self.rfile, int(length) if length.isascii() and length.isdecimal() else 0, self.server.over)  # type: ignore[attr-defined,arg-type]  # as above
        answering = _Answering(body, self.wfile, _Nothing(), environ, multithread=True, multiprocess=False)  # type: ignore[arg-type]  # what is read of it, it has
        with suppress(OSError):
            answering.run(self.server.get_app())  # type: ignore[attr-defined]  # as above
            self.wfile.flush()
            self._let_go()

    def _cut(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        """Read on for a moment before closing: a browser that still sends would not see the answer otherwise."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(1)
        until = time.monotonic() + 5
        while time.monotonic() < until and self.connection.recv(256 * 1024):
            pass

    handle_one_request = BaseHTTPRequestHandler.handle_one_request


class _Nothing:
    """Where nothing is written."""

    def write(self, text: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing to do."""


class Server(ThreadingMixIn, WSGIServer):
    """Listens on one address."""

    daemon_threads = True
    request_queue_size = 512
    allow_reuse_address = True

    def __init__(self, address: str, port: int, application: Application, over: float = OVER) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.over = over
        self._places = threading.BoundedSemaphore(AT_ONCE)
        threading.stack_size(_STACK)
        super().__init__((address, port), _Connection)
        self.set_app(application)

    def server_bind(self) -> None:
        """Without asking anybody for this machine's name."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread for it, once there is a place."""
        self._places.acquire()
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._places.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """To its end, then the place is another's."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing of a request is written anywhere."""
