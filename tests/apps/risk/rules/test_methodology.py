"""A methodology is refused whole when anything in it does not add up; its hash covers what it includes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from duecare.apps.risk.rules.methodology import CLASSES, severity_of
from duecare.apps.risk.rules.methodology_parse import parse_methodology
from duecare.apps.risk.rules.methodology_tests import check_committable, run_embedded_tests
from duecare.kernel.errors import BadInput, Conflict

from .documents import FOLDER, document, includes, shipped

SHIPPED = ("nine-2026", "nine-2026-2", "open-2026")


def test_every_methodology_in_the_library_is_tested_here() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_methodologies_fit_their_schema_and_pass_their_own_tests(name: str) -> None:
    schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(document(name))) == []
    method = shipped(name)
    assert run_embedded_tests(method) == []
    assert method.state == "committed"
    assert {test["kind"] for test in method.tests} == {"country", "class"}


def test_rules_fit_their_schema() -> None:
    folder = FOLDER.parent / "methodology_rules"
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(document("rules-2026", folder))) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_claims_to_be_verified_and_every_measure_exists(name: str) -> None:
    method = shipped(name)
    reasons = [rule.reason for rule in method.classes.rules] + [d.reason for d in method.country.dimensions]
    assert not any(cite.verified for reason in reasons for cite in reason.cites)
    named = {code for rule in method.classes.rules for code in rule.effect.require}
    named |= {code for item in method.classes.consequences for code in item.measures}
    held = {path.stem for path in (FOLDER.parent / "measures").glob("M-*.yaml")}
    assert named <= held


def test_severity_dimensions_have_the_largest_stated_weights() -> None:
    for name in SHIPPED:
        weighed = [item for item in shipped(name).country.dimensions if item.weight]
        severe = [item.weight for item in weighed if item.severity]
        assert min(severe) > max(item.weight for item in weighed if not item.severity)


def test_worse_classes_ask_for_more() -> None:
    ordered = shipped("nine-2026").classes.consequences[:4]
    for better, worse in pairwise(ordered):
        assert set(better.measures) <= set(worse.measures)
        assert worse.review_months < better.review_months
    assert [c.expert for c in ordered] == [False, False, True, True]
    assert [severity_of(name) for name in CLASSES] == [0, 1, 2, 3, 4]


def test_open_says_what_it_is_and_shows_media_freedom_as_missing() -> None:
    method = shipped("open-2026")
    assert method.says == "For demonstration: nine indicators from two publishers."
    media = next(d for d in method.country.dimensions if d.id == "media_freedom")
    assert (media.inputs, media.weight) == ((), 0)
    assert len(method.country.inputs()) == 9
    assert {item.index for item in method.country.inputs()} == {"wgi", "vdem"}


def test_nine_reads_nine_publishers() -> None:
    assert {item.index for item in shipped("nine-2026").country.inputs()} == {
        "wgi", "fiw", "rsf", "cpi", "vdem", "wjp", "eiu", "fsi", "pts",
    }  # fmt: skip


def test_the_hash_covers_included_rules_and_not_their_layout() -> None:
    changed = copy.deepcopy(includes())
    changed["rules-2026"]["classification"]["rules"][0]["because"] += " "
    assert parse_methodology(document("nine-2026-2"), changed).sha256 != shipped("nine-2026").sha256
    reordered = dict(reversed(list(document("nine-2026-2").items())))
    assert parse_methodology(reordered, includes()).sha256 == shipped("nine-2026").sha256


def _country(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(doc: dict[str, Any]) -> None:
        *way, last = path.split(".")
        node: Any = doc
        for step in way:
            node = node[int(step)] if step.isdigit() else node[step]
        if value is None:
            del node[last]
        else:
            node[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("country.dimensions.0.weight", 0.3, "sum to 1"),
        ("country.dimensions.0.inputs.0.share", 0.6, "sum to 1"),
        ("country.dimensions.0.inputs.0.goalposts.worst", 1, "differ"),
        ("country.dimensions.0.because", None, "missing"),
        ("country.dimensions.0.cites", [], "source"),
        ("country.bands.1.at", 41, "rise"),
        ("country.bands.0.at", 1, "start at 0"),
        ("country.bands.0.name", "fine", "in order"),
        ("country.floor.share", 1.5, "between 0 and 1"),
        ("country.coverage.minimum", -1, "negative"),
        ("country.coverage.minimum", True, "whole number"),
        ("country.errors.weights.draws", 99, "Fewer than 100 draws"),
        ("country.errors.weights.shares", 0, "above zero"),
        ("country.errors.weights.dimensions", -1, "above zero"),
        ("country.errors.weights.because", None, "missing"),
        ("country.errors.weights.cites", [], "source"),
        ("country.errors.between_publishers", 0.7, "at least as much"),
        ("version", 2, "URN"),
        ("state", "final", "one of"),
        ("title", "", "empty"),
        ("classification.include", "rules-1999", "no such section"),
        ("country.dimensions.0.cites.0", "UNGP", "object"),
    ],
)
def test_what_does_not_add_up_is_refused_with_its_place(path: str, value: Any, says: str) -> None:
    doc = document("nine-2026")
    _country(path, value)(doc)
    with pytest.raises(BadInput, match=says):
        parse_methodology(doc, includes())


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("0.when", {"eq": ["no.fact", 1]}, "no fact"),
        ("0.code", "R-02", "twice"),
        ("3.on_unknown", {"effect": "ignore", "because": "x"}, "may not ignore"),
        ("39.on_unknown", {"effect": "ignore"}, "missing"),
        ("39.require", [], "no rule"),
        ("0.floor", "terrible", "one of"),
    ],
)
def test_rules_that_do_not_hold_together_are_refused(path: str, value: Any, says: str) -> None:
    rules = copy.deepcopy(includes())
    _country(path, value)(rules["rules-2026"]["classification"]["rules"])
    with pytest.raises(BadInput, match=says):
        parse_methodology(document("nine-2026"), rules)


def test_a_methodology_that_fails_its_own_tests_cannot_be_committed() -> None:
    doc = document("nine-2026")
    doc["tests"][0]["expect"]["score"] = 1.0
    method = parse_methodology(doc, includes())
    (failure,) = run_embedded_tests(method)
    assert (failure.field, failure.expected, failure.found) == ("score", 1.0, 0.0)
    with pytest.raises(Conflict, match="1 of its own"):
        check_committable(method)
    doc["tests"] = []
    with pytest.raises(BadInput):
        run_embedded_tests(parse_methodology(doc, includes()))
