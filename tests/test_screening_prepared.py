"""What was compiled once is not compiled again, and code of other sources is never run."""

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

ONE_FUNCTION = """
import numpy
from duecare.apps.screening.rules.keys import hash_sounds
hash_sounds(numpy.zeros(4, numpy.uint8), 4, -1)
print(sum(hash_sounds.stats.cache_hits.values()), sum(hash_sounds.stats.cache_misses.values()))
"""


def test_machine_code_lies_where_the_environment_says_and_is_taken_from_there(tmp_path: Path) -> None:
    """One function, because all take a minute; that `make setup` makes all: tests/entrypoints/cli/test_fresh_clone."""
    for hits, misses in ((0, 1), (1, 0)):
        done = subprocess.run(
            [sys.executable, "-c", ONE_FUNCTION],
            env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "cache")},
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout.split() == [str(hits), str(misses)]
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
