"""A damaged, cut-off or partial publication is refused whole and says where; hostile bytes do nothing else."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.screening.rules.entries import Publication
from duecare.apps.screening.rules.lists import members, read_publication
from duecare.kernel.errors import BadInput, LimitExceeded

from . import made
from .files import SETS, packed, unpacked

TEXTS = ("csl", "csl-sample", "dpl", "opensanctions", "section-1286", "dod", "32020R1998", "32006R0765", "ftm")
XML = ("ofac-xml", "ofac-non-sdn-xml", "un-2021", "un-2025", "un-2026", "eu", "ca")


OWN = made.OWN.encode()


def refused(files: dict[str, bytes], match: str = "") -> BadInput:
    """The error with which the files are refused."""
    with pytest.raises(BadInput, match=match or ".") as found:
        read_publication(files)
    assert found.value.means
    return found.value


@pytest.mark.parametrize("set_", SETS)
@settings(max_examples=4)
@given(share=st.floats(0, 0.999))
def test_a_cut_package_is_refused(shared_data: Path, set_: str, share: float) -> None:
    """Each file as it is stored, cut anywhere: a gzip or a workbook shows it at once."""
    files = packed(shared_data, set_)
    for name, data in files.items():
        if data.startswith((b"\x1f\x8b", b"PK")):
            refused({**files, name: data[: int(share * len(data))]})


@pytest.mark.parametrize("set_", XML)
@settings(max_examples=3)
@given(share=st.floats(0, 1))
def test_a_cut_xml_is_refused(shared_data: Path, set_: str, share: float) -> None:
    ((name, data),) = unpacked(shared_data, set_).items()
    refused({name: data[: min(int(share * len(data)), len(data.rstrip()) - 1)]})


@pytest.mark.parametrize(("set_", "record"), [("un-2026", "INDIVIDUAL"), ("eu", "sanctionEntity"), ("ca", "record")])
def test_an_xml_cut_between_two_records_is_refused(shared_data: Path, set_: str, record: str) -> None:
    ((name, data),) = unpacked(shared_data, set_).items()
    end = f"</{record}>".encode()
    refused({name: data[: data.index(end, len(data) // 2) + len(end)]}, "damaged or cut off")


def between_rows(data: bytes, cut: int) -> bool:
    """Where a cut cannot be seen: at a row's end, or where half of a doubled quote closes the last cell."""
    return data[:cut].endswith(b"\n") or data[cut : cut + 1] in (b"\r", b"\n", b"") or data[cut - 1 : cut + 1] == b'""'


@pytest.mark.parametrize("set_", TEXTS)
@settings(max_examples=8)
@given(share=st.floats(0, 1))
def test_a_cut_text_is_refused_unless_cut_between_rows(shared_data: Path, set_: str, share: float) -> None:
    ((name, data),) = unpacked(shared_data, set_).items()
    cut = int(share * len(data))
    try:
        assert read_publication({name: data[:cut]}) and between_rows(data, cut)
    except BadInput as error:
        assert error.means


@pytest.mark.parametrize("set_", ["ofac-2019", "ofac-2021", "ofac-non-sdn"])
@settings(max_examples=4)
@given(share=st.floats(0, 0.98))
def test_a_cut_main_file_of_ofac_is_refused_also_between_rows(shared_data: Path, set_: str, share: float) -> None:
    files = unpacked(shared_data, set_)
    name = next(iter(files))
    cut = int(share * len(files[name]))
    refused({**files, name: files[name][:cut]})
    refused({**files, name: files[name][: files[name].rfind(b"\n", 0, cut) + 1]}, "does not have|is empty|is missing")


@pytest.mark.parametrize("name", ["sdn.csv", "alt.csv", "add.csv"])
def test_a_set_without_one_of_its_files_is_refused(name: str) -> None:
    files = made.ofac_set()
    del files[name]
    refused(files, "missing from the set")


def test_a_set_with_a_file_twice_or_of_another_party_is_refused() -> None:
    refused({**made.ofac_set(), "sdn (1).csv": made.ofac_set()["sdn.csv"]}, "second file of parties")
    error = refused(
        made.ofac_set(addresses='8,2,-0- ,-0- ,"Iran",-0- \r\n'), "names a party that sdn.csv does not have"
    )
    assert (error.file, error.row, error.value) == ("add.csv", 1, "'8'")


ROW = '7,"ZORVANE",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'


@pytest.mark.parametrize(("parties", "words", "row"), [
    (ROW + ROW, "two parties have one key", 2),
    (ROW + ROW.replace("7,", "8,", 1).replace("-0- ,-0- \r", "-0- \r"), "has 11 cells instead of 12", 2),
    (ROW.replace('"ZORVANE"', "-0- "), "names nobody", None),
    (ROW + '8,"ZOR\r\n', "damaged or cut off", 2),
])  # fmt: skip
def test_a_wrong_row_of_ofac_is_named(parties: str, words: str, row: int | None) -> None:
    error = refused(made.ofac_set(parties=parties), words)
    assert error.file == "sdn.csv" and error.row == row


def test_a_comment_of_another_edition_is_left_out_and_told() -> None:
    (found,) = read_publication(made.ofac_set(comments='9,"gone"\r\n7,"no run-over"\r\n'))
    assert "comment of another edition left out (2×)" in found.remarks
    assert "no run-over" not in found.entries[0].remarks


