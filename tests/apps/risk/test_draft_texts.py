"""What a text of a methodology is refused for, with its line; and that nothing else gets through."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.adapters.yaml_text import DEEPEST, LIMIT, MOST, read_yaml
from duecare.apps.risk import queries
from duecare.apps.risk.queries.drafting import figures_of, read_method, require_draft, with_figures
from duecare.apps.risk.rules.methodology_parse import resolve_includes
from duecare.kernel.errors import BadInput, LimitExceeded
from tests.apps.risk.drafting import fresh, shipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def line_of(text: str, part: str, nth: int = 1) -> int:
    """Line of the nth place where `part` stands."""
    at = -1
    for _ in range(nth):
        at = text.index(part, at + 1)
    return text.count("\n", 0, at) + 1


def refusal(text: str | bytes) -> BadInput:
    with pytest.raises(BadInput) as met:
        read_method(text, "mine.yaml")
    assert str(met.value).startswith("mine.yaml"), met.value
    return met.value


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("weight: 0.25", "weight: 0.26", "dimensions:", "must sum to 1"),
        ("share: 0.34", "share: 0.35", "inputs:\n        - id: cpi", "must sum to 1"),
        ("index: rsf", "index: rsx", "index: rsx", "no such index"),
        ('"rsf:score"', '"rsf:scores"', '"rsf:scores"', "no such series"),
        ("best: 1\n            worst: 5", "best: 5\n            worst: 1", "goalposts:", "reversed: in pts:a a higher"),
        ("best: 2.5\n            worst: -2.5", "best: -2.5\n            worst: 2.5", "goalposts: &wgi", "reversed"),
        ("at: 40", "at: 20", "bands:", "start at 0 and rise"),
        ("minimum: 6", "minimum: 10", "minimum: 10", "Between 1 and 9"),
        ("severity: true", "severity: yes", "severity: yes", "not of type 'boolean'"),
        ("weight: 0.25", "weight: heavy", "weight: heavy", "not of type 'number'"),
        ("seed: 20261123", "seed: 20.5", "seed: 20.5", "not of type 'integer'"),
        ("    - id: civic_space", "    - id: civil_space", "id: civil_space", "No rule can read this dimension"),
        ("    - id: civic_space", "    - id: physical_integrity", "dimensions:", "stands twice"),
        ("        - id: eiu", "        - id: fiw", "dimensions:", "stands twice"),
        ("between_publishers: 0.2", "between_publishers: 0.7", "between_publishers: 0.7", "as much as between"),
        ("include: rules-2026", "include: rules-1999", "classification:", "no such section"),
        ("expect: {score: 75.0", "expect: {score: 74.0", "expect: {score: 74.0", "score is 75.0, expected 74.0"),
        ("{class: high, known", "{class: low, known", "{class: low, known", "class is high, expected low"),
        ("facts: {}", 'facts: {"agency.oversigth": none}', "kind: class", "No fact has this name"),
        ("facts: {}", 'facts: {"country.upper": "x"}', "kind: class", "not an answer"),
        ('"An empty file is', '"Another"\n    xname: "', "xname", "'xname' was unexpected"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_line(old: str, new: str, where: str, said: str) -> None:
    text = shipped().replace(old, new, 1)
    assert text != shipped()
    met = refusal(text)
    assert said in met.wrong
    assert met.line is not None and abs(met.line - line_of(text, where)) <= 2, (met, line_of(text, where))
    assert f"line {met.line}" in str(met)


RULES = (
    ("when: {eq: [\"parties.denied\"", "when: {eqq: [\"parties.denied\"", "'eqq' was unexpected"),
    ("\"parties.denied\"", "\"parties.denyed\"", "no fact is called"),
    ("{gte: [\"country.upper\", 85]}", "{gte: [\"country.upper\", \"high\"]}", "'high' is not of type 'number'"),
    ("{gte: [\"country.upper\", 85]}", "{gte: [\"country.band\", 85]}", "compares numbers"),
    ("require: [M-22]", "require: [M-99]", "no such measure"),
    ("code: R-02", "code: R-01", "stands twice"),
    ("steps: 1", "steps: 2", "1 was expected"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), RULES)
def test_a_rule_that_cannot_be_evaluated_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    text = fresh()
    assert "include: rules-2026" not in text and old in text, "a draft carries its rules"
    met = refusal(text.replace(old, new, 1))
    assert said in met.wrong and met.line is not None
    first = line_of(text, "\nclassification:") + 1
    assert met.line >= first, met


HOSTILE = {
    "not utf-8": (b"urn: \xff\xfe", "not UTF-8"),
    "a zero byte": ("urn: a\x00b", "does not allow"),
    "a list": ("- a\n- b\n", "a group of entries"),
    "nothing": ("", "a group of entries"),
    "two documents": ("a: 1\n---\nb: 2\n", "not readable as YAML"),
    "a program": ("urn: !!python/object/apply:os.system ['true']\n", "the tag"),
    "a binary": ("urn: !!binary aGVsbG8=\n", "the tag !!binary"),
    "a set": ("urn: !!set {a, b}\n", "the tag !!set"),
    "a merge": ("a: &a {x: 1}\nb:\n  <<: *a\n", "the tag !!merge"),
    "a number for a name": ("a: {1: x}\n", "a name must be text"),
    "a list for a name": ("? [a]\n: x\n", "a name must be text"),
    "a name twice": ("a: 1\nb:\n  c: 1\n  c: 2\n", "'c' is repeated"),
    "an anchor of nothing": ("a: *b\n", "undefined alias"),
    "an anchor that holds itself": ("a: &a\n  b: *a\n", "a cycle"),
    "no number": ("a: .nan\n", "cannot be kept exactly"),
    "endless": ("a: -.inf\n", "cannot be kept exactly"),
    "too large a number": (f"a: {2**53}\n", "cannot be kept exactly"),
    "no number at all": ("a: !!int abc\n", "this is no number"),
    "deep": ("a: " + "[" * (DEEPEST + 1), f"more than {DEEPEST} deep"),
    "deep beyond any stack": ("a: " + "[" * 100_000, "deep"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_before_it_does_anything(name: str) -> None:
    text, said = HOSTILE[name]
    met = refusal(text)
    assert said in met.wrong and met.line is not None and met.line >= 1


def test_a_few_lines_that_unfold_into_millions_are_refused_at_the_line_where_they_do() -> None:
    names = "abcdefghijk"
    text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    text += "".join(f"{n}: &{n} [{', '.join(['*' + b] * 10)}]\n" for b, n in pairwise(names))
    met = refusal(text)
    assert f"more than {MOST}" in met.wrong and met.line == 5


def test_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(LimitExceeded, match="256 KB"):
        read_method("a: [" * (LIMIT // 4 + 1), "mine.yaml")


def test_documents_that_include_each_other_are_refused() -> None:
    mutual = {"a": {"rules": {"include": "b"}}, "b": {"rules": {"include": "a"}}}
    with pytest.raises(BadInput, match="a → b → a"):
        resolve_includes({"rules": {"include": "a"}}, mutual)
    chain = {"a": {"rules": {"include": "b"}}, "b": {"rules": [1]}}
    assert resolve_includes({"rules": {"include": "a"}}, chain) == {"rules": [1]}


SHIPPED = [("nine-2026", "nine-2026-1"), ("nine-2026-2", "nine-2026"), ("open-2026", "open-2026")]
"""(file, name under which its method is found): the newest version has the family's name."""


