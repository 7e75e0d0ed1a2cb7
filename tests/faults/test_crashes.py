"""Every action, killed before each of its steps: all of it was done, or nothing of it.

After each crash SQLite's own checks pass, the content of every table is what it was before the
action or what a whole action leaves, the chain proves sound against its signed checkpoints, no file
is named that is not there, and the next action goes on.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from duecare.adapters import clock, stored_files
from duecare.adapters.home import evidence
from duecare.apps.accounts.actions.signing_in import record_unknown_sign_in
from duecare.apps.audit.actions import REGISTERED
from duecare.apps.audit.queries import prove
from duecare.apps.risk.queries import index_specs
from duecare.apps.risk.rules.indices.recognise import read
from duecare.entrypoints.worker.tasks import sweep_files
from duecare.kernel.actor import SYSTEM

from .crashing import Step, fingerprint, kill, steps_of
from .homes import Content, Homes, content, inside
from .proofs import Proofs
from .scenarios import SCENARIOS
from .scenarios.records import FILE

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("open_database")]

LATER = datetime.fromtimestamp(time.time(), UTC) + 2 * stored_files.YOUNG
"""By the disk's own clock, when whatever lies in a store is old enough to be swept away."""
PROOFS = Proofs()
NEW = 10
"""Entries at the end of a log, among which are all that a sweep made: the others were proven before it."""


def test_every_action_has_a_scenario_and_every_scenario_an_action() -> None:
    ours = {path for path in REGISTERED if path.startswith("duecare.")}  # other tests register acts of their own
    assert sorted(ours - SCENARIOS.keys()) == [], "add what it needs to tests/faults/scenarios"
    assert sorted(SCENARIOS.keys() - ours) == [], "there is no such action any more"


@pytest.mark.parametrize("path", sorted(SCENARIOS))
def test_a_crash_before_any_step_leaves_all_or_nothing(path: str, homes: Homes) -> None:
    scenario = SCENARIOS[path]
    home, value = homes.at(scenario.stage)
    with inside(home):
        keywords = scenario.keywords(value)
    with _later(scenario.days):
        steps = crash_everywhere(homes, home, partial(REGISTERED[path], **keywords))
    assert any(step.startswith("INSERT INTO") and "audit_entry" in step for step in steps)
    assert "COMMIT" in steps and "fsync" in steps


def test_a_crash_during_an_import_leaves_no_half_edition_and_no_stray_file(homes: Homes) -> None:
    path = "duecare.apps.risk.actions._keep_edition"
    home, value = homes.at(SCENARIOS[path].stage)
    with inside(home):
        keywords = SCENARIOS[path].keywords(value)
        whole = read(FILE.read_bytes(), FILE.name, index_specs())
    many = replace(whole, observations=whole.observations[:1500])  # several INSERTs, one after another
    steps = crash_everywhere(homes, home, partial(REGISTERED[path], **{**keywords, "reading": many}))
    assert any(step.startswith("os.rename") for step in steps)
    assert sum("INTO" in step and "risk_indexvalue" in step for step in steps) > 5


def test_where_no_process_is_killed_a_death_leaves_what_the_death_before_it_left(homes: Homes) -> None:
    path = "duecare.apps.assessments.actions.evidence.add_document"
    home, value = homes.at(SCENARIOS[path].stage)
    with inside(home):
        act = partial(REGISTERED[path], **SCENARIOS[path].keywords(value))
    steps = steps_of(homes.copy(home), act)
    deaths = _deaths(steps, [step.what for step in steps].index("COMMIT"))
    assert 3 < len(deaths) < len(steps) / 2
    left = content(home)
    for fatal in range(1, len(steps) + 1):
        crashed = homes.copy(home)
        kill(crashed, act, fatal)
        if fatal not in deaths:
            assert content(crashed).counts() == left.counts() and _shape(content(crashed)) == _shape(left), fatal
        left = content(crashed)


def _twice() -> None:
    """Two transactions where one was promised."""
    record_unknown_sign_in(by=SYSTEM)
    record_unknown_sign_in(by=SYSTEM)


def _beside() -> None:
    """A row that is kept whatever becomes of the transaction that was promised."""
    connection.cursor().execute("create table beside (what, why)")
    record_unknown_sign_in(by=SYSTEM)


def _in_place() -> None:
    """As many rows as before, one of them changed outside the transaction that was promised."""
    connection.cursor().execute("update governance_committee set name = 'Other'")
    record_unknown_sign_in(by=SYSTEM)


