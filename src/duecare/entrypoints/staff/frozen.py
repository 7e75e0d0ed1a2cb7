"""The file of a decision as it was frozen, for people to read: from the frozen paper and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from duecare.apps.assessments.queries.library import groups, question, red_flags
from duecare.apps.mitigation.rules.catalogue import Due, DueKind
from duecare.kernel.canonical import JSON
from duecare.kernel.countries import COUNTRIES

from .frozen_parts import Entry, Fact, Part, mapping
from .frozen_screening import screened_parts
from .frozen_words import LABELS, SECTIONS
from .phrases import said
from .templatetags.duecare import country_name
from .vocabulary import word

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODE = re.compile(r"[a-z0-9_-]+")
"""A code or a day, and no words that somebody wrote."""
PLACES = frozenset({"country", "effective_authority", "place_of_use", "place", "places"})
LEFT_OUT = frozenset({"version", "content_sha256", "trace", "facts", "facts_sha256", "customer"})
"""Fields for the hash, or shown in another form; the file as JSON holds them all."""
SILENT = frozenset({"gap", "override", "privileged", "conflicts_signed"})
"""Fields that say something only where they are set."""
FIRST = (
    "title",
    "role",
    "cls",
    "state",
    "value",
    "standing",
    "result",
    "outcome",
    "what",
    "purpose",
    "scope",
    "reason",
)
"""What a reader looks for first; the others follow in the order of the file."""


def ids_in(payload: JSON) -> frozenset[UUID]:
    """Every id that stands in a paper, of whatever; the names of those that are persons are asked for by the page."""
    return frozenset(UUID(found.group()) for text in _texts(payload) for found in [ID.fullmatch(text)] if found)


def parts(payload: Mapping[str, JSON], people: Mapping[UUID, str]) -> tuple[Part, ...]:
    """Sections of the frozen file that hold something, what screening knew where that was kept, then the plan."""
    file = mapping(payload.get("file"))
    names = {**{str(key): name for key, name in people.items()}, **_bodies(file), **_documents(file)}
    found = [Part(code, str(title), tuple(_entries(code, file.get(code), names))) for code, title in SECTIONS.items()]
    found += screened_parts(payload.get("screened"), names)
    plan = payload.get("plan")
    measures = plan if isinstance(plan, Sequence) and not isinstance(plan, str) else ()
    found.append(Part("plan", _("Mitigation plan"), tuple(_measure(mapping(one), names) for one in measures)))
    return tuple(part for part in found if part.entries)


def _entries(code: str, section: JSON, names: Mapping[str, str]) -> Iterator[Entry]:
    if code == "opportunity":
        yield Entry("", _facts(mapping(section), names))
        return
    for key, item in mapping(section).items():
        held = mapping(item)
        if isinstance(item, str):
            yield Entry("", (), (item,))
            continue
        title = _title(code, key, held, names)
        if code == "answers" and (asked := question(key)) is not None and "value" in held:
            said_as = dict(asked.choices)
            held = {**held, "value": said_as.get(str(held["value"]), held["value"])}
        left = {name: value for name, value in held.items() if value != title and (code, name) != ("answers", "text")}
        if code == "deployments":
            left.pop("title", None)  # its number and product, which the heading says
        yield Entry(title, _facts(left, names), tuple(_rules(held)))


def _title(code: str, key: str, held: Mapping[str, JSON], names: Mapping[str, str]) -> str:
    """What an item is called: as the library has it, as its section names things, else by a field that says it."""
    if code in _CALLED:
        return _CALLED[code](key, held, names)
    for field in ("name", "regime", "tool"):
        if held.get(field):
            return str(held[field])
    return "" if ID.fullmatch(key) else capfirst(said(key))


def _owner(_key: str, held: Mapping[str, JSON], names: Mapping[str, str]) -> str:
    return f"{names.get(str(held.get('owner')), _('somebody'))} → {names.get(str(held.get('owned')), '')}"


def _item(key: str, *_held: object) -> str:
    name, _colon, item = key.rpartition(": ")
    return f"{name}: {word(item)}"


_CALLED: Mapping[str, Callable[[str, Mapping[str, JSON], Mapping[str, str]], str]] = {
    "answers": lambda key, held, _names: f"{key} {held.get('text', '')}",
    "flags": lambda key, *_held: f"{key} {next((flag.title for flag in red_flags() if flag.code == key), '')}",
    "groups": lambda key, *_held: next((group.title for group in groups() if group.code == key), key),
    "harms": lambda key, *_held: key,
    "profiles": _item,
    "owners": _owner,
    "deployments": lambda _key, held, _names: _("Deployment %(title)s") % {"title": held.get("title", "")},
    "documents": lambda _key, held, _names: str(held.get("name") or _("Legal advice")),
}


def _facts(held: Mapping[str, JSON], names: Mapping[str, str]) -> tuple[Fact, ...]:
    shown = [
        (key, value)
        for key, value in held.items()
        if key not in LEFT_OUT
        and value not in ("", [], {})
        and (value or key not in SILENT)
        # A running number of the entry; an export licence's number is a text.
        and not (key == "number" and isinstance(value, int))
    ]
    shown.sort(key=lambda pair: FIRST.index(pair[0]) if pair[0] in FIRST else len(FIRST))
    return tuple(
        Fact(str(LABELS.get(key, word(key))), "", str(value))
        if value is not None and (key.endswith("sha256") or (ID.fullmatch(str(value)) and value not in names))
        else Fact(str(LABELS.get(key, word(key))), _value(key, value, names))
        for key, value in shown
    )


def _value(key: str, value: JSON, names: Mapping[str, str]) -> str:
    match value:
        case None:
            return _("not stated")
        case bool():
            return word("yes") if value else word("no")
        case str():
            if key in PLACES and value in COUNTRIES:
                return str(country_name(value))
            return names.get(value) or (said(value) if CODE.fullmatch(value) else value)
        case Mapping():
            inside = {k: v for k, v in value.items() if k not in LEFT_OUT and not k.endswith("sha256")}
            return "; ".join(f"{LABELS.get(k, word(k))}: {_value(k, v, names)}" for k, v in inside.items())
        case Sequence():
            return ", ".join(_value(key, one, names) for one in value)
    return str(value)


def _rules(held: Mapping[str, JSON]) -> Iterator[str]:
    """Of a class: its headline, its notes, and each rule that holds or is not known."""
    trace = mapping(held.get("trace"))
    if not trace:
        return
    yield said(trace.get("headline", ""))
    notes, lines = trace.get("notes"), trace.get("lines")
    yield from (said(one) for one in (notes if isinstance(notes, list) else ()))
    for line in (mapping(one) for one in (lines if isinstance(lines, list) else ())):
        if line.get("state") != "not_fired":
            effect = f" ({said(line['effect'])})" if line.get("effect") else ""
            yield f"{line.get('code')}: {said(line.get('sentence', ''))}{effect}"


def _measure(measure: Mapping[str, JSON], names: Mapping[str, str]) -> Entry:
    due = mapping(measure.get("due"))
    on = measure.get("due_on")
    term = said(on) if on else ""
    if not term and due:
        days, months = due.get("days"), due.get("months")
        whole = (days if isinstance(days, int) else 0, months if isinstance(months, int) else 0)
        term = said(Due(DueKind(str(due.get("kind"))), *whole).sentence())
    shown = {key: measure.get(key) for key in ("what", "why", "owner_role", "verifier_role")}
    wanted = measure.get("evidence")
    facts = (*_facts(shown, names), Fact(_("Due"), term))
    if isinstance(wanted, list) and wanted:
        facts = (*facts, Fact(_("Evidence"), "; ".join(str(one) for one in wanted), quoted=True))
    return Entry(f"{measure.get('code', '')} {measure.get('title', '')}", facts)


def _bodies(file: Mapping[str, JSON]) -> dict[str, str]:
    """Names of the parties by their ids, as the frozen file itself has them."""
    found = {key.rpartition(" ")[2]: mapping(one).get("name") for key, one in mapping(file.get("parties")).items()}
    return {key: str(name) for key, name in found.items() if name}


def _documents(file: Mapping[str, JSON]) -> dict[str, str]:
    """What documents are called, by their hashes; legal advice has no name here."""
    held = mapping(file.get("documents"))
    return {sha: str(mapping(one).get("name") or _("legal advice")) for sha, one in held.items()}


def _texts(value: JSON) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)
