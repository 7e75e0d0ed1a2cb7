"""Minutes drafted from the record: a person reads, mends and adopts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the agenda as it went.

    Attributes:
        title: what was on the agenda.
        reference: the decision's reference, "" for a point without one.
        state: the decision's state in words, "" for a point without one.
        reasons: why the votes came out so.
        votes: (name, choice, reason).
        recusals: (name, reason).
        dissents: (name, text).
        conditions: adopted conditions.
    """

    title: str
    reference: str = ""
    state: str = ""
    reasons: Sequence[str] = ()
    votes: Sequence[tuple[str, str, str]] = ()
    recusals: Sequence[tuple[str, str]] = ()
    dissents: Sequence[tuple[str, str]] = ()
    conditions: Sequence[str] = ()


CHOICE_WORDS: Mapping[str, str] = {
    "for": "for",
    "for_with_conditions": "for, with conditions",
    "against": "against",
    "defer": "to defer",
    "abstain": "abstained",
}


def draft(
    *, committee: str, reference: str, held_on: date, place: str, members: Sequence[str], items: Sequence[Item]
) -> str:
    """The minutes as plain text, one paragraph a point."""
    head = f"Minutes of {reference}, {committee}, {held_on.isoformat()}" + (f", {place}" if place else "")
    lines = [head, "", "Members: " + (", ".join(members) or "none recorded") + ".", ""]
    for number, item in enumerate(items, start=1):
        lines += [f"{number}. {item.title}" + (f" ({item.reference})" if item.reference else ""), *_body(item), ""]
    return "\n".join(lines).rstrip() + "\n"


def _body(item: Item) -> list[str]:
    out = [f"   {name} stood aside: {reason}" for name, reason in item.recusals]
    out += [f"   {name}: {CHOICE_WORDS.get(choice, choice)}. {reason}".rstrip() for name, choice, reason in item.votes]
    out += [f"   {reason}" for reason in item.reasons]
    out += [f"   Condition: {text}" for text in item.conditions]
    out += [f"   Dissent of {name}: {text}" for name, text in item.dissents]
    if item.state:
        out.append(f"   Result: {item.state.replace('_', ' ')}.")
    return out
