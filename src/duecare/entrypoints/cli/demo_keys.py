"""Keys of the demonstration: made-up officers certify made-up people. They show the ceremony and protect nobody.

The pins carry the word `demo`, which production refuses. One passphrase opens everything, and it lies beside it.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.sealed.officer_key import new_officer
from duecare.adapters.sealed.vault_place import new_vault
from duecare.adapters.sealed.vaults import passphrase, word_list
from duecare.apps.intake.actions.certifying import enter
from duecare.apps.intake.rules.papers import Paper
from duecare.apps.intake.rules.pinning import DEMO, pinned
from duecare.apps.intake.rules.records import KeyRecord, Office
from duecare.kernel.errors import Conflict, Denied

MARK = "demonstration.txt"
"""File that says that a folder of keys is made up, and may be thrown away."""
LASTS = timedelta(days=5 * 365)
CHEAP = 8 * 1024
"""KiB a passphrase costs: nothing here is worth guessing, and nobody should wait for it."""
BOTH = frozenset({Office.INTAKE_INTERNAL, Office.INTAKE_EXTERNAL})
EARLIER = timedelta(days=90)
"""Days before today on which the keys begin: the story of the first reports lies behind."""
HOLDERS = (
    (BOTH, False, "hanne.sorrel"),
    (BOTH, False, "benedek.rowe"),
    (frozenset({Office.CASE_HANDLER}), False, "iru.castellane"),
    (frozenset({Office.CASE_HANDLER}), False, "pavo.lindqvar"),
    (frozenset({Office.CUSTODIAN}), False, "kestrel.dane"),
    (frozenset({Office.COMMITTEE}), False, "amadi.thorne"),
    (frozenset({Office.COMMITTEE}), False, "gisela.arundt"),
    (frozenset({Office.COMMITTEE}), True, "sabela.oyelin"),
)
"""(offices, independent, whose) of each: a whole ceremony and two case handlers, all of the fictional company."""


def make_keys(home: Path, agent: Path, today: date) -> str:
    """A whole ceremony; returns the pins for the settings.

    Args:
        agent: folder of device secrets; one of an earlier demonstration is replaced.

    Raises:
        Conflict: the folder holds keys that are not the demonstration's.
    """
    throw_away(agent)
    if agent.exists() and any(agent.iterdir()):
        raise Conflict(
            f"{agent} holds keys that are not the demonstration's.",
            "Nothing was changed there.",
            "Name another folder with --home.",
        )
    agent.mkdir(parents=True, exist_ok=True, mode=0o700)
    phrase = passphrase(word_list())
    (agent / MARK).write_text(
        f"Keys of the fictional company. They protect nothing.\nPassphrase of every vault and officer here: {phrase}\n",
        encoding="utf-8",
    )
    officers = [new_officer(agent / f"officer-{name}", phrase, memory=CHEAP) for name in ("one", "two")]
    pins = "; ".join([DEMO, *(f"{one.public.hex()} {today - EARLIER} {today + LASTS}" for one in officers)])
    place = KeyPlace(home / "sealed")
    for offices, independent, _whose in HOLDERS:
        vault, keys = new_vault(agent, phrase, memory=CHEAP)
        record = KeyRecord(
            vault.person,
            offices,
            independent,
            False,
            keys.opening.public,
            keys.signing.public,
            today - EARLIER,
            today + LASTS,
        )
        paper = Paper(place.founded(), record, {})
        for officer in officers:
            paper = paper.signed(officer.public.hex(), officer.sign(paper.message))
        enter(place, paper, officers=pinned(pins.replace(";", "\n")), today=today, file="demonstration")
    return pins


def demo_phrase(agent: Path, mode: str) -> str:
    """The passphrase that opens everything of the demonstration.

    Raises:
        Denied: these keys are somebody's.
    """
    file = agent / MARK
    if mode != "demo" or not file.exists():
        raise Denied(
            "The keys here are not the demonstration's.",
            "Nothing was opened.",
            "Leave --demo out: each member types the passphrase of their own vault.",
        )
    return file.read_text(encoding="utf-8").strip().rpartition(": ")[2]


def throw_away(agent: Path) -> None:
    """Remove the demonstration's keys; never anybody else's."""
    if (agent / MARK).exists():
        shutil.rmtree(agent)
