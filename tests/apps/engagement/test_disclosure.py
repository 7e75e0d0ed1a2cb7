"""The confidentiality map: what it does not name is never allowed, and it agrees with neither confirm nor deny."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.engagement.queries import disclosure_map
from duecare.apps.engagement.rules.disclosure import RECIPIENTS, UNKNOWN, Answer, Rule, mapped
from duecare.apps.engagement.rules.neither import EXEMPT

pytestmark = pytest.mark.once
KINDS = {"existence": "That there is a case", "reporter": "Who reported", "usage": "What a log says"}
PAIRS = st.tuples(st.sampled_from(sorted(KINDS)), st.sampled_from(RECIPIENTS))


@given(st.dictionaries(PAIRS, st.sampled_from([one for one in Answer if one is not Answer.UNKNOWN])))
def test_what_is_not_named_is_not_known_and_what_is_named_is_said(named: dict[tuple[str, str], Answer]) -> None:
    found = mapped("map/1", KINDS, ((what, whom, Rule(answer, "Because.")) for (what, whom), answer in named.items()))
    for whom in RECIPIENTS:
        told = dict(zip(KINDS, found.told(whom), strict=True))
        for what, (title, rule) in told.items():
            assert title == KINDS[what]
            assert rule.answer is named.get((what, whom), Answer.UNKNOWN)


def test_a_map_that_names_what_is_not_there_or_answers_twice_is_none() -> None:
    rule = Rule(Answer.MAY, "Because.")
    for what, whom in (("weather", "court"), ("usage", "neighbour")):
        with pytest.raises(ValueError, match=f"{what} for {whom} names what is not in the map"):
            mapped("map/1", KINDS, [(what, whom, rule)])
    with pytest.raises(ValueError, match="usage for court is answered twice"):
        mapped("map/1", KINDS, [("usage", "court", rule), ("usage", "court", Rule(Answer.MUST_NOT, "No."))])
    with pytest.raises(ValueError, match="nobody is called neighbour"):
        mapped("map/1", KINDS, []).told("neighbour")


def test_the_map_that_ships_says_why_and_when_and_whence() -> None:
    found = disclosure_map()
    assert len(found.information) >= 10 and {whom for _what, whom in found.rules} == set(RECIPIENTS)
    for (what, whom), rule in found.rules.items():
        assert rule.because and rule.sources, (what, whom)
        assert bool(rule.condition) == (rule.answer is Answer.ONLY_IF), (what, whom)
        for source in rule.sources:
            assert source.document and (not source.verified or "product's specification" in source.document), (
                "nobody has compared a law with this map yet"
            )


def test_it_agrees_with_neither_confirm_nor_deny() -> None:
    found = disclosure_map()
    existence = {whom: found.rules.get(("existence", whom), UNKNOWN).answer for whom in RECIPIENTS}
    assert existence["third_party"] is Answer.MUST_NOT
    assert not [whom for whom in EXEMPT if existence[whom] in (Answer.MUST_NOT, Answer.UNKNOWN)]
    reporter = {whom: found.rules.get(("reporter", whom), UNKNOWN).answer for whom in RECIPIENTS if whom != "reporter"}
    assert not [whom for whom, answer in reporter.items() if answer in (Answer.MAY, Answer.MUST)], "art. 16"
