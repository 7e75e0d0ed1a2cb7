"""Entering bodies, correcting them, placing them in the tree, recording what an agency is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.parties.models import Body, Customer, ProfileAnswer
from duecare.apps.parties.rules import acts
from duecare.apps.parties.rules.births import check_birth
from duecare.apps.parties.rules.folding import FOLDED_BYTES, fold, within
from duecare.apps.parties.rules.profile import check_answer
from duecare.apps.parties.rules.tree import check_parent
from duecare.apps.parties.rules.vocabulary import KINDS
from duecare.kernel import countries
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, NotFound


@dataclass(frozen=True, slots=True)
class BodyChange:
    """New values of a body; None leaves a field as it is."""

    name: str | None = None
    native_name: str | None = None
    aliases: tuple[str, ...] | None = None
    kind: str | None = None
    country: str | None = None
    effective_authority: str | None = None
    place_of_use: str | None = None
    legal_basis: str | None = None
    registration: str | None = None
    birth: str | None = None


def subject_of(body: Body) -> Subject:
    """A body in the log; a person's name never enters the chain."""
    customer = Customer.objects.filter(body_id=body.id).values_list("id", flat=True).first()
    return Subject("body", body.id, "a person" if body.kind == "person" else body.name, customer)


def locked_body(body_id: UUID) -> Body:
    """The row, held until the transaction ends. Raises NotFound."""
    body = Body.objects.select_for_update().filter(id=body_id).first()
    if body is None:
        raise NotFound("body")
    return body


@action(acts.ENTER)
def enter_body(
    *,
    by: Actor,
    name: str,
    kind: str,
    country: str,
    native_name: str = "",
    aliases: tuple[str, ...] = (),
    registration: str = "",
    effective_authority: str = "",
    place_of_use: str = "",
    legal_basis: str = "",
    parent_id: UUID | None = None,
    birth: str = "",
) -> Recorded[UUID]:
    """Enter a body; `birth` of a person, as far as it is known ("1960-05").

    Raises:
        BadInput: no name, an unknown kind or place, a parent that does not exist, a birth that is no date.
    """
    body = Body(
        name=name.strip(),
        native_name=native_name.strip(),
        aliases=_aliases(aliases),
        kind=kind,
        country=country,
        effective_authority=effective_authority,
        place_of_use=place_of_use,
        legal_basis=legal_basis.strip(),
        registration=registration.strip(),
        birth=birth.strip(),
        parent_id=parent_id,
        entered_by=by.id,
        entered_at=clock.now(),
    )
    _check(body)
    if parent_id is not None:
        check_parent(body.id, parent_id, _parents(parent_id))
    body.save(force_insert=True)
    return Recorded(body.id, subject_of(body), {"kind": kind, "country": country}, _personal(body))


@action(acts.CORRECT)
def correct_body(*, by: Actor, body_id: UUID, seen_version: int, changes: BodyChange) -> Recorded[int]:
    """Correct a body; screenings of the earlier content no longer count. Returns the new version.

    Raises:
        Conflict: somebody corrected it after it was read.
        BadInput: nothing would change, or a value cannot be used.
    """
    body = locked_body(body_id)
    if body.version != seen_version:
        raise Conflict(
            "Somebody corrected this body after you opened it.",
            "Your changes were not saved.",
            "Reload and enter them again.",
        )
    changed: list[str] = []
    for field in fields(changes):
        value = getattr(changes, field.name)
        new = _aliases(value) if isinstance(value, tuple) else value.strip() if isinstance(value, str) else None
        if new is not None and new != getattr(body, field.name):
            setattr(body, field.name, new)
            changed.append(field.name)
    if not changed:
        raise BadInput("nothing would change.", todo="Change a field, or go back.")
    _check(body)
    body.version += 1
    body.save()
    _follow(body)
    return Recorded(body.version, subject_of(body), {"fields": ", ".join(changed)}, _personal(body))


