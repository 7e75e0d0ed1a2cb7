"""Both sides of a case at once: staff at browsers, the reporter site and the process that takes files, on one home."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from duecare.adapters.sealed.files import FOLDER
from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House
from tests.entrypoints.reporter.conftest import Site
from tests.entrypoints.reporter.uploading import TAIL, Uploads
from tests.entrypoints.reporter.visitor import Answer, Visitor

from .browsing import Browser
from .test_bringing import Taking, ticket


@dataclass
class Meeting:
    """The processes, and what people do with them."""

    house: House
    site: Site
    taking: Taking

    @property
    def uploads(self) -> Uploads:
        return self.taking.uploads

    @property
    def away(self) -> str:
        """Where files are taken and handed out, as a browser calls it."""
        return f"http://reporter.localhost:{self.uploads.port}"

    def visitor(self) -> Visitor:
        return Visitor(self.site.port)

    def member(self, number: int = 0, name: str = "olga officer") -> Browser:
        made = Browser.of(self.house, Role.COMPLIANCE_OFFICER, name=name)
        return made.unlock(self.house.holder(Office.INTAKE_EXTERNAL, number))

    def brought(self, who: Browser, case: str, *files: tuple[str, bytes], source: str) -> None:
        """A member adds files to the case."""
        assert self.taking.send(ticket(who, case), *files).status == 303
        assert who.client.post(f"{case}bring/", {"source": source}).status_code == 302

    def coming(self, visitor: Visitor, number: object, **headers: str) -> HTTPResponse:
        """The button beside a file is pressed; what comes is not read yet."""
        connection = self.uploads.begin(visitor, len(TAIL), f"/attach/given/{number}/", **headers)
        connection.send(TAIL)
        return connection.getresponse()

    def had(self, visitor: Visitor, number: object, **headers: str) -> Answer:
        """What that gives, whole."""
        got = self.coming(visitor, number, **headers)
        return Answer(got.status, got.getheaders(), got.read(), f"/attach/given/{number}/")


@contextmanager
def meeting(here: House, **env: str) -> Iterator[Meeting]:
    """Everything ends with the test. `env`: further settings of both processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    extra = {"DUECARE_OFFICERS": here.pins, "DUECARE_ENV": "test", "DUECARE_AGENT": str(here.agent), **env}
    site = Site(here.home, here.drafts, port, here.home.with_name("log"), extra)
    uploads = Uploads(site)
    extra["DUECARE_UPLOADS_URL"] = f"http://reporter.localhost:{uploads.port}"
    site.start()
    try:
        yield Meeting(here, site, Taking(uploads))
    finally:
        site.stop()
        uploads.stop()


def parts(here: House) -> list[Path]:
    """Sealed files on the disk."""
    return list((here.home / FOLDER).glob("*")) if (here.home / FOLDER).is_dir() else []
