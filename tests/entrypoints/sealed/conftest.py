"""A company with an open agent, and staff at browsers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.entrypoints.agent.running import House, house, running


@pytest.fixture
def agent_command() -> tuple[str, ...]:
    """How the agent is started; a file of tests that looks at the process itself says `AGENT`."""
    return ()


@pytest.fixture
def here(tmp_path: Path, duecare_home: Path, settings: object, agent_command: tuple[str, ...]) -> Iterator[House]:
    """Keys, reports and a running agent; the pages ask it."""
    made = house(tmp_path)
    settings.DUECARE = replace(  # type: ignore[attr-defined]  # pytest-django's wrapper is untyped
        settings.DUECARE, home=made.home, agent=str(made.agent), officers=made.pins  # type: ignore[attr-defined]
    )  # fmt: skip
    with running(made, *agent_command):
        yield made