@pytest.mark.parametrize(("before", "after", "words"), [
    ("<Record_Count>1<", "<Record_Count>2<", "states 2 records and holds 1"),
    ("03/10/2021", "13/10/2021", "is no date"),
    ("<uid>7</uid>", "<uid> </uid>", "no key of its own"),
])  # fmt: skip
def test_a_wrong_record_of_ofac_xml_is_named(before: str, after: str, words: str) -> None:
    assert refused({"sdn.xml": made.OFAC_XML.replace(before.encode(), after.encode())}, words).file == "sdn.xml"


def test_xml_that_carries_a_document_type_is_refused_before_it_is_expanded() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"z" * 60
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    )
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for attack in (bomb + b"]>", outside, b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'):
        refused({"un.xml": made.UN.replace(b"<CONSOLIDATED_LIST", attack + b"<CONSOLIDATED_LIST")}, "document type")


def test_a_bomb_is_given_up_at_the_bound() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(401)) + packer.flush()
    with pytest.raises(LimitExceeded, match="400 MB"):
        read_publication({"bomb.gz": bomb})
    with pytest.raises(LimitExceeded):
        members.members({"a": b"x" * 900, "b.gz": gzip.compress(bytes(200))}, limit=1000)
    book = BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(2 << 20))
    with pytest.raises(LimitExceeded):
        members.members({"bomb.xlsx": book.getvalue()}, limit=1 << 20)


@pytest.mark.parametrize(("files", "words"), [
    ({}, "no file was given"),
    ({"a.csv": b""}, "is empty"),
    ({"a.csv": b"\x1a\r\n"}, "is empty"),
    ({"a.csv": b"colour,price\nred,1\n"}, "no layout of a list that is known"),
    ({"a.xml": b"<letters/>"}, "no layout of a list that is known"),
    ({"a.xml": made.UN, "b.csv": made.uk_list()}, "several publishers"),
    ({"a.csv": OWN}, "lists nobody"),
    ({"a.csv": OWN + b"1,Robot,X,,,,,\n"}, "is no schema"),
    ({"a.csv": OWN + b"1,,X,,,,,\n1,,Y,,,,,\n"}, "two parties have one"),
    ({"a.csv": OWN + b"1,,M\xfcller,,,,,\n"}, "cannot be read as utf-8"),
    ({"a.csv": OWN + b"1,,X\x00,,,,,\n"}, "holds a NUL"),
    ({"a.csv": OWN + b"1,,X,,,,,Boa"}, "last row has no end"),
    ({"a.csv": OWN + b"1,,X\n"}, "has 3 cells where the header has 8"),
    ({"a.json": made.ftm() + b'\n{"id":'}, "is damaged or cut off"),
    ({"a.json": made.ftm() + b'\n{"id": "q", "schema": "Person", "properties": {"name": "text"}}'}, "no Follow"),
    ({"a.json": made.ftm() + b'\n{"id": "q", "schema": "Person", "properties": {"name": ["\\ud800"]}}'}, "surrogates"),
    ({"a.csv": made.uk_list(above="Report Date: soon\n")}, "is no date"),
    ({"a.csv": made.uk_list({"Unique ID": "Z1", "Designation Type": "Entity", "Name type": "Primary Name"})}, "nobody"),
    ({"a.csv": made.uk_list({"Name 6": "X", "Designation Type": "Entity", "Name type": "Primary Name"})}, "has no id"),
    ({"a.xlsx": made.workbook((made.AU[0], made.AU[2]))}, "an alias without a primary name"),
    ({"a.xlsx": made.workbook((made.AU[0], made.AU[1], made.AU[1]))}, "primary name of two parties"),
    ({"a.gz": gzip.compress(made.UN) + b"more"}, "cannot be unpacked"),
])  # fmt: skip
def test_what_is_no_whole_publication_is_refused(files: dict[str, bytes], words: str) -> None:
    refused(files, words)


def test_a_refusal_says_file_line_and_value() -> None:
    own = OWN + b"1,,X,,,,,\n2,,M\xfcller,,,,,\n"
    error = refused({"own.csv": own}, "cannot be read")
    assert (error.file, error.line) == ("own.csv", 3) and "UTF-8" in error.todo
    error = refused({"own.csv": own.replace(b"M\xfcller,", b"M")}, "7 cells")
    assert (error.file, error.row, error.value) == ("own.csv", 3, "'2'")


@given(
    data=st.binary(max_size=300), start=st.sampled_from((b"", b"<", b"PK\x03\x04", b"\x1f\x8b", b"{", b"id,", b"1,"))
)
def test_hostile_bytes_are_refused(data: bytes, start: bytes) -> None:
    with pytest.raises(BadInput):
        read_publication({"file": start + data})


@settings(max_examples=300)
@given(layout=st.sampled_from(tuple(made.every_layout())), data=st.data())
def test_a_changed_file_is_a_publication_or_refused(layout: str, data: st.DataObject) -> None:
    files = made.every_layout()[layout]
    name = data.draw(st.sampled_from(tuple(files)))
    begin = data.draw(st.integers(0, len(files[name])))
    end = data.draw(st.integers(begin, min(len(files[name]), begin + 40)))
    put = data.draw(st.binary(max_size=20) | st.text(max_size=20).map(lambda text: text.encode(errors="ignore")))
    try:
        found = read_publication({**files, name: files[name][:begin] + put + files[name][end:]})
    except BadInput as error:
        assert error.means
    else:
        assert found and all(isinstance(one, Publication) and one.entries for one in found)
        assert all(entry.names and len(entry.sha256()) == 64 for one in found for entry in one.entries)
