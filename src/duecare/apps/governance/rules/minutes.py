"""Minutes drafted from the record: a person reads, mends and adopts them.

The draft is a document in the company's language: whoever knows that language hands in `say`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the agenda as it went.

    Attributes:
        title: what was on the agenda.
        reference: the decision's reference, "" for a point without one.
        state: the decision's state, "" for a point without one.
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


Say = Callable[[str], str]
"""A sentence, a code or a day (as written in ISO 8601) in the language of the document."""


def plain(text: str) -> str:
    """Plain English."""
    return CHOICE_WORDS.get(text, text.replace("_", " "))


def draft(
    *,
    committee: str,
    reference: str,
    held_on: date,
    place: str,
    members: Sequence[str],
    items: Sequence[Item],
    say: Say = plain,
) -> str:
    """The minutes as plain text, one paragraph a point."""
    where = {"meeting": reference, "committee": committee, "day": say(held_on.isoformat())}
    head = say("Minutes of %(meeting)s, %(committee)s, %(day)s") % where + (f", {place}" if place else "")
    named = say("Members: %(names)s.") % {"names": ", ".join(members) or say("none recorded")}
    lines = [head, "", named, ""]
    for number, item in enumerate(items, start=1):
        lines += [f"{number}. {item.title}" + (f" ({item.reference})" if item.reference else ""), *_body(item, say), ""]
    return "\n".join(lines).rstrip() + "\n"


def _body(item: Item, say: Say) -> list[str]:
    out = [say("%(name)s stood aside: %(reason)s") % {"name": name, "reason": why} for name, why in item.recusals]
    out += [f"{name}: {say(choice)}. {reason}".rstrip() for name, choice, reason in item.votes]
    out += [say(reason) for reason in item.reasons]
    out += [say("Condition: %(text)s") % {"text": text} for text in item.conditions]
    out += [say("Dissent of %(name)s: %(text)s") % {"name": name, "text": text} for name, text in item.dissents]
    if item.state:
        out.append(say("Result: %(state)s.") % {"state": say(item.state)})
    return [f"   {line}" for line in out]
