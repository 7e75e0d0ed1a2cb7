"""Which files of the content stores a record names: the one way to tell a document from a stray.

A field that names a stored file is a `StoredFile`. Tables are asked through the registry, as the
backup does: an app that forgot to tell of its field would otherwise lose its documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from duecare.adapters import home
from duecare.adapters.files import ContentStore

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField

YOUNG = timedelta(days=1)
"""A file younger than this may belong to a transaction still under way, and is left alone."""


class StoredFile(_Text):
    """Hash of a file in a content store; a row that holds it keeps the file.

    Args:
        store: which of `stores`.
        elsewhere: True when people may name a file that they keep somewhere else.
    """

    def __init__(self, *args: Any, store: str = "evidence", elsewhere: bool = False, **kwargs: Any) -> None:
        self.store, self.elsewhere = store, elsewhere
        super().__init__(*args, **{"max_length": 64, **kwargs})

    def deconstruct(self) -> Any:
        """To the database a text of 64 characters, as it was before."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


@dataclass(frozen=True, slots=True)
class Strays:
    """Files of one store that no record names, old enough to be nobody's."""

    store: str
    names: tuple[str, ...]


def stores() -> Mapping[str, ContentStore]:
    """The content stores of this home by name."""
    return {"evidence": home.evidence(), "editions": home.editions()}


def named(store: str) -> frozenset[str]:
    """Every hash that any row names as a file of this store."""
    return frozenset(sha for model, field in fields() if field.store == store for sha in _of(model, field))


def _of(model: type[models.Model], field: StoredFile) -> frozenset[str]:
    return frozenset(model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True))


def fields() -> Iterator[tuple[type[models.Model], StoredFile]]:
    """Every field of every table that names a stored file."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, StoredFile):
                yield model, field


def strays(now: datetime) -> tuple[Strays, ...]:
    """What lies in the stores and is named by nothing; stores without any are left out."""
    found = (Strays(name, store.strays(named(name), now - YOUNG)) for name, store in stores().items())
    return tuple(one for one in found if one.names)


def missing() -> tuple[str, ...]:
    """Hashes that a record names and whose file is gone: the opposite fault, and the graver one."""
    held = {name: frozenset(store.hashes()) for name, store in stores().items()}
    return tuple(
        sorted(
            {sha for model, field in fields() if not field.elsewhere for sha in _of(model, field) - held[field.store]}
        )
    )


def remove(found: Strays, now: datetime) -> int:
    """Remove these, but what was written anew meanwhile; how many went."""
    return stores()[found.store].remove(found.names, now - YOUNG)
