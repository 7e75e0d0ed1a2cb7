"""The agent with a clock that a test moves: seconds to add stand in a file."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from duecare.adapters import clock
from duecare.adapters.agent import confined, line
from duecare.entrypoints.agent.setting import Setting
from duecare.entrypoints.agent.supervisor import Supervisor


def main(file: Path) -> None:
    """As `duecare agent`, but for the clock."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings"
    env = settings.DUECARE

    def now() -> datetime:
        return clock.now() + timedelta(seconds=float(file.read_text()))

    confined.confine()
    listening = line.listening(env.agent_folder)
    assert listening is not None
    place = (env.home.absolute(), env.agent_folder, env.shred_folder)
    Supervisor(Setting(*place, env.pins(), env.time_zone, now), listening).serve()
