"""What import-linter does not see: names, sizes, signals, keys between tables, addresses, the map in the README."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from scripts import capabilities
from tests.house.reading import PACKAGE, REPOSITORY, imported, python, tracked, tree

pytestmark = pytest.mark.once

BANNED = ("utils", "helpers", "common", "misc", "manager", "handler", "util", "helper")
LONGEST = 400
LONGEST_FUNCTION = 60
FLOORS = ("audit", "accounts", "governance", "parties", "risk", "screening", "assessments", "mitigation")
"""Apps from the ground up; parties and risk stand beside each other."""
REGISTRIES = (
    "pyp" + "i.org",
    "python" + "hosted",
    "npm" + "js.org",
    "deb." + "debian",
    "registry." + "npm",
    "yarn" + "pkg",
)
MACHINE = tuple(f"/{folder}/" for folder in ("wo" + "rk", "fa" + "rm", "ro" + "ot"))


def banned(module: str) -> bool:
    """True when a module's name says nothing about what is in it."""
    return any(part in BANNED for part in re.split(r"[_/.]", module.lower()))


def badly_named_classes(source: ast.Module) -> list[str]:
    """Classes whose last word says nothing."""
    classes = (node.name for node in ast.walk(source) if isinstance(node, ast.ClassDef))
    return [name for name in classes if name.lower().endswith(BANNED)]


@pytest.mark.parametrize("name", ["duecare/utils.py", "risk/score_helpers.py", "common/__init__.py"])
def test_a_name_that_says_nothing_is_seen(name: str) -> None:
    assert banned(name)


def test_a_class_that_says_nothing_is_seen() -> None:
    assert badly_named_classes(ast.parse("class FileManager: ...\nclass Ledger: ...")) == ["FileManager"]


def test_every_name_says_something() -> None:
    files = [name for folder in ("src", "tests", "scripts") for name, _ in python(REPOSITORY / folder)]
    assert [name for name in files if banned(name)] == []
    assert {name: bad for name, file in python() if (bad := badly_named_classes(tree(file)))} == {}


def test_no_file_is_longer_than_can_be_read() -> None:
    files = (pair for folder in ("src", "tests", "scripts") for pair in python(REPOSITORY / folder))
    assert {name: n for name, file in files if (n := len(file.read_text().splitlines())) > LONGEST} == {}


def test_no_function_is_longer_than_a_page() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = {
        f"{name}::{node.name}": lines
        for name, file in python()
        for node in ast.walk(tree(file))
        if isinstance(node, kinds) and (lines := (node.end_lineno or 0) - node.lineno) > LONGEST_FUNCTION
    }
    assert long == {}


def test_signals_are_received_in_one_place_only() -> None:
    found = {
        name
        for name, file in python()
        for what in imported(file)
        if (re.search(r"\bsignals?\b.*|\breceiver\b", what) and "django" in what)
        or (what.startswith("allauth") and "signals" in what)
    }
    assert found <= {"src/duecare/apps/accounts/allauth_events.py"}


def test_only_accounts_listens_to_the_sign_in_library() -> None:
    assert [path.parent.name for path in PACKAGE.glob("apps/*/allauth_events.py")] in ([], ["accounts"])


def test_only_actions_are_decorated_as_actions() -> None:
    names = ("audit.actions.action", "audit.actions.Recorded")
    places = {name for name, file in python() if any(what.endswith(names) for what in imported(file))}
    allowed = re.compile(r"src/duecare/apps/\w+/actions(\.py|/\w+\.py)")
    assert {name for name in places if not allowed.fullmatch(name)} == set()


def keys(source: ast.Module) -> list[str]:
    """Apps that string ForeignKeys of a models file lead to."""
    fields = ("ForeignKey", "OneToOneField", "ManyToManyField")
    found = []
    for node in ast.walk(source):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in fields
            and node.args
        ):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                found.append(first.value.split(".")[0])
    return found


def lower(app: str) -> set[str]:
    """Apps whose rows an app may point to."""
    below = set(FLOORS[: FLOORS.index(app)])
    return below - {"parties", "risk"} if app in ("parties", "risk") else below


