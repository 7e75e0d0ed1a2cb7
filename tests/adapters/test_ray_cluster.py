"""Work over the machines of a Ray cluster: two of them here, on this machine, and some that die."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from duecare.adapters import name_index, ray_cluster
from duecare.adapters.ray_cluster import Cluster
from duecare.entrypoints.cli.screen import screen
from duecare.kernel.errors import BadInput, Conflict
from tests.adapters.ray_work import add, as_it_is, fail, kinds, made
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.once

MACHINE: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 80 * 1024 * 1024, "include_log_monitor": False}
LISTED = 300
ROWS = 900


@pytest.fixture(scope="module", autouse=True)
def loaded() -> Iterator[None]:
    """Ray, loaded while its machines have the address 127.0.0.1: nobody else reaches them.

    The tests are skipped one by one where it is absent: a file that is skipped whole would go unnoticed in CI.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")  # Ray's word for it; read when it is loaded
        pytest.importorskip("ray", reason="Ray is absent: make setup")
        yield


@pytest.fixture(scope="module")
def machines(loaded: None) -> Iterator[Any]:
    """A cluster of two machines that are both this one; without Ray's own watchers, which take time to start."""
    from ray.cluster_utils import Cluster as Machines

    found: Any = Machines(
        initialize_head=True, head_node_args={**MACHINE, "include_dashboard": False, "no_monitor": True}
    )
    found.add_node(**MACHINE)
    yield found
    found.shutdown()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(screen, [str(word) for word in words], catch_exceptions=False)


def invented(many: int, chance: random.Random) -> list[str]:
    """Names nobody bears."""
    pieces = ("zor", "vane", "quill", "mark", "bla", "thorn", "ost", "rava", "tavi", "quor", "rel", "lan", "dri", "mes")
    return [
        " ".join("".join(chance.sample(pieces, 2)).title() for _ in range(chance.choice((2, 2, 3))))
        for _ in range(many)
    ]


