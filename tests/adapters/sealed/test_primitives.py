"""Facts about the libraries that the formats rest on, and the formats at their boundaries."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.sealed import envelopes, objects, shares
from duecare.adapters.sealed.envelopes import Place
from duecare.adapters.sealed.keys import PUBLIC, Keys, OpeningKey, fingerprint, public_key
from duecare.adapters.sealed.reporter import reporter
from duecare.kernel.framing import framed

from . import independent

pytestmark = pytest.mark.once

VECTORS = json.loads((Path(__file__).parent / "xwing.json").read_text())["vectors"]
INSTALLATION, NAME = bytes(32), b"n" * 32


@pytest.mark.parametrize("vector", VECTORS, ids=["first", "second"])
def test_keys_are_those_of_the_published_vectors(vector: dict[str, str]) -> None:
    public = OpeningKey(bytes.fromhex(vector["seed"])).public.hex()
    assert len(public) == 2 * PUBLIC == 2 * 1216
    assert public.startswith(vector["public_begins"]) and public.endswith(vector["public_ends"])


@pytest.mark.parametrize("vector", VECTORS, ids=["first", "second"])
def test_the_independent_reader_agrees_with_the_published_vectors(vector: dict[str, str]) -> None:
    """The shared secret hashes the public key in, so all of it is compared."""
    seed, sent = bytes.fromhex(vector["seed"]), bytes.fromhex("".join(vector["ciphertext"]))
    assert len(sent) == 1120
    assert independent.decapsulate(seed, sent).hex() == vector["secret"]


def test_what_we_seal_opens_for_the_independent_reader() -> None:
    seed = secrets.token_bytes(32)
    sealed = envelopes.wrap(b"x" * 1024, OpeningKey(seed).public, b"info")
    assert len(sealed) == envelopes.ENVELOPE == 2160
    assert independent.hpke_open(seed, b"info", sealed) == b"x" * 1024


def test_an_envelope_opens_under_its_own_info_and_key_only_and_unaltered() -> None:
    key = OpeningKey(secrets.token_bytes(32))
    sealed = envelopes.wrap(b"x", key.public, b"info")
    assert envelopes.unwrap(sealed, key, b"info") == b"x"
    assert envelopes.unwrap(sealed, key, b"inf") is None
    assert envelopes.unwrap(sealed, OpeningKey(bytes(32)), b"info") is None
    assert envelopes.unwrap(sealed[:-1], key, b"info") is None and envelopes.unwrap(b"", key, b"info") is None
    for at in (0, 1087, 1088, 1119, 1120, len(sealed) - 1):
        altered = bytearray(sealed)
        altered[at] ^= 1
        assert envelopes.unwrap(bytes(altered), key, b"info") is None


def test_a_key_refuses_what_mlkem_says_is_not_for_it_and_nothing_that_it_opens() -> None:
    key, other = OpeningKey(secrets.token_bytes(32)), OpeningKey(secrets.token_bytes(32))
    for _ in range(16):
        sealed = envelopes.wrap(b"x", key.public, b"info")
        assert not key.refuses(sealed) and other.refuses(sealed)
        assert envelopes.unwrap(sealed, key, b"info") == b"x" and envelopes.unwrap(sealed, other, b"info") is None
    assert key.refuses(b"") and key.refuses(sealed[:1087])
    for at, refused in ((0, True), (1087, True), (1088, False), (len(sealed) - 1, False)):
        altered = bytearray(sealed)
        altered[at] ^= 1
        assert key.refuses(bytes(altered)) is refused and envelopes.unwrap(bytes(altered), key, b"info") is None


@pytest.mark.parametrize("vector", VECTORS, ids=["first", "second"])
def test_a_key_refuses_none_of_the_published_vectors_of_its_own(vector: dict[str, str]) -> None:
    sent = bytes.fromhex("".join(vector["ciphertext"]))
    assert not OpeningKey(bytes.fromhex(vector["seed"])).refuses(sent)
    assert OpeningKey(bytes(32)).refuses(sent)


def test_an_envelope_that_is_for_these_keys_up_to_its_tag_does_not_hide_the_one_behind_it() -> None:
    """A group in which every other envelope begins like one of ours: passing over is not what decides."""
    keys = Keys.new()
    row = envelopes.group(INSTALLATION, NAME, [Place(keys.opening.public, keys.fingerprint, b"c")])
    every = [row[at : at + 2160] for at in range(0, len(row), 2160)]
    mine = next(one for one in every if not keys.opening.refuses(one))
    spoilt = mine[:-1] + bytes([mine[-1] ^ 1])
    assert envelopes.open_group(INSTALLATION, NAME, spoilt * 15 + mine, keys) == b"c"
    assert envelopes.open_group(INSTALLATION, NAME, spoilt * 16, keys) is None


@pytest.mark.parametrize("size", [0, 1, 1021, 1022])
def test_a_group_holds_what_fits_an_envelope(size: int) -> None:
    keys = Keys.new()
    row = envelopes.group(INSTALLATION, NAME, [Place(keys.opening.public, keys.fingerprint, b"c" * size)])
    assert len(row) == envelopes.GROUP == 34_560
    assert envelopes.open_group(INSTALLATION, NAME, row, keys) == b"c" * size
    assert envelopes.open_group(INSTALLATION, b"m" * 32, row, keys) is None
    assert envelopes.open_group(b"\1" * 32, NAME, row, keys) is None
    assert envelopes.open_group(INSTALLATION, NAME, row, Keys.new()) is None


def test_a_group_takes_sixteen_and_1022_bytes_and_no_more() -> None:
    keys = Keys.new()
    place = Place(keys.opening.public, keys.fingerprint, b"")
    assert len(envelopes.group(INSTALLATION, NAME, [place] * 16)) == envelopes.GROUP
    with pytest.raises(ValueError, match="16 places"):
        envelopes.group(INSTALLATION, NAME, [place] * 17)
    with pytest.raises(ValueError, match="1022"):
        envelopes.group(INSTALLATION, NAME, [Place(keys.opening.public, keys.fingerprint, bytes(1023))])


def test_the_place_of_an_envelope_says_nothing() -> None:
    keys = Keys.new()
    info = framed("duecare/env/1", INSTALLATION, NAME, keys.fingerprint)
    found: Counter[int] = Counter()
    for _ in range(48):
        row = envelopes.group(INSTALLATION, NAME, [Place(keys.opening.public, keys.fingerprint, b"c")])
        every = [row[at : at + 2160] for at in range(0, len(row), 2160)]
        found[[envelopes.unwrap(one, keys.opening, info) is not None for one in every].index(True)] += 1
    assert len(found) > 8  # fewer than nine of sixteen places in 48 tries: once in a billion


def test_the_outer_layer_hides_what_an_envelope_cannot() -> None:
    """X25519 leaves the top bit of byte 1119 clear in every envelope; under the outer layer it is any bit."""
    keys = Keys.new()
    tops, veiled_tops = set(), set()
    for _ in range(4):
        row = envelopes.group(INSTALLATION, NAME, [Place(keys.opening.public, keys.fingerprint, b"c")])
        outer = secrets.token_bytes(32)
        veiled = envelopes.veiled(outer, row)
        assert len(veiled) == len(row) and envelopes.veiled(outer, veiled) == row
        for at in range(1119, len(row), 2160):
            tops.add(row[at] >> 7)
            veiled_tops.add(veiled[at] >> 7)
    assert tops == {0} and veiled_tops == {0, 1}


@pytest.mark.parametrize("step", objects.STEPS)
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_objects_have_four_sizes(step: int, more: int) -> None:
    size = step - objects.AROUND + more
    seed, content = secrets.token_bytes(32), secrets.token_bytes(size)
    if size > objects.STEPS[-1] - objects.AROUND:
        with pytest.raises(ValueError, match="262112"):
            objects.seal(seed, b"", content)
        return
    box = objects.seal(seed, b"aad", content)
    assert len(box) in objects.STEPS and (len(box) == step) == (more <= 0)
    assert objects.opened(seed, b"aad", box) == content
    assert objects.opened(seed, b"ada", box) is None
    assert objects.opened(bytes(32), b"aad", box) is None
    assert objects.opened(seed, b"aad", box[:-1]) is None and objects.opened(seed, b"aad", b"") is None


def test_names_of_objects_have_nothing_in_common() -> None:
    seed = secrets.token_bytes(32)
    names = {objects.name(seed, epoch, counter) for epoch in range(1, 9) for counter in range(64)}
    assert len(names) == 8 * 64 and {len(name) for name in names} == {16}
    assert objects.name(seed, 1, 2) != objects.name(seed, 2, 1) != objects.name(bytes(32), 2, 1)
    assert objects.name(seed, 3, 4) == independent.place(seed, 3, 4)


def test_shares_give_the_seed_back_and_a_false_one_is_named() -> None:
    case, seed = b"c" * 16, secrets.token_bytes(32)
    cut = dict(zip((b"a", b"b", b"c"), shares.cut(seed, 3, 2), strict=True))
    known = {who: shares.share_hash(case, share) for who, share in cut.items()}
    whole = shares.seed_hash(case, seed)
    assert {len(share) for share in cut.values()} == {33}
    for left in cut:
        two = {who: share for who, share in cut.items() if who != left}
        assert shares.joined(case, list(two.values()), whole) == seed and not shares.false_shares(case, two, known)
        assert shares.joined(case, [cut[left]], whole) is None
    forged = {**cut, b"b": bytes([cut[b"b"][0] ^ 1]) + cut[b"b"][1:]}
    assert shares.false_shares(case, forged, known) == (b"b",)
    assert shares.joined(case, [forged[b"a"], forged[b"b"]], whole) is None
    assert shares.false_shares(b"d" * 16, cut, known) == tuple(cut)


def test_a_code_gives_a_mailbox_and_keys_that_belong_to_one_installation() -> None:
    one, again, elsewhere = (reporter(i, b"c" * 16) for i in (INSTALLATION, INSTALLATION, b"\1" * 32))
    assert one.mailbox == again.mailbox and one.keys.fingerprint == again.keys.fingerprint
    assert one.mailbox != elsewhere.mailbox and one.keys.fingerprint != elsewhere.keys.fingerprint
    prk = independent.mac(INSTALLATION, b"c" * 16)
    assert one.mailbox == hashlib.sha256(independent.expand(prk, "locator/1")).digest()
    assert one.keys.opening.public == independent.public(independent.expand(prk, "kem/1"))
    assert one.draft == independent.expand(prk, "draft/1")


def test_neither_of_two_public_keys_can_be_exchanged_alone() -> None:
    one, two = Keys.new(), Keys.new()
    every = {fingerprint(a.opening.public, b.signing.public) for a in (one, two) for b in (one, two)}
    assert len(every) == 4


@pytest.mark.parametrize("raw", [b"", bytes(1215), bytes(1217), b"\xff" * 1216])
def test_what_is_no_public_key_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        public_key(raw)


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_different_lists_are_framed_differently(one: list[bytes], two: list[bytes]) -> None:
    assert (framed(*one) == framed(*two)) == (one == two)
