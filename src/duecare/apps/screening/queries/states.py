"""What screening knows of parties, read at once: for the gate, the facts and the pages of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localtime

from duecare.adapters.gathering import Rows, Within
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.parties.rules.screening import ScreeningState
from duecare.apps.screening.models import (
    DeniedList,
    Disposition,
    EditionSet,
    EntryContent,
    Hit,
    OutsideResult,
    ScreenedParty,
)
from duecare.apps.screening.rules.dispositions import Standing
from duecare.apps.screening.rules.gate import Compared, InForce, party_state
from duecare.apps.screening.rules.outside import called, names_in, outside_standing
from duecare.apps.screening.rules.ownership import EVERY, with_ownership

from .lists import in_force_from
from .owned import OwnedRow, owned_by_listed, regimes_listing
from .standings import standings


@dataclass(frozen=True, slots=True)
class Screened:
    """What was compared and found of some parties.

    Attributes:
        bodies: the parties asked for and, while a list is in force, whatever stands above them or owns them.
        above: for each party asked for, which of `bodies` these are, and who speaks or signs for any of them.
        officials: those of `bodies` who are there because they speak or sign for another.
    """

    lists: InForce
    bodies: Mapping[UUID, BodyRow]
    above: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    _compared: Mapping[UUID, Compared] = field(default_factory=dict)
    _hits: Mapping[UUID, tuple[Standing, ...]] = field(default_factory=dict)
    _by_hand: Mapping[UUID, ScreeningState] = field(default_factory=dict)
    _reported: Mapping[UUID, tuple[Standing, ...]] = field(default_factory=dict)
    officials: frozenset[UUID] = frozenset()
    _owned: Mapping[UUID, tuple[OwnedRow, ...]] = field(default_factory=dict)

    def states(self, asked: Collection[UUID], by_hand: Mapping[UUID, ScreeningState]) -> Mapping[UUID, ScreeningState]:
        """The state of each of these parties and, while a list is in force, of those above them.

        Args:
            by_hand: what was recorded by hand; alone while no list is in force.
        """
        wanted = dict.fromkeys(sorted(asked))
        for one in sorted(asked):
            wanted |= dict.fromkeys(sorted(self.above.get(one, ())))
        given = {**self._by_hand, **by_hand}
        return {one: self.state(one, given.get(one)) for one in wanted if one in self.bodies}

    def last_compared(self, body_id: UUID) -> tuple[datetime | None, Mapping[str, int]]:
        """When a party was last compared, and with which editions (list code → number); None and {}: never."""
        found = self._compared.get(body_id)
        return (found.at, found.numbers) if found else (None, {})

    def state(self, body_id: UUID, by_hand: ScreeningState | None = None) -> ScreeningState:
        """The state of one party: hits, the record by hand, and what listed parties own or control of it."""
        alone = party_state(
            self._compared.get(body_id),
            self._hits.get(body_id, ()),
            self.bodies[body_id].content_sha256,
            self.lists,
            by_hand,
            self._reported.get(body_id, ()),
        )
        return with_ownership(alone, [(one.state, one.sentence) for one in self.owned(body_id)])

    def owned(self, body_id: UUID) -> tuple[OwnedRow, ...]:
        """What listed parties own or control of a party, by regime; empty when they hold nothing of it."""
        return self._owned.get(body_id, ())


SCREENED = (
    Rows(DeniedList),
    Rows(ScreenedParty, "body_id", without=("near",)),
    Rows(Hit, "body_id", without=("alignment", "circumstances")),
    Rows(Disposition, "hit_id", within=Within(Hit, "body_id", "id")),
    Rows(OutsideResult, "body_id", without=("reason", "note")),
    Rows(EditionSet, "sha256", within=Within(ScreenedParty, "body_id", "editions_id")),
)
"""What `screened` wants to be read beside parties, in the same statement: `parties.known(ids, *SCREENED)`."""


def screened(known: parties.Known, on: date) -> Screened:
    """What screening knows of these parties on a day; no statement while no list ever was in force, a few then.

    Of an earlier day is known which lists were in force, which hits were found and what was said of them; a
    party compared since counts as compared.

    Args:
        known: read with `SCREENED` beside it.
    """
    read = _Read(*known.beside)
    lists = in_force_from(read.lists, on)
    if not lists.numbers and not lists.withdrawn:
        return Screened(lists, known.bodies, _reported=_reports((read,), (), {}, on))
    above, officials = _around(known, on)
    more = frozenset().union(*above.values()) - known.bodies.keys()
    others = parties.known(more, *SCREENED) if more else None
    bodies = {**known.bodies, **(others.bodies if others else {})}
    parts = (read, _Read(*others.beside)) if others else (read,)
    sets = {row.sha256: row.numbers for part in parts for row in part.sets}
    hits = [hit for part in parts for hit in part.hits if localtime(hit.found_at).date() <= on]
    stand = standings(hits, bodies, [word for part in parts for word in part.words], on)
    by_body: dict[UUID, list[Standing]] = defaultdict(list)
    for hit in sorted(hits, key=lambda hit: -hit.score):
        by_body[hit.body_id].append(stand[hit.id])
    compared = {
        row.body_id: Compared(row.content_sha256, sets[row.editions_id], row.screened_at)
        for part in parts
        for row in part.compared
        if row.editions_id is not None and row.screened_at is not None
    }
    by_hand = others.screening(more, on) if others else {}
    recorded = {**known.screening(known.bodies, on), **by_hand}
    owned = owned_by_listed(bodies, _listed(hits, stand, recorded), on)
    found = {one: tuple(states) for one, states in by_body.items()}
    return Screened(
        lists, bodies, above, compared, found, by_hand, _reports(parts, hits, stand, on), officials & more, owned
    )


def _around(known: parties.Known, on: date) -> tuple[Mapping[UUID, frozenset[UUID]], frozenset[UUID]]:
    """For each party what stands above it or owns it and who speaks for any of these; and all who speak."""
    bodies, (above, speaking) = known.bodies, known.around(on)
    if not speaking:
        return above, frozenset()
    nobody = frozenset[UUID]()
    around = {
        one: above.get(one, nobody).union(*(speaking.get(body, nobody) for body in (one, *above.get(one, nobody))))
        for one in bodies
    }
    return around, frozenset().union(*speaking.values())


def _listed(
    hits: Iterable[Hit], stand: Mapping[UUID, Standing], recorded: Mapping[UUID, ScreeningState]
) -> dict[UUID, frozenset[str]]:
    """Parties that are listed, with the regimes of their lists; one found by hand counts under every regime."""
    listed = {one: frozenset({EVERY}) for one, state in recorded.items() if state.state == "confirmed"}
    for hit in hits:
        if stand[hit.id].state == "confirmed":
            listed[hit.body_id] = listed.get(hit.body_id, frozenset()) | regimes_listing(hit.list_code)
    return listed


def party_states(ids: Iterable[UUID], on: date) -> Mapping[UUID, ScreeningState]:
    """The state of each party alone, with what was recorded by hand; an id without a body is missing."""
    known = parties.known(ids, *SCREENED)
    found = screened(known, on)
    by_hand = known.screening(known.bodies, on)
    return {one: found.state(one, by_hand.get(one)) for one in known.bodies}


def owned(body_id: UUID, on: date) -> tuple[OwnedRow, ...]:
    """What listed parties own or control of one party on a day, by regime. Raises NotFound."""
    parties.body(body_id)
    return screened(parties.known((body_id,), *SCREENED), on).owned(body_id)


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows of `SCREENED`, in its order."""

    lists: list[DeniedList]
    compared: list[ScreenedParty]
    hits: list[Hit]
    words: list[Disposition]
    results: list[OutsideResult]
    sets: list[EditionSet]


