"""What a company says to everybody about its method: the whole document, sources, coverage by country, a backtest.

Raw values of publishers stand nowhere in it: their licences decide that elsewhere (`licensing`), and nobody needs
them to read the method. Scores and bands are the company's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duecare.kernel.canonical import JSON, canonical, digest

from .indices.spec import IndexSpec
from .licensing import indices_of
from .methodology import Methodology

FORMAT = "duecare-method-statement/1"
_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class EditionUsed:
    """One edition of an index that was held and published by the day."""

    index: str
    label: str
    sha256: str
    first_year: int
    last_year: int
    published: date


@dataclass(frozen=True, slots=True)
class Covered:
    """Where one country stands by the method on the day; `score` None where nothing at all is held."""

    iso3: str
    coverage: int
    score: float | None
    band: str
    treated_as: str


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that a statement rests on.

    Attributes:
        in_force_since: the day from which two people put the method in force; None before anybody chose one.
        document: the methodology with its included rules; its canonical form has `method.sha256`.
        of: how many indices (or inputs) the method counts.
        restated: share of values that stand in a later edition than the one of their year, 0 to 1.
        backtest: the report that was published for exactly this method, or None.
    """

    company: str
    method: Methodology
    in_force_since: date | None
    document: Mapping[str, JSON]
    specs: Mapping[str, IndexSpec]
    editions: Sequence[EditionUsed]
    countries: Sequence[Covered]
    of: int
    restated: float
    backtest: Mapping[str, JSON] | None


def content(basis: Basis) -> dict[str, JSON]:
    """What is said, without the moment it was said at: alike content needs no second statement."""
    method = basis.method
    return {
        "company": basis.company,
        "method": {
            "urn": method.urn,
            "title": method.title,
            "version": method.version,
            "says": method.says,
            "sha256": method.sha256,
            "in_force_since": basis.in_force_since.isoformat() if basis.in_force_since else None,
            "document": basis.document,
        },
        "ignored_when_unknown": [
            {"rule": rule.code, "title": rule.title, "because": rule.ignore_because}
            for rule in method.classes.rules
            if rule.on_unknown == "ignore"
        ],
        "sources": [_source(index, basis) for index in indices_of(method.country)],
        "coverage": {
            "counts": method.country.counts,
            "of": basis.of,
            "minimum": method.country.minimum,
            "restated": round(basis.restated, 4),
            "countries": [_covered(one) for one in basis.countries],
        },
        "backtest": basis.backtest,
    }


def _source(index: str, basis: Basis) -> dict[str, JSON]:
    spec = basis.specs[index]
    return {
        "index": index,
        "title": spec.title,
        "publisher": spec.publisher,
        "home": spec.home,
        "licence": {
            "name": spec.licence.name,
            "redistribute": spec.licence.redistribute,
            "terms": spec.licence.terms,
        },
        "editions": [
            {
                "label": one.label,
                "sha256": one.sha256,
                "first_year": one.first_year,
                "last_year": one.last_year,
                "published": one.published.isoformat(),
            }
            for one in basis.editions
            if one.index == index
        ],
    }


def _covered(one: Covered) -> dict[str, JSON]:
    return {
        "iso3": one.iso3,
        "coverage": one.coverage,
        "score": None if one.score is None else round(one.score, _DECIMALS),
        "band": one.band,
        "treated_as": one.treated_as,
    }


def statement(said: Mapping[str, JSON], *, number: int, since: date, made_at: datetime, previous: str) -> bytes:
    """The bytes that are signed: RFC 8785, with the hash of the statement before ("" for the first)."""
    return canonical(
        {
            "format": FORMAT,
            "number": number,
            "since": since.isoformat(),
            "made_at": made_at.isoformat(timespec="seconds"),
            "previous": previous,
            "content": said,
            "content_sha256": digest(said),
        }
    )