@action(acts.PLACE)
def place_under(*, by: Actor, body_id: UUID, parent_id: UUID | None) -> Recorded[None]:
    """Move a body in the tree, or to its top.

    Raises:
        BadInput: it would stand below itself.
    """
    list(Body.objects.select_for_update().filter(id__in=_family(parent_id)).order_by("id"))
    body = locked_body(body_id)
    check_parent(body.id, parent_id, {**_parents(parent_id), body.id: body.parent_id})
    body.parent_id = parent_id
    body.version += 1
    body.save()
    return Recorded(None, subject_of(body), {"parent": str(parent_id) if parent_id else None})


@action(acts.PROFILE)
def answer_profile(
    *, by: Actor, body_id: UUID, item: str, value: str = "", gap: str = "", reason: str = "", source: str = ""
) -> Recorded[UUID]:
    """Record one item of an agency's profile, or why it is not known. Earlier answers are kept.

    Raises:
        BadInput: see `rules.profile.check_answer`; a value without a source.
    """
    check_answer(item, value, gap, reason)
    if value and not source.strip():
        raise BadInput("an answer needs its source.", field="source", todo="Name the law, the document or who said so.")
    body = locked_body(body_id)
    row = ProfileAnswer.objects.create(
        body=body, item=item, value=value, gap=gap, reason=reason.strip(), source=source.strip(),
        turn=ProfileAnswer.objects.filter(body=body, item=item).count() + 1, answered_by=by.id, answered_at=clock.now(),
    )  # fmt: skip
    return Recorded(row.id, subject_of(body), {"item": item.replace("_", " "), "value": value or gap})


def _aliases(given: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(alias.strip() for alias in given if alias.strip()))


def _check(body: Body) -> None:
    # One of dashes or invisible signs is none: it would be compared with every list and meet nothing.
    if not any(sign.isalnum() for sign in body.name):
        raise BadInput("a body needs a name.", field="name")
    if body.kind not in KINDS:
        raise BadInput("there is no such kind of body.", field="kind", value=body.kind)
    for field, text in (("name", body.name), ("native_name", body.native_name)):
        if len(text) > 200:
            raise BadInput("longer than 200 characters.", field=field, value=text)
    if len(body.registration) > 80:
        raise BadInput("longer than 80 characters.", field="registration", value=body.registration)
    check_birth(body.kind, body.birth)
    for field, code in (
        ("country", body.country),
        ("effective_authority", body.effective_authority),
        ("place_of_use", body.place_of_use),
    ):
        if (code or field == "country") and not isinstance(
            countries.place(code), (countries.Country, countries.Territory)
        ):
            raise BadInput("there is no such country or territory.", field=field, value=code)
    disputed = any(code and code != body.country for code in (body.effective_authority, body.place_of_use))
    if disputed and not body.legal_basis:
        raise BadInput(
            "authority or place of use differs from the recognised state, so the legal basis must be stated.",
            field="legal_basis",
        )
    names = (body.name, body.native_name, *(str(alias) for alias in body.aliases))
    body.folded = within(fold(" ".join(names))[:560], FOLDED_BYTES)


def _personal(body: Body) -> dict[str, str]:
    """A person's name and birth: erasable, beside the chain."""
    if body.kind != "person":
        return {}
    return {"name": body.name, **({"birth": body.birth} if body.birth else {})}


def _family(parent_id: UUID | None) -> tuple[UUID, ...]:
    return tuple(_parents(parent_id))


def _parents(start: UUID | None) -> dict[UUID, UUID | None]:
    """The chain of parents from `start` up. Raises NotFound when `start` does not exist."""
    found: dict[UUID, UUID | None] = {}
    here = start
    while here is not None and here not in found:
        row = Body.objects.filter(id=here).values_list("parent_id", flat=True)
        if not row:
            raise NotFound("body")
        found[here] = row[0]
        here = row[0]
    return found


def _follow(body: Body) -> None:
    """Keep the customer's copies for lists in step with the body."""
    customer = Customer.objects.select_for_update().filter(body_id=body.id).first()
    if customer is not None:
        customer.name, customer.country, customer.kind = body.name, body.country, body.kind
        customer.folded = f"{fold(customer.reference)} {body.folded}"
        customer.save()
