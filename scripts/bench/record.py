"""Write docs/reference/measured.md from the last whole run of the bench.

Usage: python -m scripts.bench.record   (after `make bench`)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.capabilities import REPOSITORY

from .measuring import said
from .part import MODULES

FOUND = REPOSITORY / "var" / "bench.json"
PAGE = REPOSITORY / "docs" / "reference" / "measured.md"
HEAD = """# What was measured

One whole run of `make bench`, written here by `python -m scripts.bench.record`. A figure without a limit is told and
not judged; one over its limit says so. Run it on your own machine before you rely on it.
"""
FACTS = ("processor", "memory", "system", "databases", "packages", "load before", "load after", "took")


def page(found: Mapping[str, Any]) -> str:
    """The page.

    Raises:
        ValueError: the run was a try with fewer rows, or a part was left out or failed.
    """
    if found["customers"] != found["full"]:
        raise ValueError(f"a try with {found['customers']} customers: no figures to keep")
    left = sorted(set(MODULES) - {one["part"] for one in found["figures"]})
    if left:
        raise ValueError(f"not measured: {', '.join(left)}; run all of `make bench`")
    rows = ["| Part | What | Measured | Limit | | Remark |", "|---|---|---:|---:|---|---|"]
    for one in found["figures"]:
        least = "≥ " if one.get("least") else ""
        bound = "" if one["limit"] is None else least + said(one["limit"], one["unit"])
        judged = "" if one["limit"] is None else "ok" if one["kept"] else "OVER"
        value = said(one["value"], one["unit"])
        rows.append(f"| {one['part']} | {one['what']} | {value} | {bound} | {judged} | {one['note']} |")
    facts = [f"- {key}: {found[key]}" for key in FACTS]
    return "\n".join((HEAD, *rows, "", f"Measured at {found['at']}.", "", *facts, ""))


def main() -> int:
    """Exit code 1 when there is nothing fit to keep."""
    try:
        text = page(json.loads(FOUND.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        print(f"{PAGE.relative_to(REPOSITORY)} was not written: {fault}", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(Path(PAGE).relative_to(REPOSITORY))
    return 0


if __name__ == "__main__":
    sys.exit(main())
