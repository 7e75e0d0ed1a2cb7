"""A newcomer's machine: a fresh copy, python3, pip, make and git, and nothing else by hand."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from duecare.apps.screening.rules.compiled import PLACE
from tests.house.reading import REPOSITORY

pytestmark = pytest.mark.once

TOOLS = ("python3", "make", "git", "sh", "env", "test", "touch", "rm", "find", "grep", "sed", "expand", "uname")
"""What such a machine has; sh to uname come with every Unix."""


def first(name: str, url: str, seconds: float) -> str:
    """What an address answers, as soon as it answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError as error:
            assert time.monotonic() < end, f"{name}: {error}"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is, or would be, committed."""
    folder = tmp_path_factory.mktemp("newcomer") / "duecare"
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=REPOSITORY, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (source := REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    return folder


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which only a newcomer's tools are found, and no setting of ours."""
    tools = tmp_path_factory.mktemp("bin")
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None, f"{name} is absent here"
        # A pyenv shim finds its Python by its own path; the real one stands behind it.
        real = subprocess.run([found, "-c", "import sys; print(sys.executable)"], capture_output=True, text=True,
                              check=True).stdout.strip() if name == "python3" else found  # fmt: skip
        (tools / name).symlink_to(real)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "VIRTUAL_ENV", "PY"))}
    return clean | {"PATH": str(tools)}


@pytest.fixture(scope="module")
def set_up(clone: Path, machine: dict[str, str]) -> Path:
    """The copy after `make setup`; the machine code of the matcher was made in it, which is most of what it takes."""
    done = subprocess.run(["make", "setup"], cwd=clone, env=machine, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return clone


@pytest.fixture
def running(clone: Path, machine: dict[str, str], built: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """`make run` over a company made before; its address and what it prints."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copytree(built, tmp_path / "demo")
    told = tmp_path / "told"
    address = f"http://localhost:{port}"
    own = {"DUECARE_HOME": str(tmp_path / "demo"), "DUECARE_PORT": str(port)}
    with told.open("w") as out:
        server = subprocess.Popen(
            ["make", "run"], cwd=clone, env=machine | own, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield address, told
        finally:
            os.killpg(server.pid, signal.SIGINT)
            server.wait(timeout=30)


def test_make_setup_and_make_run_need_nothing_else(set_up: Path, request: pytest.FixtureRequest) -> None:
    for program in ("duecare", "pytest", "mypy", "mkdocs"):
        assert (set_up / ".venv" / "bin" / program).exists(), program

    address, told = request.getfixturevalue("running")
    page = first("make run", f"{address}/accounts/login/", 60)
    assert "Demonstration: a fictional company" in page
    said = told.read_text()
    assert address in said
    for role in ("sales", "compliance officer", "analyst", "counsel", "committee member", "auditor", "administrator"):
        assert f"\n{role}" in said, f"nobody to sign in as: {role}"


WHAT_WAS_COMPILED = """
import sys
if sys.argv[1] == "prepare":
    from duecare.apps.screening.rules.warming import prepare
    prepare()
else:
    from duecare.screening import Index, compare
    made = Index.build([("made-1", "Person", ["Exemplar Invented"]), ("made-2", "Company", ["Invented Exemplar Ltd"])])
    made.save(sys.argv[2])
    for index in (made, Index.open(sys.argv[2])):
        for schema in ("Person", "Company", "Vessel", None):
            index.search("Exemplr A. Invented", schema)
            index.search_many(["Exemplar", "Инвентед", "مثال"], schema)
    compare("Exemplar Invented", "E. Invented", "Person")
hits = misses = 0
for name, module in list(sys.modules.items()):
    if name.startswith("duecare.apps.screening.rules."):
        for function in vars(module).values():
            if hasattr(function, "stats") and function.__module__ == name:
                hits += sum(function.stats.cache_hits.values())
                misses += sum(function.stats.cache_misses.values())
print(hits, misses)
"""


def test_after_make_setup_a_first_search_compiles_nothing(
    set_up: Path, machine: dict[str, str], tmp_path: Path
) -> None:
    """Functions taken from what `make setup` kept, and functions compiled: each time in a process of its own."""
    for what in ("work", "prepare"):
        done = subprocess.run(
            [set_up / ".venv" / "bin" / "python", "-c", WHAT_WAS_COMPILED, what, tmp_path / "index"],
            cwd=tmp_path, env=machine, check=True, capture_output=True, text=True,
        )  # fmt: skip
        hits, misses = map(int, done.stdout.split())
        assert (hits > 5, misses) == (True, 0), what
    beside = set_up / "src" / "duecare" / "apps" / "screening" / "rules" / "__pycache__"
    assert [path.name for path in beside.iterdir() if path.is_dir()] == [PLACE]
