"""Files that are small and become enormous, or put something where nobody asked for it; made here, never kept."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from xlsxwriter import Workbook

MB = 1024 * 1024
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPE = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
"""Eleven levels of ten: two hundred gigabytes of laughter, if anybody expanded it."""
LONG = "a" * 60_000
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY long "{LONG}">]>'
FILE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/hostname">]>'
HEAD = '<?xml version="1.0"?>'
INLINE = "<row><c t='inlineStr'><is><t>{}</t></is></c></row>"


def workbook(blanks: int = 0, **parts: str | bytes) -> bytes:
    """A real workbook of one sheet, with parts of it replaced, or with a part more that holds so many megabytes."""
    made, out = io.BytesIO(), io.BytesIO()
    book = Workbook(made)
    book.add_worksheet("Questions").write_string(0, 0, "Code")
    book.close()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(Path(name).stem, old.read(name)))
        if blanks:
            with new.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part:
                for _ in range(blanks):
                    part.write(b" " * MB)
    return out.getvalue()


def sheet(rows: str, head: str = HEAD) -> bytes:
    """A workbook whose sheet holds these rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return workbook(sheet1=f'{head}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>')


def _cells(*places: str) -> str:
    return "".join(f'<row r="{place.lstrip("ABCDEFX")}"><c r="{place}"><v>1</v></c></row>' for place in places)


def _zeros(size: int, sign: bytes = b"0") -> bytes:
    """A gzip of one sign: pieces of a megabyte, packed one by one, as gzip allows; a thousandth of its size."""
    return gzip.compress(sign * MB, mtime=0) * (size // MB)


def _zip_of(data: bytes, name: str = "inner.zip") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(name, data)
    return out.getvalue()


def _nested(levels: int) -> bytes:
    data = b"0" * 10 * MB
    for _ in range(levels):
        data = _zip_of(data)
    return data


def _lying() -> bytes:
    """A part that says it is ten bytes long and holds sixty megabytes."""
    data = bytearray(workbook(sheet1=b" " * 60 * MB))
    size = (60 * MB).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def _of_openoffice() -> bytes:
    """A workbook of another kind whose one cell stands for a million rows of a million columns."""
    cell = '<table:table-cell table:number-columns-repeated="1000000" office:value-type="float" office:value="1"/>'
    body = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="a"><table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", body)
    return out.getvalue()


def _one_sheet_often() -> bytes:
    """One sheet of a hundred thousand rows under a thousand names."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    other = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 1001))
    book = f'{HEAD}<workbook xmlns="{space}" xmlns:r="{other}"><sheets>{sheets}</sheets></workbook>'
    rows = _cells("A1", "B100000")
    text = f'{HEAD}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return workbook(workbook=book, sheet1=text)


@cache
def _blank_workbook() -> bytes:
    return workbook(blanks=1100)


PACKED: Mapping[str, Callable[[], bytes]] = {
    "blanks in a workbook": _blank_workbook,
    "a part that lies about its size": _lying,
    "laughs in a sheet": lambda: sheet(INLINE.format("&l11;"), DOCTYPE),
    "laughs in shared texts": lambda: workbook(sharedStrings=f"{DOCTYPE}<sst><si><t>&l11;</t></si></sst>"),
    "laughs in the list of sheets": lambda: workbook(workbook=f"{DOCTYPE}<workbook>&l11;</workbook>"),
    "one long text two thousand times": lambda: sheet(INLINE.format("&long;") * 2_000, QUADRATIC),
    "a file of this machine": lambda: sheet(INLINE.format("&out;"), FILE),
    "a cell in the far corner": lambda: sheet(_cells("A1", "XFD1048576")),
    "a cell beyond the corner": lambda: sheet(
        '<row r="1"><c r="A1"/></row><row r="4294967295"><c r="ZZZZZZ4294967295"/></row>'
    ),
    "rows without a place": lambda: sheet(
        '<row r="900000"><c r="A900000"><v>1</v></c></row><row>' + "<c><v>1</v></c>" * 9_000 + "</row>"
    ),
    "a place spelled oddly": lambda: sheet(
        "<row r = '1' ><c\tr\n=\n'A1'><v>1</v></c></row><row r='999999'><c r  =  'XFD999999'><v>1</v></c></row>"
    ),
    "a place torn over two pieces": lambda: sheet(
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='9'><c " + " " * 2 * MB + "r='XFD1048576'><v>1</v></c></row>"
    ),
    "one sheet under a thousand names": _one_sheet_often,
    "another program's workbook": _of_openoffice,
    "a zip in a zip in a zip": lambda: _nested(3),
    "a zip of zeros": lambda: _zip_of(b"0" * 60 * MB, "figures.csv"),
    "a gzip of zeros": lambda: _zeros(1100 * MB),
    "a gzip of a gzip": lambda: gzip.compress(_zeros(1100 * MB)),
    "a gzip of a workbook of blanks": lambda: gzip.compress(_blank_workbook()),
    "a gzip of nothing but commas": lambda: _zeros(1000 * MB, b","),
    "a gzip of a cell in the far corner": lambda: gzip.compress(sheet(_cells("A1", "XFD1048576"))),
    "a tar": lambda: tar(("home/a", b"a")),
    "a packed tar": lambda: gzip.compress(tar(("home/a", b"\0" * 10 * MB))),
}  # fmt: skip
"""Bombs for whoever unpacks something that was handed in."""


def tar(
    *members: tuple[str | tarfile.TarInfo, bytes], manifest: object = None, kind: int = tarfile.PAX_FORMAT
) -> bytes:
    """A tar of these members, and of a manifest where one is given."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
        for told, body in members:
            info = tarfile.TarInfo(told) if isinstance(told, str) else told
            if info.isreg():
                info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
        if manifest is not None:
            text = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    return out.getvalue()


def _special(name: str, kind: bytes, to: str = "") -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return tar((info, b""))


def _through_a_link() -> bytes:
    link = tarfile.TarInfo("home/evidence")
    link.type, link.linkname = tarfile.SYMTYPE, ".."
    return tar((link, b""), ("home/evidence/escaped", b"x"))


def _with_holes() -> bytes:
    """The PAX form of a sparse file: one byte at the end of a terabyte."""
    info = tarfile.TarInfo("home/evidence/sparse")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(2**40),
                        "GNU.sparse.name": "home/evidence/sparse"}  # fmt: skip
    body = f"1\n{2**40 - 1}\n1\n".encode().ljust(512, b"\0") + b"x"
    return tar((info, body))


