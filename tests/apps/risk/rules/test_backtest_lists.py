"""Lists of cases: what is tolerated, and what is refused with file, row and value."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.apps.risk.rules.backtest_lists import LIST_LIMIT, read_cases, read_clean
from duecare.apps.risk.rules.backtest_report import check_days
from duecare.kernel.errors import BadInput, LimitExceeded

TODAY = date(2026, 11, 23)


def test_marks_line_endings_further_columns_and_the_case_of_headings_do_not_matter() -> None:
    plain = read_cases(b"iso3,first_year\nTHA,2014\nPER,2011\n", "a.csv", TODAY)
    odd = "\ufeffSource,FIRST_YEAR, ISO3 ,note\r\nx,2014,tha,\r\ny,2011,PER,z\r\n\r\n".encode()
    assert [(c.iso3, c.first_year) for c in plain.cases] == [("PER", 2011), ("THA", 2014)]
    assert [(c.iso3, c.first_year) for c in read_cases(odd, "b.csv", TODAY).cases] == [("PER", 2011), ("THA", 2014)]
    assert plain.cases[0].as_of == date(2010, 12, 31)
    assert plain.days() == (date(2010, 12, 31), date(2013, 12, 31))


def test_one_case_a_country_by_its_earliest_year_and_it_is_said() -> None:
    found = read_cases(b"iso3,first_year\nTHA,2016\nPER,2012\nTHA,2014\n", "a.csv", TODAY)
    assert [(c.iso3, c.first_year, c.row) for c in found.cases] == [("PER", 2012, 3), ("THA", 2014, 4)]
    assert found.repeated == ("THA",)


def test_confidence_filters_rows_before_the_earliest_is_taken() -> None:
    text = b"iso3,first_year,confidence\nTHA,2011,1\nTHA,2014,3\nPER,2012,2\nKEN,2013,\n"
    found = read_cases(text, "a.csv", TODAY, min_confidence=2.5)
    assert [(c.iso3, c.first_year) for c in found.cases] == [("THA", 2014)]
    assert found.left_out == ("KEN", "PER") and found.named() == {"THA", "PER", "KEN"}
    assert len(read_cases(text, "a.csv", TODAY).cases) == 3
    assert read_cases(b"iso3,first_year,confidence\nTHA,2014,high\n", "a.csv", TODAY).cases[0].first_year == 2014


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("iso3,first_year\n", "no row"),
        ("iso3,year\nTHA,2014\n", "'first_year' is missing"),
        ("country,first_year\nTHA,2014\n", "'iso3' is missing"),
        ("iso3,first_year\nQQQ,2014\n", r"a.csv, row 2, iso3, value 'QQQ': is the code of no country"),
        ("iso3,first_year\nTHA,2014\n,2014\n", "row 3"),
        ("iso3,first_year\nTHA,soon\n", r"row 2, first_year, value 'soon': is no year"),
        ("iso3,first_year\nTHA,14\n", "value '14'"),
        ("iso3,first_year\nTHA,2027\n", "after today"),
        ("iso3,first_year\nTHA\n", "row 2"),
        ("iso3,first_year,iso3\nTHA,2014,PER\n", "two columns"),
    ],
)
def test_what_is_doubtful_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refused:
        read_cases(text.encode(), "a.csv", TODAY)
    assert "a.csv" in str(refused.value)


def test_confidence_asked_for_must_be_there_and_be_a_number() -> None:
    with pytest.raises(BadInput, match="'confidence' is missing"):
        read_cases(b"iso3,first_year\nTHA,2014\n", "a.csv", TODAY, min_confidence=1)
    with pytest.raises(BadInput, match="row 2, confidence, value 'high'"):
        read_cases(b"iso3,first_year,confidence\nTHA,2014,high\n", "a.csv", TODAY, min_confidence=1)
    with pytest.raises(BadInput, match="9 or more"):
        read_cases(b"iso3,first_year,confidence\nTHA,2014,3\n", "a.csv", TODAY, min_confidence=9)


def test_a_country_is_a_case_or_clean_and_a_doubtful_case_is_not_clean() -> None:
    cases = read_cases(b"iso3,first_year,confidence\nTHA,2014,3\nPER,2012,1\n", "a.csv", TODAY, min_confidence=2)
    assert read_clean(b"iso3,why\nNOR,x\nnor,y\nXKX,z\n", "b.csv", cases).places == ("NOR", "XKX")
    for code in ("THA", "PER"):
        with pytest.raises(BadInput, match=f"b.csv, row 2, iso3, value '{code}': stands in a.csv as well"):
            read_clean(f"iso3\n{code}\n".encode(), "b.csv", cases)
    with pytest.raises(BadInput, match="no row"):
        read_clean(b"iso3\n", "b.csv", cases)


def test_a_case_before_any_figure_and_a_file_too_large_are_refused() -> None:
    cases = read_cases(b"iso3,first_year\nTHA,1990\n", "a.csv", TODAY)
    with pytest.raises(BadInput, match="row 2, first_year, value '1990'"):
        check_days(cases, date(1990, 1, 31))
    with pytest.raises(BadInput, match="no figure"):
        check_days(cases, None)
    check_days(cases, date(1989, 12, 31))
    with pytest.raises(LimitExceeded):
        read_cases(b"x" * (LIST_LIMIT + 1), "a.csv", TODAY)
