"""Bombs and uploads beyond the limit: refused at the door, in words, before they fill memory or disk."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from xlsxwriter import Workbook

from duecare.adapters import uploads
from duecare.adapters.home import editions, evidence
from duecare.adapters.workbook import read_answers
from duecare.apps.risk.rules.indices.sheets import open_book
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, LimitExceeded
from tests.apps.assessments import deals
from tests.conftest import REPOSITORY
from tests.permissions.signed_in import sign_in

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
READERS: dict[str, Callable[[bytes], object]] = {
    "import": lambda data: open_book(data, "bomb.xlsx"),
    "expert": lambda data: read_answers(data, "bomb.xlsx"),
}


def _workbook(**parts: bytes) -> bytes:
    """A real workbook, with parts of it replaced."""
    made, out = io.BytesIO(), io.BytesIO()
    book = Workbook(made)
    book.add_worksheet("Questions").write_string(0, 0, "Code")
    book.close()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(Path(name).stem, old.read(name)))
    return out.getvalue()


def _xml_bomb() -> bytes:
    sheet = "<worksheet><sheetData><row><c t='inlineStr'><is><t>&l11;</t></is></c></row></sheetData></worksheet>"
    shared = "<sst><si><t>&l11;</t></si></sst>"
    return _workbook(sheet1=(BOMB + sheet).encode(), sharedStrings=(BOMB + shared).encode())


@pytest.mark.parametrize("door", READERS)
def test_an_xml_bomb_is_refused_and_takes_no_memory(door: str) -> None:
    """Eleven levels of ten: two hundred gigabytes of laughter, if anybody expanded it."""
    import openpyxl  # noqa: F401  # otherwise the library itself would be counted

    bomb = _xml_bomb()
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match=r"bomb\.xlsx"):
            READERS[door](bomb)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_refused_by_its_unpacked_size() -> None:
    bomb = _workbook(sheet1=b" " * 60 * 1024 * 1024)
    assert len(bomb) < 1024 * 1024
    with pytest.raises(LimitExceeded, match=r"bomb\.xlsx.*50 MB"):
        READERS["expert"](bomb)
    with pytest.raises(LimitExceeded, match=r"bomb\.xlsx.*unpacks to more than 20 MB"):
        open_book(bomb, "bomb.xlsx", unpacked_limit=20 * 1024 * 1024)


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("door", ["document", "import"])
@pytest.mark.parametrize("says_its_size", [True, False])
def test_what_is_too_large_ends_while_it_arrives(
    door: str, says_its_size: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object
) -> None:
    monkeypatch.setattr(uploads, "EVIDENCE_LIMIT", 3_000_000)
    monkeypatch.setattr(uploads, "FORM", 0 if says_its_size else 10**9)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made, client = deals.filed(), Client()
    sign_in(client, Role.COMPLIANCE_OFFICER)
    url = reverse("file_entry", args=[made, "document", "new"]) if door == "document" else reverse("edition_import")
    page = client.post(url, {"file": SimpleUploadedFile("big.bin", b"x" * 4_000_000)})
    text = page.content.decode()
    assert page.status_code == 413, text
    assert all(part in text for part in ("larger than this form takes", "Nothing was changed", "250 MB", "100 MB"))
    assert not any(evidence().hashes()) and not any(editions().hashes())
    assert list(tmp_path.iterdir()) == [], "the half that arrived is removed"


def test_every_page_that_takes_a_file_states_the_limit_before() -> None:
    """Every file field of every form says its limit in the words under it."""
    folder = REPOSITORY / "src" / "duecare" / "entrypoints" / "staff" / "forms"
    said = [part.split("\n    def ")[0][:300] for path in folder.glob("*.py")
            for part in path.read_text(encoding="utf-8").split("forms.FileField(")[1:]]  # fmt: skip
    assert len(said) >= 5
    assert [text for text in said if "MB" not in text] == []
