"""The published test vectors open with what the documentation says, read by an implementation of its own."""

from __future__ import annotations

import base64
import json
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag

from duecare.adapters.sealed import envelopes, shares
from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.officer_key import open_officer
from duecare.apps.intake.rules import entries
from scripts import sealing_vectors as vectors
from tests.house.reading import REPOSITORY

from . import independent

pytestmark = pytest.mark.once

RECORDED = {what: bytes.fromhex(value) for what, value in json.loads(vectors.RECORDED.read_text()).items()}
DERIVED = dict(vectors.derived())
PAGE = REPOSITORY / "docs" / "reference" / "sealing-vectors.md"


def value(what: str) -> bytes:
    found = DERIVED[what]
    assert isinstance(found, bytes)
    return found


def test_the_recorded_envelope_opens() -> None:
    info = independent.framed("duecare/env/1", vectors.INSTALLATION, vectors.GROUP, value("fingerprint"))
    payload = independent.hpke_open(vectors.OPENING, info, RECORDED["envelope"])
    bundle = json.loads(payload[2 : 2 + int.from_bytes(payload[:2], "big")])
    case = value("case id on the external track").hex()
    assert bundle == {"case": case, "seeds": {"report": [3, vectors.SEED.hex()]}} and len(payload) == 1024
    with pytest.raises(InvalidTag):
        independent.hpke_open(vectors.OPENING, info + b"x", RECORDED["envelope"])


def test_the_recorded_object_opens_and_is_signed() -> None:
    case = value("case id on the external track")
    signed, signature, plain = independent.entry(case, "report", vectors.SEED, 3, 7, RECORDED["object"])
    independent.verify(value("public key of signatures"), signed, signature)
    assert json.loads(plain)["body"] == "An example."
    assert entries.decoded(plain).day == date(2026, 3, 2)
    with pytest.raises(InvalidSignature):
        independent.verify(value("public key of signatures"), signed + b"x", signature)


def test_any_two_recorded_shares_give_the_seed() -> None:
    case = value("case id on the external track")
    every = [RECORDED[f"share {number}"] for number in (1, 2, 3)]
    for two in combinations(every, 2):
        assert shares.joined(case, two, shares.seed_hash(case, vectors.SEED)) == vectors.SEED


def test_what_follows_is_the_same_in_an_implementation_of_its_own() -> None:
    public = independent.public(vectors.OPENING)
    assert value("public key to seal to") == public
    secret = independent.mac(vectors.INSTALLATION, vectors.CODE)
    assert value("draft key of the code") == independent.expand(secret, "draft/1")
    assert value("name of object 7 in epoch 3") == independent.place(vectors.SEED, 3, 7)
    beside = independent.expand(vectors.SEED, "duecare/compartment/1/readings")
    assert value("seed of the readings beside that compartment") == beside
    assert value("name of reading 0 in epoch 3") == independent.place(beside, 3, 0)
    number = int.from_bytes(vectors.CODE, "big") * 29
    assert str(DERIVED["code as written"]).replace(" ", "") == f"{number:040d}"


def test_a_whole_group_under_its_outer_layer_opens_for_the_independent_reader() -> None:
    mine = Keys(vectors.OPENING, vectors.SIGNING)
    place = envelopes.Place(mine.opening.public, mine.fingerprint, b'{"case":"00"}')
    row = envelopes.veiled(vectors.OUTER, envelopes.group(vectors.INSTALLATION, vectors.GROUP, [place]))
    given = (vectors.INSTALLATION, vectors.GROUP, vectors.OUTER, row, vectors.OPENING, mine.fingerprint)
    assert independent.bundle(*given) == {"case": "00"}
    with pytest.raises(LookupError):
        independent.bundle(*given[:4], vectors.SIGNING, mine.fingerprint)


def test_the_paper_is_read_and_its_signatures_hold_in_an_implementation_of_its_own() -> None:
    line = str(DERIVED["paper that asks for a certificate, signed by both officers"]).encode()
    message, asked = independent.paper(line)
    assert len(json.loads(line)["signatures"]) == 2 and asked["offices"] == ["case-handler", "intake-internal"]
    assert base64.b64decode(asked["opening"]) == independent.public(vectors.OPENING)
    assert independent.aloud(message) == DERIVED["its number to compare aloud"]
    other = line.replace(b'"installation":"40', b'"installation":"41')
    assert other != line
    with pytest.raises(InvalidSignature):
        independent.paper(other)
    ending = str(DERIVED["paper that asks for the end of the key, unsigned"]).encode()
    assert independent.paper(ending)[1] == {"begins": "2027-03-02", "fingerprint": value("fingerprint").hex()}


def test_the_officers_key_file_opens_with_the_passphrase_alone(tmp_path: Path) -> None:
    data = RECORDED["officer's key file"]
    seed = independent.officer_seed(data, f" {vectors.PHRASE.upper()}  ")
    (tmp_path / "officer").write_bytes(data)
    assert open_officer(tmp_path / "officer", vectors.PHRASE).public.hex() == json.loads(data)["public"]
    assert len(seed) == 32 and seed not in data
    with pytest.raises(InvalidTag):
        independent.officer_seed(data, "another")


def test_the_printed_device_secret_is_read_by_an_implementation_of_its_own() -> None:
    lines = str(DERIVED["device secret (compartment seed) of person (code) on paper, a line each"]).splitlines()
    assert independent.device(lines) == (vectors.CODE, vectors.SEED, vectors.SALT, vectors.MEMORY, 1)


def test_every_vector_stands_on_the_page() -> None:
    page = "".join(PAGE.read_text().split())
    for one in (*RECORDED.values(), *(found for found in DERIVED.values() if isinstance(found, bytes))):
        assert one.hex() in page
    for text in (found for found in DERIVED.values() if isinstance(found, str)):
        assert "".join(text.split()) in page
