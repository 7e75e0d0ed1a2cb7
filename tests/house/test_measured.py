"""The page of figures holds every promise of the product, as one whole run measured it, and none is broken."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.bench.part import MODULES
from scripts.bench.record import PAGE, page

PROMISED = {
    ("start", "first start, fresh clone, empty cache"): "120.0 s",
    ("start", "second start"): "3.0 s",
    ("memory", "web process"): "400.0 MB",
    ("countries", "all countries, 20 years"): "2.0 s",
    ("assessment", "one customer, every row read"): "10.0 ms",
    ("import", "9 publishers"): "60.0 s",
    ("pdf", "decision, p95"): "2.0 s",
}
PAGES = {"customers": "150.0 ms", "search": "150.0 ms", "dashboard": "400.0 ms"}


def rows() -> dict[tuple[str, str], list[str]]:
    """Part and figure → measured, limit, judgement, remark."""
    cells = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in PAGE.read_text().splitlines()
        if line.startswith("| ")
    ]
    return {(part, what): rest for part, what, *rest in cells[1:]}


def test_every_promise_was_measured_and_kept() -> None:
    found = rows()
    assert {key: found[key][1] for key in PROMISED} == PROMISED
    for part in ("pages-sqlite", "pages-postgresql"):
        for what, limit in PAGES.items():
            judged = [rest for (where, told), rest in found.items() if where == part and told.startswith(what)]
            assert judged and all(one[1] == limit for one in judged), (part, what)
    assert [key for key, rest in found.items() if rest[2] == "OVER"] == []


def a_run(**other: Any) -> dict[str, Any]:
    """A whole run that kept every limit."""
    figures = [
        {"part": part, "what": "x", "value": 0.5, "limit": 1.0, "unit": "s", "kept": True, "note": ""}
        for part in MODULES
    ]
    facts = dict.fromkeys(("processor", "memory", "system", "databases", "packages", "took", "at"), "told")
    facts |= {"load before": "0", "load after": "0"}
    return {"customers": 5, "full": 5, "figures": figures, **facts, **other}


def test_a_try_or_half_a_run_is_not_kept_and_what_is_over_says_so() -> None:
    assert "| start | x | 0.50 s | 1.0 s | ok |" in page(a_run())
    with pytest.raises(ValueError, match="a try"):
        page(a_run(customers=4))
    with pytest.raises(ValueError, match="not measured: start"):
        page(a_run(figures=a_run()["figures"][1:]))
    slow = a_run()
    slow["figures"][0] |= {"value": 2.0, "kept": False}
    assert "| 2.0 s | 1.0 s | OVER |" in page(slow)
