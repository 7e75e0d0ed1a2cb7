"""The generated pages say what the code says, and a page that does not is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.reading import REPOSITORY

pytestmark = pytest.mark.once

CODE = """
import sys
from pathlib import Path
from scripts.reference import main
sys.exit(main(sys.argv[2:], Path(sys.argv[1])))
"""


def reference(pages: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The script in a process of its own, because it sets Django up without anybody's settings."""
    command = [sys.executable, "-c", CODE, str(pages), *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages as the code has them, written once."""
    folder = tmp_path_factory.mktemp("reference")
    assert reference(folder).stdout.count("not what the code says") == 8
    assert reference(folder, "--write").returncode == 0
    return folder


def test_pages_are_written_once_and_then_agree(pages: Path) -> None:
    assert reference(pages).returncode == 0


def test_a_page_changed_by_hand_is_named(pages: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(pages, changed)
    page = changed / "settings.md"
    page.write_text(page.read_text().replace("8000", "8001"))
    done = reference(changed)
    assert (done.returncode, done.stdout.strip()) == (1, "not what the code says: docs/reference/settings.md")


def test_what_the_code_has_stands_on_the_pages(pages: Path) -> None:
    text = {page.stem: page.read_text() for page in pages.iterdir()}
    assert "`DUECARE_TEST_POSTGRES`" in text["settings"]
    assert "## duecare audit verify" in text["command-line"]
    assert "| `decision.vote` |" in text["events"]
    assert "## Decision" in text["states"] and "`lapsed`" in text["states"]
    assert "## Administrator" in text["roles"]
