"""What the web process loads is left out of garbage collection; what was dropped meanwhile goes when it settles."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from duecare.config import wsgi


class Ring:
    """Holds itself: nothing but the collection lets go of it."""

    def __init__(self) -> None:
        self.held = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    gc.unfreeze()  # what was left out before is not what the web process leaves out
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
    if frozen:
        gc.freeze()


def test_what_was_dropped_before_the_first_answer_goes_when_the_process_settles() -> None:
    seen = weakref.ref(Ring())
    wsgi.keep()
    gc.collect()
    assert seen() is not None, "to look through what was loaded is for later"
    wsgi.settle()
    assert seen() is None
    assert gc.get_freeze_count() > 0
    assert gc.isenabled()
