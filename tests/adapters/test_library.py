"""The library's reader: strict YAML, schema, place of the fault, immutable items with hashes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from duecare.adapters.library import LIBRARY, folder_sha256, item, load_folder
from duecare.adapters.strict_yaml import OwnFilesLoader, StrictLoader, construct
from duecare.kernel.errors import BadInput, NotFound

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["code", "text"],
    "properties": {
        "code": {"type": "string"},
        "text": {"type": "string"},
        "list": {"type": "array", "items": {"type": "object", "required": ["verified"]}},
    },
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "things").mkdir()
    (tmp_path / "things" / "schema.json").write_text(json.dumps(SCHEMA))
    return tmp_path


def put(library: Path, name: str, text: str) -> None:
    (library / "things" / name).write_text(text, encoding="utf-8")


def refused(library: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        load_folder("things", library)
    return caught.value


def test_items_come_in_file_order_and_cannot_be_changed(library: Path) -> None:
    put(library, "b.yaml", "code: B\ntext: second")
    put(library, "a.yaml", "code: A\ntext: first\nlist: [{verified: false}]")
    items = load_folder("things", library)
    assert [found.code for found in items] == ["A", "B"]
    with pytest.raises(TypeError):
        items[0].data["text"] = "altered"  # type: ignore[index]  # the point: it must not be possible
    assert isinstance(items[0].data["list"], tuple)


def test_hash_follows_content_not_layout(library: Path, tmp_path: Path) -> None:
    put(library, "a.yaml", "code: A\ntext: first")
    other = tmp_path / "other"
    (other / "things").mkdir(parents=True)
    (other / "things" / "schema.json").write_text(json.dumps(SCHEMA))
    put(other, "a.yaml", "# a comment\ntext:   'first'\ncode: A\n")
    assert folder_sha256("things", library) == folder_sha256("things", other)
    third = tmp_path / "third"
    (third / "things").mkdir(parents=True)
    (third / "things" / "schema.json").write_text(json.dumps(SCHEMA))
    put(third, "a.yaml", "code: A\ntext: First")
    assert folder_sha256("things", third) != folder_sha256("things", library)


def test_words_stay_words(library: Path) -> None:
    put(library, "a.yaml", "code: no\ntext: 2024-10-11")
    assert item("things", "no", library).data["text"] == "2024-10-11"


def test_a_fault_is_named_with_file_line_and_field(library: Path) -> None:
    put(library, "a.yaml", "code: A\ntext: x\nlist:\n  - verified: false\n  - other: 1\n")
    fault = refused(library)
    assert (fault.file, fault.row, fault.field) == ("things/a.yaml", 5, "list/1")
    assert "verified" in fault.happened


def test_a_number_read_from_a_code_is_refused(library: Path) -> None:
    put(library, "a.yaml", "code: 3.10\ntext: x")  # would otherwise silently become 3.1
    assert (refused(library).row, refused(library).field) == (1, "code")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("code: A\ncode: B\ntext: x", "repeated"),
        ("code: [A\ntext: x", "YAML"),
        ("code: A\ntext: !!python/object/apply:os.system ['true']", "YAML"),
        ("", "not of type"),
    ],
)
def test_a_damaged_file_stops_the_folder(library: Path, content: str, words: str) -> None:
    put(library, "good.yaml", "code: G\ntext: fine")
    put(library, "bad.yaml", content)
    fault = refused(library)
    assert fault.file == "things/bad.yaml"
    assert words in str(fault)


def test_not_utf8(library: Path) -> None:
    (library / "things" / "a.yaml").write_bytes("code: A\ntext: é".encode("latin-1"))
    assert "UTF-8" in refused(library).happened


def test_a_code_used_twice(library: Path) -> None:
    put(library, "a.yaml", "code: A\ntext: x")
    put(library, "b.yaml", "code: A\ntext: y")
    assert "things/a.yaml" in refused(library).happened


def test_a_schema_may_name_another_key(tmp_path: Path) -> None:
    (tmp_path / "methods").mkdir()
    (tmp_path / "methods" / "schema.json").write_text('{"x-key": "urn", "type": "object", "required": ["urn"]}')
    (tmp_path / "methods" / "m.yaml").write_text("urn: urn:example:1")
    assert load_folder("methods", tmp_path)[0].code == "urn:example:1"


@pytest.mark.parametrize("kind", ["absent", "../things", "."])
def test_no_such_folder(library: Path, kind: str) -> None:
    with pytest.raises(NotFound):
        load_folder(kind, library)
    with pytest.raises(NotFound):
        put(library, "a.yaml", "code: A\ntext: x")
        item("things", "Z", library)


SHIPPED = sorted(path.name for path in LIBRARY.iterdir() if (path / "schema.json").exists())


@pytest.mark.parametrize("kind", SHIPPED)
def test_both_parsers_read_the_shipped_files_alike(kind: str) -> None:
    for path in (LIBRARY / kind).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        nodes = [yaml.compose(text, Loader=loader) for loader in (StrictLoader, OwnFilesLoader)]
        assert construct(nodes[0]) == construct(nodes[1]), path.name
