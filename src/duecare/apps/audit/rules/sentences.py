"""An entry as a sentence a person can read aloud. Pure.

The sentence is the act's; `{actor}`, `{subject}`, facts and personal values stand in braces. An
act that this version no longer knows still reads as a sentence, because entries outlive code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duecare.kernel.canonical import JSON

ERASED = "(erased)"
_BRACES = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the sentence. `kind`: "text", or the name that stood in braces."""

    text: str
    kind: str = "text"


def segments(
    template: str | None, *, code: str, actor: str, subject: str, facts: Mapping[str, JSON], personal: Mapping[str, str]
) -> tuple[Segment, ...]:
    """Cut the sentence into text and values, so that a page can mark the values.

    Args:
        template: the act's sentence, translated or not; None for an act nobody knows any more.
        code: the act's code.
        actor: name, or what stands for an erased one.
        subject: the label of the thing, else its kind.
    """
    if template is None:
        words = code.replace(".", ": ").replace("_", " ")
        return (Segment(actor, "actor"), Segment(f" did “{words}” to "), Segment(subject, "subject"))
    # A personal value is shown as it is; a fact may be a code and is put into words.
    values = {key: said(value) for key, value in facts.items()} | {**personal, "actor": actor, "subject": subject}
    found: list[Segment] = []
    end = 0
    for brace in _BRACES.finditer(template):
        if brace.start() > end:
            found.append(Segment(template[end : brace.start()]))
        name = brace.group(1)
        found.append(Segment(values.get(name, ERASED), name))
        end = brace.end()
    if end < len(template):
        found.append(Segment(template[end:]))
    return tuple(found)


def sentence(parts: Sequence[Segment]) -> str:
    """The segments as one line."""
    return "".join(part.text for part in parts)


def said(value: JSON) -> str:
    """A fact in words: lists with commas, codes without underscores, nothing as "none"."""
    match value:
        case None:
            return "none"
        case True:
            return "yes"
        case False:
            return "no"
        case str():
            return value.replace("_", " ") if re.fullmatch(r"[a-z_]+", value) else value
        case Mapping():
            return ", ".join(f"{key.replace('_', ' ')} {said(item)}" for key, item in value.items()) or "none"
        case Sequence():
            return ", ".join(said(item) for item in value) or "none"
    return str(value)
