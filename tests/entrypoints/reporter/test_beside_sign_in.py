"""A few hundred attempts to sign in, and to open vaults, do not stop others from reporting: real processes all."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from duecare.apps.intake.rules.records import Office
from tests.entrypoints.agent.running import Person

from .staffed import flood, served
from .visitor import Visitor, sent

pytestmark = pytest.mark.once
ATTEMPTS, REPORTS = 300, 5
MINUTES = 8


def test_reports_are_taken_beside_hundreds_of_attempts_to_sign_in_and_to_open_vaults(
    tmp_path: Path, started: Callable[[Path], None]
) -> None:
    with served(tmp_path, started) as here:
        until, codes, beside = time.monotonic() + MINUTES * 60, [], 0
        with flood(here) as told:
            while (told.attempts < ATTEMPTS or len(codes) < REPORTS) and time.monotonic() < until:
                before = told.attempts, told.knocks
                code, mailbox = sent(Visitor(here.reporter_port))
                assert mailbox.status == 200 and "Your report has arrived" in mailbox.text
                codes.append(code)
                beside += told.attempts - before[0] + told.knocks - before[1]
        assert told.attempts >= ATTEMPTS and told.knocks and len(codes) >= REPORTS, (told, len(codes))
        assert beside, "they were answered while reports were sent"
        assert set(told.signed) <= {200, 403, 429} and not told.broken, "each was refused, and answered"
        assert "opened" not in told.knocked
        for code in codes:
            assert "Where it stands" in Visitor(here.reporter_port).post("/mailbox/", {"code": code}).text
        mine = Person(here.house, here.house.holder(Office.INTAKE_EXTERNAL, 1)).unlock()
        assert mine.cases().total == len(codes), "and each can be read by whoever has the right words"
