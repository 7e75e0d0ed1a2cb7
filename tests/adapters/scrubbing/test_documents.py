"""Metadata of documents: each thing planted is found, shown and gone, and the text is the same."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from PIL import Image

from duecare.adapters.scrubbing.examining import examined
from duecare.adapters.scrubbing.findings import Examined, Kind, Reason, What
from tests.adapters.scrubbing import made, offices
from tests.adapters.scrubbing.made import CANARY

pytestmark = pytest.mark.once

PROPERTIES = {What.AUTHOR, What.LAST_EDITOR, What.TITLE, What.TIME, What.EDITING, What.COMMENT}
WORD = PROPERTIES | {
    What.COMPANY,
    What.SOFTWARE,
    What.TEMPLATE,
    What.THUMBNAIL,
    What.COMMENT_AUTHOR,
    What.CHANGE_AUTHOR,
    What.REVISION_ID,
    What.LOCAL_PATH,
    What.EMBEDDED_FILE,
    What.OTHER_DATA,
    What.POSITION,
    What.SERIAL_NUMBER,
    What.SCRIPT,
    What.DELETED_TEXT,
    What.HIDDEN_TEXT,
}
SHEET = {
    What.AUTHOR,
    What.LAST_EDITOR,
    What.TIME,
    What.COMMENT_AUTHOR,
    What.LOCAL_PATH,
    What.PRINTER,
    What.HIDDEN_ROWS,
    What.HIDDEN_SHEET,
    What.SOFTWARE,
}
SLIDES = PROPERTIES | {What.COMMENT_AUTHOR, What.LOCAL_PATH, What.HIDDEN_SLIDE, What.SPEAKER_NOTES}
ODT = {
    What.AUTHOR,
    What.LAST_EDITOR,
    What.TIME,
    What.SOFTWARE,
    What.TEMPLATE,
    What.EDITING,
    What.PRINTER,
    What.THUMBNAIL,
    What.COMMENT_AUTHOR,
    What.CHANGE_AUTHOR,
    What.DELETED_TEXT,
    What.LOCAL_PATH,
    What.SCRIPT,
    What.SIGNATURE,
    What.REVISION_ID,
    What.OTHER_DATA,
    What.POSITION,
}
PDF = {
    What.AUTHOR,
    What.SOFTWARE,
    What.COMMENT_AUTHOR,
    What.TIME,
    What.DOCUMENT_ID,
    What.SCRIPT,
    What.EMBEDDED_FILE,
    What.THUMBNAIL,
    What.OTHER_DATA,
    What.EARLIER_REVISION,
    What.POSITION,
    What.SERIAL_NUMBER,
}
LEFT = {What.DELETED_TEXT, What.HIDDEN_TEXT, What.HIDDEN_ROWS, What.HIDDEN_SHEET, What.HIDDEN_SLIDE, What.SPEAKER_NOTES}
FILES = [
    (Kind.WORD, offices.docx, WORD),
    (Kind.WORD, partial(offices.docx, macros=True), WORD),
    (Kind.SHEET, offices.xlsx, SHEET),
    (Kind.SLIDES, offices.pptx, SLIDES),
    (Kind.ODF_TEXT, offices.odt, ODT),
    (Kind.PDF, made.pdf, PDF),
]


def texts(content: bytes) -> list[str]:
    """Every text of the parts that are shown."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            if (
                re.search(r"document|comments\d*\.xml|sheet\d|slide\d|notes\d|content\.xml|sharedStrings", name)
                and "rels" not in name
            ):
                found += [part for part in re.findall(r">([^<>]+)<", archive.read(name).decode()) if part.strip()]
    return [
        part
        for part in found
        if CANARY[:8] not in part and "2031-" not in part and part != "Author" and "1970-" not in part
    ]


def cleaned(content: bytes) -> bytes:
    result = examined(content)
    assert result.cleaned is not None, result
    return result.cleaned


@pytest.mark.parametrize(("kind", "make", "classes"), FILES)
def test_what_is_planted_in_a_document_is_found_shown_and_gone(
    kind: Kind, make: Callable[[], bytes], classes: set[What]
) -> None:
    content = make()
    assert made.holds_canary(content)
    result = examined(content)
    assert (result.kind, result.reason) == (kind, None)
    assert classes <= {one.what for one in result.findings}, classes - {one.what for one in result.findings}
    assert {one.what for one in result.findings if not one.removed} <= LEFT
    assert all(not one.removed for one in result.findings if one.what in LEFT)
    assert result.cleaned is not None and not made.holds_canary(result.cleaned)
    _shows_people(result)
    again = examined(result.cleaned)
    assert {one.what for one in again.findings if one.removed and CANARY in one.value} == set()
    if kind is not Kind.PDF:
        assert texts(content) == texts(result.cleaned) and "What the report" in " ".join(texts(result.cleaned))


