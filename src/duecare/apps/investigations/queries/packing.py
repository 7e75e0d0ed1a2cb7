"""What an evidence pack tells, for a member who holds work and evidence of the case."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from duecare.adapters.sealed import log_file
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.apps.intake.queries.opening import Case, read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.key_log import fingerprint_of
from duecare.apps.intake.rules.reading import mapping, unpacked
from duecare.apps.intake.rules.reading import read as read_json
from duecare.apps.intake.rules.records import decoded
from duecare.apps.intake.rules.work import of_inquiry
from duecare.apps.investigations.rules.packs import belongs, chosen
from duecare.apps.investigations.rules.records import what
from duecare.apps.investigations.rules.state import Inquiry
from duecare.kernel.canonical import JSON

FORMAT = "duecare/evidence-pack/1"


def told(site: Site, case: Case, home: Path, found: Inquiry) -> dict[str, JSON]:
    """The manifest without its files."""
    entries: list[JSON] = []
    authors = {case.keys.fingerprint}
    acts, every = chosen(found), read(site, case, Compartment.WORK)
    at = {one.at: one for one in every.walk.found}
    for place, entry in every.entries:
        if not of_inquiry(entry):
            continue
        try:
            said = what(entry.body)
        except ValueError:
            continue  # counted as a fault of the investigation; it says nothing
        if belongs(acts, said):
            one = at[place]
            parts = {"plain": entry.plain(), "signature": one.signature, "signed": one.signed}
            entries.append({name: _text(data) for name, data in parts.items()})
            authors.add(entry.author)
            authors |= {act.bytes("who") for act in acts.values() if act.code == "transfer"}
    certificates, ended = _papers(home, authors)
    return {
        "by": case.keys.fingerprint.hex(), "certificates": certificates, "day": site.today.isoformat(),
        "ended": ended, "entries": entries, "format": FORMAT, "installation": site.installation.hex(),
    }  # fmt: skip


def _papers(home: Path, authors: set[bytes]) -> tuple[list[JSON], list[JSON]]:
    """Certificates of these keys with the officers' signatures, and what ended them."""
    certificates: list[JSON] = []
    ended: list[JSON] = []
    for body in _bodies(home):
        if "certify" in body and fingerprint_of(decoded(unpacked(body["certify"]))) in authors:
            certificates.append(body)
        elif "revoke" in body and bytes.fromhex(str(mapping(body["revoke"])["fingerprint"])) in authors:
            ended.append(body)
    return certificates, ended


def _bodies(home: Path) -> Iterator[dict[str, JSON]]:
    for row in log_file.read(KeyPlace(home / "sealed").log):
        yield dict(read_json(row.body))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
