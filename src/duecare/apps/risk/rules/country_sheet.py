"""The explanation sheet of a country's score: everything behind it, in one of two forms (see `licensing`).

Rendered from the trace of the score; page, PDF, JSON and workbook show what stands here and compute nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from duecare.kernel.canonical import JSON

from .explanation import CountryExplanation, explain_country
from .indices.spec import IndexSpec
from .licensing import Form, carries_closed, closed_indices, indices_of
from .methodology import Goalposts, Methodology, Raise, Reasoned
from .normalise import risk_of
from .outlook import Outlook
from .outlook_words import sentences
from .published_figures import Figure, evidence_layout, withhold
from .scoring_working import Contribution, CountryScore, DimensionScore, Reading
from .vintage import Vintage

CONTEXT_ONLY = "Country context only: misuse is documented in countries with low scores."
"""Goes with every "low", wherever it is shown."""


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    """What one raise of the method found: `risk` is its worst figure on 0 to 100, None where it has none.

    Attributes:
        figures: in the order of `evidence_layout`; in the open form without what is closed. `risk` stays, as the
            score of a dimension does.
    """

    risk: float | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class CountrySheet:
    """One country, one day, one method, one form.

    Attributes:
        name: of the country, in English.
        method: as it stands on the day: its country part without inputs that do not belong to it then.
        figures: one a series, in the order of the method; in the open form without what is closed.
        evidence: what can only raise the score, one a raise of the method.
        last_band: the last band with enough coverage before this day; "" where there is none.
        outlook: ranges and chance of each band, without the rank; None where nothing was drawn.
        closed: ids of the indices whose raw values this form withholds.
        confidential: the form carries raw values that may not be passed on.
        unverified: documents the method cites that no named person has compared with its words; of `cited` in all.
    """

    place: str
    name: str
    as_of: date
    vintage: Vintage
    method: Methodology
    working: CountryScore
    words: CountryExplanation
    figures: tuple[Figure, ...]
    evidence: tuple[EvidenceSeen, ...]
    last_band: str
    outlook: Outlook | None
    form: Form
    closed: frozenset[str]
    confidential: bool
    unverified: int
    cited: int


def country_sheet(
    working: CountryScore,
    figures: tuple[Figure, ...],
    method: Methodology,
    specs: Mapping[str, IndexSpec],
    *,
    name: str,
    vintage: Vintage,
    last_band: str,
    form: Form,
    evidence: tuple[tuple[Figure, ...], ...] = (),
    outlook: Outlook | None = None,
) -> CountrySheet:
    """Put the sheet together in the form asked for.

    Args:
        outlook: what was drawn for it on the day, see `outlook`.
        method: as released; what belongs to it on the day of the score is chosen here.
        evidence: see `evidence_of`.

    Raises:
        ValueError: evidence is not given for each raise of the method.
    """
    method = replace(method, country=method.country.on(working.as_of))
    closed = closed_indices(method.country, specs, form)
    cites = [cite for reason in _reasons(method) for cite in reason.cites]
    return CountrySheet(
        place=working.place,
        name=name,
        as_of=working.as_of,
        vintage=vintage,
        method=method,
        working=_withheld(working, closed),
        words=_told(working, method.country.counts, closed),
        figures=tuple(withhold(figure, closed) for figure in figures),
        evidence=tuple(_seen(rule, found, closed) for rule, found in zip(method.country.raises, evidence, strict=True)),
        last_band=last_band,
        outlook=outlook,
        form=form,
        closed=closed,
        confidential=carries_closed(method.country, specs, form),
        unverified=sum(not cite.verified for cite in cites),
        cited=len(cites),
    )


def _withheld(working: CountryScore, closed: frozenset[str]) -> CountryScore:
    """Without anything from which a closed index's value can be read off: value, error, risk and points."""
    raised_by = tuple(
        replace(one, value=None) if one.series.partition(":")[0] in closed else one for one in working.raised_by
    )
    dimensions = tuple(_hidden(dimension, closed) for dimension in working.dimensions)
    return replace(working, dimensions=dimensions, raised_by=raised_by)


def _seen(rule: Raise, figures: tuple[Figure, ...], closed: frozenset[str]) -> EvidenceSeen:
    risks = [
        risk_of(figure.value, looked.item.goalposts)
        for looked, figure in zip(evidence_layout(rule), figures, strict=True)
        if figure.state == "held" and figure.value is not None
    ]
    return EvidenceSeen(max(risks, default=None), tuple(withhold(figure, closed) for figure in figures))


