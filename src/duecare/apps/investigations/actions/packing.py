"""Making an evidence pack. That it was made, and each file that was opened for it, stands in the case first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from duecare.adapters.evidence import packing
from duecare.adapters.evidence.packing import Piece
from duecare.adapters.sealed.files import Files, Stored
from duecare.apps.intake.actions.attaching import take_original
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.investigations.queries.investigation import investigation
from duecare.apps.investigations.queries.packing import told
from duecare.apps.investigations.rules.packs import chosen
from duecare.apps.investigations.rules.records import Act
from duecare.apps.investigations.rules.refusals import NotNow

README = """Evidence pack of a sealed case.

files/         the pieces of evidence, as they were acquired
manifest.json  every record about them with its signature, the certificates of their authors, and the hash of each file
verify_pack.py checks all of it: python3 verify_pack.py PACK.tar OFFICER_KEY OFFICER_KEY

Take the script from the product's source rather than from here, and the officers' keys from a person.
"""


def make(*, by: Case, site: Site, mark: bytes, home: Path) -> tuple[int, Iterator[bytes]]:
    """The pack on which two persons agreed: its size, and its bytes.

    Args:
        mark: of the act that asks for it.
        home: of the company, where files and the key log are.

    Raises:
        NotNow: nobody asked for it, or a second person did not agree.
        NotHeld, NotFound: see `attaching.take_original`.
    """
    found = investigation(site, by)
    one = found.standing.get(mark)
    if one is None or not isinstance(one.what, Act) or one.what.code != "pack" or not found.holds(one):
        raise NotNow(["no-such"])
    script = packing.VERIFIER.read_bytes()
    pieces = [packing.text("README.txt", README.encode()), packing.text("verify_pack.py", script)]
    acts = chosen(found)
    for number, act in enumerate((act for act in acts.values() if act.code == "evidence" and act.fields["file"]), 1):
        _told, stored = take_original(
            by=by, site=site, number=int(act.fields["file"]), reason=f"evidence pack {mark.hex()[:8]}", brought=True
        )
        opens = partial(_opened, home, site.installation, stored)
        pieces.append(Piece(f"files/{number:03}.bin", stored.size, act.mark.hex(), opens))
    manifest = told(site, by, home, investigation(site, by))
    return packing.size_of(pieces, manifest), packing.written(pieces, manifest, by.keys.signing.sign)


def _opened(home: Path, installation: bytes, stored: Stored) -> Iterator[bytes]:
    return Files(home, installation).opened(stored.name, stored.lock, stored.size)
