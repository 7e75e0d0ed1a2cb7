"""What ships: every item fits its schema, its rules and the documents it cites."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from duecare.adapters.library import LIBRARY, load_folder
from duecare.apps.assessments.rules.gate import ACTS, parse_stage
from duecare.apps.assessments.rules.necessity import ELEMENTS
from duecare.apps.assessments.rules.questionnaire import YES_NO, Question, parse_question
from duecare.apps.assessments.rules.red_flags import parse_flag
from duecare.apps.mitigation.rules.catalogue import parse_measure
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.kernel.actor import Role

FOLDERS = ("red_flags", "questions", "measures", "standards", "groups", "gate")
QUESTIONS = tuple(parse_question(found.data) for found in load_folder("questions"))


@pytest.mark.parametrize("kind", FOLDERS)
def test_every_file_loads_and_nothing_claims_to_be_verified(kind: str) -> None:
    items = load_folder(kind)
    assert len(items) == len(list((LIBRARY / kind).glob("*.yaml")))
    for found in items:
        assert not re.search(r"verified:\s*(true|yes|on)\b", (LIBRARY / found.file).read_text("utf-8"), re.I), (
            found.file
        )


def test_numbers_of_items() -> None:
    assert len(load_folder("red_flags")) == 31
    assert [found.code for found in load_folder("measures")] == [f"M-{number:02d}" for number in range(1, 31)]
    assert len([q for q in QUESTIONS if q.section == "legal_framework"]) == 32


@pytest.mark.parametrize("kind", [kind for kind in FOLDERS if kind != "standards"])
def test_every_citation_names_a_document_of_the_register(kind: str) -> None:
    titles = {str(found.data["title"]) for found in load_folder("standards")}
    for found in load_folder(kind):
        cited = found.data["sources"]
        assert isinstance(cited, tuple) and cited
        assert {str(source["document"]) for source in cited} <= titles, found.file


def test_titles_of_documents_are_unique() -> None:
    titles = [found.data["title"] for found in load_folder("standards")]
    assert len(titles) == len(set(titles))


def test_all_eight_considerations_have_flags() -> None:
    flags = [parse_flag(found.data) for found in load_folder("red_flags")]
    assert {flag.consideration for flag in flags} == set(range(9))
    assert all((flag.consideration == 0) == flag.code.startswith("RF-EU") for flag in flags)


def test_every_fact_fed_exists_and_takes_the_value() -> None:
    for question in QUESTIONS:
        for feed in question.feeds:
            kind = FACTS[feed.fact]
            assert all(kind.accepts(value) for value in feed.values.values()), question.code


def test_a_favourable_answer_gives_the_favourable_value_and_no_other_answer_does() -> None:
    for question in QUESTIONS:
        for feed in question.feeds:
            for answer, value in feed.values.items():
                if isinstance(value, bool):
                    favourable = value is FACTS[feed.fact].favourable
                    assert favourable == (answer in question.favourable), (question.code, answer)


def test_a_fact_with_several_values_has_one_question() -> None:
    for code in {feed.fact for question in QUESTIONS for feed in question.feeds}:
        feeders = [q for q in QUESTIONS if any(feed.fact == code for feed in q.feeds)]
        assert len(feeders) == 1 or not FACTS[code].options, code


def test_every_fact_of_the_file_has_a_question() -> None:
    fed = {feed.fact for question in QUESTIONS for feed in question.feeds}
    asked = {code for code in FACTS if code.split(".")[0] in ("law", "relations", "agency")}
    assert asked <= fed


def test_conditions_name_an_earlier_question_and_an_answer_it_has() -> None:
    seen: dict[str, Question] = {}
    for question in QUESTIONS:
        if question.condition:
            parent, answers = question.condition
            assert set(answers) <= set(seen[parent].options), question.code
        seen[question.code] = question


def test_not_applicable_is_allowed_only_where_the_fact_has_other_questions_or_allows_it() -> None:
    for question in (q for q in QUESTIONS if q.not_applicable_allowed):
        for feed in question.feeds:
            others = [q for q in QUESTIONS if q is not question and any(f.fact == feed.fact for f in q.feeds)]
            assert FACTS[feed.fact].may_be_not_applicable or any(not q.not_applicable_allowed for q in others)


def test_every_element_of_the_tests_is_asked() -> None:
    asked = {question.element for question in QUESTIONS}
    assert {*ELEMENTS, "cause", "contribute", "linked", "technical", "contractual", "joint"} <= asked
    assert all(q.options == YES_NO for q in QUESTIONS if q.element)


def test_stages_are_ordered_and_every_act_is_stopped_by_some() -> None:
    stages = [parse_stage(found.data) for found in load_folder("gate")]
    assert [stage.order for stage in stages] == list(range(1, len(stages) + 1))
    for act in ACTS:
        assert [stage for stage in stages if act in stage.stops], act
    everything = {stage.code for stage in stages if "delivery" in stage.stops}
    assert everything == {stage.code for stage in stages}, "delivery waits for every stage"
    assert {stage.answered_by for stage in stages} <= {role.value for role in Role}


def test_only_elevated_and_above_need_expert_sources_and_consultation() -> None:
    bound = {s.code: s.required_from_class for s in map(parse_stage, (f.data for f in load_folder("gate")))}
    assert {code for code, cls in bound.items() if cls} == {"local_expert", "first_hand_sources", "consultation"}
    assert set(filter(None, bound.values())) == {"elevated"}


def test_measures_have_all_seven_kinds_and_known_roles() -> None:
    measures = [parse_measure(found.data) for found in load_folder("measures")]
    kinds = {"training", "contract", "audit", "restriction", "reporting", "monitoring", "remedy"}
    assert {measure.kind for measure in measures} == kinds
    roles = {role.value for role in Role}
    assert set(chain.from_iterable((m.owner_role, m.verifier_role) for m in measures)) <= roles


def test_every_measure_a_methodology_names_is_in_the_catalogue() -> None:
    folder = LIBRARY / "methodology_rules"
    named = {code for path in folder.glob("*.yaml") for code in re.findall(r"\bM-\d{2}\b", path.read_text("utf-8"))}
    assert named
    assert named <= {found.code for found in load_folder("measures")}
