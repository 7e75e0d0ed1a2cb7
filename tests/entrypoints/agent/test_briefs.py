"""A brief in an open vault: what an adviser asks reaches no case, and at midnight where the company is it is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from duecare.adapters import clock
from duecare.apps.intake.rules import desk, desk_case, desk_files
from duecare.apps.intake.rules import desk_briefs as briefs
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import NotFound

from .running import TOLD, House, Person, house, running

pytestmark = pytest.mark.once
ZONE = "Pacific/Kiritimati"
"""Fourteen hours before Greenwich: a day that ends there goes on elsewhere."""


@dataclass
class Three:
    """Two members and an adviser, and the file that moves the agent's clock."""

    here: House
    one: Person
    two: Person
    adviser: Person
    clock: Path

    @property
    def case(self) -> str:
        return self.one.case().line.reference

    def send(self, until: datetime) -> str:
        """A brief, proposed and agreed to; its mark."""
        (who,) = self.state().advisers
        asks = briefs.ProposeBrief(self.case, who.who, until.date(), "A port", "Is it lawful?", "", ("word-1",))
        self.one.do(asks)
        (row,) = self.state().rows
        self.two.do(briefs.ApproveBrief(self.two.case().line.reference, row.mark))
        return row.mark

    def state(self) -> briefs.BriefState:
        return self.one.ask(briefs.Briefs(self.case), briefs.BriefState)

    def mine(self) -> tuple[briefs.MyBrief, ...]:
        return self.adviser.ask(briefs.MyBriefs(), briefs.BriefBox).rows

    def move(self, to: datetime) -> None:
        """Everybody looks again at that moment."""
        self.clock.write_text(str((to - clock.now()).total_seconds()))
        for one in (self.one, self.two, self.adviser):
            one.unlock()

    def opens(self) -> int:
        """Groups of the storage whose outer key is there."""
        with self.here.site() as site:
            every = [(table, group) for table in Table for group in site.store.groups(table)]
            return sum(site.store.shred_key(group) is not None for _table, group in every)


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Three]:
    monkeypatch.setenv("DUECARE_TIME_ZONE", ZONE)
    made, file = house(tmp_path), tmp_path / "seconds"
    file.write_text("0")
    adviser = made.certified(Office.ADVISER)
    with running(made, clocked=file):
        made.report()
        one, two = (Person(made, made.holder(Office.INTAKE_EXTERNAL, at)).unlock() for at in (0, 1))
        yield Three(made, one, two, Person(made, adviser).unlock(), file)


def test_at_midnight_where_the_company_is_it_opens_for_nobody_outside(three: Three) -> None:
    today = clock.now().astimezone(ZoneInfo(ZONE))
    midnight = datetime.combine(today.date() + timedelta(days=1), datetime.min.time(), ZoneInfo(ZONE))
    mark = three.send(today)
    (brief,) = three.mine()
    three.adviser.do(briefs.DeclareInterest(brief.reference, True, ""))
    three.move(midnight - timedelta(minutes=2))
    (brief,) = three.mine()
    scope = three.adviser.ask(briefs.OpenBrief(brief.reference), briefs.BriefSheet).scope
    assert scope is not None and [one.text for one in scope.pieces] == [TOLD]
    keys = three.opens()
    three.move(midnight + timedelta(seconds=1))
    assert three.mine() == ()
    with pytest.raises(NotFound):
        three.adviser.ask(briefs.OpenBrief(brief.reference), briefs.BriefSheet)
    assert three.opens() == keys - 1, "its outer key is gone: no program opens it any more"
    (row,) = three.state().rows
    assert (row.mark, row.state, row.opened) == (mark, "over", (today.date(),)) and three.one.case().briefs == ("over",)
    three.one.do(briefs.EndBrief(three.case, mark, "Its day has passed."))
    (row,) = three.state().rows
    assert (row.state, row.opened) == ("ended", (today.date(),)) and three.one.case().briefs == ()


def test_what_a_brief_is_called_opens_nothing_that_a_case_is_asked_for(three: Three) -> None:
    three.send(clock.now() + timedelta(days=3))
    (brief,) = three.mine()
    assert three.adviser.cases().lines == () and three.adviser.cases().offices == ("adviser",)
    for asks in (
        desk_case.Look(brief.reference), desk_case.Look(three.case), briefs.Briefs(brief.reference),
        desk_files.Fetch(brief.reference, 1), desk.Jot(brief.reference, "x"), briefs.FetchGiven(brief.reference, 1),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            three.adviser.ask(asks, desk.Done)
    for member in (three.one, three.two):  # who takes part in the letter as a member is no adviser
        assert member.ask(briefs.MyBriefs(), briefs.BriefBox) == briefs.BriefBox((), False)
        with pytest.raises(NotFound):
            member.ask(briefs.OpenBrief(brief.reference), briefs.BriefSheet)
