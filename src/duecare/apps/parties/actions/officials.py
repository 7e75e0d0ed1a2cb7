"""Recording who speaks or signs for a body, and from when until when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.parties.models import Body, Official
from duecare.apps.parties.rules import acts
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .bodies import locked_body, subject_of


@action(acts.OFFICIAL)
def record_official(
    *,
    by: Actor,
    body_id: UUID,
    person_id: UUID,
    function: str,
    start: date,
    signs: bool = False,
    until: date | None = None,
    source: str = "",
) -> Recorded[UUID]:
    """Record a named official or signatory of a body. Names stay with the person; the log holds neither.

    Raises:
        BadInput: no function, an end before the start, somebody who is no person, the same function twice on a day.
        NotFound: no such body.
    """
    body = locked_body(body_id)  # officials of one body are recorded one after another
    kind = Body.objects.filter(id=person_id).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound("body")
    if kind != "person":
        raise BadInput("an official is a person.", field="person", todo="Choose a person, or enter one.")
    name = _function(function)
    if until is not None and until <= start:
        raise BadInput("the function ends before it starts.", field="until", value=until)
    _check_free(Official.objects.filter(body=body, person_id=person_id, function=name), start, until)
    row = Official.objects.create(
        body=body, person_id=person_id, function=name, signs=signs, start=start, until=until, source=source.strip(),
        recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    facts: dict[str, JSON] = {"person": str(person_id), "signs": signs, "from": start.isoformat()}
    return Recorded(row.id, subject_of(body), facts, {"function": name})


def _function(written: str) -> str:
    name = written.strip()
    if not name:
        raise BadInput("name the function.", field="function")
    if len(name) > 120:
        raise BadInput("longer than 120 characters.", field="function", value=name)
    return name


def _check_free(held: QuerySet[Official], start: date, until: date | None) -> None:
    """Nobody holds the same function twice on a day."""
    lasting = held.filter(Q(until=None) | Q(until__gt=start))
    if (lasting.filter(start__lt=until) if until else lasting).exists():
        raise BadInput(
            "this person's function is recorded already.", field="function", todo="End the earlier one first."
        )


@action(acts.END_OFFICIAL)
def end_official(*, by: Actor, official_id: UUID, until: date) -> Recorded[None]:
    """Say from which day on somebody no longer speaks for a body.

    Raises:
        Conflict: it has ended already. BadInput: before it started. NotFound.
    """
    row = Official.objects.select_for_update().filter(id=official_id).first()
    if row is None:
        raise NotFound("official")
    if row.until is not None:
        raise Conflict("This function has ended already.", "Nothing was changed.", "Reload the page.")
    if until <= row.start:
        raise BadInput("the function ends before it starts.", field="until", value=until)
    row.until = until
    row.save(update_fields=["until"])
    return Recorded(None, subject_of(row.body), {"until": until.isoformat()})
