"""Any history of a few cases: nobody outside ever opens anything, nobody inside ever loses anything."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from duecare.adapters.sealed import objects
from duecare.apps.intake.actions import recovering, shredding
from duecare.apps.intake.actions.noting import note
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.actions.turning import grant, revoke, rotate
from duecare.apps.intake.actions.writing import still_open, write
from duecare.apps.intake.queries.opening import Case, read
from duecare.apps.intake.queries.read_log import readings
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.compartments import WRITTEN, Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.read_log import CASE as READ
from duecare.apps.intake.rules.read_log import LANES
from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import Conflict, Denied

from .casework import EVERYTHING, R, approved, back, fp, opened, submitted, told, words
from .memory import CHECKED, FULL, KEEP, STAFF, TODAY, Memory, code, directory, end, seeded, site

pytestmark = pytest.mark.once

READERS = ("intake one", "intake two", "handler one", "handler two", "counsel", "independent")
COMMITTEE = ("member one", "member two", "independent")
AT_ONCE = 2
"""Cases that live beside each other."""
PARTS = (R, Compartment.WORK, Compartment.PRIVILEGE)


class Histories(RuleBasedStateMachine):
    """Beside the sealed store stands what it should hold, in clear."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Memory()
        self.said: dict[str, dict[Compartment, list[str]]] = {}
        self.members: dict[str, dict[str, frozenset[Compartment]]] = {}
        self.stale: dict[str, list[Case]] = {}
        self.looked: dict[str, dict[Compartment, list[str]]] = {}
        self.number = 0
        self.log, self.known = FULL, CHECKED
        self.ended: set[str] = set()

    def site(self) -> Site:
        return site(self.store, TODAY, self.known)

    def case(self, reporter: str, name: str) -> Case:
        found = back(self.store, reporter, self.known)
        assert found is not None
        return next(one for one in opened(self.store, name, self.known) if one.id == found.id)

    def leader(self, reporter: str) -> str:
        return next(name for name in self.leaders(self.members[reporter]))

    def leaders(self, members: dict[str, frozenset[Compartment]]) -> list[str]:
        return [name for name, what in members.items() if what == EVERYTHING and name not in self.ended]

    def turned(self, reporter: str, members: dict[str, frozenset[Compartment]]) -> None:
        """Whoever's key was ended is out with the turn."""
        self.members[reporter] = {name: what for name, what in members.items() if what and name not in self.ended}

    def keep_stale(self, reporter: str) -> None:
        """What everybody has in hand before the keys turn."""
        mine = [self.case(reporter, name) for name in self.members[reporter]]
        self.stale[reporter] = [*self.stale.get(reporter, []), *mine][-6:]

    @precondition(lambda self: len(self.alive()) < AT_ONCE)
    @rule()
    def submit(self) -> None:
        reporter = f"reporter {len(self.said)}"
        self.submit_as(reporter)
        self.looked[reporter] = {one: [] for one in LANES}
        self.said[reporter] = {one: [] for one in PARTS} | {R: [f"report {reporter}"]}
        first = ("intake one", "intake two", "independent")
        self.members[reporter] = {name: EVERYTHING for name in first if name not in self.ended}

    def submit_as(self, reporter: str) -> None:
        sent = Submission(Track.EXTERNAL, told(f"report {reporter}"))
        submit(by=code(reporter), site=self.site(), threshold=2, submission=sent, keep_until=KEEP)

    def alive(self) -> list[str]:
        return [one for one in self.said if one in self.members]

    @precondition(lambda self: self.alive())
    @rule(data=st.data(), where=st.sampled_from(PARTS))
    def reply(self, data: st.DataObject, where: Compartment) -> None:
        reporter = data.draw(st.sampled_from(self.alive()))
        can = [None] if where is R else []
        can += [name for name, what in self.members[reporter].items() if where in what and name not in self.ended]
        who = data.draw(st.sampled_from(can))
        case = back(self.store, reporter, self.known) if who is None else self.case(reporter, who)
        assert case is not None
        self.number += 1
        text = f"{who or 'the reporter'} {self.number}"
        write(by=case, site=self.site(), compartment=where, kind=Kind.MESSAGE, body=text, keep_until=KEEP)
        self.said[reporter][where].append(text)

    @precondition(lambda self: self.alive())
    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        """Somebody opens the case, a second time perhaps; whoever reads neither work nor report has no page to open."""
        reporter = data.draw(st.sampled_from(self.alive()))
        can = [name for name, what in self.members[reporter].items() if what & set(LANES) and name not in self.ended]
        who = data.draw(st.sampled_from([None, *can]))
        if who is not None:
            lane = LANES[0] if LANES[0] in self.members[reporter][who] else LANES[1]
            known = self.looked[reporter][lane]
            assert note(by=self.case(reporter, who), site=self.site(), what=READ) is (who not in known)
            known += [who] if who not in known else []

    @precondition(lambda self: self.alive())
    @rule(data=st.data(), who=st.sampled_from(READERS), what=st.sets(st.sampled_from(WRITTEN), min_size=1))
    def grant(self, data: st.DataObject, who: str, what: set[Compartment]) -> None:
        if who in self.ended:
            return
        reporter = data.draw(st.sampled_from(self.alive()))
        self.keep_stale(reporter)
        case = self.case(reporter, self.leader(reporter))
        grant(by=case, site=self.site(), to={fp(who): frozenset(what)})
        had = self.members[reporter]
        self.turned(reporter, {**had, who: had.get(who, frozenset()) | what})

    @precondition(lambda self: self.alive())
    @rule(data=st.data(), what=st.sets(st.sampled_from(WRITTEN), min_size=1), whole=st.booleans())
    def revoke(self, data: st.DataObject, what: set[Compartment], whole: bool) -> None:
        reporter = data.draw(st.sampled_from(self.alive()))
        who = data.draw(st.sampled_from(sorted(self.members[reporter])))
        gone = EVERYTHING if whole else frozenset(what)
        after = {**self.members[reporter], who: self.members[reporter][who] - gone}
        self.keep_stale(reporter)
        case = self.case(reporter, self.leader(reporter))
        if not self.leaders(after):
            with pytest.raises(Denied):
                revoke(by=case, site=self.site(), who=fp(who), compartments=gone)
            return
        revoke(by=case, site=self.site(), who=fp(who), compartments=gone)
        self.turned(reporter, after)

    @precondition(lambda self: self.alive())
    @rule(data=st.data())
    def rotate(self, data: st.DataObject) -> None:
        reporter = data.draw(st.sampled_from(self.alive()))
        self.keep_stale(reporter)
        rotate(by=self.case(reporter, self.leader(reporter)), site=self.site())
        self.turned(reporter, self.members[reporter])

    @rule(who=st.sampled_from([name for name in READERS if name != "intake two"]), days=st.integers(0, 20))
    def an_officer_ends_a_key(self, who: str, days: int) -> None:
        """From that day on, long past or today: what its holder wrote since comes into doubt, and no case is lost."""
        others = [[name for name in self.leaders(members) if name != who] for members in self.members.values()]
        if who not in self.ended and len(self.ended) < 2 and all(others):
            self.log = end(self.log, fp(who), TODAY - timedelta(days))
            self.known = directory(self.log)
            self.ended.add(who)

    @precondition(lambda self: self.alive())
    @rule(data=st.data(), to=st.sampled_from(READERS))
    def recover(self, data: st.DataObject, to: str) -> None:
        reporter = data.draw(st.sampled_from(self.alive()))
        self.keep_stale(reporter)
        group = self.case(reporter, self.leader(reporter)).header.recovery
        if to in self.ended:
            return
        members = {fp(to): EVERYTHING}
        known = self.case(reporter, self.leader(reporter)).header.dealing.shares
        able = [name for name in COMMITTEE if fp(name) in known and name not in self.ended]
        parts = {
            fp(name): part
            for name in able[:2]
            if (part := recovering.part(by=seeded(name), site=self.site(), group=group, members=members))
        }
        recovering.recover(by=seeded(able[0]), site=self.site(), group=group, parts=parts, members=members)
        self.members[reporter] = {to: EVERYTHING}

    @precondition(lambda self: self.alive())
    @rule(data=st.data())
    def shred(self, data: st.DataObject) -> None:
        reporter = data.draw(st.sampled_from(self.alive()))
        self.keep_stale(reporter)
        shredding.shred(by=self.case(reporter, self.leader(reporter)), site=self.site())
        del self.members[reporter]

    @invariant()
    def insiders_read_everything_and_outsiders_open_nothing(self) -> None:
        mine = {reporter: found.id for reporter in self.said if (found := back(self.store, reporter, self.known))}
        assert set(mine) == set(self.members)
        for name in (*STAFF, "outsider"):
            held = {case.id: case for case in opened(self.store, name, self.known)}
            assert set(held) == {mine[one] for one, members in self.members.items() if name in members}
            for reporter, members in self.members.items():
                if name in members:
                    self.reads_what_is_theirs(held[mine[reporter]], reporter, members[name])

    def reads_what_is_theirs(self, case: Case, reporter: str, what: frozenset[Compartment]) -> None:
        assert (case.bundle.half is not None) == (Compartment.IDENTITY in what)
        for one in PARTS:
            if one in what:
                self.tells(case, one, reporter)
            else:
                assert one not in case.bundle.seeds
        for lane in set(LANES) & what:
            known = self.looked[reporter][lane]
            found = readings(self.site(), case, lane)
            assert [one.author for one in found.read] == [fp(name) for name in known if name not in self.ended]
            assert found.faults == len(known) - len(found.read)

    @invariant()
    def reporters_read_their_report(self) -> None:
        for reporter in self.alive():
            case = back(self.store, reporter, self.known)
            assert case is not None and set(case.bundle.seeds) == {R, Compartment.HEADER}
            self.tells(case, R, reporter)

    def tells(self, case: Case, compartment: Compartment, reporter: str) -> None:
        """Everything that was said, in order; what was said under a key since ended is told as doubtful."""
        found, said = read(self.site(), case, compartment), self.said[reporter][compartment]
        good = [text for text in said if text.rpartition(" ")[0] not in self.ended]
        assert [words(entry.body) for _, entry in found.entries] == good
        assert len(found.faults) == len(said) - len(good)

    @invariant()
    def old_keys_find_nothing_new_and_write_nothing(self) -> None:
        for reporter in self.alive():
            now = self.case(reporter, self.leader(reporter))
            for case in self.stale.get(reporter, ()):
                if case.header.version == now.header.version:
                    continue
                for one, seed in case.bundle.seeds.items():
                    assert seed.secret != now.seed(one).secret
                    assert self.store.object(objects.name(seed.secret, now.seed(one).epoch, 0)) is None
                with pytest.raises(Conflict):
                    still_open(case, self.site())

    @invariant()
    def storage_says_how_many_cases_and_nothing_of_who(self) -> None:
        tables = Counter(table for table, _ in self.store.rows)
        assert tables[Table.SUBMISSIONS] == len(self.alive()) and tables[Table.GRANTS] <= 2 * len(self.alive())
        assert {len(row) for row, _ in self.store.rows.values()} <= {34_560}
        assert {len(box) for box, _ in self.store.boxes.values()} <= set(objects.STEPS)
        assert len(self.store.outer) == len(self.store.rows) + bool(self.store.days)  # one for what waits


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)


