"""Canonical JSON agrees with RFC 8785, checked against an independent implementation."""

from __future__ import annotations

import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from duecare.kernel.canonical import canonical, digest, parsed, quick

text = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_agrees_with_an_independent_implementation(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # the strategy makes JSON only


@pytest.mark.parametrize(
    ("value", "written"),
    [(1e21, b"1e+21"), (1e-7, b"1e-7"), (0.000001, b"0.000001"), (-0.0, b"0"), (100.0, b"100"), (5e-324, b"5e-324")],
)
def test_numbers_as_in_the_standard(value: float, written: bytes) -> None:
    assert canonical(value) == written


def test_keys_are_sorted_by_utf16_code_units() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, "\ud800"])
def test_what_json_cannot_say_exactly_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("value", [b"bytes", {1: "a"}, {"a": {1, 2}}, object()])
def test_what_json_does_not_have_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)  # type: ignore[arg-type]  # that is the point


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": [1, 2]}) == digest({"b": [1, 2], "a": 1})


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":2}',
        b'{ "a":1}',
        b"1.0",
        b"1e2",
        b"-0",
        b"NaN",
        b'"\\u00e9"',
        b"",
        b"\xff",
        b'"\xed\xa0\x80"',
    ],
)
def test_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parsed(data)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner, max_size=4)
    ),
    max_leaves=12,
)


fractions = st.floats(-1e9, 1e9).filter(lambda one: one != int(one))


@given(st.lists(plain | fractions) | st.dictionaries(text, plain | fractions))
def test_what_is_read_back_is_what_was_written(value: object) -> None:
    assert parsed(canonical(value)) == value  # type: ignore[arg-type]  # as above


@given(plain)
def test_the_quick_writer_agrees_where_it_may_be_used(value: object) -> None:
    assert quick(value) == canonical(value)  # type: ignore[arg-type]  # as above
