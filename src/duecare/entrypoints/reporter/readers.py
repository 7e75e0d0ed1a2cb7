"""Who will be able to read a report, told before anything is written; and whom the reporter does not want among them.

The key log knows no names. A holder is called as the company's file calls them, else by office and number. On the page
a holder is a mark: a hash, so that the log's own numbers of people stay where they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.key_log import Certified
from duecare.apps.intake.rules.recipients import Readers, Refusal, readers
from duecare.apps.intake.rules.records import INTAKE, Office, Track
from duecare.entrypoints.reporter import texts
from duecare.entrypoints.reporter.drafts import Draft
from duecare.kernel.framing import framed


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody on the page: mark, how they are called, and what they would do with a report, in words."""

    mark: str
    name: str
    does: str


def first(site: Site, track: Track, marks: Collection[str] = ()) -> Readers:
    """Who reads it first when these are left out; with a refusal when it cannot be sealed so."""
    people = {mark(site, one): one.record.person for one in _everybody(site, track)}
    excluded = {people[one] for one in marks if one in people}
    return readers(
        site.directory, track=track, on=site.today, threshold=settings.DUECARE.recovery_shares, excluded=excluded
    )


def refusal(site: Site, draft: Draft) -> Refusal | None:
    """Why a draft cannot be sealed as it stands, or None."""
    chosen = first(site, draft.track, draft.excluded)
    if chosen.refusal is None and draft.identity and not chosen.custodians:
        return Refusal.NO_CUSTODIAN
    return chosen.refusal


def excluded(site: Site, track: Track, marks: Collection[str]) -> set[bytes]:
    """Person ids behind the marks."""
    return {one.record.person for one in _everybody(site, track) if mark(site, one) in marks}


def told(site: Site, draft: Draft) -> str:
    """Whom the reporter left out, a line each: number of the person in the key log, and how they were called.

    It is sealed with the answers. Sealing leaves these people out today; who grants later has to know it too.
    """
    names = {one.mark: one.name for one in listed(site, draft.track)}
    people = ((one.record.person.hex(), mark(site, one)) for one in _everybody(site, draft.track))
    return "\n".join(f"{person} {names[here]}" for person, here in people if here in draft.excluded)


def listed(site: Site, track: Track) -> list[Holder]:
    """Everybody who may come to read a report of this track, hold a share or half of an identity; each once."""
    names = texts.holders()
    numbers: dict[str, int] = {}
    found = []
    for one in _everybody(site, track):
        office = _office(one, track)
        numbers[office] = numbers.get(office, 0) + 1
        called = names.get(one.record.person.hex()) or _("%(office)s %(number)s") % {
            "office": office, "number": numbers[office],
        }  # fmt: skip
        found.append(Holder(mark(site, one), called, _does(one, track)))
    return found


def office_of(site: Site, track: Track, who: bytes) -> str:
    """What somebody is in this track, by the fingerprint of their keys; "" when the key log does not know them."""
    return next((_office(one, track) for one in site.directory.every if one.fingerprint == who), "")


def mark(site: Site, one: Certified) -> str:
    """What stands in the form for a person."""
    return hashlib.sha256(framed("duecare/holder/1", site.installation, one.record.person)).hexdigest()[:16]


def _everybody(site: Site, track: Track) -> Iterator[Certified]:
    seen: set[bytes] = set()
    for office in (INTAKE[track], Office.COMMITTEE, Office.CASE_HANDLER, Office.CUSTODIAN):
        for one in _independent_first(site.directory.holders(office, site.today)):
            if one.record.person not in seen and not one.record.sales:
                seen.add(one.record.person)
                yield one


def _independent_first(holders: Iterable[Certified]) -> list[Certified]:
    return sorted(holders, key=lambda one: not one.record.independent)


def _office(one: Certified, track: Track) -> str:
    offices = one.record.offices
    if INTAKE[track] in offices:
        return _("Intake officer")
    if Office.COMMITTEE in offices:
        return _("Independent member") if one.record.independent else _("Member of the recovery committee")
    return _("Case handler") if Office.CASE_HANDLER in offices else _("Custodian of identities")


def _does(one: Certified, track: Track) -> str:
    offices = one.record.offices
    if INTAKE[track] in offices:
        return _("Reads your report first.")
    if Office.COMMITTEE in offices and one.record.independent:
        return _("Does not depend on the company. Reads your report first, as well.")
    if Office.COMMITTEE in offices:
        return _("Does not read your report. Helps to open it again if everybody else lost their keys.")
    if Office.CASE_HANDLER in offices:
        return _("Reads your report only if those who read it first hand it on.")
    return _("Does not read your report. Holds half of the key to who you are, if you say who you are.")
