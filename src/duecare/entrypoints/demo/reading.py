"""The invented stories as they stand in `library/demo`, one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duecare.adapters.library import LIBRARY, load_folder
from duecare.kernel.canonical import JSON

Data = Mapping[str, JSON]
EMPTY: Data = {}


def folder(kind: str) -> tuple[Data, ...]:
    """Every file of one kind, in the order of the file names."""
    return tuple(found.data for found in load_folder(kind, LIBRARY / "demo"))


def word(data: Data, field: str, default: str = "") -> str:
    """A text, or the default where the file is silent."""
    value = data.get(field, default)
    return value if isinstance(value, str) else str(value)


def number(data: Data, field: str, default: int = 0) -> int:
    """A whole number."""
    value = data.get(field, default)
    return value if isinstance(value, int) else default


def yes(data: Data, field: str) -> bool:
    """True only where the file says so."""
    return data.get(field) is True


def words(data: Data, field: str) -> tuple[str, ...]:
    """A list of texts; a single text is a list of one."""
    value = data.get(field, ())
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value) if isinstance(value, Sequence) else ()


def part(data: Data, field: str) -> Data:
    """A nested object; an empty one where the file is silent."""
    value = data.get(field)
    return value if isinstance(value, Mapping) else EMPTY


def parts(data: Data, field: str) -> tuple[Data, ...]:
    """A list of objects."""
    value = data.get(field, ())
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    return tuple(one for one in value if isinstance(one, Mapping))


def pairs(data: Data, field: str) -> tuple[tuple[str, str], ...]:
    """An object of texts as pairs, in the order of the file."""
    return tuple((key, str(value)) for key, value in part(data, field).items())
