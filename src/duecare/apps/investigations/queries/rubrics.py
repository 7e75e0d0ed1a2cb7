"""The published rubric, from the library."""

from __future__ import annotations

from functools import cache
from typing import Any

from duecare.adapters.library import load_folder
from duecare.apps.investigations.rules.rubric import Criterion, Published, Reply


@cache
def every_rubric() -> dict[str, Published]:
    """All versions by their code, oldest first."""
    found: dict[str, Published] = {}
    for item in load_folder("rubric"):
        data: Any = item.data
        found[item.code] = Published(item.code, tuple(
            Criterion(one["id"], frozenset(map(Reply, one["admits"])), frozenset(map(Reply, one["declines"])))
            for one in data["criteria"]
        ))  # fmt: skip
    return dict(sorted(found.items(), key=lambda one: int(one[0].rpartition("/")[2])))


def newest_rubric() -> Published:
    """The version that is answered today."""
    return list(every_rubric().values())[-1]
