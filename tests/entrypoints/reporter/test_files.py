"""Attached files, from the page on which they are chosen to the bytes that a member of the case reads."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from duecare.adapters.sealed.files import FOLDER, Files, Lock
from duecare.apps.intake.actions.attaching import cleaned, take_original
from duecare.apps.intake.rules.records import Office

from .conftest import Site
from .staff import cases, holders, sealed_site
from .uploading import Uploads, around, head, one_file
from .visitor import Visitor, written

CANARY = b"canary-of-the-north-7141"
NAME = "canary-name-9902.txt"
KIB, MIB = 1024, 1024 * 1024
SIZES = (0, 1, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, MIB - 1, MIB, MIB + 1, 30 * MIB)


@pytest.fixture
def uploads(site: Site) -> Iterator[Uploads]:
    found = Uploads(site)
    yield found
    found.stop()


def photograph() -> bytes:
    """A picture that says who made it and with what."""
    picture, exif, out = Image.new("RGB", (40, 30), "navy"), Image.Exif(), io.BytesIO()
    exif[0x013B], exif[0x0110] = "Nobody Real", "Invented 3000"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def content(size: int) -> bytes:
    """Bytes that begin with none of the known kinds."""
    return (b"\x00" + os.urandom(size))[:size]


def test_files_of_every_size_go_along_and_are_read_with_and_without_what_they_tell(
    site: Site, uploads: Uploads, visitor: Visitor
) -> None:
    written(visitor)
    picture, files = photograph(), [content(size) for size in SIZES]
    assert uploads.send(visitor, ("me.jpg", picture), ("gone.bin", b"\x00taken out")).status == 303
    answer = visitor.get("/form/external/files/")
    away = "http://reporter.localhost:8003"
    assert (
        f"form-action 'self' {away};" in answer.header("Content-Security-Policy") and f'"{away}/attach/"' in answer.text
    )
    assert answer.header("Referrer-Policy") == "strict-origin", "to another port `same-origin` makes Origin: null"
    page = answer.text
    assert "People and companies: Nobody Real" in page and "Invented 3000" in page and "not looked into" in page
    marks = [one.split('"')[0] for one in page.split('name="remove" value="')[1:]]
    assert "gone.bin" not in visitor.post("/form/external/files/", {"remove": marks[1]}).text
    assert "me.jpg" in visitor.get("/form/external/check/").text
    code, _box = sent_with(visitor)
    for number, one in enumerate(files):
        assert uploads.send(visitor, (f"{number}.bin", one)).status == 303
    assert "Send these files" in visitor.get("/mailbox/files/").text
    page = visitor.post("/mailbox/files/").text
    assert "Send these files" not in page and all(f"{number}.bin" in page for number in range(len(files)))
    back = Visitor(site.port)
    back.post("/mailbox/", {"code": code})
    assert "me.jpg" in back.get("/mailbox/files/").text
    here = sealed_site(site.home)
    (case,) = cases(site.home, here, holders(here, Office.INTAKE_EXTERNAL)[0])
    store = Files(site.home, here.installation)
    _told, copy = cleaned(by=case, site=here, number=1)
    plain = b"".join(store.opened(copy.name, copy.lock, copy.size))
    assert plain.startswith(b"\xff\xd8") and b"Nobody Real" not in plain and b"Invented" not in plain
    for number, one in enumerate([picture, *files], start=1):
        _told, stored = take_original(by=case, site=here, number=number, reason="to see")
        assert b"".join(store.opened(stored.name, stored.lock, stored.size)) == one
        alone = Lock(stored.lock.inner, bytes(32))
        with pytest.raises(ValueError, match="whole"):
            b"".join(store.opened(stored.name, alone, stored.size))
    kept = list((site.home / FOLDER).iterdir())
    assert len(kept) == 2 + len(files) and {one.stat().st_mtime for one in kept} == {0}


def test_half_a_gigabyte_goes_along_over_the_wire_and_comes_back(
    site: Site, uploads: Uploads, visitor: Visitor
) -> None:
    """500 MiB: more than a form, a socket or a process here may hold at once."""
    written(visitor)
    piece, times = content(1024 * 1024), 500
    sent = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for number in range(times):
            one = number.to_bytes(4, "big") + piece[4:]
            sent.update(one)
            yield one

    size = times * len(piece) + around("long.bin")
    assert uploads.stream(visitor, one_file("long.bin", pieces()), size).status == 303
    peak = Path(f"/proc/{uploads.process.pid}/status").read_text().split("VmHWM:")[1].split()[0]
    assert int(peak) < 300 * 1024, "it is not held in memory"
    sent_with(visitor)
    here = sealed_site(site.home)
    (case,) = cases(site.home, here, holders(here, Office.INTAKE_EXTERNAL)[0])
    _told, stored = take_original(by=case, site=here, number=1, reason="to see")
    found = hashlib.sha256()
    for one in Files(site.home, here.installation).opened(stored.name, stored.lock, stored.size):
        found.update(one)
    assert found.digest() == sent.digest()


def sent_with(visitor: Visitor) -> tuple[str, object]:
    """Send the draft that is there."""
    code = visitor.post("/form/external/check/").code
    asked = visitor.get("/form/external/retype/")
    return code, visitor.post("/form/external/retype/", asked.retyped(code))


def test_what_no_page_here_sends_is_refused_before_its_first_byte(uploads: Uploads, visitor: Visitor) -> None:
    stranger = Visitor(visitor.port)
    assert uploads.send(stranger, ("a", b"x")).status == 403, "no draft, no mailbox"
    written(visitor)
    for status, headers in (
        (403, {"Origin": "http://elsewhere.example"}), (403, {"Origin": ""}), (411, {"Content-Length": ""}),
        (411, {"Content-Length": "", "Transfer-Encoding": "chunked"}), (413, {"Content-Length": str(30 * 1024**3)}),
        (415, {"Content-Type": "text/plain"}), (400, {"Host": "elsewhere.example"}),
    ):  # fmt: skip
        connection = uploads.begin(visitor, 100, **headers)
        assert connection.getresponse().status == status, headers
        connection.close()
    connection = uploads.begin(visitor, 5000)
    connection.send(head("cut-off.bin") + b"begun")
    connection.sock.shutdown(1)
    assert connection.getresponse().status == 400, "a body that ends early is no file"
    connection.close()
    assert "cut-off.bin" not in visitor.get("/form/external/files/").text
    assert not list((uploads.site.home / FOLDER).iterdir()), "nothing of a refused body stays"


def test_nothing_readable_is_anywhere_while_a_file_comes_and_a_kill_leaves_nothing(
    site: Site, uploads: Uploads, visitor: Visitor
) -> None:
    written(visitor)
    pieces = [CANARY * 2700] * 40
    size = sum(map(len, pieces)) + around(NAME)
    connection, body = uploads.begin(visitor, size), one_file(NAME, pieces)
    for _ in range(30):
        connection.send(next(body))
    until = time.monotonic() + 10
    while not (found := list((site.home / FOLDER).glob("*.part"))) or found[0].stat().st_size < MIB:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert not [one for one in uploads.open_files() if "(deleted)" in one], "no unlinked file holds what is sent"
    _nothing(site)
    for piece in body:
        connection.send(piece)
    assert connection.getresponse().status == 303
    connection.close()
    assert NAME in visitor.get("/form/external/files/").text
    connection = uploads.begin(visitor, size)
    connection.send(head("later.bin") + CANARY * 20000)
    until = time.monotonic() + 30
    while len(list((site.home / FOLDER).iterdir())) < 2:  # it has begun, and is killed in the middle
        assert time.monotonic() < until
        time.sleep(0.05)
    uploads.stop()
    connection.close()
    uploads.start()
    page = visitor.get("/form/external/files/").text
    assert NAME in page and "later.bin" not in page
    for part in (site.home / FOLDER).iterdir():
        os.utime(part, (1, 1))
    here = sealed_site(site.home)
    assert Files(site.home, here.installation).sweep(lambda name: False) == 2
    _nothing(site)


def _nothing(site: Site) -> None:
    """No file of the home, of drafts, of temporary folders, and no log holds the text or the name."""
    for folder in (site.home, site.drafts.parent):
        for file in folder.rglob("*"):
            with suppress(FileNotFoundError):
                data = file.read_bytes() if file.is_file() else b""
                assert CANARY not in data and NAME.encode() not in data, file
    assert CANARY not in site.log.read_bytes() and NAME not in site.log.read_text()