def _with_older_holes() -> bytes:
    """The same in the older form, in the header itself."""
    info = tarfile.TarInfo("home/evidence/sparse")
    info.size = 512
    data = bytearray(info.tobuf(tarfile.GNU_FORMAT) + b"x" * 512 + b"\0" * 1024)
    data[156:157] = b"S"
    data[386:398], data[398:410] = b"%011o\0" % (2**33 - 512), b"%011o\0" % 512
    data[482:483], data[483:495] = b"\0", b"%011o\0" % (2**33 - 1)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


def _claiming(size: int) -> bytes:
    info = tarfile.TarInfo("home/evidence/big")
    info.size = size
    return info.tobuf(tarfile.PAX_FORMAT) + b"x" * 512


FILES = {"version": "1", "at": "2026-01-01", "engine": "sqlite", "migrations": ["a.b"], "columns": {}, "files": {}}
"""A list of files as a backup carries it."""

BACKUPS: Mapping[str, Callable[[], bytes]] = {
    "a path upwards": lambda: tar(("home/../../escaped", b"x")),
    "a path upwards at once": lambda: tar(("../escaped", b"x")),
    "a path from the root": lambda: tar(("/escaped", b"x")),
    "a link": lambda: _special("home/evidence", tarfile.SYMTYPE, "/etc"),
    "a file through a link": _through_a_link,
    "a hard link": lambda: _special("home/escaped", tarfile.LNKTYPE, "/etc/hostname"),
    "a device": lambda: _special("home/null", tarfile.CHRTYPE),
    "a pipe": lambda: _special("home/pipe", tarfile.FIFOTYPE),
    "a folder": lambda: _special("home/folder", tarfile.DIRTYPE),
    "a file with holes": _with_holes,
    "a file with holes, the older form": _with_older_holes,
    "a file that claims a terabyte": lambda: _claiming(2**40),
    "one place twice": lambda: tar(("home/a", b"x"), ("home/a", b"y")),
    "a file below a file": lambda: tar(("home/a", b"x"), ("home/a/b", b"y")),
    "a name longer than a disk takes": lambda: tar((f"home/{'n' * 300}", b"x")),
    "a name with a zero": lambda: tar(("home/a\0b", b"x")),
    "a packed tar": lambda: gzip.compress(tar(("home/a", b"\0" * 10 * MB))),
    "zeros": lambda: b"\0" * MB,
    "a gzip": lambda: _zeros(100 * MB),
    "no list": lambda: tar(("home/a", b"x")),
    "a list deeper than a stack": lambda: tar(manifest=b"[" * 200_000),
    "a list that is no list": lambda: tar(manifest=[1, 2]),
    "a list of something else": lambda: tar(manifest=FILES | {"migrations": 7}),
    "files that are no hashes": lambda: tar(manifest=FILES | {"files": {"home/a": 7}}),
    "another file than the list says": lambda: tar(("home/a", b"x"), manifest=FILES | {"files": {"home/a": "0" * 64}}),
    "no database": lambda: tar(manifest=FILES),
}
"""What an altered backup could hold; only the holder of its secret could make one."""