def _told(working: CountryScore, counts: str, closed: frozenset[str]) -> CountryExplanation:
    """The score in words; the sentence of a dimension names raw values, so the open form has none."""
    words = explain_country(_withheld(working, closed) if closed else working, counts)
    return replace(words, dimensions=()) if closed else words


def _hidden(dimension: DimensionScore, closed: frozenset[str]) -> DimensionScore:
    parts = tuple(_without(part) if part.index in closed else part for part in dimension.contributions)
    return replace(dimension, contributions=parts)


def _without(part: Contribution) -> Contribution:
    readings = tuple(replace(one, value=None, error=None, normalised=None, counts=False) for one in part.readings)
    return replace(part, readings=readings, normalised=None, points=0.0)


def country_record(sheet: CountrySheet, specs: Mapping[str, IndexSpec]) -> dict[str, JSON]:
    """The sheet as JSON: what is published, what is drawn from, what was computed.

    A value that the form withholds is null and says `withheld`; one that is missing is null and says so too.
    """
    working, method, country = sheet.working, sheet.method, sheet.method.country
    figures = {figure.series: figure for figure in sheet.figures}
    return {
        "kind": "country score",
        "country": {"iso3": sheet.place, "name": sheet.name},
        "as_of": sheet.as_of.isoformat(),
        "vintage": sheet.vintage,
        "form": sheet.form,
        "confidential": sheet.confidential,
        "withheld": sorted(sheet.closed),
        "method": {
            "urn": method.urn,
            "title": method.title,
            "says": method.says,
            "sha256": method.sha256,
            "floor_share": country.floor_share,
            "bands": [{"name": step.name, "at": step.at} for step in country.bands],
            "counts": country.counts,
            "minimum_coverage": country.minimum,
            "level": country.errors.level,
            "draws": country.errors.draws,
            "seed": country.errors.seed,
        },
        "verified": sheet.unverified == 0,
        "unverified": {"sources": sheet.unverified, "of": sheet.cited},
        "score": working.score,
        "band": working.band,
        "treated_as": working.treated_as,
        "band_set_by": working.band_set_by,
        "context": CONTEXT_ONLY,
        "last_band": sheet.last_band or None,
        "coverage": {"held": working.coverage, "of": _counted(sheet), "minimum": country.minimum},
        "ranges": {
            "statistical": {"low": working.low, "high": working.high},
            "missing": {"low": working.missing_low, "high": working.missing_high},
        },
        "chances": _chances(sheet.outlook),
        "arithmetic": _arithmetic(sheet),
        "floored_by": working.floored_by or None,
        "restated_share": working.restated_share,
        "headline": sheet.words.headline,
        "notes": list(sheet.words.notes),
        "dimensions": [_dimension(one, sheet, figures) for one in working.dimensions],
        "raises": [_raise(at, sheet) for at in range(len(country.raises))],
        "sources": [_source(index, specs[index], sheet) for index in indices_of(country)],
    }


def _chances(outlook: Outlook | None) -> JSON:
    """Share of draws in each band, what is missing at its worst; `held` is of the figures held alone."""
    if outlook is None:
        return None
    return {
        "says": list(sentences(outlook)),
        "draws": outlook.draws,
        "weights_vary": outlook.varied,
        "range": {"low": outlook.rated[0], "high": outlook.rated[1], "level": outlook.level},
        "bands": [
            {"band": one.band, "at": one.at, "weights": one.weights, "errors": one.errors, "both": one.both,
             "held": one.held}
            for one in outlook.shares
        ],
    }  # fmt: skip


def _arithmetic(sheet: CountrySheet) -> dict[str, JSON]:
    """The two figures of which the larger one counts before evidence raises it: the weighted mean, and the floor."""
    held = [one for one in sheet.working.dimensions if one.score is not None]
    severe = [one for one in held if one.severity]
    mean = sum(one.used_weight * (one.score or 0.0) for one in held) if held else None
    worst = max(severe, key=lambda one: one.score or 0.0) if severe else None
    floor = sheet.method.country.floor_share * (worst.score or 0.0) if worst else None
    return {
        "mean": mean,
        "worst_severity": {"dimension": worst.id, "score": worst.score} if worst else None,
        "floor": floor,
        "before_evidence": None if mean is None else max(mean, floor or 0.0),
    }


def _counted(sheet: CountrySheet) -> int:
    country = sheet.method.country
    return len({item.index if country.counts == "index" else item.id for item in country.inputs()})


