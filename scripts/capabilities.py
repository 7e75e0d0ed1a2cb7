"""What Duecare can do, line by line, and whether a test that ran shows it.

A page under docs/reference/capabilities/ is a table: capability | state | test | command.
State is `absent`, `partial` or `works`. A line that works or is partial names a test, as
`tests/path.py::name` (one or more, separated by spaces); that test must exist and must have passed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = REPOSITORY / "docs" / "reference" / "capabilities"
STATES = ("absent", "partial", "works")


@dataclass(frozen=True, slots=True)
class Line:
    """One capability as a page states it."""

    page: str
    row: int
    capability: str
    state: str
    tests: tuple[str, ...]
    command: str

    @property
    def where(self) -> str:
        """Page and row, for messages."""
        return f"{self.page}:{self.row}"


def lines(pages: Path = PAGES) -> Iterator[Line]:
    """Every line of every page, in order."""
    for page in sorted(pages.glob("*.md")):
        for row, text in enumerate(page.read_text().splitlines(), start=1):
            cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
            if not text.startswith("|") or cells[0] == "Capability" or set(text) <= set("|-: "):
                continue
            state, tests, command = [*cells[1:], "", "", ""][:3]
            named = tuple(test.strip("`") for test in tests.split() if test.strip("`"))
            yield Line(page.name, row, cells[0], state, named, command.strip("`"))


def malformed(line: Line, root: Path = REPOSITORY) -> Iterator[str]:
    """What is wrong with a line before anything ran."""
    if line.state not in STATES:
        yield f"{line.where}: “{line.state}” is none of {', '.join(STATES)}"
    if line.state != "absent" and not line.tests:
        yield f"{line.where}: “{line.capability}” is said to be {line.state}, but names no test"
    for test in line.tests:
        if not exists(test, root):
            yield f"{line.where}: there is no test {test}"


def exists(test: str, root: Path = REPOSITORY) -> bool:
    """True when the file holds the test, class or method named (parameters are not looked at)."""
    file, _, name = test.partition("::")
    path = root / file
    if not path.is_file():
        return False
    body: list[ast.stmt] = ast.parse(path.read_text()).body
    for part in filter(None, name.split("[")[0].split("::")):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        found = next((node for node in body if isinstance(node, kinds) and node.name == part), None)
        if found is None:
            return False
        body = found.body
    return True


def unproved(*runs: Mapping[str, str]) -> list[str]:
    """Capabilities whose tests did not run or did not pass in any of the runs, or failed in one."""
    problems = [problem for line in lines() for problem in malformed(line)]
    for line in lines():
        for test in line.tests:
            seen = [outcome for run in runs for node, outcome in run.items() if covers(test, node)]
            if "passed" not in seen or "failed" in seen:
                problems.append(f"{line.where}: {test} did not run and pass, so “{line.capability}” is not shown")
    return problems


def covers(test: str, node: str) -> bool:
    """True when the node is the test named, one of its parameters, or lies in the file or class named."""
    return node == test or node.startswith((f"{test}[", f"{test}::"))
