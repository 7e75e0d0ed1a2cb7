"""Words come from the trace, and what would change a class is found by trying."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from duecare.apps.risk.rules.classification import classify
from duecare.apps.risk.rules.counterfactual import changes
from duecare.apps.risk.rules.explanation import explain, explain_country
from duecare.apps.risk.rules.facts import Unknown, UnknownKind, Value, facts_of, plain_facts
from duecare.apps.risk.rules.methodology import severity_of
from duecare.apps.risk.rules.scoring import score_countries
from duecare.apps.risk.rules.scoring_working import country_facts, score_country
from duecare.apps.risk.rules.vintage import Holding, panel_of

from .documents import shipped, values_at
from .strategies import FAVOURABLE, full_files

NINE = shipped("nine-2026")


def explained(values: dict[str, Any], complete: bool = True) -> Any:
    return explain(classify(plain_facts(values), NINE, complete=complete))


def test_the_headline_names_the_rule_and_what_points_alone_give() -> None:
    said = explained(FAVOURABLE | {"agency.abuse_record": "established"})
    assert said.headline == "High, because abuse established (R-16). Points alone would give moderate (20 of 100)."


def test_the_headline_by_points() -> None:
    said = explained(FAVOURABLE | {"country.band": "elevated", "deal.intermediary": True, "law.notice": False})
    assert said.headline == "Moderate, by points: 33 of 100."


def test_a_headline_set_by_something_unknown_says_so() -> None:
    values = {code: value for code, value in FAVOURABLE.items() if code != "harm.irremediable"}
    assert "it is not known whether this holds: irremediable harm possible (R-35)" in explained(values).headline


def test_notes_tell_provisional_blocked_not_applicable_and_that_low_is_no_clearance() -> None:
    low = explained(FAVOURABLE)
    assert any("no clearance" in note for note in low.notes)
    blocked = explained(FAVOURABLE | {"flags.unresolved": 1})
    assert "Sale not permitted while these stand: R-33." in blocked.notes
    silent = Unknown(UnknownKind.NOT_APPLICABLE, "no surveillance involved")
    assert any("no surveillance involved" in note for note in explained(FAVOURABLE | {"leverage": silent}).notes)
    empty = explained({}, complete=False)
    assert empty.notes[0].startswith("Provisional") and "What is known alone gives low." in empty.notes[0]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Unknown(UnknownKind.REFUSED, "ministry's letter"), "answer refused: ministry's letter"),
        (Unknown(UnknownKind.EXPIRED), "answer expired"),
        (Unknown(UnknownKind.ASKED_NO_ANSWER), "asked, no answer"),
        (Unknown(UnknownKind.NOT_ASKED), "not asked"),
        (True, "yes"),
    ],
)
def test_the_kinds_of_unknown_are_told_apart(value: Value | Unknown, said: str) -> None:
    every = explained(FAVOURABLE | {"relations.transnational_repression": value})
    line = next(x for x in (*every.fired, *every.unknown) if x.code == "R-28")
    assert line.values[0][1] == said


def test_every_rule_stands_in_exactly_one_list_with_its_sources() -> None:
    every = explained({}, complete=False)
    codes = [line.code for line in (*every.fired, *every.unknown, *every.not_fired)]
    assert sorted(codes) == sorted(rule.code for rule in NINE.classes.rules)
    assert all("(not yet verified)" in cite for line in every.unknown for cite in line.cites)
    assert len(every.ignored) == 1 and every.ignored[0].startswith("R-40")


def test_a_country_is_told_by_dimension_and_the_points_add_up() -> None:
    values = values_at(NINE.country, 30) | {"wgi:ge": -1.0}
    rows = [Holding(s, "AAA", 2023, v, date(2024, 1, 31), row=2) for s, v in values.items() if s != "cpi:score"]
    score = score_country(score_countries(panel_of(rows), NINE.country, date(2024, 12, 31)), "AAA")
    said = explain_country(score)
    assert sum(line.points for line in said.dimensions) == pytest.approx(score.score)
    assert said.headline.startswith("Moderate: ")
    assert any(note.startswith("Figures are missing") for note in said.notes)


def test_a_dimension_without_figures_is_shown_as_missing() -> None:
    method = shipped("open-2026").country
    rows = [Holding(s, "AAA", 2023, v, date(2024, 1, 31)) for s, v in values_at(method, 30).items()]
    score = score_country(score_countries(panel_of(rows), method, date(2024, 12, 31)), "AAA")
    media = next(line for line in explain_country(score).dimensions if line.id == "media_freedom")
    assert "shown as missing" in media.sentence and media.points == 0
    result = classify(facts_of(*country_facts(score)), shipped("open-2026"), complete=False)
    assert [code for code, _ in result.not_applicable] == ["country.dimension.media_freedom"]


def test_counterfactuals_name_the_single_facts_that_would_change_the_class() -> None:
    facts = plain_facts(FAVOURABLE | {"agency.oversight": "none", "product.covert": True})
    result = classify(facts, NINE, complete=True)
    found = changes(facts, NINE, result, complete=True)
    lower = {(c.code, c.would_be): c.cls for c in found if c.steps < 0}
    assert lower[("product.covert", False)] == "low"
    assert lower[("agency.oversight", "judicial")] == "low"
    assert ("agency.oversight", "internal") not in lower
    assert any(c.code == "sanctions.arms_embargo" and c.sets == ("R-02",) for c in found)


@settings(max_examples=10, deadline=None)
@given(full_files)
def test_every_counterfactual_is_what_classifying_anew_gives(file: dict[str, Value]) -> None:
    facts = plain_facts(file)
    result = classify(facts, NINE, complete=True)
    for change in changes(facts, NINE, result, complete=True):
        again = classify(plain_facts(file | {change.code: change.would_be}), NINE, complete=True)
        assert (again.cls, again.points) == (change.cls, change.points)
        assert change.steps == severity_of(again.cls) - severity_of(result.cls)