def _reports(
    parts: Iterable[_Read], hits: Iterable[Hit], stand: Mapping[UUID, Standing], on: date
) -> Mapping[UUID, tuple[Standing, ...]]:
    """What results from outside mean for each party on a day; one whose hit somebody settled here means nothing."""
    results = [one for part in parts for one in part.results if localtime(one.imported_at).date() <= on]
    judged = [hit for hit in hits if stand[hit.id].state in ("cleared", "confirmed")] if results else []
    entries = {hit.content_id for hit in judged}
    # Nothing is asked where nobody judged a hit: to put even that question into words takes longer than all the rest.
    rows = EntryContent.objects.filter(sha256__in=entries).values_list("sha256", "body") if entries else ()
    bodies = dict(rows)
    settled = defaultdict[UUID, set[tuple[str, str]]](set)
    for hit in judged:
        settled[hit.body_id] |= called(hit.list_code, hit.key, *names_in(bodies[hit.content_id]))
    found = defaultdict[UUID, list[Standing]](list)
    for one in results:
        state = one.state if one.looked_at and localtime(one.looked_at).date() <= on else "unverified"
        meant = outside_standing(one.verdict, state, one.vendor, one.list_code)
        if meant is not None and not settled[one.body_id] & called(one.list_code, one.listed_id, one.listed_name):
            found[one.body_id].append(meant)
    return {body_id: tuple(meant) for body_id, meant in found.items()}
