"""Which names are aligned at all: what shares a word with two hundred must still be among the first ten."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from duecare.apps.screening.rules.sounds import sounds_of
from duecare.screening import Index, knowledge

pytestmark = pytest.mark.once

P, C = "Person", "Company"
GIVEN = [
    "".join(syllables).title()
    for syllables in product(("vel", "dor", "pan", "gus", "ban"), ("a", "i", "o"), ("dek", "mun", "lop", "res"))
]
"""Sixty given names that nobody bears."""


def crowd(pattern: str, schema: str, more: str) -> Index:
    """Two hundred who share words with the one that is looked for."""
    names = [pattern.format(one, other) for one in GIVEN for other in GIVEN[:3] if one != other]
    entities = [(f"other-{place}", schema, [name]) for place, name in enumerate(names)]
    return Index.build([*entities, ("wanted", schema, [more])])


@pytest.mark.parametrize(
    ("schema", "pattern", "listed", "asked"),
    [
        pytest.param(P, "{0} {1} Exemplarovich", "Lysogor Kir Exemplarovich", "L. K. Exemplarovich", id="initials"),
        pytest.param(P, "{0} {1} Exemplari", "Shahzad Exemplari", "S. Exemplari", id="an initial heard otherwise"),
        pytest.param(P, "Jabar {0} {1}", "Jabar Hammudin", "Jabar Hamm", id="cut off"),
        pytest.param(C, "{0} {1} Shipping Ltd", "Neo Shipping Ltd", "Ne Shipping Ltd", id="a word of one sound"),
        pytest.param(C, "{0} {1} Shipping", "Exemplaria Shipping", "Exqemplabria Shipping", id="a word nobody bears"),
        pytest.param(
            P, "Vladimir {0}", "Vladimir Vladimirovich Vladimirov", "Vladmiir Vladimirovich Vladimirov",
            id="one word for three",
        ),
    ],
)  # fmt: skip
def test_words_that_lead_nowhere_tell_apart_who_shares_the_rest(
    schema: str, pattern: str, listed: str, asked: str
) -> None:
    found = crowd(pattern, schema, listed).search(asked, schema)
    assert "wanted" in [hit.id for hit in found]


@pytest.mark.parametrize(
    ("schema", "listed", "asked"),
    [
        pytest.param(C, "East Sea Exemplar Company", "EASTSEAEXEMPLARCOMPANY", id="t and s meet"),
        pytest.param(P, "Kaveh Abdullah Exemplar", "kavehabdullahexemplar", id="an h is heard that was silent"),
        pytest.param(P, "EXEMPLAR, Ahmad-Reza", "Ahmad-RezaEXEMPLAR", id="the last and the first"),
        pytest.param(
            C, "Exemplar Unmanned Systems Research and Invented Production Association",
            "exemplarunmannedsystemsresearchandinventedproductionassociation", id="more than six words",
        ),
        pytest.param(C, "Joint Stock Company Exemplar Systems", "JOINT-STOCKCOMPANYEXEMPLARSYSTEMS", id="legal form"),
        pytest.param(C, "Exemplar Trade SL", "EXEMPLARTRADESL", id="a legal form of two letters"),
        pytest.param(P, "Sheshenyarovsky", "Shshnrvsk", id="like consonants meet where the vowel was"),
    ],
)  # fmt: skip
def test_a_name_without_its_spaces_or_vowels_is_found(schema: str, listed: str, asked: str) -> None:
    index = Index.build([("wanted", schema, [listed]), ("other", schema, ["Somebody Else Entirely"])])
    assert [hit.id for hit in index.search(asked, schema)] == ["wanted"]


def _is_a_name(word: str) -> bool:
    return not knowledge().is_special(word, person=True) and len(sounds_of(word)) > 2


words = st.text("abcdeghiknopstuz", min_size=4, max_size=9).filter(_is_a_name)


@settings(max_examples=60, deadline=None)
@given(words, words)
def test_two_words_typed_as_one_are_found_wherever_their_letters_meet(first: str, second: str) -> None:
    assume(len(sounds_of(first + second)) >= 6 and first not in second and second not in first)
    hits = Index.build([("wanted", "Person", [f"{first} {second}"])]).search(first + second, "Person")
    assert [hit.id for hit in hits] == ["wanted"]
    assert [(part.left, part.relation, part.right) for part in hits[0].alignment.parts] == [
        (first + second, "joined", f"{first} {second}")
    ]
