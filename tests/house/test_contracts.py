"""Each contract of pyproject.toml holds, and breaks when it is broken on purpose."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
APPS = sorted(path.parent.name for path in (REPOSITORY / "src/duecare/apps").glob("*/__init__.py"))

pytestmark = pytest.mark.once

VIOLATIONS: dict[str, tuple[str, str]] = {
    "floors": ("adapters/strange.py", "import duecare.apps.audit.queries"),
    "floors: a new package": ("utilities.py", ""),
    "apps": ("apps/governance/rules/strange.py", "import duecare.apps.assessments.rules"),
    "apps: siblings": ("apps/risk/rules/strange.py", "import duecare.apps.parties.rules"),
    "apps: a new app": ("apps/gossip/__init__.py", ""),
    "inner-plan": ("apps/parties/rules/strange.py", "import duecare.apps.parties.models"),
    "inner-plan: a new module": ("apps/parties/services.py", ""),
    "pure": ("apps/parties/rules/strange.py", "import random"),
    "pure: through another": ("apps/governance/rules/strange.py", "import duecare.apps.accounts.queries"),
    "kernel": ("kernel/strange.py", "import numpy"),
    "audit": ("apps/governance/rules/strange.py", "import duecare.apps.audit.actions"),
    "audit: adapters": ("adapters/strange.py", "import duecare.apps.audit.actions"),
    "entrypoints": ("entrypoints/api/strange.py", "import duecare.entrypoints.staff.areas"),
    "entrypoints: a new way in": ("entrypoints/backdoor/__init__.py", ""),
    "sealed": ("apps/intake/queries/strange.py", "import duecare.apps.audit.queries"),
    "sealed: a job": ("apps/intake/actions/strange.py", "import duecare.adapters.jobs"),
    "agent": ("entrypoints/agent/strange.py", "import duecare.apps.accounts.queries"),
    "agent: what carries its messages": ("adapters/agent/strange.py", "import duecare.adapters.jobs"),
    "pages": ("entrypoints/staff/strange.py", "import duecare.apps.intake.actions.turning"),
    "pages: keys": ("entrypoints/api/strange.py", "import duecare.adapters.sealed.keys"),
    "reporter": ("entrypoints/reporter/strange.py", "import duecare.apps.audit.queries"),
    "circles": ("kernel/actor.py", "import duecare.kernel.states"),
    **{f"tables-{app}": ("entrypoints/staff/strange.py", f"import duecare.apps.{app}.models") for app in APPS},
    **{
        f"tables-{app}: by an app above": ("apps/mitigation/queries.py", f"import duecare.apps.{app}.models")
        for app in APPS
        if app != "mitigation"
    },
}
"""Contract (and which side of it) -> file and the line that breaks it."""


def lint(source: Path, config: Path, only: str = "") -> dict[str, str]:
    """Run import-linter over a tree, for one contract alone where it is named; returns KEPT or BROKEN by id."""
    asked = ["--contract", only] if only else []
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--config", str(config), "--no-cache", "--verbose", *asked],
        cwd=source,
        env=os.environ | {"PYTHONPATH": str(source), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = {}
    for contract in CONTRACTS:
        for word in ("KEPT", "BROKEN"):
            if f"{contract['name']} {word}" in done.stdout:
                found[contract["id"]] = word
    assert found, done.stdout[-2000:] + done.stderr[-2000:]
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it stands, to be broken."""
    source = tmp_path_factory.mktemp("house") / "src"
    ignore = shutil.ignore_patterns("__pycache__", "*.html", "*.css", "*.js", "*.yaml", "library", "static")
    shutil.copytree(REPOSITORY / "src" / "duecare", source / "duecare", ignore=ignore)
    return source


def test_the_house_stands_as_drawn() -> None:
    found = lint(REPOSITORY / "src", REPOSITORY / "pyproject.toml")
    assert found == {contract["id"]: "KEPT" for contract in CONTRACTS}


@pytest.mark.parametrize("which", VIOLATIONS)
def test_a_deliberate_violation_breaks_its_contract(copy: Path, which: str) -> None:
    place, line = VIOLATIONS[which]
    file = copy / "duecare" / place
    before = file.read_text() if file.exists() else None
    made = [folder for folder in file.parents if not folder.exists()]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        found = lint(copy, REPOSITORY / "pyproject.toml", which.split(":")[0])
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before)
        for folder in made:
            shutil.rmtree(folder)
    assert found[which.split(":")[0]] == "BROKEN"


def test_every_contract_has_its_violation() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {which.split(":")[0] for which in VIOLATIONS}


def test_every_apps_tables_are_private() -> None:
    assert {f"tables-{app}" for app in APPS} <= {contract["id"] for contract in CONTRACTS}
