"""Recording who owns whom, and from when until when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.parties.models import Body, Ownership
from duecare.apps.parties.rules import acts
from duecare.apps.parties.rules.shares import Share, check_shares
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .bodies import locked_body, subject_of


@action(acts.OWN)
def record_ownership(
    *,
    by: Actor,
    owner_id: UUID,
    owned_id: UUID,
    share: Decimal | None,
    start: date,
    until: date | None = None,
    control: str = "",
    source: str = "",
) -> Recorded[UUID]:
    """Record a holding; `share` in per cent, None when only control is known.

    Raises:
        BadInput: the shares of the owned body would pass 100 on any day, a body owning itself,
            or neither share nor control given.
        NotFound: no such body.
    """
    owned = locked_body(owned_id)  # holdings in one company are recorded one after another
    if owner_id == owned_id:
        raise BadInput("a body cannot own itself.", field="owner")
    if not Body.objects.filter(id=owner_id).exists():
        raise NotFound("body")
    if share is None and not control.strip():
        raise BadInput("give the share, or say in what the control lies.", field="share")
    check_shares((*_held(owned_id), Share(owner_id, share, start, until)))
    row = Ownership.objects.create(
        owner_id=owner_id, owned=owned, share=share, control=control.strip(), start=start, until=until,
        source=source.strip(), recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    facts = {"owner": str(owner_id), "share": str(share) if share is not None else None, "from": start.isoformat()}
    return Recorded(row.id, subject_of(owned), facts)


@action(acts.END_OWN)
def end_ownership(*, by: Actor, ownership_id: UUID, until: date) -> Recorded[None]:
    """Say on which day a holding is no longer held.

    Raises:
        Conflict: it has ended already.
        BadInput: before it started.
    """
    row = Ownership.objects.select_for_update().filter(id=ownership_id).first()
    if row is None:
        raise NotFound("holding")
    if row.until is not None:
        raise Conflict("This holding has ended already.", "Nothing was changed.", "Reload the page.")
    if until <= row.start:
        raise BadInput("the holding ends before it starts.", field="until", value=until)
    row.until = until
    row.save()
    return Recorded(None, subject_of(row.owned), {"until": until.isoformat()})


def _held(owned_id: UUID) -> tuple[Share, ...]:
    rows = Ownership.objects.filter(owned_id=owned_id).values_list("owner_id", "share", "start", "until")
    return tuple(Share(*row) for row in rows)
