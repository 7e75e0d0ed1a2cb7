"""A file of 5 GiB that a member adds: from the ticket of the case's page into the case, and read again, whole."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from .measuring import Figure
from .part import Order, ready

NAME = "recording.bin"


def added(order: Order, size: int, piece: bytes) -> list[Figure]:
    """Seconds in and out, by HTTP both ways but for the last step: the page's answer is read in this process.

    Raises:
        RuntimeError: it was not taken, or not the same bytes came back.
    """
    os.environ["DUECARE_HOME"] = str(order.room / "main")  # the home of the part before holds a demonstration
    ready()
    count = size // len(piece)
    whole = hashlib.sha256()
    for _ in range(count):
        whole.update(piece)
    with _founded(order) as (who, case, uploads):
        began = time.perf_counter()
        _put(who, case, uploads, piece, count)
        into = time.perf_counter() - began
        answer = who.client.post(f"{case}added/1/", {"reason": "To be read."})
        came = hashlib.sha256()
        for part in answer.streaming_content:
            came.update(part)
        out = time.perf_counter() - began - into
    if came.digest() != whole.digest():
        raise RuntimeError("other bytes came back than were added")
    what = f"{size / 1024**3:.0f} GiB"
    return [
        Figure("attachments", f"{what} added by a member, until it stands in the case", into, None, "s"),
        Figure("attachments", f"{what} read by a member again, every byte the same", out, None, "s"),
    ]


@contextmanager
def _founded(order: Order) -> Iterator[tuple[Any, str, Any]]:
    import socket

    from django.conf import settings

    from duecare.apps.intake.rules.records import Office
    from duecare.kernel.actor import Role
    from tests.entrypoints.agent.running import house, running
    from tests.entrypoints.reporter.conftest import Site
    from tests.entrypoints.reporter.uploading import Uploads
    from tests.entrypoints.sealed.browsing import Browser

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    here = house(order.room / "member")
    settings.DUECARE = replace(settings.DUECARE, home=here.home, agent=str(here.agent), officers=here.pins)
    here.report("A report")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    extra = {"DUECARE_OFFICERS": here.pins, "DUECARE_ENV": "test", "DUECARE_AGENT": str(here.agent)}
    with running(here):
        uploads = Uploads(Site(here.home, here.drafts, port, order.room / "member.log", extra))
        try:
            who = Browser.of(here, Role.COMPLIANCE_OFFICER, name="member").unlock(here.holder(Office.INTAKE_EXTERNAL))
            yield who, who.cases()[0], uploads
        finally:
            uploads.stop()


def _put(who: Any, case: str, uploads: Any, piece: bytes, count: int) -> None:
    from tests.entrypoints.reporter.uploading import around, one_file
    from tests.entrypoints.reporter.visitor import Visitor

    (form,) = re.findall(r'action="([^"]*/attach/case/[0-9a-f]{64}/)"', who.page(f"{case}bring/"))
    size = count * len(piece) + around(NAME)
    connection = uploads.begin(Visitor(0), size, urlsplit(form).path, Origin="http://localhost:8000", Cookie="")
    for part in one_file(NAME, (piece for _ in range(count))):
        connection.send(part)
    kept = connection.getresponse().status
    connection.close()
    done = who.client.post(f"{case}bring/", {"source": "Handed over on a disk."}).status_code
    if (kept, done) != (303, 302) or NAME not in who.page(case):
        raise RuntimeError(f"the file was answered with {kept}, its source with {done}")
