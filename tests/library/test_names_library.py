"""The library of names: every file says what it is, and claims no review that did not happen."""

from __future__ import annotations

from pathlib import PurePosixPath

from duecare.adapters.library import LIBRARY, load_folder

KINDS = {"equivalents", "legal_forms", "titles", "particles", "organisation_words", "common"}


def test_every_file_is_named_by_its_code_and_all_kinds_are_there() -> None:
    items = load_folder("names")
    assert len(items) == len(list((LIBRARY / "names").glob("*.yaml")))
    assert [item.code for item in items] == [PurePosixPath(item.file).stem for item in items]
    assert {item.data["holds"] for item in items} == KINDS


def test_nothing_claims_to_be_verified() -> None:
    for item in load_folder("names"):
        sources = item.data["sources"]
        assert isinstance(sources, tuple) and sources
        assert [source["verified"] for source in sources] == [False] * len(sources), item.file


def test_files_stay_short_enough_to_be_reviewed() -> None:
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in (LIBRARY / "names").glob("*.yaml")}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}