def _dimension(one: DimensionScore, sheet: CountrySheet, figures: Mapping[str, Figure]) -> JSON:
    stated = next(item for item in sheet.method.country.dimensions if item.id == one.id)
    return {
        "id": one.id,
        "title": one.title,
        "severity": one.severity,
        "weight": one.weight,
        "used_weight": one.used_weight,
        "score": one.score,
        "upper": one.upper,
        "points": None if one.score is None else one.used_weight * one.score,
        "overlap": one.overlap,
        **_reason(stated.reason),
        "inputs": [_input(part, figures, part.index in sheet.closed) for part in one.contributions],
    }


def _raise(at: int, sheet: CountrySheet) -> JSON:
    """One raise: its evidence on 0 to 100, what that adds to the score, and every figure looked at."""
    rule, seen = sheet.method.country.raises[at], sheet.evidence[at]
    added = next((one.points for one in sheet.working.raised_by if one.id == rule.id), 0.0)
    return {
        "id": rule.id,
        "title": rule.title,
        "weight": rule.weight,
        "risk": seen.risk,
        "points": added,
        "overlap": rule.overlap,
        **_reason(rule.reason),
        "figures": [
            {
                **_published(figure),
                "risk": None if figure.value is None else risk_of(figure.value, looked.item.goalposts),
                "goalposts": _goalposts(looked.item.goalposts),
            }
            for looked, figure in zip(evidence_layout(rule), seen.figures, strict=True)
        ],
    }


def _input(part: Contribution, figures: Mapping[str, Figure], closed: bool) -> JSON:
    return {
        "id": part.input,
        "index": part.index,
        "share": part.share,
        "used_share": part.used_share,
        "risk": part.normalised,
        "points": None if closed else part.points,
        "withheld": closed and part.used_share > 0,
        "goalposts": _goalposts(part.goalposts),
        "figures": [_figure(figures[one.series], one) for one in part.readings],
    }


def _figure(figure: Figure, reading: Reading) -> JSON:
    return {**_published(figure), "risk": reading.normalised, "counts": reading.counts}


def _published(figure: Figure) -> dict[str, JSON]:
    file = figure.edition
    return {
        "series": figure.series,
        "title": figure.title,
        "state": figure.state,
        "withheld": figure.withheld,
        "value": figure.value,
        "error": figure.error,
        "year": figure.year or None,
        "published": figure.published.isoformat() if figure.published else None,
        "restated": figure.restated,
        "edition": file.label if file else None,
        "file": file.file_name if file else None,
        "sha256": file.sha256 if file else None,
        "sheet": figure.sheet or None,
        "row": figure.row or None,
    }


def _goalposts(posts: Goalposts) -> JSON:
    return {"best": posts.best, "worst": posts.worst, **_reason(posts.reason)}


def _reason(reason: Reasoned) -> dict[str, JSON]:
    cites: list[JSON] = [
        {"document": cite.document, "section": cite.section, "verified": cite.verified} for cite in reason.cites
    ]
    return {"because": reason.because, "cites": cites}


def _source(index: str, spec: IndexSpec, sheet: CountrySheet) -> JSON:
    figures = (*sheet.figures, *(figure for seen in sheet.evidence for figure in seen.figures))
    files = {figure.edition for figure in figures if figure.index == index and figure.edition is not None}
    return {
        "index": index,
        "title": spec.title,
        "publisher": spec.publisher,
        "home": spec.home,
        "licence": {
            "name": spec.licence.name,
            "use": spec.licence.use,
            "redistribute": spec.licence.redistribute,
            "terms": spec.licence.terms,
        },
        "raw_values": "withheld" if index in sheet.closed else "carried",
        "editions": [
            {
                "label": file.label,
                "file": file.file_name,
                "sha256": file.sha256,
                "published": file.published.isoformat(),
            }
            for file in sorted(files, key=lambda file: (file.published, file.sha256))
        ],
    }


def _reasons(method: Methodology) -> tuple[Reasoned, ...]:
    """Every choice of the country part."""
    country = method.country
    return (
        *(one.reason for one in country.dimensions),
        *(item.goalposts.reason for item in country.inputs()),
        *(rule.reason for rule in country.raises),
        *(item.goalposts.reason for rule in country.raises for item in rule.inputs),
        *(step.reason for step in country.bands),
        country.floor_reason,
        country.minimum_reason,
        country.errors.reason,
    )
