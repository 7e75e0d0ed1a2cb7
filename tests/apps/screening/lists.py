"""Invented lists: small publications, and the bytes that stand for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from duecare.apps.screening import actions
from duecare.apps.screening.actions import Imported
from duecare.apps.screening.rules.entries import Entry, Identifier, Name, Publication
from duecare.kernel.actor import SYSTEM, Actor

CODE = "invented_list"
DAY = date(2026, 11, 1)


def entry(key: str, name: str, **more: object) -> Entry:
    """One entry; a company of Thailand unless said otherwise."""
    given: dict[str, object] = {
        "schema": "Company",
        "names": (Name(name),),
        "countries": ("THA",),
        "programmes": ("Invented programme",),
        "place": f"row {key}",
    }
    return Entry(key=key, list_code=CODE, **{**given, **more})  # type: ignore[arg-type]  # fields of Entry


def ship(key: str, name: str, imo: str) -> Entry:
    """A vessel with its number."""
    return entry(key, name, schema="Vessel", ids=(Identifier("imo", imo),))


def publication(entries: Sequence[Entry], code: str = CODE, published: date | None = DAY) -> Publication:
    return Publication(code, published, tuple(entries))


def files_of(*publications: Publication) -> Mapping[str, bytes]:
    """Bytes that differ when what is said differs."""
    return {"list.txt": repr(publications).encode()}


def taken_in(entries: Sequence[Entry], by: Actor = SYSTEM, code: str = CODE, published: date | None = DAY) -> Imported:
    """Import one edition of the invented list."""
    made = publication(entries, code, published)
    return actions.keep_publications(by=by, files=files_of(made), publications=(made,))


FOUR = (
    entry("1", "Blackthorn Signals Company"),
    entry("2", "Zorvane Maritime Trading"),
    entry("3", "Quillmark Defence Works"),
    entry("4", "Ostrava Lantern Import"),
)
