"""The cases of one open vault: shown from its key-ring at once, looked through behind that, a little at a time.

Four things are done in this order: groups found to be for these keys are opened; new groups are tried; cases that
changed are read again; and the rest is read once while the vault is open, so that what somebody altered is told.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.queries.listing import remembered
from duecare.apps.intake.queries.opening import Case, bundle_in, open_case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import rings
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.outlines import Row
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.rings import Remembered, Ring
from duecare.apps.intake.rules.store import Table

from .leases import Openings
from .watched import Watched

GROUP = b"group"
"""Said to the process that started this one when a group was opened that was not open within the hour."""


class At(NamedTuple):
    """Where a group stands."""

    table: Table
    group: bytes


BESIDE = 128
"""Added to the number of a pair of keys for which a group holds a letter or a share, and no case."""


def opens(site: Site, pairs: Sequence[Keys], at: At) -> int | None:
    """Number of the pair of keys that the group holds something for, or None."""
    for number, keys in enumerate(pairs):
        bundle = bundle_in(site, keys, *at)
        if bundle is not None and Compartment.HEADER in bundle.seeds:
            return number
        if bundle is not None and (bundle.letter is not None or bundle.share is not None):
            return BESIDE + number
    return None


class Shelf:
    """What is known of the cases. `cases` is what the ring is written from; `lost` are those that no group opens.

    `beside` are letters and shares, with the number of their pair: no ring keeps them, they are found anew each time.
    """

    def __init__(
        self, pairs: Sequence[Keys], ring: Ring, groups: Openings, now: Callable[[], datetime],
        spent: Callable[[bytes], None],
    ) -> None:  # fmt: skip
        self.cases: dict[bytes, Remembered] = dict(ring.cases)
        self.beside: dict[bytes, int] = {}
        self.lost: set[bytes] = set()
        self.faulty: set[bytes] = set()
        self.went_back: set[str] = set()
        self._pairs, self._groups, self._now, self._spent = pairs, groups, now, spent
        self._strange = set(ring.strange)
        self._pair: dict[bytes, int] = {}
        self._moment = b""
        self._watched = Watched(self.cases)
        self._listed: dict[Table, list[bytes]] = {}
        self._there: dict[Table, frozenset[bytes]] = {table: frozenset() for table in Table}
        self._unknown: dict[bytes, At] = {}
        self._new: deque[At] = deque()
        self._own: deque[tuple[At, int]] = deque()
        self._stale: dict[bytes, None] = {}
        self._rest = deque(ring.cases)
        self._out: set[bytes] = set()
        self._sought: set[bytes] = set()

    def survey(self, site: Site) -> None:
        """What is new, changed or gone, from names alone: nothing is opened. Nothing when nothing was written since."""
        moment = site.store.moment()
        if moment and moment == self._moment:
            return
        self._moment = moment
        names = self._groups_there(site)
        self.lost = {case for case, one in self.cases.items() if not _stands(one, names)}
        self._stale |= dict.fromkeys(sorted(self._watched.changed(site.store) - self.lost))
        self.beside = {group: pair for group, pair in self.beside.items() if group in names[Table.GRANTS]}
        if not self._unknown:
            return
        taken = (
            {at.group for at in (*self._new, *(at for at, _ in self._own))}
            | self.faulty
            | self._out
            | self.beside.keys()
        )
        taken |= {one.group for one in self.cases.values()} | self._recoveries()
        self._new += [at for group, at in self._unknown.items() if group not in taken]

    def _groups_there(self, site: Site) -> dict[Table, frozenset[bytes]]:
        """Names of every group that stands; those that came or went since are told from those known to be strange.

        Marks are taken of these alone: of all groups of a large house they take longer than everything else here.
        """
        listed = {table: list(site.store.groups(table)) for table in Table}
        if listed == self._listed:
            return self._there
        self._listed = listed
        names = {table: frozenset(every) for table, every in listed.items()}
        came = {rings.mark(one): At(table, one) for table, now in names.items() for one in now - self._there[table]}
        if not any(self._there.values()):  # the ring may remember groups that went before the vault was opened
            self._strange &= came.keys()
        for gone in (one for table, now in names.items() for one in self._there[table] - now):
            self._unknown.pop(gone, None)
            self._strange.discard(rings.mark(gone))
        self._unknown |= {at.group: at for mark, at in came.items() if mark not in self._strange}
        self._there = names
        return names

    def _recoveries(self) -> set[bytes]:
        """Groups of shares of one's own cases: whoever holds a share finds no case in them."""
        return {one.recovery for one in self.cases.values() if one.recovery}

    def seek_shares(self, site: Site) -> None:
        """Look for shares of one's own in the groups of shares of one's own cases."""
        for group in self._recoveries() - self.beside.keys() - self._sought:
            self._sought.add(group)
            pair = opens(site, self._pairs, At(Table.GRANTS, group))
            if pair is not None and pair >= BESIDE:
                self.beside[group] = pair - BESIDE

    def settle(self, site: Site, seconds: float) -> None:
        """Look through what is new and changed, for so long."""
        until = time.monotonic() + seconds
        while self.pending() and time.monotonic() < until and self.step(site):
            pass

    def pending(self) -> int:
        """Groups that are still to be tried, and cases that changed and are still to be read."""
        return len(self._new) + len(self._own) + len(self._stale) + len(self._out)

    def unopened(self) -> int:
        """Groups for these keys that the hourly cap keeps closed for now."""
        return 0 if self._room() else len(self._own)

    def waits(self) -> bool:
        """Whether anything at all is left to do here and now."""
        if self._new or ((self._own or self._stale) and self._room()):
            return True
        return bool(self._rest) and self._groups.used(self._now()) < self._groups.limit // 2

    def step(self, site: Site) -> bool:
        """One group or one case; False when nothing can be done now."""
        if self._own and self._room():
            at, pair = self._own.popleft()
            self._take(site, at, pair)
        elif self._new:
            self._try(site, self._new.popleft())
        elif self._stale and self._room():
            case = next(iter(self._stale))
            self._again(site, case)
        elif self.waits():
            self._again(site, self._rest.popleft())
        else:
            return False
        return True

    def _room(self) -> bool:
        return self._groups.used(self._now()) < self._groups.limit

    def hand_out(self, most: int) -> tuple[At, ...]:
        """New groups for somebody else to try, who tells `tried` afterwards."""
        some = tuple(self._new.popleft() for _ in range(min(most, len(self._new))))
        self._out |= {at.group for at in some}
        return some

    def plenty(self) -> int:
        """New groups nobody is trying yet."""
        return len(self._new)

    def tried(self, found: Iterable[tuple[At, int | None]]) -> None:
        """What became of groups that were handed out."""
        for at, pair in found:
            self._out.discard(at.group)
            if pair is None:
                if self._unknown.pop(at.group, None):  # else it went meanwhile
                    self._strange.add(rings.mark(at.group))
            elif pair >= BESIDE:
                self.beside[at.group] = pair - BESIDE
            else:
                self._own.append((at, pair))

    def given_back(self, some: Collection[At]) -> None:
        """Whoever had them did not come to an end."""
        self._out -= {at.group for at in some}
        self._new.extendleft(some)

    def _try(self, site: Site, at: At) -> None:
        pair = None if at.group in self._recoveries() else opens(site, self._pairs, at)
        self.tried([(at, pair)])

    def _take(self, site: Site, at: At, pair: int) -> None:
        """Open a group that is for these keys, and remember the case."""
        if self._groups.take(at.group, self._now()):
            self._spent(GROUP)
        try:
            case = open_case(site, self._pairs[pair], *at)
            if case is not None:
                self._keep(site, case, at, pair)
        except Altered:
            self.faulty.add(at.group)

    def _keep(self, site: Site, case: Case, at: At, pair: int) -> None:
        before = self.cases.get(case.id)
        now = remembered(site, case, *at, before)
        if before:
            self.went_back |= set(rings.steps_back(before, now))
        self._watched.replace(case.id, before, now)
        self.cases[case.id], self._pair[case.id] = now, pair
        self.lost.discard(case.id)
        self.faulty.discard(at.group)
        self._stale.pop(case.id, None)

    def _again(self, site: Site, case_id: bytes) -> None:
        """Read a known case once more."""
        self._stale.pop(case_id, None)
        one = self.cases[case_id]
        if case_id in self.lost:
            return
        at = At(one.table, one.group)
        pair = self._pair.get(case_id)
        pair = opens(site, self._pairs, at) if pair is None else pair
        if pair is None or pair >= BESIDE:
            self.lost.add(case_id)
        else:
            self._take(site, at, pair)

    def opened(self, site: Site, case_id: bytes) -> Case | None:
        """The case as it stands now; None when no group opens it. Raises Altered."""
        one = self.cases[case_id]
        known = self._pair.get(case_id)
        for number in (known,) if known is not None else range(len(self._pairs)):
            case = open_case(site, self._pairs[number], one.table, one.group)
            if case is not None and case.id == case_id:
                self._pair[case_id] = number
                return case
        return None

    def looked(self, case_id: bytes, said: int) -> None:
        """Its owner has read so many words of the conversation."""
        self.cases[case_id] = replace(self.cases[case_id], seen=said)

    def rows(self) -> tuple[Row, ...]:
        """Every case that stands, from what is remembered of it."""
        return tuple(
            Row(case, one.title, one.line, one.line.said > one.seen or case in self._stale)
            for case, one in self.cases.items()
            if one.line is not None and case not in self.lost and one.group not in self.faulty
        )

    def gone(self) -> int:
        """Cases that the ring remembered, or that were open a while ago, and that no envelope opens now."""
        return 0 if self._new or self._own or self._out else len(self.lost)

    def ring(self, log: tuple[int, str], written: int) -> Ring:
        """To be written; what is not yet looked through, or does not fit just now, is remembered on."""
        unsure = self._new or self._own or self._out or self.faulty
        kept = self.cases if unsure else {case: one for case, one in self.cases.items() if case not in self.lost}
        return Ring(kept, log, written, frozenset(self._strange))


def _stands(one: Remembered, names: dict[Table, frozenset[bytes]]) -> bool:
    """False once the case was shredded, or its keys were turned: the group of its shares goes with either."""
    return one.group in names[one.table] and (not one.recovery or one.recovery in names[Table.GRANTS])
