"""`make test`: everything on SQLite, everything on PostgreSQL, one closing line.

Arguments are handed to pytest. The second half needs DUECARE_TEST_POSTGRES; in CI its absence is
a failure. After a whole run the capability pages are compared with what really ran.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from scripts.capabilities import unproved  # noqa: E402  # the path above makes the folder importable


def half(title: str, url: str, outcomes: Path, arguments: list[str]) -> tuple[int, dict[str, str]]:
    """Run pytest once; returns its exit code and every outcome by test."""
    print(f"── {title} ──", flush=True)
    outcomes.unlink(missing_ok=True)
    env = {key: value for key, value in os.environ.items() if key not in ("DUECARE_DATABASE", "DUECARE_HOME")}
    # What a power cut would take is not looked at here: no commit waits for the server's disk.
    env |= {"DUECARE_DATABASE": url, "PGOPTIONS": "-c synchronous_commit=off"} if url else {}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        "--durations=20",
        f"--outcomes={outcomes}",
        *arguments,
    ]
    code = subprocess.run(command, cwd=REPOSITORY, env=env, check=False).returncode
    return code, json.loads(outcomes.read_text()) if outcomes.exists() else {}


def main(arguments: list[str]) -> int:
    """Both halves; exit code 1 when anything failed or, in CI, was left out."""
    folder = REPOSITORY / "var"
    folder.mkdir(exist_ok=True)
    ci, url = os.environ.get("CI") == "true", os.environ.get("DUECARE_TEST_POSTGRES", "")
    code, on_sqlite = half("SQLite", "", folder / "outcomes-sqlite.json", arguments)
    on_postgres: dict[str, str] = {}
    if url:
        second, on_postgres = half("PostgreSQL", url, folder / "outcomes-postgres.json", arguments)
        code = code or second
    problems = [] if arguments else unproved(on_sqlite, on_postgres)
    if not url:
        print("PostgreSQL: skipped. Set DUECARE_TEST_POSTGRES to a server's URL, e.g. postgres:///test")
        problems += ["PostgreSQL was left out, and this is CI"] if ci else []
    for problem in problems:
        print(f"FAILED {problem}")
    every = [*on_sqlite.values(), *on_postgres.values()]
    failed = every.count("failed") + len(problems)
    failed = max(failed, 1) if code else failed
    print(f"{every.count('passed')} passed, {failed} failed, {every.count('skipped')} skipped", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
