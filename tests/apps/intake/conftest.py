"""A case under way, for the tests that attack it."""

from __future__ import annotations

import pytest

from duecare.apps.intake.actions.turning import grant, revoke

from .casework import EVERYTHING, R, fp, opened, submitted
from .memory import Memory, site


@pytest.fixture
def store() -> Memory:
    """One case of a handler and counsel who reads the report only; the intake officers are out."""
    found = Memory()
    submitted(found, identity="Somebody")
    (officer,) = opened(found, "intake one")
    grant(by=officer, site=site(found), to={fp("handler one"): EVERYTHING, fp("counsel"): frozenset({R})})
    (handler,) = opened(found, "handler one")
    for name in ("intake one", "intake two"):
        revoke(by=handler, site=site(found), who=fp(name))
        (handler,) = opened(found, "handler one")
    return found
