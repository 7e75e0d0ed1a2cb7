"""Taking down what somebody tells, in the vault's process: the code is made here."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from duecare.apps.intake.actions.taking_down import Conversation, take_down, takers
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import codes, desk_oral, oral
from duecare.apps.intake.rules.oral import Consent
from duecare.apps.intake.rules.records import INTAKE, Office, Track
from duecare.apps.intake.rules.reports import OWN, Door, SpeaksFor
from duecare.kernel.errors import BadInput, Conflict, NotFound

from . import shown
from .held import Held
from .setting import Setting
from .typed import code, keys_of


def listening(held: Held, site: Site, setting: Setting, asks: desk_oral.Listening) -> desk_oral.Listener:
    """Raises NotFound: this person takes no reports."""
    tracks = tuple(track.value for track in Track if _taker(held, site, track) is not None)
    if not tracks:
        raise NotFound
    offices = (*INTAKE.values(), Office.CASE_HANDLER, Office.COMMITTEE, Office.CUSTODIAN)
    every = {one.record.person: one for office in offices for one in site.directory.holders(office, site.today)}
    member = shown.member_of(held, site, setting)
    return desk_oral.Listener(tracks, tuple(member(one.fingerprint, "") for one in every.values()), site.today)


def taking_down(held: Held, site: Site, setting: Setting, asks: desk_oral.TakeDown) -> desk_oral.Taken:
    """Seal it; the code is for the person who told it."""
    track = code(Track, asks.track, "track")
    keys, door = _taker(held, site, track), code(Door, asks.door, "door")
    if keys is None:
        raise BadInput("choose one of those offered", field="track")
    if door not in oral.TOLD | OWN or len(asks.left_out) != len(asks.called):
        raise BadInput("choose one of those offered", field="door")
    if asks.once in held.taken_down:
        raise Conflict(
            "This conversation was taken down already.", "It is kept once, under the code that was shown.",
            "Begin a new page for another conversation.",
        )  # fmt: skip
    records = [site.directory.valid(keys_of(one, "left_out"), site.today) for one in asks.left_out]
    out = {one.person: name for one, name in zip(records, asks.called, strict=True) if one is not None}
    secret = secrets.token_bytes(codes.BYTES)
    told = Conversation(
        track, door, asks.met, code(Consent, asks.consent, "consent"), asks.minutes, asks.language,
        code(SpeaksFor, asks.speaks_for, "speaks_for"), asks.danger, asks.identity, out,
    )  # fmt: skip
    take_down(by=keys, site=site, threshold=setting.shares, secret=secret, told=told)
    held.taken_down.add(asks.once)
    return desk_oral.Taken("" if door in OWN else codes.written(secret))  # of a case of its own nobody has a code


def _taker(held: Held, site: Site, track: Track) -> Any:
    return next((one for one in held.pairs if site.directory.valid(one.fingerprint, site.today, *takers(track))), None)


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk_oral.Listening: listening, desk_oral.TakeDown: taking_down,
}  # fmt: skip
