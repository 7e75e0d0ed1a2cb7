"""Certificates imported by two people at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.adapters.sealed import log_file
from duecare.apps.intake.actions.certifying import enter
from duecare.apps.intake.rules.papers import parsed
from duecare.apps.intake.rules.pinning import pinned
from duecare.kernel.chain import Stored
from duecare.kernel.errors import Conflict
from tests.entrypoints.cli.ceremony import ENDS, Ceremony, ceremony

pytestmark = pytest.mark.once


@pytest.fixture
def place(tmp_path: Path) -> Ceremony:
    return ceremony(tmp_path)


@pytest.mark.parametrize("same", [True, False])
def test_two_imports_at_once_leave_one_sound_log(place: Ceremony, same: bool) -> None:
    """Two processes read the same log; whoever appends second is told that it changed, and nothing is lost."""
    files = [place.request(name) for name in ("ada", "ben")]
    for file in files:
        place.sign(file, "first", "second")
    wanted = [files[0], files[0]] if same else files
    with ThreadPoolExecutor(2) as two:
        said = list(two.map(lambda file: place.keys("import", str(file)), wanted))
    entered = [code for code, _ in said].count(0)
    assert entered >= 1 and len(place.log().splitlines()) == entered
    for code, words in said:
        assert code == 0 or (code == 2 and ("has changed in the meantime" in words or "already, as entry 1" in words))
    for file in {*wanted}:
        place.keys("import", str(file))
    assert len(place.log().splitlines()) == len({*wanted})
    status = place.keys("status")[1]
    assert "not sound" not in status and f"Key log: {len({*wanted})} entries" in status


def test_an_import_behind_another_ones_back_is_refused(place: Ceremony, monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment between reading and appending, held still."""
    first, second = (place.request(name) for name in ("ada", "ben"))
    for file in (first, second):
        place.sign(file, "first", "second")
    pins = pinned("\n".join(f"{place.officers[who]} {clock.today()} {ENDS}" for who in ("first", "second")))
    append = log_file.append

    def late(path: Path, body: bytes, *, after: tuple[int, str]) -> Stored:
        monkeypatch.setattr(log_file, "append", append)
        assert place.keys("import", str(first))[0] == 0
        return append(path, body, after=after)

    monkeypatch.setattr(log_file, "append", late)
    with pytest.raises(Conflict, match="changed in the meantime"):
        enter(place.place, parsed(second.read_bytes()), officers=pins, today=clock.today(), file="ben")
    assert len(place.log().splitlines()) == 1 and place.keys("import", str(second))[0] == 0