def mistyped(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return chance.choice((name, name[:at] + name[at + 1 :], " ".join(reversed(name.split())), name.replace("a", "е")))


@pytest.mark.django_db(transaction=True)
def test_a_portfolio_gives_the_same_bytes_by_whomever(
    machines: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(9)
    names = invented(LISTED, chance)
    listed, portfolio = tmp_path / "list.csv", tmp_path / "portfolio.csv"
    head = "id,schema,name,aliases,countries,birth,ids,programme\n"
    listed.write_text(head + "".join(f"{n},Person,{name},,FRA,,,Invented\n" for n, name in enumerate(names)))
    asked: Sequence[str] = [mistyped(name, chance) for name in chance.choices(names, k=ROWS // 3)] + invented(
        ROWS * 2 // 3, chance
    )
    portfolio.write_text("name,schema\n,Person\n" + "".join(f"{name},Person\n" for name in asked))
    assert "300 added" in run("import", listed).output
    monkeypatch.setattr("duecare.apps.screening.queries.matching.PIECE", 40)
    assert run("bulk", portfolio, "--out", tmp_path / "one", "--processes", "1").exit_code == 2
    found = run("bulk", portfolio, "--out", tmp_path / "cluster", "--ray", machines.address)
    assert "2 processes, 2 machines of the Ray cluster" in found.output and "1 rows not usable" in found.output
    assert (tmp_path / "one").read_bytes() == (tmp_path / "cluster").read_bytes()
    assert (tmp_path / "one").read_text().count('"strength"') > 200 and not list(tmp_path.glob("*.part"))


@pytest.fixture(scope="module")
def joined(machines: Any) -> Iterator[Cluster]:
    """Joined once: every new driver has processes of its own, and those take seconds to start."""
    with Cluster(machines.address) as cluster:
        yield cluster


NUMBERS = {"numbers": np.arange(100_000)}
SUM = int(NUMBERS["numbers"].sum())


def done(folder: Path) -> list[list[str]]:
    """Tasks and the machines that took them, in their order."""
    log = folder / "done"
    return [line.split() for line in log.read_text().splitlines()] if log.exists() else []


def test_a_process_killed_in_the_middle_loses_nothing(joined: Cluster, tmp_path: Path) -> None:
    assert (joined.processes, joined.machines) == (2, 2)
    found = list(joined.spread(add, range(40), 2, made, (NUMBERS, tmp_path)))
    assert found == [SUM + task for task in range(40)]
    told = done(tmp_path)
    assert [task for task, _ in told].count("7") == 2, "the task that was killed is done again"
    assert len({machine for _, machine in told}) == 2, "both machines work"
    makers = (tmp_path / "made").read_text().split()
    assert len(set(makers)) == len(makers) <= 3, "made once a process: two, and one in place of the dead"


def test_arrays_are_mapped_as_the_compiled_code_knows_them(joined: Cluster, tmp_path: Path) -> None:
    row = np.dtype({"names": ["a", "b"], "formats": ["u1", "f8"]}, align=True)
    arrays = {"rows": np.zeros((5, 3), row), "empty": np.zeros(0, np.int32), "numbers": np.arange(9, dtype=np.int32)}
    name_index.save(tmp_path / "index", arrays, {})
    mapped, _ = name_index.load(tmp_path / "index")
    (told,) = joined.spread(kinds, [0], 1, as_it_is, (mapped,))
    assert told == kinds(mapped, 0), "another kind is compiled anew, for minutes, on every machine"


def test_an_error_of_a_task_arrives_as_it_was(joined: Cluster) -> None:
    with pytest.raises(BadInput, match="row 0: this cannot be used"):
        list(joined.spread(fail, range(4), 2, as_it_is, (NUMBERS,)))


def test_a_machine_with_other_code_is_refused(joined: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_cluster, "code_of", lambda make: "other code")
    with pytest.raises(Conflict, match="runs other code of Duecare"):
        list(joined.spread(kinds, range(4), 2, as_it_is, ({"numbers": np.arange(3)},)))


def test_a_machine_that_dies_loses_nothing(machines: Any, joined: Cluster, tmp_path: Path) -> None:
    (tmp_path / "killed").touch()
    dying = machines.add_node(**MACHINE)
    (tmp_path / "stuck").write_text(dying.node_id)

    deadline = time.monotonic() + 60

    def kill() -> None:
        while dying.node_id not in [machine for _, machine in done(tmp_path)] and time.monotonic() < deadline:
            time.sleep(0.05)
        machines.remove_node(dying, allow_graceful=False)

    def until_it_is_dead(killed: Future[None]) -> Iterator[int]:
        for task in count():
            yield task
            if killed.done():
                return

    with ThreadPoolExecutor(1) as beside:
        found = list(joined.spread(add, until_it_is_dead(beside.submit(kill)), 3, made, (NUMBERS, tmp_path)))
    assert found == [SUM + task for task in range(len(found))]
    told = done(tmp_path)
    (stuck,) = [task for task, machine in told if machine == dying.node_id]
    assert [machine == dying.node_id for task, machine in told if task == stuck] == [True, False]


def test_an_interrupt_ends_the_work(machines: Any, tmp_path: Path) -> None:
    script = (
        "import signal, sys\nfrom pathlib import Path\nimport numpy as np\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # whatever runs the tests may ignore it
        "from duecare.adapters.ray_cluster import Cluster\nfrom tests.adapters.ray_work import add, made\n"
        "with Cluster(sys.argv[1]) as cluster:\n"
        "    for found in cluster.spread(add, range(100_000), 2, made,\n"
        "        ({'numbers': np.arange(9)}, Path(sys.argv[2]))): pass\n"
    )
    (tmp_path / "killed").touch()
    command = [sys.executable, "-c", script, machines.address, str(tmp_path)]
    with subprocess.Popen(command, cwd=REPOSITORY, start_new_session=True, stderr=subprocess.PIPE, text=True) as driver:
        while not (tmp_path / "done").exists():
            assert driver.poll() is None
            time.sleep(0.1)
        os.killpg(driver.pid, signal.SIGINT)
        try:
            _, said = driver.communicate(timeout=30)
        finally:
            driver.kill()
    assert driver.returncode != 0, said  # seldom Ray's own threads abort before Python says KeyboardInterrupt
    time.sleep(0.5)
    ended = len(done(tmp_path))
    time.sleep(0.5)
    assert len(done(tmp_path)) == ended < 100_000


def test_without_ray_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(Conflict, match=r"Ray is not installed here\. .*pip install 'duecare\[ray\]'"):
        Cluster("local")


@pytest.mark.parametrize("address", ["", "127.0.0.1", "ray://127.0.0.1", "127.0.0.1:99999"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="no address of a cluster"):
        Cluster(address)


def test_a_cluster_that_does_not_answer_is_said_at_once() -> None:
    with pytest.raises(Conflict, match=r"No Ray cluster answers at 127\.0\.0\.1:1 .*ray start"):
        Cluster("127.0.0.1:1")
