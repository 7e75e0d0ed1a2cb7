"""The explanation sheet of a class: recomputed from its own trace, and only what each reader may see."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from duecare.apps.assessments import actions
from duecare.apps.risk.rules.country_sheet import CONTEXT_ONLY
from duecare.apps.risk.rules.methodology import CLASSES
from duecare.kernel.actor import Role
from tests.adapters.test_pdf import opened, tags
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.permissions.signed_in import sign_in

from .test_file_pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def record(client: Client, deployment: UUID) -> dict[str, Any]:
    answer = client.get(reverse("class_sheet_json", args=[deployment]))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def recomputed(told: dict[str, Any]) -> None:
    """Points, class, lower end, blocks and what the class needs, from the rules on the sheet alone."""

    def by_points(points: int) -> str:
        return str([step["name"] for step in told["method"]["thresholds"] if step["at"] <= points][-1])

    def conclude(rules: list[dict[str, Any]]) -> tuple[str, int]:
        points = min(100, sum(rule["points"] for rule in rules))
        floors = [rule["floor"] for rule in rules if rule["floor"]]
        return max((by_points(points), *floors), key=CLASSES.index), points

    cls, points = conclude(told["rules"])
    assert (told["class"], told["points"], told["points_class"]) == (cls, points, by_points(points))
    assert told["known_class"] == conclude([rule for rule in told["rules"] if rule["state"] == "fired"])[0]
    setters = [rule["code"] for rule in told["rules"] if rule["floor"] == cls]
    assert told["floor_by"] == ([] if cls == by_points(points) else setters)
    assert told["blocks"] == [rule["code"] for rule in told["rules"] if rule["block"]]
    needed = {code for rule in told["rules"] for code in rule["require"]} | set(told["decides"]["measures"])
    assert told["required_measures"] == sorted(needed)
    unknown = any(rule["state"] == "unknown" and not rule["ignored"] for rule in told["rules"])
    assert told["provisional"] == (not told["complete"] or unknown)
    for rule in told["rules"]:
        assert rule["state"] != "not_fired" or not (rule["floor"] or rule["points"] or rule["block"])
        assert rule["values"] and rule["cites"] and rule["because"]
    country = told["country"]
    held = [one for one in country["dimensions"] if one["score"] is not None]
    mean = sum(one["points"] for one in held)
    assert all(one["points"] == pytest.approx(one["used_weight"] * one["score"]) for one in held)
    assert country["score"] >= mean - 1e-9 and (country["floored_by"] or country["score"] == pytest.approx(mean))


def test_every_figure_is_recomputed_from_the_rules_and_stands_on_page_and_pdf(client: Client) -> None:
    filled.rated()
    made = deals.filed()
    sign_in(client, Role.COUNSEL)
    one = filled.deployment(made)
    recomputed(record(client, one))
    filled.complete(made)
    told = record(client, one)
    recomputed(told)
    assert told["context"] == CONTEXT_ONLY and told["verified"] is False and told["counterfactuals"] is None
    page = html(client, reverse("class_sheet", args=[one]))
    assert {rule["code"] for rule in told["rules"]} <= set(re.findall(r">(R-\d+)<", page))
    for text in (
        told["method"]["urn"],
        told["method"]["sha256"],
        told["facts_sha256"],
        "verified: false",
        CONTEXT_ONLY,
    ):
        assert text in page
    assert re.search(rf"<b>{told['points']}</b>", page)
    answer = client.get(reverse("class_sheet_pdf", args=[one]))
    file = opened(answer.content)
    assert file.Root.MarkInfo.Marked and str(file.Root.Lang) == "en"
    with file.open_metadata() as metadata:
        assert ": class" in str(metadata["dc:title"]) and metadata["pdfuaid:part"] == "1"
    pictures = [str(tag["/Alt"]) for tag in tags(file.Root.StructTreeRoot) if str(tag["/S"]) == "/Figure"]
    assert pictures == [
        f"Bar of {told['points']} points of 100. By points {told['points_class']}, with floors {told['class']}."
    ]


def test_counterfactuals_are_for_those_whose_look_is_on_record(client: Client) -> None:
    made = deals.filed()
    one = filled.deployment(made)
    sheet = reverse("class_sheet", args=[one])
    sign_in(client, Role.ANALYST)
    assert "What would change the class" not in html(client, sheet)
    sign_in(client, Role.AUDITOR)
    assert "goes on record first" in html(client, sheet) and record(client, one)["counterfactuals"] is None
    actions.answer_question(by=deals.COUNSEL, opportunity_id=made, question="1.2", state="answered", value="yes",
                            source="desk research")  # fmt: skip
    client.post(reverse("class_ahead", args=[one]))
    seen = record(client, one)["counterfactuals"]
    assert seen and {"fact", "would_be", "class", "steps"} <= seen[0].keys()
    assert "If it were" in html(client, sheet)
    assert record(client, one)["changed_after_look"] == []


def test_sales_sees_what_is_missing_and_no_rule(client: Client) -> None:
    made = deals.filed()
    one = filled.deployment(made)
    sign_in(client, Role.SALES, name="sales one")
    page = html(client, reverse("class_sheet", args=[one]))
    assert "Still missing" in page and "red flag" in page
    assert "R-" not in page and "What would change" not in page and "Points" not in page
    for name in ("class_sheet_pdf", "class_sheet_json"):
        html(client, reverse(name, args=[one]), 403)
    sign_in(client, Role.SALES, name="sales two")
    html(client, reverse("class_sheet", args=[one]), 404)
