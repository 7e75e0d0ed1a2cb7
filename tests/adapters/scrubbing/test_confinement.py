"""The process that opens strangers' files: no network, limits, nothing on a disk, nothing left when it is ended."""

from __future__ import annotations

import contextlib
import io
import socket
import struct
import subprocess
import sys
import threading
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import psutil
import pytest

from duecare.adapters.scrubbing import examining
from duecare.adapters.scrubbing.examining import LARGEST, examined
from duecare.adapters.scrubbing.findings import Reason, What
from duecare.adapters.scrubbing.png import MAGIC
from tests.adapters.scrubbing import made, offices

pytestmark = pytest.mark.once

INSIDE = """
import resource, socket, sys
from duecare.adapters.scrubbing.confinement import confine, leave_files
offline = confine(largest_file=1000)
status = open("/proc/self/status").read()
assert "NoNewPrivs:\\t1" in status
assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
try:
    with socket.socket() as line:
        line.settimeout(5)
        line.connect(("127.0.0.1", int(sys.argv[1])))
    print(offline, "reached")
except OSError:
    print(offline, "cut off")
try:
    bytearray(3 * 1024**3)
    print("memory")
except MemoryError:
    print("limited")
left = leave_files()
try:
    open("/etc/passwd")
    print(left, "files")
except OSError:
    print(left, "no files")
"""


def test_the_process_reaches_no_network_and_no_files_and_says_whether_it_could_be_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        command = [sys.executable, "-I", "-c", INSIDE, port]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said in ("True cut off\nlimited\nTrue no files\n", "False reached\nlimited\nFalse files\n")
    assert examined(made.png()).offline is said.startswith("True")


def test_nothing_of_the_file_reaches_a_disk_and_no_descriptor_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = _open_here()
    content, seen, ended = offices.docx(), set[str](), threading.Event()
    places = [tmp_path, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
    listed = {place: _names(place) for place in places}
    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(_watch, ended, seen)
        assert examined(content).cleaned is not None
        ended.set()
        watching.result()
    harmless = (
        "/memfd:",
        "/dev/null",
        "pipe:",
        "socket:",
        "anon_inode:",
        "/proc/",
        sys.prefix,
        sys.base_prefix,
        "/usr/",
        "/lib",
        "/etc/",
        "/sys/",
    )
    source = str(Path(examining.__file__).parents[2])
    assert not [name for name in seen if not name.startswith((*harmless, source))]
    assert any(name.startswith("/memfd:") for name in seen), "the process was watched while it worked"
    for place in places:
        for name in _names(place) - listed[place]:
            file = place / name
            assert not file.is_file() or made.CANARY.encode() not in file.read_bytes()
    assert _open_here() == before
    assert not _children()


def _open_here() -> int:
    return psutil.Process().num_fds()


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def _children() -> list[psutil.Process]:
    found = []
    for one in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if "duecare.adapters.scrubbing.child" in one.cmdline():
                found.append(one)
    return found


def _watch(ended: threading.Event, seen: set[str]) -> None:
    while not ended.wait(0.002):
        for child in _children():
            try:
                seen.update(str(entry.readlink()) for entry in Path(f"/proc/{child.pid}/fd").iterdir())
            except OSError:
                continue


def test_a_killed_and_a_slow_process_leave_the_file_unexamined() -> None:
    assert examined(made.jpeg(), seconds=0.01).reason is Reason.TIMED_OUT
    ended = threading.Event()

    def kill() -> None:
        while not ended.wait(0.001):
            for child in _children():
                child.kill()
                return

    with ThreadPoolExecutor(1) as pool:
        killing = pool.submit(kill)
        result = examined(made.jpeg())
        ended.set()
        killing.result()
    assert (result.reason, result.cleaned, result.findings) == (Reason.ENDED, None, ())
    assert not _children() and examined(made.jpeg()).cleaned is not None, "the next file is examined as ever"


def test_no_more_than_two_processes_work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    most, ended = [0], threading.Event()

    def count() -> None:
        while not ended.wait(0.005):
            most[0] = max(most[0], len(_children()))

    content = made.png()
    with ThreadPoolExecutor(6) as pool:
        counting = pool.submit(count)
        results = list(pool.map(examined, [content] * 5))
        ended.set()
        counting.result()
    assert all(one.cleaned for one in results) and most[0] == 2
    monkeypatch.setattr(examining, "WAITING", 0.01)
    with ThreadPoolExecutor(4) as pool:
        reasons = [one.reason for one in pool.map(examined, [content] * 4)]
    assert Reason.BUSY in reasons and None in reasons


def test_files_over_the_limit_are_refused_before_a_process_starts_and_streams_are_read() -> None:
    class Endless(io.RawIOBase):
        read_so_far = 0

        def read(self, size: int = -1) -> bytes:
            self.read_so_far += size
            return bytes(size)

    endless = Endless()
    assert examined(endless).reason is Reason.TOO_LARGE  # type: ignore[arg-type]
    assert endless.read_so_far <= LARGEST + 2 * 1024 * 1024
    assert examined(io.BytesIO(made.jpeg())).cleaned is not None


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return MAGIC + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _laughs() -> str:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{rows}]><x>&l11;</x>'


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", offices.types("word/document.xml", "x"))
        for number in range(6):
            archive.writestr(f"word/{number}.xml", bytes(50 * 1024 * 1024))
    return out.getvalue()


def _pdf_bomb() -> bytes:
    document, packed = pikepdf.new(), bytes(1024**3)
    document.add_blank_page()
    once = zlib.compress(packed, 9)
    document.Root.Metadata = pikepdf.Stream(document, zlib.compress(once), Filter=[pikepdf.Name.FlateDecode] * 2)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_bombs_end_within_the_limits() -> None:
    assert examined(_png(60_000, 60_000, b"")).reason is Reason.BOMB
    assert examined(_png(10, 10, zlib.compress(bytes(300 * 1024 * 1024)))).reason is Reason.DAMAGED
    assert examined(_zip_bomb()).reason is Reason.BOMB
    laughing = made.zipped(
        {
            "[Content_Types].xml": offices.types(
                "word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            ),
            "_rels/.rels": offices.rels(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": _laughs(),
        }
    )
    assert examined(laughing).reason is Reason.BOMB
    result = examined(_pdf_bomb())
    assert result.reason in (Reason.BOMB, Reason.DAMAGED, Reason.TOO_LARGE) or (
        result.cleaned is not None and What.XMP in {one.what for one in result.findings}
    )


def test_protected_files_are_told_apart() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert examined(out.getvalue()).reason is Reason.ENCRYPTED
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
    assert examined(ole).reason is Reason.ENCRYPTED
    with zipfile.ZipFile(io.BytesIO(offices.odt())) as archive:
        entries: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    entries["META-INF/manifest.xml"] = "<m><file-entry><encryption-data/></file-entry></m>"
    assert examined(made.zipped(entries)).reason is Reason.ENCRYPTED
    flagged = bytearray(made.zipped({"[Content_Types].xml": "x"}))
    flagged[flagged.index(b"PK\x01\x02") + 8] |= 1
    assert examined(bytes(flagged)).reason is Reason.ENCRYPTED