def _shows_people(result: Examined) -> None:
    said = {(one.what, one.value) for one in result.findings}
    if result.kind is Kind.PDF:
        assert {(What.AUTHOR, f"{CANARY} Writer"), (What.COMMENT_AUTHOR, f"{CANARY} Noter")} <= said
    else:
        assert {(What.AUTHOR, f"{CANARY} Maker"), (What.LAST_EDITOR, f"{CANARY} Editor")} <= said
        assert (What.COMMENT_AUTHOR, f"{CANARY} Noter") in said


def test_a_cleaned_pdf_draws_the_same_and_keeps_its_notes() -> None:
    content = made.pdf()
    with pikepdf.open(io.BytesIO(content)) as before, pikepdf.open(io.BytesIO(cleaned(content))) as after:
        assert not after.check_pdf_syntax() and len(after.pages) == 1
        assert before.pages[0].Contents.read_bytes() == after.pages[0].Contents.read_bytes()
        assert _photo(before) == _photo(after)
        assert str(after.pages[0].Annots[0].Contents) == "a note"
        assert set(after.trailer.keys()) <= {
            "/Root",
            "/Size",
            "/ID",
            "/Type",
            "/W",
            "/Length",
            "/Filter",
            "/DecodeParms",
        }
        assert not {"/Metadata", "/Names", "/OpenAction"} & set(after.Root.keys())


def _photo(document: pikepdf.Pdf) -> bytes:
    raw = document.pages[0].Resources.XObject.Im1.read_raw_bytes()
    with Image.open(io.BytesIO(raw)) as image:
        return image.tobytes()


@pytest.mark.parametrize("altered", [b"/DCTDecodf", b"/Filtes /DCTDecode", b"/Imagf"])
def test_a_photo_that_a_pdf_no_longer_calls_one_is_not_carried_along(altered: bytes) -> None:
    right = {b"/DCTDecodf": b"/DCTDecode", b"/Imagf": b"/Image"}.get(altered, b"/Filter /DCTDecode")
    content = made.pdf()
    assert right in content
    result = examined(content.replace(right, altered))
    assert result.reason is Reason.DAMAGED or not made.holds_canary(result.cleaned or b"")


def test_a_reference_that_leads_elsewhere_carries_nothing_along() -> None:
    with pikepdf.open(io.BytesIO(made.pdf())) as document:
        document.pages[0].obj["/Resources"]["/Astray"] = document.trailer.Info
        document.pages[0].obj["/Resources"]["/Too"] = document.Root.Metadata
        out = io.BytesIO()
        document.save(out, fix_metadata_version=False)
    result = examined(out.getvalue())
    assert result.cleaned is not None and not made.holds_canary(result.cleaned)


def test_a_damaged_photo_leaves_its_document_unexamined() -> None:
    content = made.pdf()
    assert examined(content.replace(b"\xff\xe1", b"\xf7\xe1", 1)).reason is Reason.DAMAGED


def test_a_cleaned_workbook_opens_with_its_values_and_remarks() -> None:
    book = openpyxl.load_workbook(io.BytesIO(cleaned(offices.xlsx())))
    assert book.sheetnames == ["Sheet", "Behind"]
    assert book["Sheet"]["A1"].value == "What the report says" and book["Behind"]["A1"].value == "on a hidden sheet"
    assert book["Sheet"]["A1"].comment is not None and book["Sheet"]["A1"].comment.text == "a remark"


def test_an_id_of_a_slide_goes_with_the_extension_around_it() -> None:
    result = examined(offices.pptx())
    assert (What.DOCUMENT_ID, "3735928559") in {(one.what, one.value) for one in result.findings}
    with zipfile.ZipFile(io.BytesIO(result.cleaned or b"")) as archive:
        assert b"extLst" not in archive.read("ppt/slides/slide1.xml")


def test_macros_and_what_names_them_go() -> None:
    with zipfile.ZipFile(io.BytesIO(cleaned(offices.docx(macros=True)))) as archive:
        types = archive.read("[Content_Types].xml").decode()
        assert "macroEnabled" not in types and "wordprocessingml.document.main+xml" in types
        everything = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
        assert "vbaProject" not in everything and "OLEObject" not in everything and "rsid" not in everything
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in archive.infolist())


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_what_libreoffice_writes_is_cleaned_and_opens_there_with_the_same_text(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("What the report says,1\nin two lines,2\n")
    for form in ("ods", "xlsx", "pdf"):
        _convert(source, form, tmp_path)
        result = examined((tmp_path / f"in.{form}").read_bytes())
        assert result.cleaned is not None, (form, result)
        assert What.SOFTWARE in {one.what for one in result.findings}
        assert b"LibreOffice" not in made.inflated(result.cleaned)
        if form == "pdf":
            continue
        (tmp_path / f"out.{form}").write_bytes(result.cleaned)
        _convert(tmp_path / f"out.{form}", "csv", tmp_path)
        assert (tmp_path / "out.csv").read_text() == source.read_text()


def _convert(file: Path, form: str, folder: Path) -> None:
    home = f"-env:UserInstallation=file://{folder}/home"
    command = ["soffice", home, "--headless", "--convert-to", form, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
