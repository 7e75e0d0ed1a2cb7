"""The read log through the agent's socket: at once, in the way of nobody, and no reading without its line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from duecare.adapters import clock
from duecare.adapters.sealed.rows import INTAKE
from duecare.apps.intake.actions.batching import close_day
from duecare.apps.intake.queries.waiting import waiting
from duecare.apps.intake.rules.desk import Admit, Advance, Examine, Jot, Say
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.apps.intake.rules.desk_files import Fetch
from duecare.apps.intake.rules.desk_readings import Readings, ReadLog
from duecare.apps.intake.rules.records import Office
from duecare.kernel.errors import DuecareError, NotFound

from .running import UNNAMED, House, Person, house, running

pytestmark = pytest.mark.once


@pytest.fixture
def here(tmp_path: Path) -> Iterator[House]:
    made = house(tmp_path)
    with running(made):
        yield made


def officers(here: House) -> tuple[Person, Person]:
    return tuple(Person(here, here.holder(Office.INTAKE_EXTERNAL, at)).unlock() for at in (0, 1))  # type: ignore[return-value]  # two


def log(one: Person) -> list[tuple[str, str, str]]:
    """(person, thing, which), the newest first."""
    found = one.ask(Readings(one.cases().lines[0].reference), ReadLog)
    assert found.faults == 0 and found.total == len(found.rows) and {row.day for row in found.rows} == {clock.today()}
    with one.house.site() as site:
        persons = {known.fingerprint.hex(): known.record.person.hex() for known in site.directory.every}
    return [(persons[row.who], row.thing, row.which) for row in found.rows]


def test_one_line_a_person_thing_and_day_and_a_list_opens_nothing(here: House) -> None:
    here.report()
    first, second = officers(here)
    second.cases()
    for _ in range(3):
        first.case()
    assert log(first) == [(first.person.hex(), "case", "")], "whoever saw the list alone has opened nothing"
    first.lock()
    first.unlock().case()
    second.case()
    assert log(first) == [(second.person.hex(), "case", ""), (first.person.hex(), "case", "")]
    reference = first.cases().lines[0].reference
    with pytest.raises(NotFound):
        first.ask(Fetch(reference, 7), object)
    assert len(log(first)) == 2, "what is not there was opened by nobody"


def test_nobody_finds_a_case_changed_because_another_opened_it(here: House) -> None:
    """What the first has on the screen is written upon after somebody else opened the case."""
    here.report()
    first, second = officers(here)
    before = first.case()
    second.case()
    assert [line.unread for line in first.cases().lines] == [False], "nor is it news"
    first.do(Advance(before.line.reference, before.seen, "checked", ""))
    first.do(Say(before.line.reference, before.seen + 1, "acknowledgement", "We have it.", "en", None))
    assert [one.kind for one in second.case().words] == ["step", "message"]


def test_two_who_open_it_at_once_stand_there_once_each(here: House) -> None:
    first, second = officers(here)
    known: set[str] = set()
    for _ in range(4):
        here.report()
        new = [next(ref for ref in references(one) if ref not in known) for one in (first, second)]
        together = Barrier(2)

        def look(one: Person, reference: str, together: Barrier = together) -> None:
            together.wait()
            one.ask(Look(reference), Sheet)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(look, (first, second), new))
        for one, reference in zip((first, second), new, strict=True):
            found = one.ask(Readings(reference), ReadLog)
            assert found.faults == 0 and len({row.who for row in found.rows}) == len(found.rows) == 2
        known.update(references(first), references(second))


def references(one: Person) -> list[str]:
    return [line.reference for line in one.cases().lines]


def test_opening_while_the_keys_turn_shows_the_case_and_stands_in_it_once(here: House) -> None:
    here.report()
    first, second = officers(here)
    with here.site() as site:
        handlers = [one.fingerprint.hex() for one in site.directory.holders(Office.CASE_HANDLER, site.today)]
    sheet = first.case()
    first.do(Examine(sheet.line.reference, sheet.checked, tuple(handlers), (), "asked", UNNAMED))
    lines = second.cases().lines
    together = Barrier(2)

    def turn() -> None:
        together.wait()
        first.do(Admit(sheet.line.reference, handlers[0]))

    def look() -> None:
        together.wait()
        for _ in range(10):
            second.ask(Look(lines[0].reference), Sheet)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(turn), pool.submit(look)]:
            done.result()
    assert sorted(log(first)) == sorted([(one.person.hex(), "case", "") for one in (first, second)])
    handler = Person(here, here.holder(Office.CASE_HANDLER)).unlock()
    assert len(log(handler)) == 3, "whoever came later reads the log from its beginning, and stands in it"


def test_what_cannot_be_noted_is_not_shown(here: House) -> None:
    """The file takes no entry, though it can be read: as on a disk that has just filled up."""
    here.report()
    first, second = officers(here)
    reference = first.cases().lines[0].reference
    second.case()
    with rows(here) as other:
        other.execute("create trigger full before insert on objects begin select raise(abort, 'full'); end")
    with pytest.raises(DuecareError, match="fault of its own"):
        first.ask(Look(reference), Sheet)
    assert second.case().report_questions, "whose reading stands there already goes on"
    with rows(here) as other:
        other.execute("drop trigger full")
    assert first.ask(Look(reference), Sheet).report_questions and len(log(first)) == 2


@contextmanager
def rows(here: House) -> Iterator[sqlite3.Connection]:
    """The sealed rows, as another program has them."""
    other = sqlite3.connect(here.home / INTAKE, isolation_level=None)
    yield other
    other.close()


def test_readings_leave_in_the_batch_of_one_size_and_leave_room_in_it(here: House) -> None:
    here.report()
    first, second = officers(here)
    with here.site() as site:
        before = len(waiting(site.store, site.installation))
    first.case()
    second.case()
    with here.site() as site:
        held = waiting(site.store, site.installation)
        assert len(held) == before + 1, "the newest of a case stands for the others"
        batch = close_day(site.store, site.installation, site.today)
        assert set(held) <= set(batch.hashes) and len(batch.hashes) == 256
    first.do(Jot(first.cases().lines[0].reference, "A note."))
    with here.site() as site:
        assert len(waiting(site.store, site.installation)) == 1
