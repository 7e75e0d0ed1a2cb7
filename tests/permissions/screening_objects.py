"""Examples of the addresses of screening: a confirmed hit on an invented list of a regime, and what belongs to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from uuid import UUID

from django.core import signing

from duecare.apps.parties import actions as parties
from duecare.apps.screening import actions, queries
from duecare.apps.screening.actions import Upload
from duecare.entrypoints.staff.outside_results import SALT
from duecare.kernel.actor import Actor, Role
from tests.apps.screening.lists import entry, taken_in
from tests.apps.screening.working import carry_out, follow
from tests.conftest import person

Maker = Callable[[Actor | None], object]
OFFICER = person(Role.COMPLIANCE_OFFICER, name="hits officer")
CODE = "eu_fsf"
"""A list with a regime, so that a confirmed hit starts a clock; what stands on it here is invented."""
MISTAKEN = "au_dfat"
_MADE: dict[str, UUID] = {}
"""What the address being made is about: its later keywords name parts of it."""


def hit() -> UUID:
    """A party that meets an entry of a list."""
    name = f"Blackthorn {secrets.token_hex(4)} Signals"
    parties.enter_body(by=person(Role.SALES), name=name, kind="company", country="THA")
    taken_in((entry(secrets.token_hex(4), name), entry(secrets.token_hex(4), "Quillmark Defence")), code=CODE)
    follow()
    carry_out()
    page = queries.hit_list(queries.HitListQuery(q=name))
    return page.rows[0].id


def _hit(actor: Actor | None) -> UUID:
    _MADE["hit"] = hit()
    return _MADE["hit"]


def _confirmed(actor: Actor | None) -> UUID:
    made = _hit(actor)
    actions.dispose(by=OFFICER, hit_id=made, verdict="confirmed", reason="The same", seen=queries.hit(made).seen)
    return made


def _sample(actor: Actor | None) -> UUID:
    hit()
    parties.enter_body(by=person(Role.SALES), name="Ostrava Lantern", kind="company", country="THA")
    follow()
    _MADE["sample"] = actions.draw_sample(by=OFFICER, seed="seed", size=3)
    return _MADE["sample"]


def _edition(actor: Actor | None) -> UUID:
    taken_in((entry(secrets.token_hex(4), "Quillmark Defence"),), code=f"list_{secrets.token_hex(3)}")
    return queries.editions()[0].id


def _list(actor: Actor | None) -> str:
    _edition(actor)
    return queries.editions()[0].list_code


def _withdrawal(actor: Actor | None) -> UUID:
    """A list whose withdrawal an officer asked for."""
    waiting, _ = queries.withdrawals(MISTAKEN, "waiting")
    if waiting:
        return waiting[0].id
    taken_in((entry("1", "Quillmark Defence"),), code=MISTAKEN)
    return actions.ask_withdrawal(by=OFFICER, code=MISTAKEN, reason="A trial with invented names")


HEADING = "party,list,listed_id,listed_name,verdict,date,vendor,reason\n"


def results(verdict: str = "cleared") -> UUID:
    """A file of results of an invented vendor on a party of its own, imported by an officer."""
    name = f"Ostrava {secrets.token_hex(4)} Lantern"
    parties.enter_body(by=person(Role.SALES), name=name, kind="company", country="THA")
    line = f"{name},{CODE},4,,{verdict},2026-03-02,Sieve Invented Ltd,Other seat\n"
    return actions.import_results(by=OFFICER, data=(HEADING + line).encode(), file_name="results.csv").row.id


def result(verdict: str = "cleared") -> UUID:
    """One result of such a file."""
    return queries.outside_results(import_id=results(verdict))[0][0].id


NOBODY = "Unheard Of Bakery"
"""A party that a file of results names and nobody entered."""


def _kept(actor: Actor | None) -> str:
    """A file that was chosen and not imported, as the page that shows it is addressed."""
    name = f"Harbour {secrets.token_hex(4)} Bakery"
    parties.enter_body(by=person(Role.SALES), name=name, kind="company", country="FRA")
    rest = f",{CODE},4,,cleared,2026-03-02,Sieve Invented Ltd,Other seat\n"
    told = f"{HEADING}{name}{rest}{NOBODY}{rest}"
    kept = actions.keep_results(by=OFFICER, name="results.csv", chunks=[told.encode()])
    return signing.dumps([kept, "results.csv"], salt=SALT)


MAKERS: dict[str, Maker] = {
    "hit_id": _hit,
    "hit_report.hit_id": _confirmed,
    "hit_report.duty_id": lambda actor: queries.hit(_MADE["hit"]).duties[0].id,
    "edition_id": _edition,
    "code": _list,
    "withdrawal_id": _withdrawal,
    "import_id": lambda actor: results(),
    "result_id": lambda actor: result(),
    "upload": _kept,
    "asked_id": lambda actor: actions.upload_lists(by=OFFICER, files=[Upload("list.csv", [b"id,name"])]),
    "sample_id": _sample,
    "item_id": lambda actor: queries.sample(_MADE["sample"])[1][0].id,
}
