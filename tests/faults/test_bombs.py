"""Bombs at every module that unpacks: refused in words, before they fill memory or disk.

Modules that unpack are found in the code by what they import; each has its reader below, and each reader
is fed every bomb in a process that may take little memory, write little and not think for long.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from duecare.adapters import backup, locked_file
from duecare.adapters.locked_file import Locking
from duecare.adapters.workbook import read_answers
from duecare.apps.risk.queries import index_specs
from duecare.apps.risk.rules.indices.recognise import read
from duecare.apps.risk.rules.indices.sheets import open_book
from duecare.apps.screening.rules.lists import read_publication
from duecare.kernel.errors import BadInput, LimitExceeded
from tests.entrypoints.cli.running import duecare
from tests.house.reading import imported, python

from .bombs import BACKUPS, MB, PACKED, sheet, workbook

pytestmark = pytest.mark.once

UNPACK = (
    "zipfile", "tarfile", "zlib", "gzip", "bz2", "lzma", "zipimport", "openpyxl", "python_calamine", "pandas", "docx",
    "xml", "lxml", "defusedxml", "xmltodict", "pypdf", "pikepdf", "PIL", "brotli", "zstandard", "pickle", "marshal",
    "shelve", "html5lib", "bs4",
)  # fmt: skip
"""Libraries that unpack or expand, those we do not have too."""
NAME = "bomb.bin"
SECRET = b"twelve characters and more"


@pytest.fixture(scope="module", autouse=True)
def key_made_once() -> Iterator[None]:
    """Scrypt asks half a second for each lock and each key: one salt for all, and its key is made before the forks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locked_file, "_cipher", cache(locked_file._cipher))
        patch.setattr(locked_file, "os", SimpleNamespace(urandom=bytes, fsync=os.fsync))
        locked_file._cipher(SECRET, bytes(locked_file._SALT))
        yield


def _unpack(folder: Path, data: bytes) -> object:
    sealed = folder / NAME
    _seal(sealed, data)
    manifest, database = backup.unpack(sealed, folder / "home", SECRET)
    return backup.put_database(manifest, database, folder / "home")


READERS: dict[str, Callable[[Path, bytes], object]] = {
    "apps/risk/rules/indices/sheets.py": lambda folder, data: read(data, NAME, index_specs()),
    "adapters/workbook.py": lambda folder, data: read_answers(data, NAME),
    "adapters/backup.py": _unpack,
    "apps/screening/rules/lists/members.py": lambda folder, data: read_publication({NAME: data}),
    "apps/screening/rules/lists/records.py": lambda folder, data: read_publication({NAME: data}),
}
"""Every module that unpacks -> its door."""
NO_DOOR = {
    "adapters/beside.py": "reads what its own child wrote over a pair of sockets",
    **dict.fromkeys(
        (
            f"adapters/scrubbing/{name}.py"
            for name in ("exif", "markup", "packages", "pdf", "pdf_objects", "pixels", "png")
        ),
        "runs in a confined process with limits; tests/adapters/scrubbing/test_confinement.py sends it bombs",
    ),
    "adapters/evidence/packing.py": "writes an archive and opens none",
    "adapters/evidence/verify_pack.py": "a script that nothing here runs; a tar without compression, read in pieces",
    "adapters/sealed/rows.py": "takes a checksum (crc32) and unpacks nothing",
    "adapters/kept.py": "reads what this program wrote beside its own machine code, under its hash",
    "apps/screening/rules/lists/ca_sema.py": "takes elements that records.py has read",
    "apps/screening/rules/lists/eu_fsf.py": "takes elements that records.py has read",
    "apps/screening/rules/lists/ofac_xml.py": "takes elements that records.py has read",
    "apps/screening/rules/lists/un.py": "takes elements that records.py has read",
}
"""Modules that name what unpacks and are handed nothing from outside by themselves; by hand."""
ALLOWED = 600 * MB
"""Memory that a reader may take beyond what the process holds."""


def _seal(file: Path, data: bytes) -> None:
    with file.open("wb") as out:
        sealed = Locking(out, SECRET)
        sealed.write(data)
        sealed.close()


