"""The library that lawyers review, read from disk: one YAML file per item, checked before use.

Every folder under `library/` holds a `schema.json` (JSON Schema 2020-12) and any number of YAML
files. A file that does not fit its schema stops the whole folder: half a library is a library in
which nobody knows what is missing. Items are immutable; a result that used one keeps its hash.

The schema may say which field names an item with `x-key` (otherwise `code`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import BadInput, NotFound

from .strict_yaml import OwnFilesLoader, StrictLoader, construct

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

LIBRARY = Path(__file__).resolve().parent.parent / "library"
_UNUSABLE = "The library was not loaded; nothing can be assessed with half of it."


@dataclass(frozen=True, slots=True)
class Item:
    """One reviewed item.

    Attributes:
        code: its stable name, e.g. "RF-US-01".
        data: the content, deeply immutable, JSON's own types.
        sha256: hash of the RFC 8785 form of the content (comments and layout do not count).
        file: folder and file name, e.g. "red_flags/RF-US-01.yaml".
    """

    code: str
    data: Mapping[str, JSON]
    sha256: str
    file: str


def load_folder(kind: str, root: Path | None = None) -> tuple[Item, ...]:
    """All items of a folder in the order of their file names, read once per process.

    Args:
        kind: folder under the library, e.g. "red_flags".
        root: another library (tests, a company's own edition); the shipped one when None.

    Raises:
        NotFound: no such folder.
        BadInput: a file is not YAML, does not fit the schema or repeats a code; names file, line and value.
    """
    return _load(kind, (root or LIBRARY).resolve())


def folder_sha256(kind: str, root: Path | None = None) -> str:
    """One hash for a whole folder: changes when any item is altered, added, removed or renamed."""
    return digest({item.code: item.sha256 for item in load_folder(kind, root)})


def item(kind: str, code: str, root: Path | None = None) -> Item:
    """One item by its code.

    Raises:
        NotFound: the folder has no item of that code.
    """
    for found in load_folder(kind, root):
        if found.code == code:
            return found
    raise NotFound(f"item {code} in {kind}")


def text_of(found: Item, root: Path | None = None) -> str:
    """The item's file as it was written, comments included."""
    return ((root or LIBRARY) / found.file).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Misfit:
    """Where data does not fit a folder's schema: the steps that lead there, what is wrong, the value."""

    steps: tuple[str | int, ...]
    wrong: str
    value: str | int | float | bool | None


def misfits(kind: str, data: Any, root: Path | None = None) -> Iterator[Misfit]:
    """What in plain data does not fit the schema of a folder, the deepest fault first."""
    validator, _ = _schema((root or LIBRARY).resolve() / kind)
    faults = (_nearest(fault) for fault in validator.iter_errors(data))
    for fault in sorted(faults, key=lambda f: -len(f.absolute_path)):
        value = fault.instance if isinstance(fault.instance, (str, int, float, bool)) else None
        yield Misfit(tuple(fault.absolute_path), _said(fault), value)


def _nearest(fault: ValidationError) -> ValidationError:
    """Of several shapes of which none fits, what is wrong with the one that comes nearest."""
    if not fault.context:
        return fault
    shapes: dict[object, list[ValidationError]] = {}
    for one in fault.context:
        shapes.setdefault(one.schema_path[0], []).append(one)
    return _nearest(min(shapes.values(), key=len)[0])


@cache
def _load(kind: str, root: Path) -> tuple[Item, ...]:
    folder = root / kind
    if not kind.replace("_", "").isalnum() or not folder.is_dir():
        raise NotFound(f"library folder {kind}")
    validator, key = _schema(folder)
    items: dict[str, Item] = {}
    for path in sorted(folder.glob("*.yaml")):
        found = _read(path, validator, key)
        if found.code in items:
            raise BadInput(
                f"this {key} is already used by {items[found.code].file}.",
                file=found.file,
                field=key,
                value=found.code,
                means=_UNUSABLE,
                todo=f"Give it a {key} of its own.",
            )
        items[found.code] = found
    return tuple(items.values())


@cache
def _schema(folder: Path) -> tuple[Draft202012Validator, str]:
    # With the first folder and not before: to load it takes a twentieth of a start, and the first page needs none.
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    path = folder / "schema.json"
    name = f"{folder.name}/schema.json"
    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
    except FileNotFoundError:
        raise BadInput("the folder has no schema.json.", file=name, means=_UNUSABLE) from None
    except (ValueError, SchemaError) as error:
        raise BadInput(f"not a JSON Schema: {str(error).splitlines()[0]}", file=name, means=_UNUSABLE) from error
    return Draft202012Validator(schema), str(schema.get("x-key", "code"))


def _read(path: Path, validator: Draft202012Validator, key: str) -> Item:
    name = f"{path.parent.name}/{path.name}"
    try:
        node = _composed(path.read_text(encoding="utf-8"), path.parent.parent == LIBRARY)
        data = construct(node)
    except UnicodeDecodeError as error:
        raise BadInput("not UTF-8 text.", file=name, means=_UNUSABLE, todo="Save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise BadInput(f"not readable as YAML: {error.problem}.", file=name, row=line, means=_UNUSABLE) from error
    except yaml.YAMLError as error:
        raise BadInput(f"not readable as YAML: {error}.", file=name, means=_UNUSABLE) from error
    # The deepest fault first: "sources/0/verified is missing" helps, "does not fit" does not.
    for fault in sorted(validator.iter_errors(data), key=lambda f: -len(f.absolute_path)):
        raise _fault(name, fault, node)
    return Item(code=str(data[key]), data=_frozen(data), sha256=digest(data), file=name)


def _composed(text: str, own: bool) -> yaml.Node | None:
    """The node tree; where the fast parser stumbles the other one says it in its words."""
    if own:
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=OwnFilesLoader)
    return yaml.compose(text, Loader=StrictLoader)


def _fault(name: str, fault: ValidationError, node: yaml.Node | None) -> BadInput:
    place = "/".join(str(step) for step in fault.absolute_path)
    value = fault.instance if isinstance(fault.instance, (str, int, float, bool)) else None
    return BadInput(
        _said(fault),
        file=name,
        row=_line(node, list(fault.absolute_path)),
        field=place,
        value=value,
        means=_UNUSABLE,
        todo="Mend the file; schema.json beside it says what is expected.",
    )


def _said(fault: ValidationError) -> str:
    return f"{fault.message if len(fault.message) < 200 else fault.message[:197] + '…'}."


def _line(node: yaml.Node | None, steps: list[str | int]) -> int | None:
    """The line, first line 1, where the faulty value stands."""
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == step), node)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
    return node.start_mark.line + 1 if node is not None else None


def _frozen(value: Any) -> Any:
    match value:
        case dict():
            return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
        case list():
            return tuple(_frozen(inner) for inner in value)
    return value