def test_keys_between_tables_lead_downwards_only() -> None:
    wrong = [
        f"{name} → {target}"
        for app in FLOORS
        for name, file in python(PACKAGE / "apps" / app)
        if "models" in name
        for target in keys(tree(file))
        if target not in lower(app) | {app}
    ]
    assert wrong == []


def test_a_key_that_leads_upwards_is_seen() -> None:
    source = ast.parse('customer = models.ForeignKey("assessments.Opportunity", on_delete=models.PROTECT)')
    assert set(keys(source)) - lower("parties") == {"assessments"}


def test_models_hold_no_logic() -> None:
    wrong = []
    for name, file in python(PACKAGE / "apps"):
        if "/models" not in name:
            continue
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete"):
                wrong.append(f"{name}: {node.name}()")
            if isinstance(node, ast.Name) and node.id == "ordering":
                wrong.append(f"{name}: Meta.ordering")
    assert wrong == []


def test_no_page_asks_the_database_itself() -> None:
    wrong = {name for name, file in python(PACKAGE / "entrypoints") if re.search(r"\.objects\b", file.read_text())}
    assert wrong == set()


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_written() -> None:
    wrong = []
    for name in tracked():
        data = (REPOSITORY / name).read_bytes()
        if b"\0" not in data[:8000]:
            text = data.decode("utf-8", "replace")
            wrong += [f"{name}: {word}" for word in (*REGISTRIES, *MACHINE) if word in text]
    assert wrong == []


def where_is(readme: str) -> list[tuple[str, str]]:
    """(file, name to find in it) of each line of the "where is …?" table."""
    table = readme.split("## Where is")[1].split("\n## ")[0]
    return re.findall(r"\|\s*`([\w/.{}*-]+)`[^|]*\|\s*`([^`]+)`", table)


def test_the_map_in_the_readme_is_true() -> None:
    rows = where_is((REPOSITORY / "README.md").read_text())
    assert len(rows) >= 10
    for place, words in rows:
        path = REPOSITORY / "src" / "duecare" / place
        text = path.read_text() if path.is_file() else "".join(f.read_text() for f in sorted(path.glob("*.py")))
        assert words in text, f"README says that {place} holds {words}"


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len((REPOSITORY / "README.md").read_text().splitlines()) <= 150


def test_capabilities_name_tests_that_exist() -> None:
    every = list(capabilities.lines())
    assert len(every) > 30
    assert [problem for line in every for problem in capabilities.malformed(line)] == []


def test_a_capability_without_its_test_is_seen(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(
        "| Capability | State |\n|---|---|\n| Fly | works | | |\n| Swim | wrks | `tests/no.py::test` | |\n"
    )
    said = [problem for line in capabilities.lines(tmp_path) for problem in capabilities.malformed(line)]
    assert [re.sub(r"^x.md:\d: ", "", problem) for problem in said] == [
        "“Fly” is said to be works, but names no test",
        "“wrks” is none of absent, partial, works",
        "there is no test tests/no.py::test",
    ]


def test_a_test_that_did_not_pass_shows_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = "tests/house/test_source.py::test_models_hold_no_logic"
    (tmp_path / "x.md").write_text(f"| Capability | State |\n|---|---|\n| Stand | works | `{name}` | |\n")
    every = list(capabilities.lines(tmp_path))
    monkeypatch.setattr(capabilities, "lines", lambda: iter(every))
    assert capabilities.unproved({name: "passed"}) == []
    assert len(capabilities.unproved({name: "skipped"})) == len(capabilities.unproved({})) == 1
    assert len(capabilities.unproved({name: "passed"}, {name: "failed"})) == 1


def test_only_the_fictional_company_counts_its_ids() -> None:
    """Ids that can be foretold may stand nowhere else."""
    asks = re.compile(r"\bids\.(counted|taken_from)|kernel\.ids import[^\n]*\b(counted|taken_from)\b")
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if asks.search(path.read_text())}
    assert found == {"entrypoints/demo/calendar.py"}
