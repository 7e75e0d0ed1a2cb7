"""The other side, through the actions that pages of the staff use: made-up people open their vaults."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from duecare.adapters import clock
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.officer_key import open_officer
from duecare.adapters.sealed.vault_place import find
from duecare.adapters.sealed.vaults import vault_keys
from duecare.apps.intake.actions.certifying import enter
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries import key_state
from duecare.apps.intake.queries.opening import Case, open_case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.stored import stored
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.key_log import Certified
from duecare.apps.intake.rules.papers import Ending, Paper
from duecare.apps.intake.rules.pinning import pinned
from duecare.apps.intake.rules.records import KeyRecord, Office
from duecare.apps.intake.rules.reports import Message, Step
from duecare.apps.intake.rules.store import Table
from duecare.config.env import read_file


def sealed_site(home: Path, today: date | None = None) -> Site:
    """The installation as a member of staff has it."""
    place = KeyPlace(home / "sealed")
    officers = pinned(read_file(home / "duecare.toml")["officers"].replace(";", "\n"))
    installation = place.installation()
    assert installation is not None
    return Site(installation, stored(home), key_state.directory(place, officers), today or clock.today())


def holders(site: Site, office: Office) -> tuple[Certified, ...]:
    return site.directory.holders(office, site.today)


def keys(home: Path, who: Certified) -> Keys:
    """What somebody holds once their vault is open."""
    agent = home.with_name(f"{home.name}-agent")
    phrase = (agent / "demonstration.txt").read_text().rpartition(": ")[2].strip()
    vault = find(agent, who.record.person)
    return vault_keys(vault.opened(phrase), len(vault.fingerprints))


def cases(home: Path, site: Site, who: Certified) -> list[Case]:
    """Every case that somebody can open."""
    mine = keys(home, who)
    groups = ((table, name) for table in Table for name in site.store.groups(table))
    return [case for at in groups if (case := open_case(site, mine, *at)) is not None]


def ended(home: Path, office: Office) -> None:
    """Every key of an office ends today, by one officer's signature."""
    agent, place, site = home.with_name(f"{home.name}-agent"), KeyPlace(home / "sealed"), sealed_site(home)
    phrase = (agent / "demonstration.txt").read_text().rpartition(": ")[2].strip()
    officer = open_officer(agent / "officer-one", phrase)
    pins = pinned(read_file(home / "duecare.toml")["officers"].replace(";", "\n"))
    for one in holders(site, office):
        paper = Paper(site.installation, Ending(one.fingerprint, site.today), {})
        paper = paper.signed(officer.public.hex(), officer.sign(paper.message))
        enter(place, paper, officers=pins, today=site.today, file="ending")


def certified(home: Path, office: Office) -> bytes:
    """Somebody more gets keys of this office; the fingerprint."""
    agent, place, site = home.with_name(f"{home.name}-agent"), KeyPlace(home / "sealed"), sealed_site(home)
    phrase = (agent / "demonstration.txt").read_text().rpartition(": ")[2].strip()
    pins = pinned(read_file(home / "duecare.toml")["officers"].replace(";", "\n"))
    made = Keys.new()
    record = KeyRecord(
        bytes(16), frozenset({office}), False, False, made.opening.public, made.signing.public, site.today,
        site.today + timedelta(days=90),
    )  # fmt: skip
    paper = Paper(site.installation, record, {})
    for name in ("one", "two"):
        officer = open_officer(agent / f"officer-{name}", phrase)
        paper = paper.signed(officer.public.hex(), officer.sign(paper.message))
    enter(place, paper, officers=pins, today=site.today, file="more")
    return made.fingerprint


def say(site: Site, case: Case, what: Message | Step) -> None:
    """A word to the reporter."""
    kind = Kind.DECISION if isinstance(what, Step) else Kind.MESSAGE
    body, until = what.plain(), date(2027, 1, 1)
    write(by=case, site=site, compartment=Compartment.REPORT, kind=kind, body=body, keep_until=until)
