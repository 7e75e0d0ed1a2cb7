"""What the process of one unlocked vault holds: keys, key-ring, and where its cases stand. None of it is ever sent."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from duecare.adapters.sealed.keys import Keys, OpeningKey, extract
from duecare.adapters.sealed.vault_place import Vault
from duecare.adapters.sealed.vaults import ring_key, vault_keys
from duecare.apps.intake.actions import noting
from duecare.apps.intake.actions.keeping import keep_ring
from duecare.apps.intake.queries.letters import Letter, letter
from duecare.apps.intake.queries.listing import open_ring
from duecare.apps.intake.queries.opening import Case, bundle_in
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing, taken_back
from duecare.apps.intake.rules.bundles import Bundle
from duecare.apps.intake.rules.read_log import CASE as CASE_READ
from duecare.apps.intake.rules.read_log import Reading
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.rings import Ring
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import Busy, Conflict, Denied, NotFound
from duecare.kernel.framing import framed

from .leases import CASES, GROUPS, SHOWN, Openings
from .setting import Knock
from .shelf import GROUP, Shelf

CASE = b"case"
"""Said to the process that started this one when a case was read that was not read within the hour."""
LOOKING = 3.0
"""Seconds for finding where a case stands whose keys were turned just now."""
__all__ = ["CASE", "GROUP", "Ended", "Held"]


class Ended(Exception):
    """The certificate of these keys changed or ended; so does the process."""


class Names:
    """Names that were read, each for a quarter of an hour and in this process alone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._open: dict[bytes, tuple[str, datetime]] = {}

    def show(self, case_id: bytes, text: str) -> None:
        """From now on."""
        self._open[case_id] = text, self._now() + SHOWN

    def of(self, case_id: bytes) -> tuple[str, datetime] | None:
        """(text, until when), or None: not read, or over."""
        self._open = {one: shown for one, shown in self._open.items() if self._now() < shown[1]}
        return self._open.get(case_id)


