"""Briefs, asked of an open vault by the adviser whom they are for. Nothing here opens a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from duecare.adapters.sealed.files import Files
from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.actions import briefed
from duecare.apps.intake.queries.letters import Letter
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import desk_briefs as desk
from duecare.apps.intake.rules.advice import About, Advice
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_files import Coming
from duecare.apps.intake.rules.records import Office
from duecare.kernel.errors import NotFound

from . import shown
from .advising import scope, words
from .held import Held
from .opened import Opened
from .setting import Setting
from .typed import code


def box(held: Held, site: Site, setting: Setting, asks: desk.MyBriefs) -> desk.BriefBox:
    """Those that are open to these keys today, the one that ends first on top."""
    rows = [_line(held, site, setting, letter, found) for _keys, letter, found in _every(held, site)]
    rows.sort(key=lambda one: (one.until, one.reference))
    return desk.BriefBox(tuple(rows), Office.ADVISER.value in held.offices(site))


def sheet(held: Held, site: Site, setting: Setting, asks: desk.OpenBrief) -> desk.BriefSheet:
    """One of them: whom it concerns; once the adviser may read it, all of it."""
    keys, letter, found = _one(held, site, asks.reference)
    if found.clear:
        found = briefed.look(by=keys, site=site, letter=letter)
    member = shown.member_of(held, site, setting)
    return desk.BriefSheet(
        _line(held, site, setting, letter, found), found.front.concerns,
        scope(found.front.content) if found.clear else None, words(found),
        tuple(member(who, "") for who in dict.fromkeys(one.author for one in found.said)),
    )  # fmt: skip


def declare(held: Held, site: Site, setting: Setting, asks: desk.DeclareInterest) -> Done:
    """Say whether there is an interest in it."""
    keys, letter, _found = _one(held, site, asks.reference)
    briefed.declare(by=keys, site=site, letter=letter, clear=asks.clear, text=asks.text)
    return Done()


def advise(held: Held, site: Site, setting: Setting, asks: desk.Advise) -> Done:
    """Give the opinion, or ask back."""
    keys, letter, _found = _one(held, site, asks.reference)
    briefed.advise(by=keys, site=site, letter=letter, about=code(About, asks.about, "about"), text=asks.text)
    return Done()


def fetch(held: Held, site: Site, setting: Setting, asks: desk.FetchGiven) -> Opened:
    """A file; that it was opened is written first."""
    keys, letter, found = _one(held, site, asks.reference)
    if not found.clear:
        raise NotFound
    given, stored = briefed.file_of(site=site, found=found, number=asks.number)
    briefed.look(by=keys, site=site, letter=letter, file=asks.number)
    number = site.installation

    def pieces(home: Path) -> Iterator[bytes]:
        return Files(home, number).opened(stored.name, stored.lock, stored.size)

    return Opened(Coming(given.name, stored.size), pieces)


def _line(held: Held, site: Site, setting: Setting, letter: Letter, found: Advice) -> desk.MyBrief:
    member = shown.member_of(held, site, setting)
    return desk.MyBrief(
        held.reference(letter.group), found.begun, member(letter.sheets[0].author, ""), found.front.until, found.clear
    )  # fmt: skip


def _every(held: Held, site: Site) -> Iterator[tuple[Keys, Letter, Advice]]:
    for keys, letter in held.letters(site):
        if briefed.lapse(by=keys, site=site, letter=letter):
            continue
        try:
            yield keys, letter, briefed.brief(by=keys, site=site, letter=letter)
        except NotFound:
            continue


def _one(held: Held, site: Site, reference: str) -> tuple[Keys, Letter, Advice]:
    for keys, letter, found in _every(held, site):
        if held.reference(letter.group) == reference:
            return keys, letter, found
    raise NotFound


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.MyBriefs: box, desk.OpenBrief: sheet, desk.DeclareInterest: declare, desk.Advise: advise,
    desk.FetchGiven: fetch,
}  # fmt: skip
