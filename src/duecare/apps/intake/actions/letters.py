"""Writing a letter, answering it, and letting it go."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date

from duecare.adapters.sealed import objects
from duecare.adapters.sealed.envelopes import Place
from duecare.adapters.sealed.keys import SEED, Keys
from duecare.apps.intake.queries.letters import LONGEST, Letter
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import entries
from duecare.apps.intake.rules.bundles import CASE, Bundle
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.letters import SHEET, letter_aad
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Denied

from .batching import wait
from .groups import drop_group, put_groups, sealed_group


def send(
    *, by: Keys, site: Site, group: bytes, to: Collection[bytes], body: dict[str, JSON], keep_until: date,
    seed: bytes | None = None,
) -> None:  # fmt: skip
    """Begin a letter; `group` is a random name.

    Args:
        seed: of its sheets, where it is kept elsewhere as well.

    Raises:
        Denied: somebody who takes part has no key certified today.
    """
    everybody = dict.fromkeys((by.fingerprint, *to))
    records = {who: site.directory.valid(who, site.today) for who in everybody}
    seed = seed or secrets.token_bytes(SEED)
    bundle = Bundle(group[:CASE], letter=seed).encoded()
    places = [Place(one.opening, who, bundle) for who, one in records.items() if one is not None]
    if len(places) < len(everybody):
        raise Denied("Somebody has no key certified today.", "Nothing was changed.", "Ask the officers to certify one.")
    sealed = sealed_group(site, Table.GRANTS, group, places)
    with site.store.transaction():
        _sheet(by, site, group, seed, 0, FIRST, {**body, "to": [one.hex() for one in to]}, keep_until)
        put_groups(site, [sealed], keep_until)


def answer(*, by: Keys, site: Site, to: Letter, body: dict[str, JSON], keep_until: date) -> None:
    """Add a sheet.

    Raises:
        Conflict: somebody else did at the same moment; nothing was kept.
    """
    with site.store.transaction():
        _sheet(by, site, to.group, to.seed, len(to.sheets), to.head, body, keep_until)


def drop(*, site: Site, letter: Letter, sheets: int | None = None) -> None:
    """Nobody reads it any more: its outer key goes first, then group and sheets.

    Args:
        sheets: how many there are, where one was added since the letter was read.
    """
    with site.store.transaction():
        drop_group(site, Table.GRANTS, letter.group)
        for counter in range(sheets or len(letter.sheets)):
            site.store.delete_object(objects.name(letter.seed, 1, counter))


def drop_sheets(*, site: Site, seed: bytes) -> None:
    """Take every sheet away, however many there are, inside the transaction in which its group goes."""
    for counter in range(LONGEST):
        name = objects.name(seed, 1, counter)
        if site.store.object(name) is None:
            return
        site.store.delete_object(name)


def _sheet(
    by: Keys, site: Site, group: bytes, seed: bytes, counter: int, previous: bytes, body: JSON, keep_until: date
) -> None:  # fmt: skip
    name = objects.name(seed, 1, counter)
    aad = letter_aad(site.installation, group, name)
    plain = Entry(Kind.SHEET, by.fingerprint, site.today, previous, body).plain()
    content = by.signing.sign(entries.to_sign(aad, plain)) + plain
    site.store.put_object(name, objects.seal(seed, aad, content, least=SHEET), keep_until)
    wait(site, entries.digest(content))
