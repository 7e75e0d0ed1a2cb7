"""Every YAML file here is one example; this one test runs them all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from duecare.apps.risk.rules.classification import Classification, classify, worst_case
from duecare.apps.risk.rules.facts import Fact, Facts, Unknown, UnknownKind, facts_of
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.apps.risk.rules.methodology import Methodology
from tests.apps.risk.rules.documents import shipped

EXAMPLES = sorted(Path(__file__).parent.glob("*.yaml"))


def _fact(code: str, given: Any) -> Fact:
    if not isinstance(given, dict):
        return Fact(code, given)
    if "unknown" in given:
        return Fact(code, Unknown(UnknownKind(given["unknown"]), given.get("reason", "")))
    return Fact(code, **given)


def _facts(example: dict[str, Any], deployment: dict[str, Any]) -> Facts:
    given = example.get("shared", {}) | deployment["facts"]
    base = {code: kind.favourable for code, kind in FACTS.items()} if example["otherwise"] == "favourable" else {}
    return facts_of(*(_fact(code, value) for code, value in (base | given).items()))


def _outcome(result: Classification, method: Methodology) -> dict[str, Any]:
    consequence = method.classes.consequence(result.cls)
    states = {state: [o.code for o in result.trace if o.state == state] for state in ("fired", "unknown")}
    return states | {
        "class": result.cls,
        "known_class": result.known_cls,
        "provisional": result.provisional,
        "points": result.points,
        "floor_by": list(result.floor_by),
        "blocks": list(result.blocks),
        "not_applicable": [code for code, _ in result.not_applicable],
        "overridable": not result.hard_stop,
        "approver": consequence.approver,
        "local_expert": consequence.expert,
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_worked_example(path: Path) -> None:
    example = yaml.safe_load(path.read_text("utf-8"))
    method = shipped(example["method"])
    complete = example["otherwise"] == "favourable"
    results = []
    for deployment in example["deployments"]:
        result = classify(_facts(example, deployment), method, complete=complete)
        found = _outcome(result, method)
        expected = deployment["expect"]
        assert {key: found[key] for key in expected} == expected, deployment["using_body"]
        results.append(result)
        for turned in deployment.get("reversed", ()):
            other = deployment | {"facts": deployment["facts"] | {turned["fact"]: turned["value"]}}
            moved = classify(_facts(example, other), method, complete=complete).cls
            assert moved == turned["class"] != result.cls, (deployment["using_body"], turned)
    if "customer_shows" in example:
        assert worst_case(results).cls == example["customer_shows"]


def test_there_are_at_least_twelve_and_each_expects_a_class_and_rules() -> None:
    examples = [yaml.safe_load(path.read_text("utf-8")) for path in EXAMPLES]
    assert len(examples) >= 12
    for example in examples:
        assert example["title"] and example["why"]
        assert all({"class", "fired"} <= set(deployment["expect"]) for deployment in example["deployments"])


def test_one_country_has_four_agencies_in_four_classes() -> None:
    example = yaml.safe_load((Path(__file__).parent / "03_one_country_four_agencies.yaml").read_text("utf-8"))
    assert [d["expect"]["class"] for d in example["deployments"]] == ["low", "moderate", "elevated", "high"]


@pytest.mark.parametrize("name", ["02_democracy_no_oversight_covert", "03_one_country_four_agencies"])
def test_the_agency_layer_says_its_sources_and_what_turns_each_class(name: str) -> None:
    example = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))
    assert all(source["document"] and "verified" in source for source in example["sources"])
    assert all(deployment["reversed"] for deployment in example["deployments"])


def test_a_democracys_agency_without_oversight_is_never_low_whatever_else_speaks_for_it() -> None:
    """Every favourable answer there is, and the best country on earth: a covert product still needs an overseer."""
    method = shipped("nine-2026")
    for oversight in ("internal", "none"):
        for branch in FACTS["agency.branch"].options:
            given = {"agency.oversight": oversight, "agency.branch": branch, "product.covert": True}
            base = {code: kind.favourable for code, kind in FACTS.items()}
            facts = facts_of(*(_fact(code, value) for code, value in (base | given).items()))
            assert classify(facts, method, complete=True).cls not in ("low", "moderate"), (oversight, branch)