@pytest.mark.parametrize(("file", "name"), SHIPPED)
def test_a_shipped_text_reads_to_the_shipped_method(file: str, name: str) -> None:
    assert read_method(shipped(file), "x").method.sha256 == queries.method(name).sha256


@pytest.mark.parametrize(("file", "name"), SHIPPED)
def test_a_draft_begins_as_the_released_method_under_another_name(file: str, name: str) -> None:
    from duecare.adapters import clock
    from duecare.apps.risk.queries.drafting import text_to_begin

    released, text = queries.method(name), text_to_begin(queries.method(name), clock.today())
    begun = read_method(text, "draft").method
    assert (begun.country, begun.classes, begun.tests) == (released.country, released.classes, released.tests)
    assert begun.urn != released.urn and begun.state == "draft" and begun.version > released.version
    kept = [line for line in shipped(file).splitlines() if line.startswith("#")]
    assert kept and all(line in text for line in kept), "comments are kept"


def test_a_draft_says_so_and_takes_no_released_name() -> None:
    released = queries.released_urns()
    read = read_method(fresh(), "mine.yaml")
    require_draft(read, released)
    for old, new, place in (
        ("state: draft", "state: committed", "state:"),
        (read.method.urn, "urn:duecare:method:open-2026:1", "urn:"),
    ):
        text = fresh().replace(old, new, 1).replace("version: 2", "version: 1" if place == "urn:" else "version: 2", 1)
        with pytest.raises(BadInput) as met:
            require_draft(read_method(text, "mine.yaml"), released)
        assert met.value.line == line_of(text, place)