def shape_after(*steps: str) -> dict[str, list[int]]:
    """What storage shows after a history of one case."""
    store = Memory()
    submitted(
        store, text="short" if "long identity" not in steps else "other", identity="x" * 2000 * ("identity" in steps)
    )
    for step in steps:
        leader = next(case for name in ("handler one", "intake one") for case in opened(store, name))
        if step == "grant":
            grant(by=leader, site=site(store), to={fp("handler one"): EVERYTHING})
        elif step == "revoke":
            revoke(by=leader, site=site(store), who=fp("intake two"))
        elif step == "rotate":
            rotate(by=leader, site=site(store))
        elif step == "recover":
            members = {fp("handler one"): EVERYTHING}
            parts = approved(store, "member one", "member two", members=members)
            recovering.recover(
                by=seeded("member one"), site=site(store), group=leader.header.recovery, parts=parts, members=members
            )
        elif step == "reply":
            case = back(store)
            assert case is not None
            write(by=case, site=site(store), compartment=R, kind=Kind.MESSAGE, body="a", keep_until=KEEP)
        elif step == "note":
            write(
                by=leader, site=site(store), compartment=Compartment.PRIVILEGE, kind=Kind.NOTE, body="b" * 900,
                keep_until=KEEP,
            )  # fmt: skip
    return store.shape()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("grant", "revoke"), ("rotate", "grant")),
        (("grant", "reply", "recover"), ("rotate", "note", "revoke")),
        (("identity", "reply"), ("note",)),
    ],
)
def test_two_histories_with_as_many_steps_look_the_same(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert shape_after(*one) == shape_after(*other)
    assert shape_after(*one) != shape_after(*other, "note")
