"""The library interface: what is built, saved, opened, searched, alone and in many processes."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from duecare.adapters import name_index
from duecare.kernel.errors import BadInput
from duecare.screening import Hit, Index, compare

pytestmark = pytest.mark.once

FIRST = "Alexander Robert Mohammad Olga Tarun Exemplar Wanda Zorvax Ludmila Henrik".split()  # noqa: SIM905  # read as a row
LAST = "Inventado Exemplarson Prykladenko Namouzaji Beispielmann Voorbeeld Esempio Mustermann".split()  # noqa: SIM905  # read as a row
ENTITIES: list[tuple[str, str, Sequence[str]]] = [
    (f"person-{a}-{b}", "Person", [f"{one} {other}", f"{other}, {one[0]}."])
    for a, one in enumerate(FIRST)
    for b, other in enumerate(LAST)
] + [
    ("company-1", "Company", ["Zorvax Shipping Ltd", "ООО Зорвакс Шиппинг"]),
    ("company-2", "Company", ["Zorvax Insurance Ltd"]),
    ("vessel-1", "Vessel", ["MV Exemplar Star"]),
    ("odd-1", "Person", ["", "...", "\ud800 Sonderbar", "😀"]),
    ("none-1", "Person", []),
]
QUERIES = ["Alexandr Inventado", "Bob Exemplarson", "Zorvax Shipping", "Олександр Прикладенко", "", "...", "x" * 10_000]


def told(hits: Sequence[Hit]) -> list[tuple[str, str, float, object]]:
    return [(hit.id, hit.name, hit.score, hit.alignment.body()) for hit in hits]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(ENTITIES)


def test_every_name_as_written_finds_its_entity_with_1(index: Index) -> None:
    held = 0
    for identity, schema, names in ENTITIES:
        for name in names:
            if not any(char.isalnum() for char in name):
                continue
            held += 1
            best = index.search(name, schema)[0]
            if "\ud800" not in name:  # what is no text is kept as "?"
                assert (best.id, best.score, best.name) == (identity, 1, name)
            else:
                assert best.id == identity
    assert len(index) >= held > 160


def test_a_search_scores_as_a_comparison_does_with_the_same_reasons(index: Index) -> None:
    for schema, queries in {"Person": (QUERIES[0], QUERIES[1], QUERIES[3]), "Company": (QUERIES[2],)}.items():
        for query in queries:
            hits = index.search(query, schema)
            assert len(hits) > 1
            for hit in hits:
                alone = compare(query, hit.name, schema)
                assert hit.score == pytest.approx(alone.score, abs=1e-6)
                assert [part.relation for part in hit.alignment.parts] == [part.relation for part in alone.parts]


def test_best_first_each_entity_once_and_no_more_than_asked(index: Index) -> None:
    for top in (1, 3, 50):
        hits = index.search("Alexander Exemplarson", "Person", top)
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert len({hit.id for hit in hits}) == len(hits) <= top
    assert index.search("Alexander Exemplarson", "Person", 1)[0].id == "person-0-1"


def test_kinds_are_kept_apart_and_an_unknown_schema_excludes_nothing(index: Index) -> None:
    assert {hit.id.partition("-")[0] for hit in index.search("Zorvax", "Company")} == {"company"}
    assert {hit.id.partition("-")[0] for hit in index.search("Exemplar Star", "Vessel")} == {"vessel"}
    assert told(index.search("Zorvax", "Invented")) == told(index.search("Zorvax", None)) != []
    assert {"company", "person"} <= {hit.id.partition("-")[0] for hit in index.search("Zorvax", None, 50)}


def test_a_name_as_written_is_found_whatever_its_words_are() -> None:
    many = [(f"many-{k}", "Company", [f"JSC Zorvaxbank {k}", f"Zorvaxbank {k} Ltd"]) for k in range(60)]
    hard = {
        "initials": "E.C.A. S.A.",
        "apart": "Zorvax Bank",
        "letters": "A. B.",
        "twice": "O'Exemplar Bank",
    }
    index = Index.build(
        [*many, *((id, "Company", ["OExemplar Bank" if id == "twice" else name, name]) for id, name in hard.items())]
    )
    for id, name in hard.items():
        best = index.search(name, "Company", 3)[0]
        assert (best.id, best.name, best.score) == (id, name, 1)


@pytest.mark.parametrize("top", [0, -1])
def test_no_hits_cannot_be_asked_for(index: Index, top: int) -> None:
    with pytest.raises(ValueError, match="top must be 1 or more"):
        index.search("Exemplar", top=top)


@pytest.mark.parametrize("nothing", ["", "...", "\ud800", "😀😀"])
def test_a_name_without_letters_finds_nobody_else(index: Index, nothing: str) -> None:
    assert {hit.id for hit in index.search(nothing, "Person")} <= {"odd-1"}


def test_an_index_of_nothing_finds_nothing_and_can_be_kept(tmp_path: Path) -> None:
    for entities in ([], [("none", "Person", []), ("odd", "Person", ["", "..."])]):
        empty = Index.build(entities)
        assert len(empty) == 0
        assert empty.search("Alexander Exemplar") == []
        empty.save(tmp_path / "empty")
        opened = Index.open(tmp_path / "empty")
        assert (len(opened), opened.search("Alexander Exemplar")) == (0, [])


def test_many_at_once_and_in_two_processes_find_what_one_by_one_finds(index: Index) -> None:
    names = [f"{one} {other}"[cut:] for one in FIRST for other in LAST for cut in range(15)] + QUERIES
    assert len(names) > 1_100
    alone = index.search_many(names, "Person", 5, processes=1)
    both = index.search_many(names, "Person", 5, processes=2)
    assert len(alone) == len(both) == len(names)
    for number in range(0, len(names), 7):
        one = told(index.search(names[number], "Person", 5))
        assert told(alone[number]) == told(both[number]) == one


def test_a_saved_index_answers_the_same_also_in_another_process(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "names")
    opened = Index.open(tmp_path / "names")
    for query in QUERIES:
        for schema in ("Person", "Company", None):
            assert told(opened.search(query, schema)) == told(index.search(query, schema))
    program = (
        "import sys; from duecare.screening import Index\n"
        "for hit in Index.open(sys.argv[1]).search(sys.argv[2], 'Person'): print(hit.id, repr(hit.score))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "names"), QUERIES[0]],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == [f"{hit.id} {hit.score!r}" for hit in index.search(QUERIES[0], "Person")]


def test_an_index_of_another_format_is_refused(index: Index, tmp_path: Path) -> None:
    name_index.save(tmp_path / "other", {"tokens": np.zeros(3, np.int32)}, {"format": 999})
    with pytest.raises(BadInput, match="another format"):
        Index.open(tmp_path / "other")


@pytest.mark.large
def test_on_a_real_list_each_name_finds_its_entity(shared_data: Path) -> None:
    held: dict[tuple[str, str], list[str]] = {}
    with (shared_data / "screening" / "list_base.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            held.setdefault((row["entity"], row["schema"]), []).append(row["name"])
    index = Index.build([(entity, schema, names) for (entity, schema), names in held.items()])
    assert len(index) > 39_000
    chosen = random.Random(20261126).sample(sorted(held), 1_500)
    missed = []
    for entity, schema in chosen:
        for name in held[entity, schema]:
            hits = index.search(name, schema, 25)
            same = [hit.id for hit in hits if hit.score == 1]
            if any(char.isalnum() for char in name) and entity not in same and len(same) < 25:
                missed.append((entity, name, [hit.id for hit in hits][:3]))
    assert missed == []


def test_after_its_words_were_forgotten_an_index_still_finds_the_same(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [told(index.search(query)) for query in QUERIES]
    monkeypatch.setattr("duecare.apps.screening.rules.index.LEXICON_LIMIT", 2)
    monkeypatch.setattr("duecare.apps.screening.rules.readings.KEPT", 2)
    assert [told(index.search(query)) for query in QUERIES] == before
    assert [told(hits) for hits in index.search_many(QUERIES)] == before
