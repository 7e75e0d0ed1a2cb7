"""The source as the house tests read it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "duecare"


@cache
def tracked() -> tuple[str, ...]:
    """Every file that git tracks and that is there, by its path in the repository."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return tuple(name for name in done.stdout.split("\0") if name and (REPOSITORY / name).is_file())


def python(folder: Path = PACKAGE) -> Iterator[tuple[str, Path]]:
    """Every Python file below `folder` but migrations: (path in the repository, file)."""
    for file in sorted(folder.rglob("*.py")):
        if "migrations" not in file.parts and "__pycache__" not in file.parts:
            yield file.relative_to(REPOSITORY).as_posix(), file


@cache
def tree(file: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imported(file: Path) -> tuple[str, ...]:
    """Every dotted name that the file imports; relative ones with their dots."""
    found = list[str]()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            stem = "." * node.level + (node.module or "")
            found += (f"{stem}.{alias.name}" for alias in node.names)
    return tuple(found)
