"""What the bench found becomes a page only when it was a whole run at full size; what is over its limit says so."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.bench.part import MODULES
from scripts.bench.record import page


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


def test_a_part_that_was_run_again_counts_by_its_last_run_whole_and_on_the_same_machine_alone() -> None:
    whole = a_run(figures=a_run()["figures"][:-1])
    last = {"part": list(MODULES)[-1], "what": "y", "value": 0.7, "limit": 1.0, "unit": "s", "kept": True, "note": ""}
    first = {**last, "part": "start", "what": "z"}
    found = page(whole, a_run(figures=[last, first], at="later"))
    assert "| y | 0.70 s |" in found and "| start | z | 0.70 s |" in found and "| start | x |" not in found
    assert "Run again at later, load before 0: start, " in found
    with pytest.raises(ValueError, match="another processor"):
        page(whole, a_run(figures=[last], processor="another"))
