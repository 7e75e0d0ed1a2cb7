"""Committees, seats, standing conflicts, and the authority matrix adopted."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.accounts.queries import actor_of
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.governance.models import AuthorityAdoption, Committee, ConflictDeclaration, Membership
from duecare.apps.governance.queries.authority import edition
from duecare.apps.governance.queries.committees import seated
from duecare.apps.governance.rules import acts
from duecare.apps.governance.rules.conflicts import KINDS
from duecare.kernel.actor import Actor, Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

_STAFF = frozenset(Role) - {Role.COMMITTEE_MEMBER}


@action(acts.COMMITTEE_FOUND)
def found_committee(*, by: Actor, name: str, kind: str = "human_rights") -> Recorded[UUID]:
    """Found a committee.

    Args:
        kind: "human_rights", or "board" for what the matrix escalates.

    Raises:
        BadInput: no name, unknown kind. Conflict: the name is taken.
    """
    if kind not in ("human_rights", "board"):
        raise BadInput("there is no such kind of committee", field="kind", value=kind)
    if not name.strip():
        raise BadInput("a committee needs a name", field="name")
    if Committee.objects.filter(name=name.strip()).exists():
        raise Conflict("There is a committee of this name.", "Nothing was changed.", "Choose another name.")
    row = Committee.objects.create(name=name.strip(), kind=kind, founded_at=clock.now())
    return Recorded(row.id, Subject("committee", row.id, row.name), {"kind": kind})


@action(acts.COMMITTEE_APPOINT)
def appoint_member(
    *,
    by: Actor,
    committee_id: UUID,
    person_id: UUID,
    start: date,
    title: str = "",
    chair: bool = False,
    independent: bool = False,
    votes: bool = True,
) -> Recorded[UUID]:
    """Give somebody a seat. Independence is a fact about roles here, not a word: none of the company's own.

    Raises:
        NotFound: no such committee or person.
        Denied: the person is not a committee member by role, or is called independent with a role in the company,
            or would appoint themself.
        Conflict: already seated, or there is a chair.
    """
    committee = Committee.objects.select_for_update().filter(id=committee_id).first()
    person = actor_of(person_id)
    if committee is None or person is None:
        raise NotFound("committee" if committee is None else "person")
    _check_appointable(by, person, independent=independent)
    seats = Membership.objects.filter(committee=committee, end=None)
    if seats.filter(person_id=person_id).exists():
        raise Conflict("This person already has a seat here.", "Nothing was changed.", "End that seat first.")
    if chair and not votes:
        raise BadInput("the chair votes", field="votes", value=votes)
    if chair and seats.filter(chair=True).exists():
        raise Conflict("The committee has a chair.", "Nothing was changed.", "End that seat first.")
    seat = Membership.objects.create(
        committee=committee,
        person_id=person_id,
        title=title.strip(),
        chair=chair,
        independent=independent,
        votes=votes,
        start=start,
    )
    facts: dict[str, JSON] = {
        "start": start.isoformat(),
        "chair": chair,
        "independent": independent,
        "votes": votes,
        "seat": str(seat.id),
    }
    return Recorded(
        seat.id,
        Subject("committee", committee.id, committee.name),
        facts,
        {"member": person.name, "title": title.strip()},
    )


def _check_appointable(by: Actor, person: Actor, *, independent: bool) -> None:
    if person.id == by.id:
        raise Denied("Nobody appoints themself.", "Nothing was changed.", "Ask another compliance officer.")
    if not person.has(Role.COMMITTEE_MEMBER):
        raise Denied(
            "This person does not hold the role of committee member.",
            "Nothing was changed.",
            "Have the role granted first.",
        )
    if person.has(Role.SALES):
        raise Denied(
            "Sales does not sit on a committee.", "Nothing was changed.", "Appoint somebody who sells nothing."
        )
    if independent and person.has(*_STAFF):
        raise Denied(
            "An independent member holds no other role in the company.",
            "Nothing was changed.",
            "Appoint them without the mark, or end the other role first.",
        )


@action(acts.COMMITTEE_END)
def end_membership(*, by: Actor, membership_id: UUID, end: date, reason: str) -> Recorded[None]:
    """End a seat; `end` is the first day without it.

    Raises:
        NotFound: no such seat. Conflict: already ended. BadInput: no reason, or an end before the start.
    """
    seat = (
        Membership.objects.select_for_update(of=("self",)).select_related("committee").filter(id=membership_id).first()
    )
    if seat is None:
        raise NotFound("seat")
    if seat.end is not None:
        raise Conflict("This seat has ended.", "Nothing was changed.")
    if not reason.strip():
        raise BadInput("a reason is required", field="reason")
    if end < seat.start:
        raise BadInput("a seat cannot end before it began", field="end", value=end)
    seat.end, seat.ended_because = end, reason.strip()
    seat.save(update_fields=["end", "ended_because"])
    person = actor_of(seat.person_id)
    return Recorded(
        None,
        Subject("committee", seat.committee_id, seat.committee.name),
        {"end": end.isoformat(), "seat": str(seat.id)},
        {"member": person.name if person else "", "reason": reason.strip()},
    )


@action(acts.CONFLICT_DECLARE)
def declare_conflict(
    *,
    by: Actor,
    person_id: UUID,
    kind: str,
    ref: str,
    label: str,
    reason: str,
    start: date,
    until: date | None = None,
) -> Recorded[UUID]:
    """Record a standing interest; from then on it recuses by itself.

    Anybody declares their own; a compliance officer may declare for another, who is told by the log.

    Raises:
        BadInput: unknown kind, empty words, an end before the start. Denied: another's, without the role.
    """
    if kind not in KINDS:
        raise BadInput("there is no such kind of conflict", field="kind", value=kind)
    if not ref.strip() or not reason.strip():
        raise BadInput("say with whom and why", field="reason" if ref.strip() else "ref")
    if until is not None and until < start:
        raise BadInput("a conflict cannot end before it began", field="until", value=until)
    if person_id != by.id and not by.has(Role.COMPLIANCE_OFFICER):
        raise Denied(
            "You declare your own conflicts.", "Nothing was changed.", "Tell a compliance officer about others'."
        )
    row = ConflictDeclaration.objects.create(
        person_id=person_id,
        kind=kind,
        ref=ref.strip(),
        label=label.strip(),
        reason=reason.strip(),
        start=start,
        until=until,
        declared_by=by.id,
        declared_at=clock.now(),
    )
    person = actor_of(person_id)
    facts = {"kind": kind, "ref": row.ref, "start": start.isoformat(), "until": until.isoformat() if until else None}
    words = {"member": person.name if person else "", "reason": row.reason, "label": row.label}
    return Recorded(row.id, Subject("conflict", row.id), facts, words)


@action(acts.CONFLICT_END)
def end_conflict(*, by: Actor, declaration_id: UUID, until: date, reason: str) -> Recorded[None]:
    """End a declaration; never one's own, so that nobody votes their way back.

    Raises:
        NotFound, Conflict, Denied, BadInput: as their words say.
    """
    row = ConflictDeclaration.objects.select_for_update().filter(id=declaration_id).first()
    if row is None:
        raise NotFound("declaration")
    if row.person_id == by.id:
        raise Denied("Nobody ends their own conflict.", "Nothing was changed.", "Ask another compliance officer.")
    if row.until is not None:
        raise Conflict("This declaration has an end already.", "Nothing was changed.")
    if not reason.strip() or until < row.start:
        raise BadInput("say why, with a day after the start", field="reason" if not reason.strip() else "until")
    row.until, row.ended_because = until, reason.strip()
    row.save(update_fields=["until", "ended_because"])
    person = actor_of(row.person_id)
    words = {"member": person.name if person else "", "reason": reason.strip()}
    return Recorded(None, Subject("conflict", row.id), {"until": until.isoformat()}, words)


@action(acts.AUTHORITY_ADOPT)
def adopt_authority(*, by: Actor, code: str, start: date) -> Recorded[UUID]:
    """Adopt an edition of the authority matrix from a day on; decisions already open keep theirs.

    Raises:
        NotFound: the library has no such matrix. BadInput: the file does not hold together.
    """
    matrix = edition(code)
    row = AuthorityAdoption.objects.create(
        code=code, sha256=matrix.sha256, start=start, adopted_by=by.id, adopted_at=clock.now()
    )
    facts = {"start": start.isoformat(), "version": matrix.version, "sha256": matrix.sha256}
    return Recorded(row.id, Subject("authority", row.id, matrix.title), facts)


def seat_of(committee_id: UUID | None, person_id: UUID, on: date) -> Membership | None:
    """The seat somebody holds on a day, or None."""
    if committee_id is None:
        return None
    return Membership.objects.filter(seated(on), committee_id=committee_id, person_id=person_id).first()
