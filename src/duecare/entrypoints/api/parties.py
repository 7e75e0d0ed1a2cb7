"""Operations: bodies, who owns them and speaks for them, how they were screened, and customers."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from duecare.adapters import clock
from duecare.apps.parties import actions, queries
from duecare.apps.parties.actions.bodies import BodyChange
from duecare.apps.parties.queries import BodyRow, OfficialRow, OwnershipRow, ScreeningRow
from duecare.apps.parties.rules import acts
from duecare.apps.parties.rules.profile import CHOICES, ITEMS, RECORDABLE_GAPS, ProfileValue
from duecare.apps.parties.rules.vocabulary import KINDS, RESULTS
from duecare.apps.screening import queries as screening
from duecare.apps.screening.queries import OwnedRow
from duecare.kernel.actor import Role

from .door import READ, acting, opens_to
from .shapes import (
    PLACES,
    Anywhere,
    Choice,
    Count,
    Day,
    Flag,
    Given,
    Limit,
    Line,
    Made,
    Many,
    Name,
    Percent,
    Said,
    Sha256,
    Text,
)

router = Router(tags=["parties"])
FILE = tuple(sorted(set(READ) - {Role.SALES}))
VALUES = tuple(dict.fromkeys(value for values in CHOICES.values() for value in values))
Birth = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}){0,2})?$")]
"""A person's date of birth as far as it is known; "" for unknown."""
Registration = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]


class BodyGiven(Given):
    """A body to enter. `kind`: federal, state, municipal, joint, procurement, company, person or other."""

    name: Said
    kind: Annotated[str, Choice(KINDS)]
    country: Annotated[str, Choice(PLACES)]
    native_name: Line = ""
    aliases: Many[Line] = []
    registration: Registration = ""
    effective_authority: Anywhere = ""
    place_of_use: Anywhere = ""
    legal_basis: Text = ""
    parent_id: UUID | None = None
    birth: Birth = ""


class BodyCorrected(Given):
    """What to correct; a field left out stays. `seen_version` is the version that was read."""

    seen_version: Count
    name: Said | None = None
    native_name: Line | None = None
    aliases: Many[Line] | None = None
    kind: Annotated[str, Choice(KINDS)] | None = None
    country: Annotated[str, Choice(PLACES)] | None = None
    effective_authority: Anywhere | None = None
    place_of_use: Anywhere | None = None
    legal_basis: Text | None = None
    registration: Registration | None = None
    birth: Birth | None = None


class Body(Schema):
    """A body with its place in the tree, its profile as it stands today and its owners."""

    body: BodyRow
    ancestors: list[BodyRow]
    children: list[BodyRow]
    profile: dict[str, ProfileValue]
    owners: list[OwnershipRow]
    owns: list[OwnershipRow]
    officials: list[OfficialRow]


class ProfileGiven(Given):
    """An item of the profile: a value, or why there is none (`gap`)."""

    item: Annotated[str, Choice(ITEMS)]
    value: Annotated[str, Choice(VALUES, empty=True)] = ""
    gap: Annotated[str, Choice(RECORDABLE_GAPS, empty=True)] = ""
    reason: Text = ""
    source: Text = ""


class Owned(Given):
    """That one body holds a share of another; `share` in percent, null when unknown."""

    owner_id: UUID
    owned_id: UUID
    share: Percent | None = None
    control: Line = ""
    start: Day
    until: Day | None = None
    source: Text = ""


class Speaking(Given):
    """That a person (a body of the kind person) has a function in a body; `signs` for it or not."""

    person_id: UUID
    function: Name
    start: Day
    signs: Flag = False
    until: Day | None = None
    source: Text = ""


class Ended(Given):
    """The last day."""

    until: Day


class Placed(Given):
    """The body above; null for none."""

    parent_id: UUID | None = None


class Version(Schema):
    """The version after the change."""

    version: int


class Screened(Given):
    """A screening by hand. `result`: none, possible or confirmed."""

    tool: Said
    list_date: Day
    result: Annotated[str, Choice(RESULTS)]
    evidence_sha256: Sha256 | None = None
    note: Text = ""


class Seen(Given):
    """The hash of what was shown when it was confirmed."""

    seen_sha256: Sha256


@router.get("/bodies", response=list[BodyRow], auth=opens_to(*READ))
def search_bodies(request: HttpRequest, q: Line, limit: Limit = 20) -> list[BodyRow]:
    """Bodies whose name, native name or alias holds the words; accents do not matter."""
    return [replace(row, birth="") for row in queries.search_bodies(q, limit)]  # sales needs no date of birth


@router.post("/bodies", response={201: Made}, auth=opens_to(*acts.ENTER.roles))
def enter_body(request: HttpRequest, given: BodyGiven) -> Status[Made]:
    """Enter a body."""
    told = {**given.model_dump(), "aliases": tuple(given.aliases)}
    return Status(201, Made(id=actions.enter_body(by=acting(request), **told)))


