"""Neither confirm nor deny: one text, one delay, for third parties alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.engagement.queries import standard_answer
from duecare.apps.engagement.rules.neither import EXEMPT, Draft, hold

pytestmark = pytest.mark.once
ASKED = date(2028, 2, 20)  # the month has a leap day
STANDARD = standard_answer()
DAY = ASKED + timedelta(days=STANDARD.days)


def draft(text: str, sends_on: date = DAY, recipient: str = "third_party", language: str = "en") -> Draft:
    return Draft(recipient, language, ASKED, sends_on, text)


@pytest.mark.parametrize("language", sorted(STANDARD.texts))
def test_the_standard_answer_on_its_day_fits_and_line_breaks_do_not_count(language: str) -> None:
    text = STANDARD.texts[language].replace(". ", ".\n\n  ")
    assert hold(draft(text, language=language), STANDARD).fits


def test_what_is_added_left_out_or_put_otherwise_is_named() -> None:
    ours = STANDARD.texts["en"]
    added = hold(draft(f"{ours} Northlight was never our customer."), STANDARD)
    assert not added.fits and added.differs == (("", "Northlight was never our customer."),)
    less = hold(draft(ours.replace("neither confirm nor deny", "deny")), STANDARD)
    assert ("neither confirm nor", "") in less.differs
    assert hold(draft(""), STANDARD).differs == ((ours, ""),)


@pytest.mark.parametrize("days", [-1, 1, -STANDARD.days])
def test_sooner_or_later_tells_something_as_well(days: int) -> None:
    found = hold(draft(STANDARD.texts["en"], DAY + timedelta(days=days)), STANDARD)
    assert not found.fits and found.day == DAY and not found.differs


@pytest.mark.parametrize("recipient", sorted(EXEMPT))
def test_reporters_courts_and_authorities_are_answered_in_substance(recipient: str) -> None:
    found = hold(draft("There is a case, and this is what was found.", ASKED, recipient), STANDARD)
    assert found.fits and not found.applies


@given(st.text(min_size=1), st.integers(0, len(STANDARD.texts["en"])))
def test_any_other_word_is_found(text: str, at: int) -> None:
    ours = STANDARD.texts["en"]
    changed = ours[:at] + text + ours[at:]
    assert hold(draft(changed), STANDARD).fits is (changed.split() == ours.split())
