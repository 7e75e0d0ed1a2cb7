"""Operations: countries, editions of indices, and methods."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from duecare.adapters import clock
from duecare.adapters.files import IMPORT_LIMIT
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries import CountryRow, EditionRow, Proposal
from duecare.apps.risk.rules.acts import CONFIRM_METHOD, IMPORT_EDITION, PROPOSE_METHOD
from duecare.apps.risk.rules.explanation import CountryExplanation, explain_country
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.outlook import Outlook
from duecare.apps.risk.rules.outlook_words import sentences
from duecare.apps.risk.rules.scoring_working import CountryScore
from duecare.apps.risk.rules.sensitivity import FEWEST, Sensitivity
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.errors import BadInput, Conflict, LimitExceeded, NotFound

from .door import READ, acting, opens_to
from .shapes import Code, Day, Given, Limit, Line, Made, Offset

router = Router(tags=["countries"])


class Rated(Schema):
    """Scores of some countries, by which method and as of which day."""

    method_urn: str
    method_sha256: str
    as_of: date
    rows: list[CountryRow]
    total: int


class Country(Schema):
    """One country's score with everything that went into it."""

    method_urn: str
    method_sha256: str
    as_of: date
    row: CountryRow | None
    working: CountryScore
    words: CountryExplanation
    outlook: Outlook
    outlook_words: list[str]
    history: list[tuple[int, float | None]]
    breaks: list[int]


class Imported(Schema):
    """An edition; `new` False when the same file was held already."""

    id: UUID
    index: str
    label: str
    values: int
    new: bool


class MethodRow(Schema):
    """A released methodology."""

    name: str
    urn: str
    title: str
    version: int
    says: str
    sha256: str
    in_force: bool


class Compared(Schema):
    """What the scores of a day owe to the choices of their method."""

    method_urn: str
    method_sha256: str
    as_of: date
    sensitivity: Sensitivity


class MethodGiven(Given):
    """A method to be put in force from a day on; a second person confirms."""

    method: Line
    since: Day


@router.get("/countries", response=Rated, auth=opens_to(*READ))
def list_countries(
    request: HttpRequest, method: Code = "", as_of: Day | None = None, limit: Limit = 100, offset: Offset = 0
) -> dict[str, object]:
    """Scores of all countries, by code; today and the method in force unless others are named."""
    by_method, day = asked_view(method, as_of)
    rows = queries.scores(by_method, day).countries()
    told = {"method_urn": by_method.urn, "method_sha256": by_method.sha256, "as_of": day}
    return {**told, "rows": list(rows)[offset : offset + limit], "total": len(rows)}


@router.get("/countries/{iso3}", response=Country, auth=opens_to(*READ))
def read_country(request: HttpRequest, iso3: Code, method: Code = "", as_of: Day | None = None) -> dict[str, object]:
    """One country with the working of its score: each reading, its edition and row, its weight; and how sure it is.

    `outlook` keeps the statistical and the missing-data range apart and gives the share of draws in each band.
    """
    if iso3 not in COUNTRIES:
        raise NotFound("country")
    by_method, day = asked_view(method, as_of)
    scored, history = queries.scores(by_method, day), queries.history(by_method, day)
    working, outlook = scored.working(iso3), queries.outlooks(scored)[iso3]
    return {
        "method_urn": by_method.urn,
        "method_sha256": by_method.sha256,
        "as_of": day,
        "row": scored.of(iso3),
        "working": working,
        "outlook": outlook,
        "outlook_words": list(sentences(outlook)),
        "words": explain_country(working, by_method.country.counts),
        "history": history.points[iso3],
        "breaks": history.breaks,
    }


@router.get("/editions", response=list[EditionRow], auth=opens_to(*READ))
def list_editions(request: HttpRequest) -> list[EditionRow]:
    """Every edition held, with its file's hash and years."""
    return list(queries.editions())


