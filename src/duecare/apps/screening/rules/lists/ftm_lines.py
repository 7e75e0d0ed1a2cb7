"""FollowTheMoney entities, one JSON object a line (OpenSanctions `entities.ftm.json`).

Only entities that are themselves listed become parties: `target` where it is given, the topics otherwise. Addresses,
identity papers and sanctions are entities of their own that name their owner or are named by it, and are joined to it;
other entities (owners, relatives) are counted and left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .dates import iso
from .members import Member
from .opensanctions_simple import LIST, list_code, schema_of
from .refusal import refusal
from .rows import decoded

NAME = "FollowTheMoney JSON lines"
_LISTED_TOPICS = ("sanction", "debarment", "export.control", "export.risk", "wanted")
_PARTS = ("Address", "Passport", "Identification", "Sanction")
_NAMES = {"name": "alias", "alias": "alias", "weakAlias": "weak_alias", "previousName": "former"}
_NATIONS = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag")
_BORN = {"birthDate": "Date of birth", "incorporationDate": "Date of incorporation", "buildDate": "Date of build"}
_NUMBERS = {
    "passportNumber": "passport", "idNumber": "national_id", "socialSecurityNumber": "national_id",
    "registrationNumber": "registration", "ogrnCode": "registration", "uscCode": "registration", "taxNumber": "tax",
    "innCode": "tax", "vatCode": "tax", "imoNumber": "imo", "mmsi": "mmsi", "callSign": "call_sign", "leiCode": "lei",
    "serialNumber": "msn", "swiftBic": "other", "dunsCode": "other",
}  # fmt: skip
_REMARKS = {"birthPlace": "Place of birth", "position": "Position", "gender": "Gender", "title": "Title", "notes": ""}

Properties = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Thing:
    """One line."""

    id: str
    schema: str
    caption: str
    properties: Properties
    listed: bool
    last_seen: str
    datasets: tuple[str, ...]
    row: int

    def get(self, name: str) -> Sequence[str]:
        """The values of a property, none if it is absent."""
        return self.properties.get(name, ())


def accepts(member: Member) -> bool:
    """By the first line: an object with an id, a schema and properties."""
    start = member.data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    return member.form == "text" and start.startswith(b"{") and b'"schema"' in start and b'"properties"' in start


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    things = tuple(_lines(member))
    parts = {thing.id: thing for thing in things if thing.schema in _PARTS}
    owned: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in parts.values():
        for owner in (*thing.get("holder"), *thing.get("entity")):
            owned[owner].append(thing)
    edition = Edition(LIST, member.file)
    for thing in things:
        if thing.listed:
            _party(edition, thing, parts, owned[thing.id])
        elif thing.id not in parts:
            edition.notes[f"{thing.schema} not itself listed left out"] += 1
    edition.list_code = list_code({name for thing in things if thing.listed for name in thing.datasets})
    latest = max((thing.last_seen for thing in things), default="")
    return edition.publication(date.fromisoformat(iso(latest)) if len(iso(latest)) == 10 else None)


def _lines(member: Member) -> Iterator[Thing]:
    for number, line in enumerate(decoded(member).split("\n"), 1):
        if not line.strip():
            continue
        if "\\u0000" in line:
            raise refusal("holds a NUL, which no text does", member.file, line=number)
        try:
            found = json.loads(line)
            json.dumps(found, ensure_ascii=False).encode()  # half a character, "\\ud800", is no text
        except (ValueError, RecursionError) as error:
            raise refusal(f"is damaged or cut off: {error}", member.file, line=number, value=line[:40]) from error
        yield _thing(member, number, found)


def _thing(member: Member, number: int, found: object) -> Thing:
    """A line as an entity; anything of another shape is refused."""
    if not isinstance(found, dict) or not _is_properties(found.get("properties")):
        raise refusal("is no FollowTheMoney entity", member.file, line=number, value=str(found)[:40])
    texts = [found.get(key, "") for key in ("id", "schema", "caption", "last_seen")]
    if not all(isinstance(text, str) for text in texts) or not texts[0] or not texts[1]:
        raise refusal("has no id or no schema", member.file, line=number, value=str(found.get("id"))[:40])
    properties: Properties = found["properties"]
    topics = properties.get("topics", ())
    target = found.get("target")
    listed = target if isinstance(target, bool) else any(topic.startswith(_LISTED_TOPICS) for topic in topics)
    sets = found.get("datasets")
    names = tuple(name for name in sets if isinstance(name, str)) if isinstance(sets, list) else ()
    return Thing(
        texts[0], texts[1], texts[2], properties, listed and texts[1] not in _PARTS, texts[3][:10], names, number
    )


def _is_properties(found: object) -> TypeGuard[dict[str, list[str]]]:
    return isinstance(found, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in found.values()
    )


def _party(edition: Edition, thing: Thing, parts: Mapping[str, Thing], owned: Sequence[Thing]) -> None:
    draft = edition.open(thing.id, schema_of(thing.schema, edition), f"{edition.file} line {thing.row}", line=thing.row)
    draft.name(thing.caption, "primary")
    for name, kind in _NAMES.items():
        for text in thing.get(name):
            draft.name(text, kind)
    draft.promote_first()
    for name in _NATIONS:
        for text in thing.get(name):
            draft.nation(text)
    _facts(draft, thing)
    _addresses(draft, thing, parts)
    for part in owned:
        _joined(draft, part)
    draft.listed_on = draft.listed_on or min(thing.get("createdAt"), default="")[:10]
    for text in thing.get("programId") or (() if draft.programmes else thing.datasets):
        draft.programme(text)


def _addresses(draft: Draft, thing: Thing, parts: Mapping[str, Thing]) -> None:
    for text in thing.get("address"):
        draft.address(text)
    for id_ in thing.get("addressEntity"):
        if id_ in parts:
            draft.address(*parts[id_].get("full")[:1])
        else:
            draft.notes["address named and not given"] += 1


def _facts(draft: Draft, thing: Thing) -> None:
    """Dates, numbers and remarks: whatever stands in a table above."""
    for name, label in _BORN.items():
        for text in thing.get(name):
            draft.born(text, label)
    for name, label in _REMARKS.items():
        for text in thing.get(name):
            draft.remark(label, text)
    for name, kind in _NUMBERS.items():
        for text in thing.get(name):
            draft.ident(kind, text.removeprefix("IMO") if kind == "imo" else text)


def _joined(draft: Draft, part: Thing) -> None:
    """A paper or a sanction that names this party as its holder or its subject."""
    if part.schema == "Sanction":
        for text in (*part.get("programId"), *part.get("program")):
            draft.programme(text)
        draft.listed_on = draft.listed_on or min((*part.get("listingDate"), *part.get("startDate")), default="")[:10]
        for text in part.get("reason"):
            draft.remark("Reason", text)
        return
    nation = next(iter(part.get("country")), "")
    for text in part.get("number"):
        draft.ident("passport" if part.schema == "Passport" else "national_id", text, nation)
