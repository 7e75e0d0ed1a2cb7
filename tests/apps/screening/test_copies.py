"""A portfolio shared by several processes: the same hits with the same reasons as one process finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

SCRIPT = """
import json, django
django.setup()
from duecare.apps.screening.queries import matching
matching.PIECE = 40
names = ["Tavian Quorrel", "Harbour Bakery", "Quorel Tavian", "Blackthorn Signals"] * 60
index = matching._built([("00000000-0000-4000-8000-000000000001", "Person", ["Tavian Quorrel"]),
                         ("00000000-0000-4000-8000-000000000002", "Company", ["Blackthorn Signals Company"])])
def told(processes):
    found = matching.match(names, None, index, 0.5, processes=processes)
    return [[(str(one.entity), one.score, one.alignment) for one in row] for row in found]
copies = []
spread = matching.name_index.spread
matching.name_index.spread = lambda work, tasks, *more: copies.append(len(tasks)) or spread(work, tasks, *more)
print(json.dumps([told(1) == told(3), copies, sum(map(bool, told(1)))]))
"""


def test_copies_of_a_process_find_the_same(tmp_path: Path) -> None:
    # A process of its own: one that has threads is not copied, and a test's process may have some.
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "duecare.config.settings", "DUECARE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [True, [6], 180]
