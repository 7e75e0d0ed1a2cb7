"""Adverse findings: two grades by named persons, right of reply, and no "not credible"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.assessments.rules.answered_facts import to_fact
from duecare.apps.assessments.rules.dossier import (
    Allegation,
    Credibility,
    Grade,
    Reliability,
    Reply,
    Search,
    Standing,
    read_dossier,
    standing_of,
)
from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput

DAY = date(2026, 3, 1)
SEARCH = Search("Ada Example", date(2026, 2, 1), ("press", "courts"), ("en", "fr"))


def grade(value: Reliability | Credibility, by: str = "Ada Example") -> Grade:
    return Grade(value, by, DAY, "Compared with two other accounts.")


def allegation(
    source: Reliability | None = Reliability.B, content: Credibility | None = Credibility.PROBABLE
) -> Allegation:
    return Allegation(
        "A-1",
        date(2025, 6, 1),
        grade(source) if source else None,
        grade(content) if content else None,
        reply=Reply.RECEIVED,
    )


def fact(*allegations: Allegation, searches: tuple[Search, ...] = (SEARCH,), as_of: date = DAY) -> object:
    known = read_dossier(allegations, searches, as_of).fact
    return known.value if known.gap is None else known.gap


@pytest.mark.parametrize("missing", [(None, Credibility.PROBABLE), (Reliability.A, None), (None, None)])
def test_one_missing_grade_is_not_yet_assessed(missing: tuple[Reliability | None, Credibility | None]) -> None:
    assert standing_of(allegation(*missing)) is Standing.NOT_ASSESSED
    assert fact(allegation(*missing)) is UnknownKind.ASKED_NO_ANSWER


@given(
    st.sampled_from(Reliability), st.sampled_from([Credibility.CONFIRMED, Credibility.PROBABLE, Credibility.POSSIBLE])
)
def test_no_grade_of_the_source_dismisses_credible_content(source: Reliability, content: Credibility) -> None:
    assert standing_of(allegation(source, content)) is Standing.CREDIBLE
    assert fact(allegation(source, content)) == "credible"


def test_content_that_cannot_be_judged_stays_not_assessed() -> None:
    assert standing_of(allegation(Reliability.A, Credibility.CANNOT_BE_JUDGED)) is Standing.NOT_ASSESSED


def test_doubtful_content_needs_another_person_before_it_counts_as_not_supported() -> None:
    doubtful = allegation(Reliability.E, Credibility.IMPROBABLE)
    assert standing_of(doubtful) is Standing.NOT_ASSESSED
    assert standing_of(replace(doubtful, second_reader="Ada Example")) is Standing.NOT_ASSESSED
    read_twice = replace(doubtful, second_reader="Ben Example")
    assert standing_of(read_twice) is Standing.NOT_SUPPORTED
    assert fact(read_twice) == "none"


def test_established_by_a_court_or_by_independent_confirmation() -> None:
    assert fact(replace(allegation(), decided_by="Regional court")) == "established"
    confirmed = allegation(Reliability.C, Credibility.CONFIRMED)
    assert fact(confirmed) == "credible"
    assert fact(replace(confirmed, independent_sources=2)) == "established"


def test_what_is_known_is_not_hidden_by_what_is_not() -> None:
    open_one = replace(allegation(None), reference="A-2")
    assert fact(allegation(), open_one) == "credible"
    assert fact(replace(allegation(), decided_by="Regional court"), open_one) == "established"
    assert not read_dossier([allegation(), open_one], [SEARCH], DAY).complete


def test_nothing_found_needs_a_search_in_date() -> None:
    assert fact(searches=()) is UnknownKind.NOT_ASKED
    assert fact() == "none"
    assert fact(as_of=date(2027, 1, 31)) == "none"
    assert fact(as_of=date(2027, 2, 1)) is UnknownKind.EXPIRED
    assert fact(searches=(replace(SEARCH, on=date(2026, 4, 1)),)) is UnknownKind.NOT_ASKED


def test_five_years_and_an_unknown_day_counts_as_recent() -> None:
    assert fact(replace(allegation(), happened_on=date(2021, 3, 1))) == "credible"
    assert fact(replace(allegation(), happened_on=date(2021, 2, 28))) == "none"
    assert fact(replace(allegation(), happened_on=None)) == "credible"


def test_right_of_reply_is_open_until_offered_or_unsafe_with_reason() -> None:
    asked_nobody = replace(allegation(), reply=Reply.NOT_REQUESTED)
    assert read_dossier([asked_nobody], [SEARCH], DAY).reply_open == ("A-1",)
    with pytest.raises(BadInput, match="unsafe"):
        replace(allegation(), reply=Reply.UNSAFE)
    safe = replace(allegation(), reply=Reply.UNSAFE, reply_reason="The source could be identified.")
    assert read_dossier([safe], [SEARCH], DAY).complete


def test_grades_and_searches_need_names_and_grounds() -> None:
    with pytest.raises(BadInput):
        Grade(Reliability.A, "", DAY, "known")
    with pytest.raises(BadInput):
        Grade(Reliability.A, "Ada Example", DAY, "")
    with pytest.raises(BadInput):
        Allegation("A-1", None, source_grade=grade(Credibility.CONFIRMED))
    with pytest.raises(BadInput):
        Search("Ada Example", DAY, (), ("en",))


@given(st.sampled_from(Reliability), st.sampled_from(Credibility))
def test_every_value_is_a_word_of_the_vocabulary(source: Reliability, content: Credibility) -> None:
    to_fact(read_dossier([allegation(source, content)], [SEARCH], DAY).fact)
