"""A company of two hundred handlers and ten thousand cases, prepared as it would have grown.

Every report is real: sent by a reporter, sealed to the intake officers, open to them. Cases of the handlers who are
measured are granted to them and have a whole investigation; of the other cases the rows are there, in number and size,
and nobody opens them. Key-rings are as after a day's work: what is not one's own was tried, and is known as strange.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

from duecare.adapters import clock
from duecare.adapters.sealed import envelopes, log_file, vault_place
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.objects import STEPS
from duecare.adapters.sealed.officer_key import open_officer
from duecare.adapters.sealed.reporter import reporter
from duecare.adapters.sealed.rows import INTAKE, SHRED
from duecare.adapters.sealed.vaults import ring_key, vault_keys
from duecare.apps.intake.actions.keeping import keep_ring
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.actions.turning import grant
from duecare.apps.intake.queries.listing import remembered
from duecare.apps.intake.queries.opening import Case, open_case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import rings
from duecare.apps.intake.rules.compartments import WRITTEN
from duecare.apps.intake.rules.papers import Paper
from duecare.apps.intake.rules.records import KeyRecord, Office, Track
from duecare.apps.intake.rules.reports import Report
from duecare.apps.intake.rules.rings import Remembered, Ring
from duecare.apps.intake.rules.store import Table
from duecare.entrypoints.agent.shelf import At
from duecare.entrypoints.cli.demo_keys import CHEAP, LASTS
from tests.entrypoints.agent.running import House, house

from .sealed_cases import length, newest, pattern, written
from .sealed_place import KEPT, KINDS, raw

SOME = 50
"""Reports that are sent in one transaction."""
SHORT = 10
"""Entries of a case that was not admitted: every second one."""


Mine = dict[bytes, dict[bytes, Remembered]]


@dataclass(frozen=True, slots=True)
class Staffed:
    """The company, an intake officer who is in every case, and handlers with as many own cases as was asked for."""

    here: House
    officer: bytes
    handlers: tuple[bytes, ...]


def staffed(room: Path, cases: int, own: Sequence[int], handlers: int) -> Staffed:
    """Prepare everything. `own`: of how many cases each of the first handlers is a member, with the next one of all."""
    here = house(room)
    officer = here.holder(Office.INTAKE_EXTERNAL)
    people = (*_first(here), *_certified(here, handlers - len(_first(here))))
    mine: Mine = {one: {} for one in (officer, *people[: len(own)])}
    _granted(here, officer, people, own, mine)
    rest = cases - sum(own)
    _stuffed(here, rest)
    _reported(here, officer, rest, mine[officer])
    _emptied(here)
    for person, found in mine.items():
        _remember(here, person, found)
    _other_rings(here, people[len(own) :])
    return Staffed(here, officer, people)


def _first(here: House) -> tuple[bytes, ...]:
    """Case handlers of the ceremony, by person."""
    with here.site() as site:
        return tuple(one.record.person for one in site.directory.holders(Office.CASE_HANDLER, site.today))


def keys_of(here: House, person: bytes) -> Keys:
    """Keys of somebody, opened with the phrase of the ceremony."""
    return vault_keys(vault_place.find(here.agent, person).opened(here.phrase), 1)


def _certified(here: House, count: int) -> list[bytes]:
    """So many case handlers more, certified by both officers. The log is not walked anew for each of them."""
    place, today, made = KeyPlace(here.home / "sealed"), clock.today(), []
    officers = [open_officer(here.agent / f"officer-{name}", here.phrase) for name in ("one", "two")]
    for _ in range(count):
        vault, keys = vault_place.new_vault(here.agent, here.phrase, memory=CHEAP)
        record = KeyRecord(
            vault.person, frozenset({Office.CASE_HANDLER}), False, False, keys.opening.public, keys.signing.public,
            today, today + LASTS,
        )  # fmt: skip
        paper = Paper(place.founded(), record, {})
        for one in officers:
            paper = paper.signed(one.public.hex(), one.sign(paper.message))
        log = log_file.read(place.log)
        log_file.append(place.log, paper.entry(), after=(len(log), log[-1].head))
        made.append(vault.person)
    return made


def _granted(
    here: House, officer: bytes, people: Sequence[bytes], own: Sequence[int], mine: Mine
) -> None:  # fmt: skip
    """Cases with two handlers and a whole investigation."""
    dice, lines = Random(41), pattern(clock.today())
    keys = {one: keys_of(here, one) for one in (officer, *people[: len(own) + 1])}
    for number, count in enumerate(own):
        pair = people[number], people[len(own)]
        for turn in range(count):
            with here.site() as site, site.store.transaction():
                case, group = _grant(site, keys[officer], [keys[one] for one in pair])
                whole = [keys[pair[0]], keys[pair[1]], keys[officer]]
                others = [one.fingerprint for one in site.directory.every[-3:]]
                written(site, case, whole, others, lines[: length(dice)])
                # Both hold every part, so both remember the same of it.
                line = _line(site, keys[pair[0]], At(Table.GRANTS, group), f"case {turn}")
                mine[pair[0]][case.id] = mine[officer][case.id] = line
            if turn % SOME == 0:
                _emptied(here)


def _grant(site: Site, officer: Keys, to: Sequence[Keys]) -> tuple[Case, bytes]:
    case = open_case(site, officer, Table.SUBMISSIONS, _sent(site))
    assert case is not None
    before = frozenset(site.store.groups(Table.GRANTS))
    grant(by=case, site=site, to={one.fingerprint: frozenset(WRITTEN) for one in to})
    return newest(site, officer, before)


def _sent(site: Site) -> bytes:
    """Somebody reports; where it stands."""
    by = reporter(site.installation, secrets.token_bytes(16))
    told = Report("external/1", "en", {"what": "The cameras were pointed at a union office. " * 20})
    keep = site.today + timedelta(days=400)
    submit(by=by, site=site, threshold=2, submission=Submission(Track.EXTERNAL, told), keep_until=keep)
    return by.mailbox


def _line(site: Site, keys: Keys, at: At, title: str) -> Remembered:
    case = open_case(site, keys, *at)
    assert case is not None
    line = remembered(site, case, *at)
    return replace(line, title=title, seen=line.line.said if line.line else 0)


def _stuffed(here: House, count: int) -> None:
    """Rows of so many cases that nobody opens: a group of grants each, and entries as long as cases are."""
    dice = Random(43)
    entries = sum(length(dice) if number % 2 else SHORT for number in range(count))
    with here.site() as site:
        rows = [envelopes.group(site.installation, bytes(32), []) for _ in range(min(count, KINDS) or 1)]
    with raw(here) as sql:
        names = sorted(secrets.token_bytes(32) for _ in range(count))
        keys = [secrets.token_bytes(32) for _ in names]
        pairs = enumerate(zip(names, keys, strict=True))
        veiled = ((name, envelopes.veiled(key, rows[at % len(rows)]), KEPT) for at, (name, key) in pairs)
        sql.executemany("insert into main.grants values (place(?1), ?1, ?2, ?3)", veiled)
        sql.executemany("insert into shred.outer_keys values (?, ?)", zip(names, keys, strict=True))
        objects = sorted(secrets.token_bytes(16) for _ in range(entries))  # in their order they are put down at once
        boxes = ((one, os.urandom(STEPS[0]), KEPT) for one in objects)
        sql.executemany("insert into main.objects values (place(?1), ?1, ?2, ?3)", boxes)


def _reported(here: House, officer: bytes, count: int, mine: dict[bytes, Remembered]) -> None:
    """So many real reports, as the officer remembers them; made in a place of its own on each processor."""
    parts = os.cpu_count() or 1
    shares = [len(range(number, count, parts)) for number in range(parts)]
    homes = [here.home.with_name(f"part-{number}") for number in range(parts)]
    with ProcessPoolExecutor(parts, mp_context=get_context("fork")) as pool:
        for found in pool.map(_part, [here] * parts, homes, [officer] * parts, shares):
            mine |= found
    with raw(here) as sql:
        for home in homes:
            _merge(sql, home)


def _part(here: House, home: Path, officer: bytes, count: int) -> dict[bytes, Remembered]:
    shutil.copytree(here.home / "sealed", home / "sealed")
    own, keys, found = replace(here, home=home), keys_of(here, officer), {}
    for begun in range(0, count, SOME):
        with own.site() as site, site.store.transaction():
            for number in range(begun, min(begun + SOME, count)):
                group = _sent(site)
                case = open_case(site, keys, Table.SUBMISSIONS, group)
                assert case is not None
                found[case.id] = _line(site, keys, At(Table.SUBMISSIONS, group), f"report {number}")
        _emptied(own)
    return found


def _merge(sql: sqlite3.Connection, home: Path) -> None:
    sql.commit()
    sql.execute("attach database ? as part", (str(home / INTAKE),))
    sql.execute("attach database ? as part_shred", (str(home / SHRED),))
    for table in ("submissions", "grants", "objects"):
        sql.execute(f"insert into main.{table} select * from part.{table}")
    sql.execute("insert into shred.outer_keys select * from part_shred.outer_keys where name not in"
                " (select name from shred.outer_keys)")  # fmt: skip
    sql.commit()
    sql.execute("detach database part")
    sql.execute("detach database part_shred")
    shutil.rmtree(home)


def _emptied(here: House) -> None:
    """What waited for the open chain is there: in earnest some of it goes each day."""
    with raw(here) as sql:
        sql.execute("delete from main.daily")


def _remember(here: House, person: bytes, found: dict[bytes, Remembered]) -> None:
    key = ring_key(vault_place.find(here.agent, person).opened(here.phrase))
    with here.site() as site:
        own = {name for one in found.values() for name in (one.group, one.recovery)}
        every = {group for table in Table for group in site.store.groups(table)}
        strange = frozenset(rings.mark(group) for group in every - own)
        keep_ring(by=person, site=site, vault=key, ring=Ring(found, site.directory.seen, 1, strange))


def _other_rings(here: House, people: Iterable[bytes]) -> None:
    with raw(here) as sql:
        rows = ((one, os.urandom(rings.LEAST)) for one in people)
        sql.executemany("insert or replace into main.rings values (?, ?)", rows)
