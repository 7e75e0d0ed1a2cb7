"""The process that takes files, and a browser that sends some."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection
from pathlib import Path

from .conftest import Site
from .visitor import HOST, Answer, Visitor

BOUNDARY = b"limit" + secrets.token_hex(12).encode()


class Uploads:
    """`duecare serve-uploads` beside a site, ended with the test."""

    def __init__(self, site: Site) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.site = site
        self.start()

    def start(self) -> None:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
        env = clean | {
            "DUECARE_HOME": str(self.site.home), "DUECARE_REPORTER_PORT": str(self.site.port),
            "DUECARE_UPLOADS_PORT": str(self.port), "DUECARE_REPORTER_DRAFTS": str(self.site.drafts),
            "TMPDIR": str(self.site.drafts.parent), **self.site.extra,
        }  # fmt: skip
        with self.site.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "duecare.entrypoints.cli.main", "serve-uploads"], env=env, stdout=log, stderr=log
            )
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, self.site.log.read_text()
            time.sleep(0.05)
        raise AssertionError(self.site.log.read_text())

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)

    def open_files(self) -> list[str]:
        """Where the process's descriptors lead."""
        found = []
        for one in Path(f"/proc/{self.process.pid}/fd").iterdir():
            try:
                found.append(str(one.readlink()))
            except FileNotFoundError:
                continue
        return found

    def begin(self, visitor: Visitor, size: int, path: str = "/attach/", **headers: str) -> HTTPConnection:
        """A connection on which a body of this size is expected."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        own = {
            "Host": f"{HOST}:{self.port}", "Origin": f"http://{HOST}:{self.site.port}", "Content-Length": str(size),
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY.decode()}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in visitor.jar.items()), **headers,
        }  # fmt: skip
        connection.putrequest("POST", path, skip_host=True)
        for name, value in own.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders()
        return connection

    def send(self, visitor: Visitor, *files: tuple[str, bytes], **headers: str) -> Answer:
        """Send files as a browser's form does."""
        body = b"".join(head(name) + content + b"\r\n" for name, content in files) + TAIL
        return self.stream(visitor, [body], len(body), **headers)

    def stream(self, visitor: Visitor, pieces: Iterable[bytes], size: int, **headers: str) -> Answer:
        connection = self.begin(visitor, size, **headers)
        try:
            try:
                for piece in pieces:
                    connection.send(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass  # refused before its end
            got = connection.getresponse()
            return Answer(got.status, got.getheaders(), got.read(), "/attach/")
        finally:
            connection.close()


def head(name: str) -> bytes:
    """What stands before a file in a body."""
    kind = b"Content-Type: application/octet-stream\r\n\r\n"
    return b"--" + BOUNDARY + f'\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode() + kind


TAIL = b"--" + BOUNDARY + b"--\r\n"


def one_file(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The body of a form with one file."""
    yield head(name)
    yield from pieces
    yield b"\r\n" + TAIL


def around(name: str) -> int:
    """Bytes of such a body that are not the file."""
    return len(head(name)) + 2 + len(TAIL)
