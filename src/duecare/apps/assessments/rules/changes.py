"""What differs between two readings of a file, in sentences.

A decision is bound to the hash of what was decided on. When the hash no longer fits, whoever decides
again must be told what is new, not only that something is.
"""

from __future__ import annotations

from collections.abc import Mapping

from duecare.kernel.canonical import JSON, canonical

_THINGS = {
    "opportunity": "The opportunity's {key}",
    "no_go": "No-go entry {key}",
    "parties": "Party {key}",
    "deployments": "Deployment {key}",
    "agency": "The agency's profile, {key},",
    "answers": "The answer to question {key}",
    "flags": "Red flag {key}",
    "profiles": "The profile of {key}",
    "owners": "The holding {key}",
    "findings": "Finding {key}",
    "searches": "The search of {key}",
    "regimes": "The look at {key}",
    "groups": "The analysis of {key}",
    "harms": "The harm to {key}",
    "documents": "Document {key}",
    "released": "Released fact {key}",
    "consultations": "Consultation {key}",
    "experts": "Outside expert {key}",
    "sources": "First-hand source {key}",
    "export": "Export clearance {key}",
    "classes": "The class of {key}",
}
_SHOWN = (
    "state",
    "value",
    "cls",
    "risk_class",
    "reply",
    "source_grade",
    "content_grade",
    "embargo",
    "result",
    "standing",
)
_LONGEST = 60


def changes(old: Mapping[str, JSON], new: Mapping[str, JSON]) -> tuple[str, ...]:
    """Sentences for every item added, gone or changed; empty exactly when the two are equal.

    Args:
        old: a snapshot: section → item → content.
        new: a later one.
    """
    said: list[str] = []
    for section in (*_THINGS, *sorted((set(old) | set(new)) - set(_THINGS))):
        before, after = old.get(section), new.get(section)
        if _same(before, after) and (section in old) == (section in new):
            continue
        items = before if isinstance(before, Mapping) else None, after if isinstance(after, Mapping) else None
        if (items[0] is not None and items[1] is not None) or ((items[0] or items[1]) and None in (before, after)):
            said.extend(_items(section, items[0] or {}, items[1] or {}))
        else:
            said.append(_changed(section.replace("_", " ").capitalize(), before, after))
    return tuple(said)


def _items(section: str, before: Mapping[str, JSON], after: Mapping[str, JSON]) -> list[str]:
    name = _THINGS.get(section, section.replace("_", " ").capitalize() + " {key}")
    said = []
    for key in sorted(set(before) | set(after)):
        old, new = before.get(key), after.get(key)
        if _same(old, new) and (key in before) == (key in after):
            continue
        title = name.format(key=_title(key, new if key in after else old))
        if key not in before:
            said.append(f"{title} was added{_state(new)}.")
        elif key not in after:
            said.append(f"{title} was taken out.")
        else:
            said.append(_changed(title, old, new))
    return said


def _changed(title: str, old: JSON, new: JSON) -> str:
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return f"{title} changed from {_short(old)} to {_short(new)}."
    for field in _SHOWN:
        if not _same(old.get(field), new.get(field)):
            return (
                f"{title} changed: {field.replace('_', ' ')} from {_short(old.get(field))} to {_short(new.get(field))}."
            )
    fields = sorted(
        key for key in set(old) | set(new) if not _same(old.get(key), new.get(key)) or (key in old) != (key in new)
    )
    return f"{title} changed: {', '.join(field.replace('_', ' ') for field in fields)}."


def _same(one: JSON, other: JSON) -> bool:
    """Equal as JSON: Python holds true and 1 for equal, a hash does not."""
    return canonical(one) == canonical(other)


def _title(key: str, content: JSON) -> str:
    """A readable name where the item has one; ids say nothing to a reader."""
    if isinstance(content, Mapping):
        for field in ("title", "name", "reference"):
            found = content.get(field)
            if isinstance(found, str) and found:
                return found
    return key.replace("_", " ")


def _state(content: JSON) -> str:
    if isinstance(content, Mapping):
        for field in _SHOWN:
            if content.get(field) is not None:
                return f": {_short(content[field])}"
    return ""


def _short(value: JSON) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value).replace("_", " ")
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”"
