"""Files as streams, and the vault of a member of staff."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.sealed.streams import HEAD, PIECE, TAG, Torn, opened, padme, sealed
from duecare.adapters.sealed.vaults import passphrase, ring_key, vault_key, vault_keys

pytestmark = pytest.mark.once

KEY, AAD = b"k" * 32, b"aad"
SMALL = 8 * 1024


def whole(pieces: list[bytes], size: int, key: bytes = KEY, aad: bytes = AAD) -> bytes:
    return b"".join(opened(key, aad, pieces, size))


@pytest.mark.parametrize("size", [0, 1, 17, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 1_000_000])
@pytest.mark.parametrize("cut", [7_000, 100_000])
def test_a_file_comes_back_however_it_was_uploaded(size: int, cut: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    data = data[:size]
    pieces = list(sealed(KEY, AAD, (data[at : at + cut] for at in range(0, size, cut))))
    assert whole(pieces, size) == data
    assert len(pieces[0]) == HEAD and {len(one) for one in pieces[1:-1]} <= {PIECE + TAG}
    assert sum(map(len, pieces)) == HEAD + padme(size) + TAG * (len(pieces) - 1)


def test_a_stream_is_whole_or_nothing() -> None:
    size = 4 * PIECE
    pieces = list(sealed(KEY, AAD, [b"x" * size]))
    for torn in (
        [], pieces[:1], pieces[:-1], pieces[1:], [*pieces, pieces[-1]], [pieces[0], *pieces[2:]],
        [pieces[0], pieces[2], pieces[1], *pieces[3:]], [*pieces[:-1], pieces[-1][:-1]], [*pieces[:-1], b""],
    ):  # fmt: skip
        with pytest.raises(Torn):
            whole(torn, size)
    for key, aad, told in ((b"l" * 32, AAD, size), (KEY, b"ada", size), (KEY, AAD, size - 1), (KEY, AAD, 2 * size)):
        with pytest.raises(Torn):
            whole(pieces, told, key, aad)


@given(st.integers(min_value=0, max_value=1 << 40))
def test_padme_adds_at_most_twelve_percent_and_keeps_few_digits(size: int) -> None:
    padded = padme(size)
    assert size <= padded <= size * 1.12 + 1 and padme(padded) == padded
    assert size < 2 or bin(padded).rstrip("0").count("1") <= padded.bit_length().bit_length() + 1


def test_a_vault_takes_the_passphrase_and_the_device() -> None:
    key = vault_key("one two three", b"d" * 32, b"s" * 16, memory=SMALL)
    assert key == vault_key(" One  TWO three\n", b"d" * 32, b"s" * 16, memory=SMALL)
    others = {
        vault_key("one two four", b"d" * 32, b"s" * 16, memory=SMALL),
        vault_key("one two three", b"e" * 32, b"s" * 16, memory=SMALL),
        vault_key("one two three", b"d" * 32, b"t" * 16, memory=SMALL),
    }
    assert len(others) == 3 and key not in others
    assert vault_keys(key, 1).fingerprint != vault_keys(key, 2).fingerprint
    assert ring_key(key) != key
    with pytest.raises(ValueError, match="32"):
        vault_key("one", b"short", b"s" * 16, memory=SMALL)


def test_passphrases_are_drawn() -> None:
    words = tuple(f"word{number}" for number in range(7776))
    found = {passphrase(words) for _ in range(20)}
    assert len(found) == 20 and all(len(one.split()) == 6 for one in found)