class Held:
    """One vault, open."""

    def __init__(
        self,
        site: Site,
        knock: Knock,
        vault: Vault,
        key: bytes,
        *,
        now: Callable[[], datetime],
        spent: Callable[[bytes], None],
    ) -> None:
        self.person = knock.person
        self.pairs = tuple(vault_keys(key, number + 1) for number in range(len(vault.fingerprints)))
        self._certified = self._certificates(site)
        if not self.offices(site):
            raise Denied(
                "Your keys are not certified today.",
                "Your vault stays closed.",
                "Ask the officers to certify a key of yours.",
            )
        self._ring_key = ring_key(key)
        ring = open_ring(site, self.person, self._ring_key) or Ring()
        self._written = ring.written
        self._secret = secrets.token_bytes(32)
        self._now, self._spent = now, spent
        self._cases = Openings(CASES, [*knock.cases])
        self._references: dict[str, bytes] = {}
        self.names = Names(now)
        self._noted: set[tuple[bytes, Reading, date]] = set()
        self.taken_down: set[str] = set()
        self.tickets: dict[bytes, bytes] = {}
        self.shelf = Shelf(self.pairs, ring, Openings(GROUPS, [*knock.groups]), now, spent)
        if site.store.ring(self.person) is not None and not ring.written:
            self.shelf.went_back.add("ring")
        if not site.directory.continues(ring.log):
            self.shelf.went_back.add("log")
        self.remember(site)

    def fingerprints(self) -> frozenset[bytes]:
        """Of every pair of keys in the vault."""
        return frozenset(one.fingerprint for one in self.pairs)

    def offices(self, site: Site) -> tuple[str, ...]:
        """What the keys are certified for today."""
        records = [site.directory.valid(who, site.today) for who in self.fingerprints()]
        return tuple(sorted({office.value for one in records if one for office in one.offices}))

    def still(self, site: Site) -> None:
        """Raises Ended unless the keys are certified as they were when the vault was opened."""
        if self._certificates(site) != self._certified or not self.offices(site):
            raise Ended

    def _certificates(self, site: Site) -> frozenset[tuple[bytes, int, int]]:
        # By person: keys certified for them since are not in this process, which makes room for one that has them.
        every = (one for one in site.directory.every if one.record.person == self.person)
        return frozenset((one.fingerprint, one.seq, len(one.ended)) for one in every)

    def case(self, site: Site, reference: str) -> Case:
        """The case that this vault calls so; that it was opened stands in its read log.

        Raises:
            NotFound: no case of these keys, or of no keys: nobody looks further.
            Busy: more cases were read within an hour than the agent opens.
            DuecareError: the log cannot be written just now (`noting.note`), so the case is not shown.
        """
        case = self._found(site, reference)
        try:
            self.note(site, case, CASE_READ)
        except Conflict:  # the keys were turned since a moment ago
            case = self._found(site, reference)
            self.note(site, case, CASE_READ)
        return case

    def note(self, site: Site, case: Case, what: Reading) -> None:
        """Write into the read log that this is opened; what was written today is known here, and costs nothing."""
        this = case.id, what, site.today
        if this not in self._noted:
            noting.note(by=case, site=site, what=what)
            self._noted = {one for one in self._noted if one[2] == site.today} | {this}

    def _found(self, site: Site, reference: str) -> Case:
        case_id = self._references.get(reference)
        if case_id not in self.shelf.cases:  # letters and shares are called so as well
            raise NotFound
        case = self.shelf.opened(site, case_id)
        if case is None:  # what is new or gone is looked for now alone: it takes longer the more cases there are
            self.shelf.survey(site)
            self.shelf.settle(site, LOOKING)
            case = self.shelf.opened(site, case_id)
        if case is None:
            raise NotFound
        if case.keys.fingerprint in case.header.observers:
            told = standing(site, case).progress
            if told is None or case.keys.fingerprint in taken_back(case, told):
                raise NotFound
        took = self._cases.take(case.id, self._now())
        if took is None:
            raise Busy(
                f"You have read {CASES} cases within an hour, and the key agent opens no more.",
                "Nothing was changed and nothing is lost.", "Go on in an hour; cases that you have open stay open.",
            )  # fmt: skip
        if took:
            self._spent(CASE)
        return case

    def letters(self, site: Site) -> list[tuple[Keys, Letter]]:
        """Every letter that is open to these keys now, with the pair that opens it."""
        found = []
        for keys, group, bundle in self._beside(site):
            if bundle.letter is not None:
                try:
                    found.append((keys, letter(site, group, bundle.letter)))
                except Altered:
                    self.shelf.faulty.add(group)
        return found

    def shares(self, site: Site) -> list[tuple[Keys, bytes, Bundle]]:
        """Every share of a recovery seed: pair, group, bundle."""
        if Office.COMMITTEE.value not in self.offices(site):
            return []
        # In cases of one's own nothing is looked for in the group of shares, until somebody asks for shares.
        self.shelf.seek_shares(site)
        return [one for one in self._beside(site) if one[2].share is not None]

    def _beside(self, site: Site) -> list[tuple[Keys, bytes, Bundle]]:
        """What is open to these keys and no case; what was just written is looked through first."""
        self.shelf.survey(site)
        self.shelf.settle(site, LOOKING)
        found = []
        for group, number in self.shelf.beside.items():
            bundle = bundle_in(site, self.pairs[number], Table.GRANTS, group)
            if bundle is not None:
                found.append((self.pairs[number], group, bundle))
        return found

    def asking_key(self, group: bytes) -> OpeningKey:
        """The key of one request: it follows from the vault and the letter, so that it outlives this process unkept."""
        return OpeningKey(extract(framed("duecare/ask-key/1", group), self._ring_key))

    def bringing_key(self, case_id: bytes) -> bytes:
        """Under which files wait that this person adds to the case: it follows from the vault, since what takes hours
        to send outlives this process."""
        return extract(framed("duecare/bringing-key/1", case_id), self._ring_key)

    def reference(self, case_id: bytes) -> str:
        """What the case is called until the vault is locked; 16 hex digits."""
        made = hmac.digest(self._secret, case_id, "sha256")[:8].hex()
        self._references[made] = case_id
        return made

    def title(self, case_id: bytes) -> str:
        """What its owner calls the case; "" when nothing."""
        one = self.shelf.cases.get(case_id)
        return one.title if one else ""

    def call(self, site: Site, case: Case, title: str) -> None:
        """Give a case a title of one's own."""
        self.shelf.cases[case.id] = replace(self.shelf.cases[case.id], title=title)
        self._write(site)

    def remember(self, site: Site) -> None:
        """See what changed, and write the ring anew: at every unlocking, whatever happened."""
        self.shelf.survey(site)
        self._write(site)

    def leave(self, site: Site) -> None:
        """Write the ring a last time, unless another process of the same person wrote it since: theirs is newer."""
        ring = open_ring(site, self.person, self._ring_key)
        if ring is None or ring.written == self._written:
            self.remember(site)

    def _write(self, site: Site) -> None:
        ring = self.shelf.ring(site.directory.seen, self._written + 1)
        keep_ring(by=self.person, site=site, vault=self._ring_key, ring=ring)
        self._written = ring.written
