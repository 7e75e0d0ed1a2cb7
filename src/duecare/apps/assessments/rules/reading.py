"""Reading a library item's JSON into a typed word, with an error that names what is missing.

The library checks every file against its schema; these readers hold the rules together when an
item comes from somewhere else, such as an imported edition or a test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput
from duecare.kernel.provenance import Source

Data = Mapping[str, JSON]


def text(data: Data, field: str) -> str:
    """The text of a field.

    Raises:
        BadInput: the field is absent or not text.
    """
    value = data.get(field)
    if not isinstance(value, str):
        raise _wrong(data, field, "must be text")
    return value


def whole(data: Data, field: str) -> int:
    """A whole number. Raises BadInput when it is anything else."""
    value = data.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(data, field, "must be a whole number")
    return value


def truth(data: Data, field: str) -> bool:
    """True or false. Raises BadInput when it is anything else: absent is never false."""
    value = data.get(field)
    if not isinstance(value, bool):
        raise _wrong(data, field, "must be true or false")
    return value


def texts(data: Data, field: str) -> tuple[str, ...]:
    """A list of texts. Raises BadInput when it is anything else."""
    value = data.get(field)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _wrong(data, field, "must be a list of texts")
    return tuple(str(part) for part in value)


def objects(data: Data, field: str) -> tuple[Data, ...]:
    """A list of objects. Raises BadInput when it is anything else."""
    value = data.get(field)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _wrong(data, field, "must be a list")
    parts = tuple(part for part in value if isinstance(part, Mapping))
    if len(parts) != len(value):
        raise _wrong(data, field, "must be a list of objects")
    return parts


def nested(data: Data, field: str) -> Data:
    """An object. Raises BadInput when it is anything else."""
    value = data.get(field)
    if not isinstance(value, Mapping):
        raise _wrong(data, field, "must be an object")
    return value


def sources(data: Data) -> tuple[Source, ...]:
    """The documents an item rests on; the section is empty where nobody is sure of it."""
    return tuple(
        Source(
            document=text(part, "document"),
            section=text(part, "section"),
            verified=truth(part, "verified"),
            verified_by=text(part, "verified_by") if "verified_by" in part else "",
        )
        for part in objects(data, "sources")
    )


def _wrong(data: Data, field: str, what: str) -> BadInput:
    code = data.get("code")
    return BadInput(f"{field} {what}.", file=str(code) if code else "", field=field, value=data.get(field))
