"""Sealed texts open only with their key; a workbook runs nothing and is bounded."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from duecare.adapters.sealing import seal, sources_key_file, unseal
from duecare.adapters.workbook import LIMIT, Asked, read_answers, write_questions
from duecare.kernel.errors import BadInput, DuecareError, LimitExceeded


def test_a_sealed_text_opens_again_and_not_with_another_key(duecare_home: Path) -> None:
    token = seal("Somebody Invented")
    assert b"Somebody" not in token
    assert unseal(token) == "Somebody Invented"
    assert sources_key_file().stat().st_mode & 0o077 == 0
    with pytest.raises(DuecareError):
        unseal(token[:-2] + b"xx")
    sources_key_file().unlink()
    seal("another key now")
    with pytest.raises(DuecareError):
        unseal(token)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=60))
def test_what_is_written_is_text_and_never_a_formula(text: str) -> None:
    data = write_questions([Asked("3.1", text, ("yes", "no"), value=text)], ("answered",))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    for row in sheet.iter_rows():
        assert all(cell.data_type in ("s", "n", "inlineStr") for cell in row)
        assert not any(str(cell.value or "").startswith(("=", "+", "-", "@")) for cell in row)


def test_codes_stay_text_so_that_3_10_is_not_3_1() -> None:
    data = write_questions([Asked("3.10", "?", ("yes",), value="yes"), Asked("3.1", "?", ("no",), value="no")], ())
    assert [(one.code, one.value, one.row) for one in read_answers(data, "a.xlsx")] == [
        ("3.10", "yes", 2),
        ("3.1", "no", 3),
    ]


def test_a_bomb_and_a_giant_are_refused_before_they_are_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (51 * 1024 * 1024))
    with pytest.raises(LimitExceeded, match="unpacked"):
        read_answers(out.getvalue(), "bomb.xlsx")
    with pytest.raises(LimitExceeded):
        read_answers(b"0" * (LIMIT + 1), "big.xlsx")
    with pytest.raises(BadInput):
        read_answers(b"", "empty.xlsx")
