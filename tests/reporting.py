"""What ran, what was skipped and how to get it; in CI an unexplained skip is a failure.

A test skipped on the builder's machine proves nothing, so with `CI=true` only the reasons in
`ALLOWED` pass. Elsewhere the run ends with the list. `--outcomes FILE` keeps every outcome for
`scripts/run_tests.py`, which compares them with docs/reference/capabilities/.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ALLOWED = {
    "this test is about SQLite alone": "the test alters SQLite's own file or pragma; its twin runs on PostgreSQL",
    "this test is about PostgreSQL alone": "SQLite has no server and one session; its twin runs there",
}
"""Beginning of a skip's reason -> why a stranger would accept it."""

GET_IT = {
    "about SQLite alone": "nothing is missing: the half on SQLite runs it",
    "chromium": "apt-get install chromium",
    "LibreOffice": "apt-get install libreoffice-calc-nogui",
    "poppler": "apt-get install poppler-utils",
    "Ray": "make setup: it is among the packages for development",
    "publishers' files": "set DUECARE_DATA to the folder that holds indices/",
    "PostgreSQL": "set DUECARE_TEST_POSTGRES to a server's URL, e.g. postgres:///test",
}
"""Word in a skip's reason -> how to get what is missing."""

ONCE = ("once", "browser", "large")
"""Marks of tests that run on one database only."""

LONGEST = 12
"""Folders of tests named at the end, those that took longest first."""


def folder(nodeid: str) -> str:
    """Two steps below `tests`, or the file: where somebody would look for what takes long."""
    path = nodeid.partition("::")[0]
    return "/".join(path.split("/")[1:3]) or path


def allowed(reason: str) -> bool:
    """True when this skip is accepted even in CI."""
    return reason.startswith(tuple(ALLOWED))


def how_to_get(reason: str) -> str:
    """What to do so that the test runs, or an empty string."""
    return next((todo for word, todo in GET_IT.items() if word in reason), "")


class Reporting:
    """Plugin of the controlling process: collects outcomes, ends the run with what was skipped."""

    def __init__(self, config: pytest.Config) -> None:
        self.outcomes: dict[str, str] = {}
        self.skipped: Counter[str] = Counter()
        self.busy: dict[str, float] = {}
        self.ended: dict[str, float] = {}
        self.where: Counter[str] = Counter()
        self.file: str = config.getoption("--outcomes")
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the worst outcome of set-up, call and tear-down, and the seconds of the process that ran it."""
        if worker := getattr(report, "worker_id", ""):  # xdist's name of a process; absent where one runs everything
            self.busy[worker] = self.busy.get(worker, 0.0) + report.duration
            self.ended[worker] = max(self.ended.get(worker, 0.0), report.stop)
            self.where[folder(report.nodeid)] += round(report.duration * 1000)
            self._tell(report)
        if report.skipped and isinstance(report.longrepr, tuple):
            self.skipped[report.longrepr[2].removeprefix("Skipped: ")] += 1
        if report.failed or report.skipped:
            self.outcomes[report.nodeid] = report.outcome
        elif report.when == "call":
            self.outcomes.setdefault(report.nodeid, report.outcome)

    def _tell(self, report: pytest.TestReport) -> None:
        """Say at once what failed: pytest says it at the end, and after an hour; a run that is cut off never does."""
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal is not None:
            lines = report.longreprtext.strip().splitlines() or [""]
            why = next((line for line in lines if line.startswith("E ")), lines[-1])
            terminal.write_line(f"\n{report.nodeid} failed ({report.when}): {why[:200]}")

    def refused(self) -> dict[str, int]:
        """Skips that fail this run."""
        ci = os.environ.get("CI") == "true"
        return {reason: count for reason, count in self.skipped.items() if ci and not allowed(reason)}

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the outcomes; turn an unexplained skip into a failure."""
        if self.file:
            Path(self.file).write_text(json.dumps(self.outcomes, indent=1, sort_keys=True))
        if self.refused() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name each reason once, with its number and the way out."""
        for line in self._lines():
            terminalreporter.write_line(line)

    def _lines(self) -> Iterator[str]:
        for worker, seconds in sorted(self.busy.items()):
            waited = max(self.ended.values()) - self.ended[worker]
            yield f"{worker}: {seconds:.0f} s of tests; it waited {waited:.0f} s at the end for the last process"
        if self.where:
            longest = (f"{place} {spent / 1000:.0f} s" for place, spent in self.where.most_common(LONGEST))
            yield "Where the time went: " + ", ".join(longest)
        if self.skipped:
            yield "Skipped here:"
        for reason, count in sorted(self.skipped.items()):
            todo = how_to_get(reason)
            mark = "FAILS IN CI  " if reason in self.refused() else ""
            yield f"  {mark}{count} × {reason}" + (f" → {todo}" if todo and todo not in reason else "")