@router.post("/editions", response=Imported, auth=opens_to(*IMPORT_EDITION.roles))
def import_edition(request: HttpRequest, file: File[UploadedFile]) -> dict[str, object]:
    """Import a publisher's original file (at most 100 MB, 1 GB unpacked), recognised by its content.

    The same file again changes nothing. A file that cannot be used is refused whole.
    """
    name = file.name or "file"
    if (file.size or 0) > IMPORT_LIMIT:
        raise LimitExceeded(f"larger than {IMPORT_LIMIT // 1024 // 1024} MB", file=name, means="Nothing was imported.")
    edition, new = actions.import_edition(by=acting(request), data=file.read(), file_name=name)
    told = {"id": edition.id, "index": edition.index, "label": edition.label}
    return {**told, "values": edition.values_count, "new": new}


@router.get("/methods", response=list[MethodRow], auth=opens_to(*READ))
def list_methods(request: HttpRequest) -> list[dict[str, object]]:
    """Released methodologies, and which one is in force today."""
    now = queries.method_in_force(clock.today()).urn
    return [_row(name, one, now) for name, one in queries.methods().items()]


@router.get("/methods/proposals", response=list[Proposal], auth=opens_to(*READ))
def list_proposals(request: HttpRequest) -> list[Proposal]:
    """Methods proposed and confirmed, the latest first."""
    return list(queries.proposals())


@router.post("/methods/proposals", response={201: Made}, auth=opens_to(*PROPOSE_METHOD.roles))
def propose_method(request: HttpRequest, given: MethodGiven) -> Status[Made]:
    """Propose a method as the one in force."""
    return Status(201, Made(id=actions.propose_method(by=acting(request), urn=given.method, since=given.since)))


@router.post("/methods/proposals/{proposal_id}/confirm", response={204: None}, auth=opens_to(*CONFIRM_METHOD.roles))
def confirm_method(request: HttpRequest, proposal_id: UUID) -> Status[None]:
    """Confirm a proposal as the second person."""
    actions.confirm_method(by=acting(request), proposal_id=proposal_id)
    return Status(204, None)


@router.get("/methods/{name}", response=MethodRow, auth=opens_to(*READ))
def read_method(request: HttpRequest, name: Code) -> dict[str, object]:
    """One methodology by its short name or URN."""
    found = queries.method(name)
    return _row(queries.short_name(found.urn), found, queries.method_in_force(clock.today()).urn)


@router.get("/methods/{name}/sensitivity", response=Compared, auth=opens_to(*READ))
def read_sensitivity(request: HttpRequest, name: Code, as_of: Day | None = None) -> dict[str, object]:
    """Effective weights, correlations and consistency; ranks and bands by other weights, scales and combinations.

    Only countries of which no figure is missing are compared; 409 where they are too few.
    """
    by_method, day = asked_view(name, as_of)
    found = queries.sensitivity(queries.scores(by_method, day))
    if found is None:
        raise Conflict(
            f"Fewer than {FEWEST} countries have every figure of {by_method.urn} on {day}.",
            "Nothing was compared.",
            "Import the editions that are missing, or name another method or day.",
        )
    told = {"method_urn": by_method.urn, "method_sha256": by_method.sha256, "as_of": day}
    return {**told, "sensitivity": found}


def _row(name: str, one: Methodology, in_force: str) -> dict[str, object]:
    told = {key: getattr(one, key) for key in ("urn", "title", "version", "says", "sha256")}
    return {"name": name, "in_force": one.urn == in_force, **told}


def asked_view(method: str, as_of: date | None) -> tuple[Methodology, date]:
    """Method and day asked for; the method in force and today otherwise."""
    today = clock.today()
    day = as_of or today
    if not date(1975, 1, 1) <= day <= today:
        raise BadInput("no figures exist for that day", field="as_of", value=day, todo="Choose a day until today.")
    return queries.method(method) if method else queries.method_in_force(day), day
