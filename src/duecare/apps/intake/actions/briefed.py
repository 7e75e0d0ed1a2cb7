"""What an outside adviser does with a brief: say whether they have an interest in it, read it, answer.

Each is a sheet of the letter under their signature. That they opened it is written before it is shown.
"""

from __future__ import annotations

from datetime import date

from duecare.adapters.sealed.files import Lock, Stored
from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.queries.letters import Letter
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.advice import About, Advice, Declared, Looked, Said, advice, is_brief
from duecare.apps.intake.rules.giving import Given
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from . import letters
from .advising import check_room, check_text
from .groups import drop_group


def brief(*, by: Keys, site: Site, letter: Letter) -> Advice:
    """The brief, when these keys are the adviser's and it is open to them today.

    Raises:
        NotFound: it is another letter, somebody else's, over, or closed by a conflict: the answer is the same.
    """
    try:
        found = advice(letter.sheets) if is_brief(letter.sheets) else None
    except ValueError:
        found = None
    if found is None or found.front.adviser != by.fingerprint or found.front.until < site.today:
        raise NotFound
    if found.declared is not None and not found.declared.clear:
        raise NotFound
    if site.directory.valid(by.fingerprint, site.today, Office.ADVISER) is None:
        raise NotFound
    return found


def declare(*, by: Keys, site: Site, letter: Letter, clear: bool, text: str) -> None:
    """Say whether one has an interest in whom it concerns. Whoever has one reads nothing of it: the brief is closed.

    Raises:
        NotFound: see `brief`.
        Conflict: it was said already.
        BadInput: a conflict without a word on it.
    """
    found = brief(by=by, site=site, letter=letter)
    if found.declared is not None:
        raise Conflict("You have declared it.", "Nothing was changed.", "Read the brief, or ask the members back.")
    if not clear or text:
        check_text(text)
    with site.store.transaction():
        _write(by, site, letter, Declared(site.today, clear, text).plain())
        if not clear:  # the sheets stay for the members; these keys open them no more
            drop_group(site, Table.GRANTS, letter.group)


def look(*, by: Keys, site: Site, letter: Letter, file: int = 0) -> Advice:
    """Open the brief or one of its files: it is written that they did, once a day, before anything is shown.

    Raises:
        NotFound: see `brief`; or they have not declared that they have no interest in it.
        Conflict: it was closed just now.
        Denied: the letter is full.
    """
    found = brief(by=by, site=site, letter=letter)
    if not found.clear:
        raise NotFound
    what = Looked(site.today, file)
    if not found.noted(what):
        with site.store.transaction():
            _write(by, site, letter, what.plain())
    return found


def file_of(*, site: Site, found: Advice, number: int) -> tuple[Given, Stored]:
    """What opens file `number`, from 1. Raises NotFound: there is none, or it is shredded."""
    files = found.front.content.files
    if not 0 < number <= len(files):
        raise NotFound
    one = files[number - 1]
    if (outer := site.store.shred_key(one.file)) is None:
        raise NotFound
    return one, Stored(one.file, Lock(one.key, outer), one.size)


def advise(*, by: Keys, site: Site, letter: Letter, about: About, text: str) -> None:
    """Give the opinion, or ask back.

    Raises:
        NotFound: see `look`.
        Conflict: it was closed just now, or somebody wrote at the same moment.
        BadInput: nothing, or too much.
    """
    found = brief(by=by, site=site, letter=letter)
    if not found.clear:
        raise NotFound
    if about is About.ANSWER:
        raise BadInput("choose one of those offered", field="about")
    check_text(text)
    with site.store.transaction():
        _write(by, site, letter, Said(site.today, by.fingerprint, about, text).plain())


def lapse(*, by: Keys, site: Site, letter: Letter) -> bool:
    """Let a brief whose day has passed open for nobody outside any more, whichever program asks; True when it was so.
    The members read on, and keep what was said."""
    try:
        found = advice(letter.sheets) if is_brief(letter.sheets) else None
    except ValueError:
        return False
    if found is None or found.front.adviser != by.fingerprint or site.today <= found.front.until:
        return False
    with site.store.transaction():
        drop_group(site, Table.GRANTS, letter.group)
    return True


def _write(by: Keys, site: Site, letter: Letter, body: dict[str, JSON]) -> None:
    check_room(len(letter.sheets))
    if site.directory.valid(by.fingerprint, site.today, Office.ADVISER) is None:
        raise Denied("Your key is not certified today.", "Nothing was kept.", "Ask the officers to certify one.")
    row = site.store.group(Table.GRANTS, letter.group)
    if row is None:
        raise Conflict("This brief is open no longer.", "Nothing was changed.", "Look at what stands there now.")
    until: date = row[1]
    letters.answer(by=by, site=site, to=letter, body=body, keep_until=until)