def test_figures_change_and_every_other_sign_of_the_text_stays() -> None:
    read = read_method(fresh(), "draft")
    figures = {one.path: one for one in figures_of(read)}
    assert {one.group for one in figures.values()} == {"weights", "bands", "thresholds"}
    changed = {"country.bands[2].at": 37.5, "classification.thresholds[1].at": 21, "country.dimensions[0].weight": 0.29,
               "country.dimensions[1].weight": 0.31}  # fmt: skip
    text = with_figures(read, changed)
    assert {path: one.value for path, one in _figures(text).items() if path in changed} == changed
    before, after = fresh().splitlines(), text.splitlines()
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(differing) == len(changed)
    assert all(re.sub(r"[\d.]+", "", a) == re.sub(r"[\d.]+", "", b) for a, b in differing)


def _figures(text: str) -> dict[str, object]:
    return {one.path: one for one in figures_of(read_method(text, "draft"))}  # type: ignore[misc]  # figures by path


_LEAVES = re.compile(r"^( *(?:- )?)([a-z_]+): (\S.*)$")


@settings(max_examples=25)
@given(st.data())
def test_any_single_line_mutated_parses_or_is_refused_with_a_line(data: st.DataObject) -> None:
    """Never another error, never without a line; and what parses has another hash or is the same text in effect."""
    lines = shipped("open-2026").splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(
        st.one_of(
            st.just(""),
            st.just(lines[at] + lines[at].lstrip()),
            st.just("  " + lines[at]),
            st.just(lines[at].replace(": ", ": -", 1)),
            st.just(lines[at].replace('"', "", 1)),
            st.text(alphabet="abc:-[]{}&*!'\"#|>%@ 0123456789.", max_size=30).map(lambda t: lines[at] + t),
            st.sampled_from(["null", "[]", "{}", "true", "-1", "1e999", "99", '""', "*x", "&x 1", "!!str 1"]).map(
                lambda v: _LEAVES.sub(lambda m: f"{m[1]}{m[2]}: {v}", lines[at])
            ),
        )
    )
    text = "\n".join(lines) + "\n"
    try:
        read = read_method(text, "mine.yaml")
    except BadInput as met:
        assert met.file == "mine.yaml" and met.line is not None and 1 <= met.line <= len(lines) + 1, str(met)
        return
    same = yaml.safe_load(text) == yaml.safe_load(shipped("open-2026"))
    assert same or read.method.sha256 != queries.method("open-2026").sha256


@settings(max_examples=60)
@given(st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_is_sent_is_read_or_refused_in_words(text: str | bytes) -> None:
    try:
        read_yaml(text, "mine.yaml")
    except BadInput as met:
        assert met.file == "mine.yaml" and met.line is not None
