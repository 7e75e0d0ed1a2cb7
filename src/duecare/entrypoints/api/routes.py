"""The API: every operation, default-deny, described by OpenAPI at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from . import (
    NAMESPACE,
    audit_log,
    backtests,
    classes,
    committees,
    contracts,
    correspondence,
    countries,
    country_events,
    customers,
    decisions,
    dossier,
    editions,
    entitlements,
    evidence,
    files,
    gate,
    log_requests,
    method_drafts,
    no_go,
    opportunities,
    parties,
    people,
    plans,
    proposed_changes,
    public_reports,
    reassessments,
    registers,
    screening_hits,
    screening_lists,
    screening_names,
    screening_results,
    screening_runs,
    screening_samples,
    screening_withdrawals,
    search,
    sheets,
    tokens,
)
from .door import anybody, closed
from .problems import MEDIA_TYPE, STATUSES, Problem, install

_TITLES = {
    400: "What was sent does not fit this description",
    401: "Nobody is signed in",
    403: "Not open to these roles",
    404: "Missing, or not open to whoever asks",
    409: "Somebody acted first, or the step is no longer possible",
    413: "Larger than a limit",
    422: "It fits, and something in it cannot be used: what it names is not there, or two values do not agree",
    503: "The database is busy; nothing was changed",
    507: "The disk is full; nothing was changed",
}


class Api(NinjaAPI):
    """Adds the problems that every operation may answer to its description."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """OpenAPI 3.1 of all operations."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        shown = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schema["components"]["schemas"].update(shown.pop("$defs"))
        schema["components"]["schemas"]["Problem"] = shown
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for described in operations.values():
                for status in STATUSES:
                    described["responses"][status] = {"description": _TITLES[status], "content": content}
        return schema


api = Api(
    title="Duecare",
    version="1",
    description="Human-rights due diligence: from an opportunity to a reasoned, signed decision.",
    urls_namespace=NAMESPACE,
    auth=closed,
    openapi_url=None,
    docs_url=None,
)
install(api)
description = Router(tags=["description"])


@description.get("/openapi.json", auth=anybody, include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of this API."""
    return JsonResponse(api.get_openapi_schema())


for _module in (
    countries, country_events, editions, reassessments, backtests, method_drafts, no_go, parties, customers,
    opportunities, contracts, entitlements, correspondence, public_reports, log_requests, proposed_changes, gate,
    files, dossier, evidence, classes, plans, registers, decisions, committees, people, audit_log, search, sheets,
    tokens, screening_lists, screening_hits, screening_runs, screening_names, screening_samples, screening_results,
    screening_withdrawals,
):  # fmt: skip
    api.add_router("", _module.router)
api.add_router("", description)
