"""Damaged files: never an error, never something called cleaned that still holds what was planted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.adapters.scrubbing.examining import examined
from duecare.adapters.scrubbing.findings import Kind, Reason
from tests.adapters.scrubbing import made, offices
from tests.adapters.scrubbing.checking import Checks

pytestmark = pytest.mark.once

MAKERS = {
    "jpeg": made.jpeg,
    "png": made.png,
    "webp": lambda: made.webp(lossless=False),
    "webp_l": lambda: made.webp(lossless=True),
    "pdf": made.pdf,
    "docx": offices.docx,
    "xlsx": offices.xlsx,
    "pptx": offices.pptx,
    "odt": offices.odt,
}


@cache
def original(name: str) -> bytes:
    return MAKERS[name]()


@pytest.fixture(scope="module")
def check() -> Iterator[Checks]:
    """Runs the readers over a file, in a process of its own."""
    with Checks() as checks:
        yield checks


@pytest.mark.parametrize("name", MAKERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_bytes_that_were_altered_leave_nothing_behind(check: Checks, name: str, data: st.DataObject) -> None:
    content = bytearray(original(name))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(content))


@pytest.mark.parametrize("name", MAKERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_files_that_were_cut_off_or_had_a_piece_taken_out_leave_nothing_behind(
    check: Checks, name: str, data: st.DataObject
) -> None:
    content = original(name)
    start = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.one_of(st.just(len(content)), st.integers(1, 64)))
    check(content[:start] + content[start + length :])


def test_a_picture_over_which_the_library_ends_its_process_is_told_as_not_examined(check: Checks) -> None:
    for seed in range(2_000):
        chance, content = random.Random(seed), bytearray(original("jpeg"))
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if not check(bytes(content)):
            result = examined(bytes(content))
            assert (result.reason, result.cleaned, result.findings) == (Reason.ENDED, None, ())
            return
    pytest.fail("no damage of these ends the process any more: the checks above need no process of their own")


@pytest.mark.parametrize("name", ["jpeg", "webp"])
def test_every_single_bit_of_the_lengths_and_names_in_front_of_a_picture(check: Checks, name: str) -> None:
    content = original(name)
    for at in range(0, 64):
        for bit in range(8):
            check(content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :])


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=2000), st.sampled_from([b"", b"\xff\xd8\xff", b"RIFF1234WEBP", b"%PDF-1.7\n", b"PK\x03\x04"]))
def test_noise_is_never_examined_and_never_an_error(noise: bytes, start: bytes) -> None:
    result = examined(start + noise)
    assert result.cleaned is None and result.reason is not None and result.findings == ()
    assert start or result.kind is Kind.OTHER
