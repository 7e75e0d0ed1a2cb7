"""An investigation through the agent's socket: two people press at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from duecare.apps.intake.rules.desk import Advance
from duecare.apps.intake.rules.records import Office
from duecare.apps.investigations.rules.desk_inquiry import DoAct, Given, Investigating, Investigation, Speak
from duecare.kernel.errors import Conflict

from .running import House, Person, house, running

pytestmark = pytest.mark.once
TEST = {
    "step": "reply", "recognised": "no", "who": "Nobody.", "lessened": "It names nobody.", "agreement": "not-needed",
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Iterator[House]:
    made = house(tmp_path)
    with running(made):
        yield made


def of(one: Person) -> Investigation:
    return one.ask(Investigating(one.cases().lines[0].reference), Investigation)


def test_of_two_answers_at_once_one_counts_and_the_other_is_told(here: House) -> None:
    here.report()
    with here.site() as site:
        independent = next(one.record.person for one in site.directory.every if one.record.independent)
    officers = (here.holder(Office.INTAKE_EXTERNAL, number) for number in (0, 1))
    first, second, third = (Person(here, person).unlock() for person in (*officers, independent))
    for turn in range(4):
        reference, seen = first.cases().lines[0].reference, of(first).seen
        first.do(DoAct(reference, seen, "risk-test", tuple(Given(name, value) for name, value in TEST.items())))
        mark = of(first).rows[-1].mark
        together = Barrier(2)

        def press(one: Person, says: str, mark: str = mark, together: Barrier = together) -> bool:
            asks = Speak(one.cases().lines[0].reference, mark, says, "At the same moment.")
            together.wait()
            try:
                one.do(asks)
            except Conflict:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(press, (second, third), ("agree", "refuse" if turn % 2 else "agree")))
        found = of(first)
        (row,) = [one for one in found.rows if one.mark == mark]
        assert sum(done) == 1 == len(row.voices) and found.faults == 0, (done, row.voices)
        assert row.state == ("in-force" if row.voices[0].says == "agree" else "refused")


def test_of_two_stages_set_at_once_the_reporter_reads_one(here: House) -> None:
    here.report()
    first, second = (Person(here, here.holder(Office.INTAKE_EXTERNAL, number)).unlock() for number in (0, 1))
    together = Barrier(2)

    def press(one: Person) -> bool:
        sheet = one.case()
        asks = Advance(sheet.line.reference, sheet.seen, "checked", "At the same moment.")
        together.wait()
        try:
            one.do(asks)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(press, (first, second)))
    sheet = first.case()
    assert sum(done) == 1 == len([one for one in sheet.words if one.kind == "step"]) and sheet.unread == 0


def test_the_page_of_an_investigation_asks_once_and_what_was_said_meanwhile_stays_new(here: House) -> None:
    here.report()
    first = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    found, (listed,) = of(first), first.cases().lines
    assert first.cases().unread == 1, "the conversation stands on another page"
    sheet = first.case()
    assert (found.line.reference, found.number, found.today) == (listed.reference, sheet.number, sheet.today)
    assert replace(found.line, unread=False) == sheet.line
    assert {one.who for one in found.workers} <= {one.who for one in found.named}
    assert {one.who for one in found.named} <= {one.who for one in (*sheet.keepers, *sheet.members, *sheet.others)}
