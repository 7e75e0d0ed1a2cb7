"""What is missing, malformed and somebody else's takes an open vault the very same calls: no key is touched for it."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, cast
from uuid import uuid4

import pytest

from duecare.adapters import clock
from duecare.adapters.sealed import vault_place
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import desk
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.apps.intake.rules.desk_counsel import Counselling
from duecare.apps.intake.rules.desk_files import Fetch
from duecare.apps.intake.rules.desk_protection import Protecting
from duecare.apps.intake.rules.desk_readings import Readings
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.agent.desk import answer
from duecare.entrypoints.agent.held import Held
from duecare.entrypoints.agent.leases import Lease
from duecare.entrypoints.agent.setting import Knock, Setting
from duecare.kernel.errors import NotFound

from .running import House, house

pytestmark = pytest.mark.once
ASKED: tuple[Callable[[str], object], ...] = (
    Look,
    Counselling,
    Protecting,
    Readings,
    lambda reference: Fetch(reference, 1, "", False, False),
    lambda reference: desk.Jot(reference, "x"),
    lambda reference: desk.Say(reference, 1, "word", "x"),
    lambda reference: desk.Destroy(reference),
)
SEALED = ("crypto_", "argon2", "hpke", "mlkem", "x25519", "ed25519", "chacha", "blake", "hmac_digest")
"""Beginnings of the names of what the libraries reckon with keys."""


@contextmanager
def calls() -> Iterator[Counter[str]]:
    """Every function that is called inside, Python's and C's, how often."""
    found: Counter[str] = Counter()

    def see(frame: FrameType, event: str, arg: Any) -> None:
        if event == "call":
            found[f"{frame.f_code.co_filename}:{frame.f_code.co_qualname}"] += 1
        elif event == "c_call":
            found[f"{arg.__module__}.{arg.__qualname__}"] += 1

    gc.disable()  # else what other tests have called at each collection is counted here
    sys.setprofile(see)
    try:
        yield found
    finally:
        sys.setprofile(None)
        gc.enable()


def opened(here: House, site: Site, person: bytes) -> Held:
    vault = vault_place.find(here.agent, person)
    knock = Knock(person, uuid4(), "a session", True, (), ())
    held = Held(site, knock, vault, vault.opened(here.phrase), now=clock.now, spent=lambda _: None)
    held.shelf.survey(site)
    held.shelf.settle(site, 10)
    return held


def asked(held: Held, site: Site, question: object) -> Counter[str]:
    """What is called until it is told that there is nothing."""
    lease, setting = Lease(clock.now(), clock.now()), cast(Setting, None)
    with pytest.raises(NotFound), calls() as found:
        answer(held, site, lease, setting, question)
    return found


def keys(found: Counter[str]) -> int:
    """Calls of what reckons with keys."""
    return sum(many for name, many in found.items() if any(one in name.lower() for one in SEALED))


def test_missing_forbidden_and_malformed_take_the_same_calls_and_no_key(tmp_path: Path) -> None:
    here = house(tmp_path)
    here.report()
    with here.site() as site:
        member = opened(here, site, here.holder(Office.INTAKE_EXTERNAL))
        stranger = opened(here, site, here.holder(Office.COMMITTEE, 1))
        (case,) = member.shelf.cases
        theirs = member.reference(case)
        for made in ASKED:
            every = [asked(stranger, site, made(one)) for one in (theirs, "0" * 16, "", "x" * 300, theirs.upper())]
            assert all(one == every[0] for one in every), made(theirs)
            assert keys(every[0]) == 0 and every[0]
        setting = Setting(here.home, here.agent, tmp_path / "bundles", here.officers, "UTC")
        with calls() as found:
            own = answer(member, site, Lease(clock.now(), clock.now()), setting, Look(theirs))
        assert isinstance(own, Sheet) and keys(found) > 10, "of one's own case keys are reckoned with, and it is seen"
