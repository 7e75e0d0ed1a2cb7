"""The process beside: another one, that lives as long as it is wanted and no longer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from duecare.adapters import beside
from duecare.kernel.errors import BadInput, Busy


def process_and_home() -> tuple[int, str]:
    from django.conf import settings

    return os.getpid(), str(settings.DUECARE.home)


def refuse(value: str) -> None:
    raise BadInput("is no name", file="names.csv", row=3, value=value)


def sleep_and_say(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def unspeakable() -> None:
    class Local(Exception):
        """Cannot be pickled: it is of no module."""

    raise Local("words remain")


def gone(process: int) -> bool:
    """Whether a process is no more, waited for a few seconds; a zombie that nobody buried is none."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    yield
    beside.end()


def test_it_is_another_process_with_the_same_home_and_answers_again_and_again(duecare_home: Path) -> None:
    first, home = beside.ask(process_and_home)
    assert first != os.getpid() and home == str(duecare_home)
    assert beside.ask(process_and_home)[0] == first == beside.process_id()


def test_an_error_comes_back_as_itself(duecare_home: Path) -> None:
    with pytest.raises(BadInput) as met:
        beside.ask(refuse, "\u200b")
    assert (met.value.file, met.value.row, met.value.wrong) == ("names.csv", 3, "is no name")
    assert str(met.value).startswith("names.csv, row 3, value ") and str(met.value).count("is no name") == 1
    with pytest.raises(RuntimeError, match="Local: words remain"):
        beside.ask(unspeakable)
    assert beside.ask(sleep_and_say, 0) == beside.process_id(), "an error ends no process"


def test_killed_in_the_middle_it_is_replaced_and_who_asked_is_told(duecare_home: Path) -> None:
    first = beside.ask(sleep_and_say, 0)
    threading.Timer(0.5, os.kill, (first, signal.SIGKILL)).start()
    with pytest.raises(Busy, match=r"ended before it answered\. Nothing was changed"):
        beside.ask(sleep_and_say, 20)
    assert beside.ask(sleep_and_say, 0) not in (first, os.getpid())


def test_killed_between_two_questions_nobody_notices(duecare_home: Path) -> None:
    first = beside.ask(sleep_and_say, 0)
    os.kill(first, signal.SIGKILL)
    assert gone(first)
    assert beside.ask(sleep_and_say, 0) != first


def test_it_is_stopped_at_its_time_limit(duecare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = beside.ask(sleep_and_say, 0)
    monkeypatch.setattr(beside, "LONGEST", 0.3)
    with pytest.raises(Busy, match="took longer"):
        beside.ask(sleep_and_say, 20)
    assert gone(first)


def test_it_ends_when_nobody_asks(duecare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "IDLE", 0.3)
    first = beside.ask(sleep_and_say, 0)
    assert gone(first) and beside.process_id() is None
    assert beside.ask(sleep_and_say, 0) != first, "and the next question starts another"


def test_it_ends_with_whoever_started_it(duecare_home: Path) -> None:
    asks = (
        "import os, django; django.setup(); from duecare.adapters import beside; "
        "print(beside.ask(os.getpid), flush=True); os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "duecare.config.settings", "DUECARE_HOME": str(duecare_home)}
    done = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL and gone(int(done.stdout)), done.stderr
