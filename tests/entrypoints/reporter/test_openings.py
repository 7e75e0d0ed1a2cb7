"""A mailbox that does not open takes as much work as another that does not: nothing tells which of them exists."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

import pytest

from duecare.adapters.sealed.reporter import from_root, root
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.queries.site import Site as Sealed
from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.reports import Report
from duecare.apps.intake.rules.retention import keep_until
from duecare.entrypoints.reporter import opening

from . import staff
from .conftest import Site

pytestmark = pytest.mark.once
COUNTED = ("refuses", "unwrap", "group", "shred_key", "object", "expand", "veiled")
"""Envelopes tried and opened, questions to the store, derivations of keys."""


def work(site: Sealed, code: bytes) -> tuple[bool, Counter[str]]:
    """Whether it opens, and how often each of `COUNTED` was called on the way."""
    seen: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_name in COUNTED:
            seen[frame.f_code.co_name] += 1

    sys.setprofile(count)
    try:
        box = opening.opened(site, root(site.installation, code))
    finally:
        sys.setprofile(None)
    return box is not None, seen


def test_an_unknown_a_malformed_and_a_shredded_one_take_as_many_steps(placed: Callable[..., Site]) -> None:
    site = staff.sealed_site(placed().home)
    kept, shredded = b"a" * 16, b"b" * 16
    for code in (kept, shredded):
        by = from_root(root(site.installation, code))
        said = Submission(Track.EXTERNAL, Report("external/1", "en", {"what": "x", "danger": "no"}))
        submit(by=by, site=site, threshold=2, submission=said, keep_until=keep_until(site.today))
    site.store.delete_shred_key(from_root(root(site.installation, shredded)).mailbox)
    opening.opened(site, bytes(32))  # the envelopes to nobody are made once
    unknown, malformed, gone = (work(site, code) for code in (b"c" * 16, bytes(16), shredded))
    assert unknown == malformed == gone and not unknown[0] and unknown[1]["refuses"] == 16
    assert work(site, kept)[0]
