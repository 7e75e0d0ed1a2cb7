"""`make check`: format, lint, types, contracts, migrations, generated pages, documentation.

Everything is run even when something fails, so that one run tells all there is to mend.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

STEPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("types", ("mypy", "--strict", "-p", "duecare", "-p", "scripts"), "read the lines above"),
    ("format", ("ruff", "format", "--check", "--quiet", "src", "tests", "scripts"), "make format"),
    ("lint", ("ruff", "check", "--quiet", "src", "tests", "scripts"), "make format mends much of it"),
    ("contracts", ("lint-imports", "--no-logo"), "ARCHITECTURE.md says what may import what"),
    ("migrations", ("django-admin", "makemigrations", "--check", "--dry-run"), "django-admin makemigrations APP"),
    ("generated pages", ("python", "scripts/reference.py"), "make reference"),
    ("documentation", ("mkdocs", "build", "--strict", "--quiet", "--site-dir", "var/site"), "see the page named above"),
)
"""(name, command, what to do when it fails). Types take as long as all others together, which go on beside them."""


def run(command: tuple[str, ...]) -> tuple[bool, str]:
    """Whether it passed, and what it printed."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "duecare.config.settings",
        "PYTHONWARNINGS": "ignore::DeprecationWarning",
    }
    env.pop("DUECARE_HOME", None)
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=REPOSITORY,
        env=env,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode == 0, done.stdout


def main() -> int:
    """Exit code 1 when a step failed."""
    failed: list[tuple[str, str]] = []

    def step(one: tuple[str, tuple[str, ...], str]) -> None:
        name, command, todo = one
        began = time.monotonic()
        passed, said = run(command)
        told = f"{'ok    ' if passed else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)\n"
        print(told + ("" if passed else said), end="", flush=True)  # at once, or the words of two steps would mix
        if not passed:
            failed.append((name, todo))

    with ThreadPoolExecutor(max_workers=2) as beside:
        list(beside.map(step, STEPS))
    for name, todo in failed:
        print(f"{name}: {todo}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
