"""Write docs/reference/measured.md from a whole run of the bench, and from later ones of parts that were run again.

Usage: python -m scripts.bench.record [WHOLE.json [LATER.json …]]   (after `make bench`; its last run without arguments)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.capabilities import REPOSITORY

from .measuring import said
from .part import MODULES

FOUND = REPOSITORY / "var" / "bench.json"
PAGE = REPOSITORY / "docs" / "reference" / "measured.md"
HEAD = """# What was measured

From `make bench`, written here by `python -m scripts.bench.record`; parts that were run again later say so below. A
figure without a limit is told and not judged; one over its limit says so. Run it on your own machine before you rely on
it.
"""
SAME = ("processor", "memory", "system", "databases", "packages")
"""What has to be the same in all runs that stand on one page."""
FACTS = ("processor", "memory", "system", "databases", "packages", "load before", "load after", "took")


def page(*runs: Mapping[str, Any]) -> str:
    """The page; of a part that was run again the last run counts, whole.

    Raises:
        ValueError: a run was a try with fewer rows, on another machine or another database, or a part was left out or
            failed.
    """
    found, parts = runs[0], {}
    for run in runs:
        if run["customers"] != run["full"]:
            raise ValueError(f"a try with {run['customers']} customers: no figures to keep")
        if strange := [key for key in SAME if run[key] != found[key]]:
            raise ValueError(f"another {strange[0]}: {run[strange[0]]}")
        for name in {one["part"] for one in run["figures"]}:
            parts[name] = run
    figures = [one for name in MODULES if name in parts for one in parts[name]["figures"] if one["part"] == name]
    left = sorted(set(MODULES) - set(parts))
    if left:
        raise ValueError(f"not measured: {', '.join(left)}; run all of `make bench`")
    rows = ["| Part | What | Measured | Limit | | Remark |", "|---|---|---:|---:|---|---|"]
    for one in figures:
        least = "≥ " if one.get("least") else ""
        bound = "" if one["limit"] is None else least + said(one["limit"], one["unit"])
        judged = "" if one["limit"] is None else "ok" if one["kept"] else "OVER"
        value = said(one["value"], one["unit"])
        rows.append(f"| {one['part']} | {one['what']} | {value} | {bound} | {judged} | {one['note']} |")
    facts = [f"- {key}: {found[key]}" for key in FACTS]
    again = [
        f"Run again at {run['at']}, load before {run['load before']}: {', '.join(names)}."
        for run in runs[1:] if (names := [name for name in MODULES if parts[name] is run])
    ]  # fmt: skip
    told = [line for one in (f"Measured at {found['at']}.", *again) for line in (one, "")]
    return "\n".join((HEAD, *rows, "", *told, *facts, ""))


def main(files: Sequence[str]) -> int:
    """Exit code 1 when there is nothing fit to keep."""
    try:
        text = page(*(json.loads(Path(one).read_text(encoding="utf-8")) for one in files or [str(FOUND)]))
    except (OSError, ValueError) as fault:
        print(f"{PAGE.relative_to(REPOSITORY)} was not written: {fault}", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(Path(PAGE).relative_to(REPOSITORY))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
