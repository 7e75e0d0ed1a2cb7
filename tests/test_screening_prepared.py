"""A prepared machine compiles nothing at a first search, and code of other sources is never run."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from duecare.adapters import library
from duecare.adapters.kept import kept
from duecare.apps.screening.rules import compiled
from duecare.apps.screening.rules.comparing import compare as compare_with
from duecare.apps.screening.rules.knowledge import Knowledge
from duecare.apps.screening.rules.name_data import name_data
from duecare.screening import compare

RULES = Path(compiled.__file__).parent
pytestmark = pytest.mark.once

WHAT_WAS_COMPILED = """
import sys
from duecare.apps.screening.rules.warming import prepare
if sys.argv[1] == "prepare":
    prepare()
else:
    from duecare.screening import Index, compare
    made = Index.build([("made-1", "Person", ["Exemplar Invented"]), ("made-2", "Company", ["Invented Exemplar Ltd"])])
    made.save(sys.argv[2])
    for index in (made, Index.open(sys.argv[2])):
        for schema in ("Person", "Company", "Vessel", None):
            index.search("Exemplr A. Invented", schema)
            index.search_many(["Exemplar", "Инвентед", "مثال"], schema)
    compare("Exemplar Invented", "E. Invented", "Person")
hits = misses = 0
for name, module in list(sys.modules.items()):
    if name.startswith("duecare.apps.screening.rules."):
        for function in vars(module).values():
            if hasattr(function, "stats") and function.__module__ == name:
                hits += sum(function.stats.cache_hits.values())
                misses += sum(function.stats.cache_misses.values())
print(hits, misses)
"""


def counted(what: str, place: Path) -> tuple[int, int]:
    """Functions taken from the cache and functions compiled, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", WHAT_WAS_COMPILED, what, str(place / "index")],
        env=os.environ | {"NUMBA_CACHE_DIR": str(place / "cache")},
        check=True,
        capture_output=True,
        text=True,
    )
    hits, misses = done.stdout.split()
    return int(hits), int(misses)


def test_after_preparing_a_first_search_compiles_nothing(tmp_path: Path) -> None:
    _, made = counted("prepare", tmp_path)
    assert made > 5
    hits, misses = counted("work", tmp_path)
    assert (hits > 5, misses) == (True, 0)
    assert counted("prepare", tmp_path)[1] == 0
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [compiled.PLACE]


def test_the_place_of_machine_code_depends_on_every_source_that_goes_into_it() -> None:
    found = set()
    todo = [path.stem for path in RULES.glob("*.py") if "@compiled" in path.read_text()]
    while todo:
        name = todo.pop()
        if name in found or name in ("knowledge", "name_data"):
            continue  # text for `tokens`, which compiles nothing of it
        found.add(name)
        for node in ast.walk(ast.parse((RULES / f"{name}.py").read_text())):
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                todo += [node.module] if node.module else [alias.name for alias in node.names]
    assert found - {"scripts", "languages"} <= set(compiled._SOURCES)


def test_what_is_known_of_names_is_worked_out_once_and_never_believed_when_damaged(tmp_path: Path) -> None:
    folder, place = tmp_path / "names", tmp_path / "kept"
    folder.mkdir()
    (folder / "a.yaml").write_text("first")
    made: list[int] = []

    def asked() -> list[int]:
        return kept("names", [str(place)], lambda: made.append(1) or list(made), tmp_path)  # type: ignore[func-returns-value]  # counts and gives

    assert (asked(), asked()) == ([1], [1])
    (file,) = place.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert (asked(), asked()) == ([1, 1], [1, 1])
    (folder / "a.yaml").write_text("other")
    assert asked() == [1, 1, 1]


def test_where_nothing_can_be_kept_it_is_worked_out_each_time(tmp_path: Path) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "file").write_text("no folder")
    assert [kept("names", [str(tmp_path / "file" / "below")], lambda: "made", tmp_path) for _ in range(2)] == [
        "made"
    ] * 2


def test_what_was_kept_gives_the_same_likenesses() -> None:
    data = name_data(item.data for item in library.load_folder("names"))
    for left, right, schema in (
        ("Bob Exemplarson", "Robert Exemplarson", "Person"),
        ("ООО Зорвакс", "Zorvax Limited Liability Company", "Company"),
    ):
        assert compare(left, right, schema) == compare_with(Knowledge(data), left, right, schema)
