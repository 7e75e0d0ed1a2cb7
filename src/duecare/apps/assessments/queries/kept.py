"""The rows kept about opportunities, as they lie in the tables: one statement, for one opportunity or for many.

Everything that a page, the gate, a class or a paper says of a file is worked out from one such reading, handed on
as an argument. Nothing is remembered between readings, so that what was just written is seen by the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, cast
from uuid import UUID

from django.db.models import Model

from duecare.adapters.gathering import Rows, Within, gather
from duecare.apps.assessments.models import (
    Answer,
    Classification,
    Consultation,
    Deployment,
    Document,
    Engagement,
    ExportRecord,
    Finding,
    FirstHandSource,
    FlagAnswer,
    GroupAnswer,
    HarmRating,
    LookAhead,
    Opportunity,
    OpportunityParty,
    Product,
    ProductAssessment,
    RegimeCheck,
    ReleasedFact,
    Responsible,
    Search,
)

M = TypeVar("M", bound=Model)

_OF_DEPLOYMENTS = Within(Deployment, "opportunity_id", "id")
_OF_PRODUCTS = Within(Deployment, "opportunity_id", "product_id")
_OF_DOCUMENTS = Within(Document, "opportunity_id", "id")
_HERE = "opportunity_id"

_DEAL = (
    Rows(Opportunity, "id"),
    Rows(OpportunityParty, _HERE, order=("role", "id")),
    Rows(Deployment, _HERE, order=("position",)),
    Rows(Responsible, _HERE, order=("since", "id")),
    Rows(Product, "id", _OF_PRODUCTS, order=("code",)),
    Rows(ProductAssessment, "product_id", _OF_PRODUCTS, order=("turn",)),
)
_CLASSES = Rows(Classification, "deployment_id", _OF_DEPLOYMENTS, order=("number",), without=("figures",))
_CLASSES_IN_SHORT = Rows(
    Classification, "deployment_id", _OF_DEPLOYMENTS, order=("number",), without=("facts", "trace", "figures")
)
_FILE = (
    Rows(Answer, _HERE, order=("question", "number")),
    Rows(FlagAnswer, _HERE, order=("code", "number")),
    Rows(Finding, _HERE, order=("number",)),
    Rows(Search, _HERE, order=("on", "recorded_at", "id")),
    Rows(RegimeCheck, _HERE, order=("on", "recorded_at", "id")),
    Rows(GroupAnswer, _HERE, order=("group", "number")),
    Rows(HarmRating, _HERE, order=("right", "number")),
    Rows(Engagement, _HERE, order=("invited_at", "id")),
    Rows(FirstHandSource, _HERE, order=("number",)),
    Rows(Consultation, _HERE, order=("number",)),
    Rows(Document, _HERE, order=("added_at", "id")),
    Rows(ReleasedFact, "document_id", _OF_DOCUMENTS, order=("released_at", "id")),
    Rows(ExportRecord, "deployment_id", _OF_DEPLOYMENTS, order=("turn",)),
    Rows(LookAhead, "deployment_id", _OF_DEPLOYMENTS, order=("at",)),
)


class Kept:
    """The rows of one opportunity, table by table."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[type[Model], Sequence[Model]]) -> None:
        self._rows = rows

    def of(self, model: type[M]) -> Sequence[M]:
        """The rows of one table in their order. A table that was not asked for is a fault of the program."""
        return cast("Sequence[M]", self._rows[model])

    @property
    def opportunity(self) -> Opportunity:
        """The opportunity itself."""
        return self.of(Opportunity)[0]


def kept_deals(ids: Iterable[UUID]) -> dict[UUID, Kept]:
    """What a deal consists of, by opportunity, in one statement; an id without an opportunity is missing."""
    return _kept(ids, (*_DEAL, _CLASSES_IN_SHORT))


def kept_files(ids: Iterable[UUID]) -> dict[UUID, Kept]:
    """The deal and everything in its file, by opportunity, in one statement."""
    found = _kept(ids, (*_DEAL, _CLASSES, *_FILE))
    for one in found.values():
        experts = {row.id: row for row in one.of(Engagement)}
        for answer in one.of(Answer):
            if answer.engagement_id is not None:
                answer.engagement = experts[answer.engagement_id]
    return found


def _kept(ids: Iterable[UUID], wanted: Sequence[Rows]) -> dict[UUID, Kept]:
    asked = set(ids)
    gathered = dict(zip((one.model for one in wanted), gather(asked, *wanted), strict=True))
    if len(asked) == 1:  # then every row is of that opportunity, if there is one
        return {row.id: Kept(gathered) for row in gathered[Opportunity]}
    owners = {row.id: row.opportunity_id for row in gathered[Deployment]}
    owners |= {row.id: row.opportunity_id for row in gathered.get(Document, ())}
    shared: dict[type[Model], list[Model]] = {
        model: rows for model, rows in gathered.items() if model in (Product, ProductAssessment)
    }
    found: dict[UUID, dict[type[Model], list[Model]]] = {
        row.id: {**{model: [] for model in gathered}, Opportunity: [row], **shared} for row in gathered[Opportunity]
    }
    for one, rows in zip(wanted, gathered.values(), strict=True):
        if one.model is Opportunity or one.model in shared:
            continue
        split: dict[UUID, list[Model]] = defaultdict(list)
        for row in rows:
            key = getattr(row, one.where)
            split[owners[key] if one.within else key].append(row)
        for key, part in split.items():
            if key in found:
                found[key][one.model] = part
    return {key: Kept(rows) for key, rows in found.items()}
