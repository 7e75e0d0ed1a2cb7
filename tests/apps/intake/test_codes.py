"""The reporter's code: read as people type it, and every slip told."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.intake.rules.codes import Slip, Typed, typed, unlike, written

pytestmark = pytest.mark.once

SCRIPTS = {"latin": 0x30, "arabic-indic": 0x660, "persian": 0x6F0, "devanagari": 0x966, "thai": 0xE50, "full": 0xFF10}


def in_script(text: str, zero: int) -> str:
    return "".join(chr(zero + int(sign)) if sign.isdigit() else sign for sign in text)


@given(st.binary(min_size=16, max_size=16))
def test_a_code_carries_its_sixteen_bytes_in_eight_groups_of_five(secret: bytes) -> None:
    code = written(secret)
    assert [len(group) for group in code.split()] == [5] * 8 and code.replace(" ", "").isdigit()
    assert typed(code) == Typed(secret)


@pytest.mark.parametrize("secret", [bytes(16), b"\xff" * 16])
def test_the_smallest_and_the_largest_code_fit(secret: bytes) -> None:
    assert len(written(secret).replace(" ", "")) == 40 and typed(written(secret)).secret == secret


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("between", [" ", "-", "", "\u2013", " \u2011 ", "\u00a0", "\t", "\u200f ", "\n"])
def test_digits_of_any_script_and_any_separators(script: str, between: str) -> None:
    code = in_script(written(b"0123456789abcdef"), SCRIPTS[script])
    assert unicodedata.decimal(code[0]) >= 0
    assert typed(f" {between.join(code.split())}\u200e ").secret == b"0123456789abcdef"


def test_every_wrong_digit_and_every_exchange_of_two_less_than_28_apart_is_seen() -> None:
    draw = random.Random(1)
    for _ in range(20):
        digits = written(draw.randbytes(16)).replace(" ", "")
        for at, right in enumerate(digits):
            for other in set("0123456789") - {right}:
                assert typed(digits[:at] + other + digits[at + 1 :]).secret is None
            for far in range(at + 1, min(at + 28, 40)):
                if digits[far] != right:
                    changed = [*digits]
                    changed[at], changed[far] = changed[far], changed[at]
                    assert typed("".join(changed)).slip is Slip.CHECK


@pytest.mark.parametrize(
    ("change", "slip", "groups"),
    [
        (lambda code: code[:7] + code[8:], Slip.LENGTH, (2,)),
        (lambda code: code + "1", Slip.LENGTH, (8,)),
        (lambda code: "1" + code[:9] + code[10:], Slip.CHECK, ()),
        (lambda code: code[:12] + "O" + code[13:], Slip.STRANGE, (3,)),
        (lambda code: (code[:12] + "l" + code[13:]).replace(" ", ""), Slip.STRANGE, (3,)),
        (lambda code: code[:-6], Slip.LENGTH, ()),
        (lambda code: "", Slip.EMPTY, ()),
        (lambda code: " - ", Slip.EMPTY, ()),
        (lambda code: "9" * 40, Slip.CHECK, ()),
        (lambda code: str(29 << 128).zfill(40), Slip.CHECK, ()),
    ],
)
def test_a_slip_is_told_with_its_group_where_that_can_be_known(change, slip, groups) -> None:  # type: ignore[no-untyped-def]
    assert typed(change(written(b"0123456789abcdef"))) == Typed(None, slip, groups)


def test_what_is_retyped_is_compared_group_by_group() -> None:
    right = written(b"0123456789abcdef").split()
    again = {2: right[1], 5: in_script(right[4], 0x660), 8: right[7]}
    assert unlike(b"0123456789abcdef", again) == ()
    wrong = {2: right[1][::-1] if right[1] != right[1][::-1] else "00000", 5: right[4], 8: ""}
    assert unlike(b"0123456789abcdef", wrong) == (2, 8)


@given(st.text())
def test_nothing_that_is_typed_stops_the_page(text: str) -> None:
    found = typed(text)
    assert (found.secret is None) == (found.slip is not None)


def test_a_code_is_sixteen_bytes() -> None:
    with pytest.raises(ValueError, match="16"):
        written(b"short")