@router.get("/bodies/{body_id}", response=Body, auth=opens_to(*FILE))
def read_body(request: HttpRequest, body_id: UUID) -> dict[str, object]:
    """One body with everything recorded about it but screenings; sales finds bodies and reads no profile."""
    tree, today = queries.tree(body_id), clock.today()
    return {
        "body": tree.body,
        "ancestors": tree.ancestors,
        "children": tree.children,
        "profile": dict(queries.profile(body_id, today)),
        "owners": queries.owners_of(body_id, today),
        "owns": queries.owned_by(body_id, today),
        "officials": queries.officials_of(body_id, today),
    }


@router.patch("/bodies/{body_id}", response=Version, auth=opens_to(*acts.CORRECT.roles))
def correct_body(request: HttpRequest, body_id: UUID, given: BodyCorrected) -> Version:
    """Correct a body. A new name, kind or country makes its screening void."""
    told = given.model_dump(exclude={"seen_version"})
    told["aliases"] = None if given.aliases is None else tuple(given.aliases)
    made = actions.correct_body(
        by=acting(request), body_id=body_id, seen_version=given.seen_version, changes=BodyChange(**told)
    )
    return Version(version=made)


@router.put("/bodies/{body_id}/parent", response={204: None}, auth=opens_to(*acts.PLACE.roles))
def place_body(request: HttpRequest, body_id: UUID, given: Placed) -> Status[None]:
    """Put a body under another, or on top."""
    actions.place_under(by=acting(request), body_id=body_id, parent_id=given.parent_id)
    return Status(204, None)


@router.post("/bodies/{body_id}/profile", response={201: Made}, auth=opens_to(*acts.PROFILE.roles))
def answer_profile(request: HttpRequest, body_id: UUID, given: ProfileGiven) -> Status[Made]:
    """Record branch, mandate, oversight, judicial authorisation or record of abuse."""
    return Status(201, Made(id=actions.answer_profile(by=acting(request), body_id=body_id, **given.model_dump())))


@router.get("/bodies/{body_id}/screenings", response=list[ScreeningRow], auth=opens_to(*FILE))
def list_screenings(request: HttpRequest, body_id: UUID) -> list[ScreeningRow]:
    """Every screening of a body, the latest first; `current` False when the body changed since."""
    queries.body(body_id)
    return list(queries.screenings(body_id))


@router.post("/bodies/{body_id}/screenings", response={201: Made}, auth=opens_to(*acts.SCREEN.roles))
def record_screening(request: HttpRequest, body_id: UUID, given: Screened) -> Status[Made]:
    """Record a screening; it counts once a second person has confirmed it."""
    told = {**given.model_dump(), "evidence_sha256": given.evidence_sha256 or ""}
    return Status(201, Made(id=actions.record_screening(by=acting(request), body_id=body_id, **told)))


@router.post("/screenings/{screening_id}/confirm", response={204: None}, auth=opens_to(*acts.CONFIRM.roles))
def confirm_screening(request: HttpRequest, screening_id: UUID, given: Seen) -> Status[None]:
    """Confirm a screening as the second person."""
    actions.confirm_screening(by=acting(request), screening_id=screening_id, seen_sha256=given.seen_sha256)
    return Status(204, None)


@router.post("/ownerships", response={201: Made}, auth=opens_to(*acts.OWN.roles))
def record_ownership(request: HttpRequest, given: Owned) -> Status[Made]:
    """Record who owns whom from a day on."""
    return Status(201, Made(id=actions.record_ownership(by=acting(request), **given.model_dump())))


@router.post("/ownerships/{ownership_id}/end", response={204: None}, auth=opens_to(*acts.END_OWN.roles))
def end_ownership(request: HttpRequest, ownership_id: UUID, given: Ended) -> Status[None]:
    """End a holding."""
    actions.end_ownership(by=acting(request), ownership_id=ownership_id, until=given.until)
    return Status(204, None)


@router.get("/bodies/{body_id}/owned-by-listed", response=list[OwnedRow], auth=opens_to(*FILE))
def list_owned(request: HttpRequest, body_id: UUID) -> list[OwnedRow]:
    """What listed parties own or control of a body today, by regime, with chain, threshold and source."""
    return list(screening.owned(body_id, clock.today()))


@router.post("/bodies/{body_id}/officials", response={201: Made}, auth=opens_to(*acts.OFFICIAL.roles))
def record_official(request: HttpRequest, body_id: UUID, given: Speaking) -> Status[Made]:
    """Record who speaks or signs for a body; the person is compared with the lists, and a hit counts for the body."""
    return Status(201, Made(id=actions.record_official(by=acting(request), body_id=body_id, **given.model_dump())))


@router.post("/officials/{official_id}/end", response={204: None}, auth=opens_to(*acts.END_OFFICIAL.roles))
def end_official(request: HttpRequest, official_id: UUID, given: Ended) -> Status[None]:
    """End a function."""
    actions.end_official(by=acting(request), official_id=official_id, until=given.until)
    return Status(204, None)
