"""The example of the library's page does what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.reading import REPOSITORY

pytestmark = pytest.mark.once


def test_the_example_prints_what_the_page_says(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs/reference/screening-library.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (said,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout == said
