"""Who may let the reporter have a file that members added, and what of it the reporter can open."""

from __future__ import annotations

import pytest

from duecare.adapters.sealed.files import Lock, Stored
from duecare.apps.intake.actions.attaching import Sent, bring, handed
from duecare.apps.intake.actions.handling import say
from duecare.apps.intake.actions.turning import grant
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.files import Trait, gathered
from duecare.apps.intake.rules.refusals import NotHeld
from duecare.apps.intake.rules.reports import About, Message
from duecare.kernel.errors import BadInput, NotFound

from .casework import R, back, fp, of
from .memory import Memory, site

pytestmark = pytest.mark.once
WORD = Message(About.WORD, "Here it is.")


def stored(mark: int, size: int) -> Stored:
    return Stored(bytes([mark]) * 32, Lock(bytes([mark + 1]) * 32, bytes([mark + 2]) * 32), size)


@pytest.fixture
def filed(store: Memory) -> Memory:
    """One file with a cleaned copy and one that was not examined are in the case."""
    examined = gathered("scan.jpg", 20, "jpeg", "", [Trait("author", "N. Obody")])
    other = gathered("sound.bin", 40, "other", "other_type", [])
    files = [Sent(examined, stored(10, 20), stored(20, 18)), Sent(other, stored(30, 40))]
    bring(by=of(store, "handler one"), site=site(store), files=files, source="By post.")
    return store


def test_the_reporter_opens_what_was_given_and_nothing_else(filed: Memory) -> None:
    say(by=of(filed, "handler one"), site=site(filed), message=WORD, seen=1, files=[1, 2, 1], raw=True)
    mine = back(filed)
    assert mine is not None and Compartment.EVIDENCE not in mine.bundle.seeds
    found = standing(site(filed), mine)
    assert found.progress is not None and found.work is None and not found.faults and not found.progress.unread
    files = [handed(site=site(filed), told=found.progress, number=at) for at in (1, 2)]
    assert [(one.name, one.size, one.cleaned) for one, _stored in files] == [
        ("scan.jpg", 18, True), ("sound.bin", 40, False),
    ]  # fmt: skip
    assert [one for _given, one in files] == [stored(20, 18), stored(30, 40)]
    assert "Obody" not in repr(found.progress) and "By post" not in repr(found.progress)
    for number in (0, 3):
        with pytest.raises(NotFound):
            handed(site=site(filed), told=found.progress, number=number)
    filed.outer.pop(stored(20, 18).name)
    with pytest.raises(NotFound):
        handed(site=site(filed), told=found.progress, number=1)


def test_what_cannot_be_given_is_refused_whole(filed: Memory) -> None:
    case = of(filed, "handler one")
    with pytest.raises(BadInput, match="not examined") as caught:
        say(by=case, site=site(filed), message=WORD, seen=1, files=[1, 2])
    assert caught.value.field == "raw"
    with pytest.raises(NotFound):
        say(by=case, site=site(filed), message=WORD, seen=1, files=[3])
    found = standing(site(filed), case).progress
    assert found is not None and len(found.said) == 1 and not found.given, "neither word nor file"
    say(by=case, site=site(filed), message=WORD, seen=1, files=[1])
    with pytest.raises(BadInput, match="already"):
        say(by=case, site=site(filed), message=WORD, seen=2, files=[1])


def test_it_takes_the_work_and_for_what_was_not_examined_the_evidence(filed: Memory) -> None:
    with pytest.raises(NotHeld, match="parts of the case"):
        say(by=of(filed, "counsel"), site=site(filed), message=WORD, seen=1, files=[1])
    grant(
        by=of(filed, "handler one"), site=site(filed),
        to={fp("handler two"): frozenset({R, Compartment.WORK})},
    )  # fmt: skip
    case = of(filed, "handler two")
    with pytest.raises(NotHeld):
        say(by=case, site=site(filed), message=WORD, seen=1, files=[2], raw=True)
    say(by=case, site=site(filed), message=WORD, seen=1, files=[1])
    found = standing(site(filed), case).progress
    assert found is not None and [one.author for one in found.given] == [fp("handler two")]
