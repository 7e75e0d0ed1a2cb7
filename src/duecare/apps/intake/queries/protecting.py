"""Questions of the assessment of retaliation, from the library."""

from __future__ import annotations

from functools import cache
from typing import Any

from duecare.adapters.library import LIBRARY, load_folder
from duecare.apps.intake.rules.assessment import Level, Questions, Reply

ROOT = LIBRARY / "reporting"


@cache
def every_questions() -> dict[str, Questions]:
    """All versions by their code, oldest first."""
    found: dict[str, Questions] = {}
    for item in load_folder("protection", ROOT):
        data: Any = item.data
        asked = [one for group in data["groups"] for one in group["questions"]]
        levels = {one["id"]: {Reply(said): Level(what) for said, what in one["levels"].items()} for one in asked}
        found[item.code] = Questions(item.code, int(data["several"]), levels)
    return dict(sorted(found.items(), key=lambda one: int(one[0].rpartition("/")[2])))


def newest_questions() -> Questions:
    """The version that is answered today."""
    return list(every_questions().values())[-1]