def _strays() -> None:
    """Files that are kept and named nowhere."""
    evidence().put([b"one"])
    evidence().put([b"two"])
    record_unknown_sign_in(by=SYSTEM)


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (_twice, "half of it"),
        (_beside, "half of it"),
        (_in_place, "half of it"),
        (_strays, "files that nobody names"),
    ],
)
def test_an_action_that_is_not_whole_is_found(planted: Callable[[], object], told: str, homes: Homes) -> None:
    home, _ = homes.at("bench")
    with pytest.raises(AssertionError, match=told):
        crash_everywhere(homes, home, planted)


def crash_everywhere(homes: Homes, home: Path, act: Callable[[], object]) -> list[str]:
    """Look at what a death before each step of `act` leaves; returns the steps.

    A process is killed wherever the disk has changed, or a death itself changes it. Before every other step lies byte
    for byte what the death before it left, and two deaths that leave the same bytes are looked at once: what is read
    from them is the same.
    """
    with inside(home):
        lacking = stored_files.missing()  # a stage may hold an edition's row without its file
    before, whole_home = content(home), homes.copy(home)
    steps = steps_of(whole_home, act)
    whole = content(whole_home)
    commit = next(number for number, step in enumerate(steps) if step.what == "COMMIT")
    met: dict[str, Content] = {}
    gone_on: list[Content] = []
    for fatal in _deaths(steps, commit):
        crashed = homes.copy(home)
        said = kill(crashed, act, fatal)
        assert _alike(said, steps[fatal - 1].what), f"it did not come to step {fatal} again: {said}"
        mark = fingerprint(crashed)
        if mark not in met:
            met[mark] = content(crashed, before)
            _all_or_nothing(before, met[mark], whole)
            if not any(one.rows == met[mark].rows and _shape(one) == _shape(met[mark]) for one in gone_on):
                gone_on.append(met[mark])  # else the database's own pages differ, what they say does not
                again = act if met[mark].rows == before.rows else None
                _goes_on(homes.copy(crashed), met[mark], again, whole, lacking)
        assert fatal > commit + 1 or met[mark].rows == before.rows, f"kept before COMMIT: step {fatal}, {said}"
        shutil.rmtree(crashed)
    _goes_on(whole_home, whole, None, whole, lacking)
    return [step.what for step in steps]


def _deaths(steps: list[Step], commit: int) -> list[int]:
    """Numbers of the steps, from 1 on, before which dying leaves something else than before the step above.

    A death at `fsync` tears what was to be flushed; the last step up to COMMIT is died before in any case.
    """
    return [
        number
        for number, step in enumerate(steps, start=1)
        if number in (1, commit + 1) or step.what == "fsync" or step.left != steps[number - 2].left
    ]


def _alike(said: str, planned: str) -> bool:
    """The same kind of step: names of temporary files and of savepoints differ each time."""
    return said.split(" ")[0] == planned.split(" ")[0]


def _all_or_nothing(before: Content, met: Content, whole: Content) -> None:
    if met.rows != before.rows:
        assert met.counts() == whole.counts(), "half of it was done"


def _shape(left: Content) -> list[tuple[str, bytes]]:
    """Files by folder, kind and bytes: the names of halves are random."""
    return sorted((f"{Path(name).parent} {Path(name).suffix}", data) for name, data in left.files.items())


def _goes_on(
    home: Path, left: Content, again: Callable[[], object] | None, whole: Content, lacking: tuple[str, ...]
) -> None:
    """The chain is sound, strays can be told from what is named, and work continues."""
    with inside(home):
        report = PROOFS.of(left)
        assert report.sound, report.findings
        if again is not None:
            again()
        else:
            record_unknown_sign_in(by=SYSTEM)
        gone_on = content(home)
        report = PROOFS.of(gone_on)
        assert report.sound and report.beyond == 0, report.findings
        strays = [name for one in stored_files.strays(LATER) for name in one.names]
        assert len(strays) <= 1 and all(name.endswith(".part") for name in strays), f"files that nobody names: {strays}"
        assert again is not None or not strays, "a half after COMMIT"
        assert stored_files.missing() == lacking
        if strays or left is whole:  # else nothing is swept, and nothing changes
            with clock.at(LATER):
                assert sweep_files.call() == len(strays)
            assert stored_files.strays(LATER) == () and stored_files.missing() == lacking
            assert prove(newest=NEW).sound
    if again is not None:
        assert gone_on.counts() == whole.counts(), "repeated after the crash, it did not do the same"
    shutil.rmtree(home)


@contextmanager
def _later(days: int) -> Iterator[None]:
    with clock.at(clock.now() + timedelta(days=days)):
        yield
