"""Operations: a name searched on the lists in force, and two names compared; nothing of it is kept.

Asked by POST: a name in an address would stay in logs.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from duecare.apps.screening import queries
from duecare.apps.screening.queries.beside import LONGEST
from duecare.apps.screening.rules.acts import READERS
from duecare.apps.screening.rules.entries import SCHEMAS
from duecare.apps.screening.rules.weighing import Circumstance, Particulars

from .door import EVERYONE, opens_to
from .screening_hits import NamesAligned
from .shapes import PLACES, SAID, Choice, Flag, Given, Said

router = Router(tags=["screening"])

Named = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=SAID)]
OfWhat = Annotated[str, Choice(SCHEMAS, empty=True)]
_DATE = r"[0-9]{4}(-[0-9]{2}){0,2}"
Birth = Annotated[str, StringConstraints(max_length=21, pattern=rf"^{_DATE}(/{_DATE})?$")]


class NameSought(Given):
    """A name, and what else is known of whoever bears it.

    `kind`: FollowTheMoney's word, such as Person, Company or Vessel; "" leaves it open. `births`: 1960, 1960-05,
    1960-05-12 or 1958/1962. `near` also gives what came close without being a hit.
    """

    name: Named
    kind: OfWhat = ""
    countries: Annotated[list[Annotated[str, Choice(PLACES)]], Field(max_length=20)] = []
    births: Annotated[list[Birth], Field(max_length=20)] = []
    numbers: Annotated[list[Said], Field(max_length=20)] = []
    near: Flag = False


class TwoNames(Given):
    """Two names, and what they are of."""

    first: Named
    second: Named
    kind: OfWhat = ""


class ListedLikeness(Schema):
    """One listed entry that the name could mean; `strength` "" marks what came close only.

    `beside` is what confirms or contradicts, with both values.
    """

    list_code: str
    key: str
    entity: UUID
    kind: str
    strength: str
    score: float
    name: str
    listed_name: str
    programmes: list[str]
    alignment: NamesAligned
    beside: list[Circumstance]


_KINDS = {"Person": "person", "Company": "company", "Organization": "company", "PublicBody": "federal"}


@router.post("/screening/search", response=list[ListedLikeness], auth=opens_to(*READERS))
def search_lists(request: HttpRequest, given: NameSought) -> list[dict[str, object]]:
    """Entries of the lists in force that a name could mean, the strongest first, with every reason; nothing is kept."""
    known = Particulars(_KINDS.get(given.kind, ""), tuple(given.countries), tuple(given.births), tuple(given.numbers))
    found = queries.on_the_lists(given.name, given.kind or None, known, near=given.near)
    return [{**one, "list_code": one["list"], "kind": one["schema"]} for one in found]


@router.post("/screening/compare", response=NamesAligned, auth=opens_to(*EVERYONE))
def compare_two_names(request: HttpRequest, given: TwoNames) -> object:
    """Score and alignment of two names, part by part: the same that a search gives."""
    return queries.two_names(given.first, given.second, given.kind or None)
