"""The no-go register: one person enters, two persons lift."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.parties.models import NoGo
from duecare.apps.parties.rules import acts
from duecare.apps.parties.rules.no_go import check_entry
from duecare.kernel import countries
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import reference

from .bodies import locked_body
from .customers import next_number


@action(acts.NO_GO_ENTER)
def enter_no_go(*, by: Actor, reason: str, country: str = "", body_id: UUID | None = None) -> Recorded[UUID]:
    """Put a country, or a body with everything below it, on the register. It counts at once.

    Raises:
        BadInput: see `rules.no_go.check_entry`; a code that is no country or territory.
        NotFound: no such body.
        Conflict: it is on the register already.
    """
    check_entry(country, body_id, reason)
    now = clock.now()
    if body_id is not None:
        body = locked_body(body_id)
        name, shown = body.name, "a person" if body.kind == "person" else body.name
    else:
        place = countries.place(country)
        if not isinstance(place, (countries.Country, countries.Territory)):
            raise BadInput("there is no such country or territory.", field="country", value=country)
        name = shown = place.name
    code = reference("N", now.year, next_number("N", now.year))  # one at a time from here on
    standing = NoGo.objects.filter(lifted_at=None)
    held = (standing.filter(country=country) if body_id is None else standing.filter(body_id=body_id)).first()
    if held is not None:
        raise Conflict(
            f"It is on the register already, as {held.reference}.", "Nothing was changed.", "Read why there."
        )
    row = NoGo.objects.create(
        reference=code, country=country, body_id=body_id, name=name, reason=reason.strip(), entered_by=by.id,
        entered_at=now,
    )  # fmt: skip
    facts: dict[str, JSON] = {"about": shown, "country": country, "body": str(body_id) if body_id else None}
    return Recorded(row.id, _about(row), facts, {"reason": row.reason})


@action(acts.NO_GO_PROPOSE)
def propose_lifting(*, by: Actor, no_go_id: UUID, reason: str) -> Recorded[None]:
    """Propose to lift an entry; it counts until a second person agrees.

    Raises:
        NotFound. BadInput: no reason. Conflict: lifted, or proposed already.
    """
    row = _lock(no_go_id)
    if not reason.strip():
        raise BadInput(
            "say why it may be lifted.", field="reason", todo="Name what is different from when it was entered."
        )
    if row.lifting_by is not None:
        raise Conflict("It was proposed already.", "Nothing was changed.", "A second person answers.")
    row.lifting_reason, row.lifting_by, row.lifting_at = reason.strip(), by.id, clock.now()
    row.save()
    return Recorded(None, _about(row), {}, {"reason": row.lifting_reason})


@action(acts.NO_GO_LIFT)
def lift_no_go(*, by: Actor, no_go_id: UUID, reason: str) -> Recorded[None]:
    """Lift an entry as the second person; it stays in the register with both names and reasons.

    Raises:
        NotFound. BadInput: no reason. Conflict: lifted, or nobody proposed it. Denied: one's own proposal.
    """
    row = _answered(by, no_go_id, reason)
    row.lifted_by, row.lifted_at, row.lifted_because = by.id, clock.now(), reason.strip()
    row.save()
    return Recorded(None, _about(row), {}, {"reason": row.lifted_because})


@action(acts.NO_GO_KEEP)
def keep_no_go(*, by: Actor, no_go_id: UUID, reason: str) -> Recorded[None]:
    """Refuse, as the second person, to lift an entry: it stands, and the proposal is gone. Raises as `lift_no_go`."""
    row = _answered(by, no_go_id, reason)
    row.lifting_reason, row.lifting_by, row.lifting_at = "", None, None
    row.save()
    return Recorded(None, _about(row), {}, {"reason": reason.strip()})


def _answered(by: Actor, no_go_id: UUID, reason: str) -> NoGo:
    row = _lock(no_go_id)
    if row.lifting_by is None:
        raise Conflict("Nobody proposed to lift it.", "Nothing was changed.", "Reload the page.")
    if row.lifting_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask another member of the committee.")
    if not reason.strip():
        raise BadInput("say why.", field="reason")
    return row


def _lock(no_go_id: UUID) -> NoGo:
    row = NoGo.objects.select_for_update().filter(id=no_go_id).first()
    if row is None:
        raise NotFound("no-go entry")
    if row.lifted_at is not None:
        raise Conflict("This entry was lifted.", "Nothing was changed.", "Enter it anew where it must count again.")
    return row


def _about(row: NoGo) -> Subject:
    return Subject("no_go", row.id, row.reference)