def test_every_module_that_unpacks_has_its_bombs() -> None:
    found = {
        name.removeprefix("src/duecare/")
        for name, file in python()
        if any(what.split(".")[0] in UNPACK or what.startswith("shutil.unpack") for what in imported(file))
    }
    assert found == READERS.keys() | NO_DOOR.keys()


def _held() -> int:
    """Bytes of address space that this process has by now."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _said(act: Callable[[], object], most_written: int) -> str:
    """What came of `act` in a child that may take ALLOWED bytes more and write files of so many bytes."""
    gc.collect()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said = "it was taken"
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_AS, (_held() + ALLOWED, resource.RLIM_INFINITY))
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_written, resource.RLIM_INFINITY))
            resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
            act()
        except BaseException as fault:
            kind = "refused" if isinstance(fault, BadInput) else type(fault).__name__
            said = f"{kind}: {fault}"
        finally:
            os.write(writing, said.encode(errors="replace")[:4000])
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode(errors="replace")
    _, status = os.waitpid(child, 0)
    return said or f"it died of signal {status}"


@pytest.fixture(scope="module")
def made() -> Iterator[dict[str, bytes]]:
    """Each bomb is made once a process. What other tests left in memory is not gone through before each."""
    gc.collect()
    gc.freeze()
    yield {}
    gc.unfreeze()


@pytest.mark.parametrize("bomb", PACKED)
@pytest.mark.parametrize("door", READERS)
def test_a_bomb_is_refused_in_words_and_takes_little(
    door: str, bomb: str, made: dict[str, bytes], tmp_path: Path
) -> None:
    if bomb not in made:
        made[bomb] = PACKED[bomb]()
    data = made[bomb]
    assert len(data) < 8 * MB, "no bomb: it is large itself"
    said = _said(lambda: READERS[door](tmp_path, data), most_written=16 * MB)
    assert said.startswith("refused: ") and NAME in said and "Nothing was" in said, said


@pytest.mark.parametrize("what", BACKUPS)
def test_an_altered_backup_puts_nothing_outside_and_fills_nothing(what: str, tmp_path: Path) -> None:
    outside = tmp_path / "place"
    outside.mkdir()
    said = _said(lambda: _unpack(outside, BACKUPS[what]()), most_written=2 * MB)
    assert said.startswith("refused: "), said
    assert "no database" in said if what == "no database" else NAME in said, said
    assert not list(tmp_path.rglob("escaped")) and not Path("/escaped").exists()
    kept = [path for path in outside.rglob("*") if path.is_symlink() or not (path.is_dir() or path.is_file())]
    assert kept == []


@pytest.mark.parametrize("what", ["a path upwards", "a file through a link", "a file with holes", "no database"])
def test_the_command_says_so_and_leaves_no_half_home(what: str, tmp_path: Path) -> None:
    _seal(tmp_path / NAME, BACKUPS[what]())
    (tmp_path / "secret").write_bytes(SECRET)
    done = duecare(
        tmp_path / "home", "restore", str(tmp_path / NAME), "--secret-file", str(tmp_path / "secret"), most_bytes=2 * MB
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "secret"]


def test_a_sheet_of_usual_size_is_no_bomb() -> None:
    """Gaps, cells without a place and many rows are what publishers write."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c><v>2</v></c></row>' for n in range(1, 20_001))
    (table,) = open_book(sheet(rows), "usual.xlsx").tables
    assert len(table.rows) == 20_000 and table.rows[-1][:2] == [20_000.0, 2.0]


def test_a_zip_bomb_is_refused_by_its_unpacked_size() -> None:
    bomb = workbook(sheet1=b" " * 60 * MB)
    assert len(bomb) < MB
    with pytest.raises(LimitExceeded, match=r"bomb\.xlsx.*MB"):
        read_answers(bomb, "bomb.xlsx")
    with pytest.raises(LimitExceeded, match=r"bomb\.xlsx.*unpacks to more than 20 MB"):
        open_book(bomb, "bomb.xlsx", unpacked_limit=20 * MB)
