"""How strong a hit is: what confirms and contradicts, and what neither does."""

from __future__ import annotations

import pytest

from duecare.apps.screening.rules.entries import Entry, Identifier
from duecare.apps.screening.rules.weighing import MEDIUM, STRONG, WEAK, Particulars, circumstances, strength
from tests.apps.screening.lists import entry

PERSON: dict[str, object] = {"schema": "Person"}


def says(party: Particulars, listed: Entry) -> dict[str, str]:
    return {one.part: one.says for one in circumstances(party, listed.body())}


@pytest.mark.parametrize(
    ("kind", "schema", "expected"),
    [
        ("person", "Person", "confirms"), ("person", "Company", "contradicts"), ("company", "Person", "contradicts"),
        ("company", "Organization", "confirms"), ("federal", "PublicBody", "confirms"),
        ("company", "Vessel", "contradicts"),
        ("person", "LegalEntity", "silent"), ("other", "Person", "silent"), ("", "Vessel", "silent"),
    ],
)  # fmt: skip
def test_what_both_are(kind: str, schema: str, expected: str) -> None:
    assert says(Particulars(kind), entry("1", "X", schema=schema))["schema"] == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("1960-05-12", "1960-05-12", "confirms"), ("1960-05-12", "1960", "confirms"), ("1960", "1958/1962", "confirms"),
        ("1960-05", "1960-05-31", "confirms"), ("1960-05-12", "1960-06", "contradicts"),
        ("1963", "1958/1962", "contradicts"),
        ("1958", "1958/1962", "confirms"), ("1962-12-31", "1958/1962", "confirms"),
    ],
)  # fmt: skip
def test_dates_of_birth(ours: str, theirs: str, expected: str) -> None:
    listed = entry("1", "X", births=(theirs,))
    assert says(Particulars("person", births=(ours,)), listed)["birth"] == expected


def test_numbers_confirm_whatever_signs_stand_between_and_never_contradict() -> None:
    listed = entry("1", "X", ids=(Identifier("registration", "AB-12 34"),))
    assert says(Particulars(ids=("ab1234",)), listed)["number"] == "confirms"
    assert says(Particulars(ids=("9999",)), listed)["number"] == "silent"
    short = entry("1", "X", ids=(Identifier("other", "12"),))
    assert says(Particulars(ids=("12",)), short)["number"] == "silent", "two signs are met by chance"


def test_countries_and_programmes() -> None:
    listed = entry("1", "X", countries=("IRN", "FRA"), programmes=("Iran (Human Rights)",))
    assert says(Particulars(countries=("FRA",)), listed)["country"] == "confirms"
    assert says(Particulars(countries=("THA",)), listed)["country"] == "contradicts"
    assert says(Particulars(), listed)["country"] == "silent"
    assert says(Particulars(countries=("IRN",)), listed)["programme"] == "confirms"
    assert says(Particulars(countries=("FRA",)), listed)["programme"] == "silent"


def level(score: float, party: Particulars, listed: Entry, *, weak: bool = False) -> str:
    return strength(score, circumstances(party, listed.body()), weak_name=weak)


def test_the_score_alone() -> None:
    listed = entry("1", "X", countries=())
    found = [level(score, Particulars(), listed) for score in (STRONG, MEDIUM, WEAK, WEAK - 0.01)]
    assert found == ["strong", "medium", "weak", ""]


def test_what_stands_beside_the_name_moves_it() -> None:
    listed = entry("1", "X", schema="Person", births=("1960",), ids=(Identifier("passport", "P12345"),))
    assert level(STRONG, Particulars("company"), listed) == "weak"
    assert level(MEDIUM, Particulars("company"), listed) == ""
    assert level(STRONG, Particulars("person", births=("1980",)), listed) == "weak"
    assert level(MEDIUM, Particulars("person", births=("1960-01-01",)), listed) == "strong"
    assert level(STRONG, Particulars("person", countries=("FRA",)), listed) == "medium"
    assert level(WEAK, Particulars("person", countries=("FRA",)), listed) == "weak", "a country takes no hit away"
    assert level(0.6, Particulars("person", ids=("P-12345",)), listed) == "strong"
    assert level(1.0, Particulars("person"), listed, weak=True) == "weak"
