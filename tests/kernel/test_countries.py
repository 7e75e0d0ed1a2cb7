"""Places: the table is complete and without contradiction, and publishers' spellings find their place."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.kernel import countries
from duecare.kernel.countries import COUNTRIES, HISTORICAL, TERRITORIES, resolve_code, resolve_name


def code_of(match: countries.Match) -> str | None:
    return match.place.code if match.place else None


def test_250_countries_sorted_and_each_code_once() -> None:
    codes = countries.all_codes()
    assert len(codes) == 250
    assert codes == tuple(sorted(set(codes)))
    assert "XKX" in codes
    assert len({country.alpha2 for country in COUNTRIES.values()}) == 250
    assert len({country.numeric for country in COUNTRIES.values()}) == 250


def test_codes_have_their_shape() -> None:
    for country in COUNTRIES.values():
        assert len(country.alpha3) == 3 and country.alpha3.isupper()
        assert len(country.alpha2) == 2 and country.alpha2.isupper()
        assert len(country.numeric) == 3 and country.numeric.isdigit()


def test_codes_agree_with_an_independent_list() -> None:
    """Babel's CLDR data lists the same territories; it was not the source of the table."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    for country in COUNTRIES.values():
        if country.alpha2 != "XK":
            assert aliases[country.alpha3] == [country.alpha2], country
            assert aliases[country.numeric] == [country.alpha2], country


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Türkiye", "TUR"),
        ("TURKEY", "TUR"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Congo-Kinshasa", "COD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Rep.", "COG"),
        ("Republic of the Congo", "COG"),
        ("Burma", "MMR"),
        ("Swaziland", "SWZ"),
        ("Macedonia", "MKD"),
        ("Korea, Rep.", "KOR"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Gambia, The", "GMB"),
        ("The Gambia", "GMB"),
        ("St. Kitts & Nevis", "KNA"),
        ("Hong Kong SAR, China", "HKG"),
        ("Kosovo", "XKX"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea-Bissau", "GNB"),
        ("USSR", "SUN"),
        ("Germany, E.", "DDR"),
        ("Northern Cyprus", "northern-cyprus"),
        ("European Union", "euu"),
    ],
)
def test_names_as_publishers_write_them(name: str, code: str) -> None:
    assert code_of(resolve_name(name)) == code


@pytest.mark.parametrize(
    ("publisher", "written", "code"),
    [
        ("wgi", "ADO", "AND"),
        ("wgi", "KSV", "XKX"),
        ("wgi", "ROM", "ROU"),
        ("wgi", "TMP", "TLS"),
        ("wgi", "ZAR", "COD"),
        ("wgi", "WBG", "PSE"),
        ("cpi", "KSV", "XKX"),
        ("rsf", "XKO", "XKX"),
        ("vdem", "XKX", "XKX"),
        ("rsf", "CTU", "northern-cyprus"),
        ("rsf", "CSS", "oecs"),
        ("rsf", "USA2", "USA"),
        ("rsf", "USA_I", "us-in-iraq"),
        ("vdem", "PSG", "gaza-strip"),
        ("vdem", "SML", "somaliland"),
        ("vdem", "ZZB", "zanzibar"),
        ("", "de", "DEU"),
        ("", "ANT", "ANT"),
    ],
)
def test_codes_as_publishers_write_them(publisher: str, written: str, code: str) -> None:
    assert code_of(resolve_code(written, publisher=publisher)) == code


def test_a_publishers_own_code_is_not_lent_to_another() -> None:
    assert code_of(resolve_code("CTU", publisher="rsf")) == "northern-cyprus"
    assert resolve_code("CTU", publisher="wgi").place is None


@pytest.mark.parametrize("strange", ["", "  ", "Atlantis", "Q9Z", "070"])
def test_what_fits_nothing_is_reported_with_a_reason(strange: str) -> None:
    for match in (resolve_name(strange), resolve_code(strange)):
        assert match.place is None
        assert match.reason


def test_parts_and_successors_exist() -> None:
    for territory in TERRITORIES.values():
        assert territory.part_of in COUNTRIES
    for state in HISTORICAL.values():
        assert state.successors and all(code in COUNTRIES for code in state.successors)


def test_every_code_of_a_publisher_leads_somewhere() -> None:
    for line in countries.table.CODES.splitlines():
        publisher, written, target = line.split()
        found = resolve_code(written, publisher="" if publisher == "*" else publisher)
        assert found.place is countries.place(target) is not None


@given(st.sampled_from(sorted(COUNTRIES)), st.booleans(), st.booleans())
def test_case_accents_and_spaces_never_matter(alpha3: str, upper: bool, stripped: bool) -> None:
    name = COUNTRIES[alpha3].name
    if upper:
        name = name.upper()
    if stripped:
        name = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    assert code_of(resolve_name(f"  {name} ")) == alpha3


@given(st.text(max_size=30))
def test_any_text_gives_an_answer_with_a_reason(text: str) -> None:
    assert resolve_name(text).reason
    assert resolve_code(text).reason


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_a_lone_accent_changes_no_name(text: str) -> None:
    assert countries.name_key(f"{text} \u0301") == countries.name_key(text)
