"""Two messages that say nothing of any report: one every day, one when nobody could have read one.

The same text goes to the same people whether or not anything arrived. Each gets a message of their own, so that none
tells who else gets one.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from duecare.adapters.sealed import unlock_days
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.apps.accounts.queries import people
from duecare.apps.intake.queries.key_state import directory
from duecare.apps.intake.rules.absence import AWAY, absent

SUBJECT = "Sealed reporting: the daily message"
DAILY = """This message comes every day at the same hour, whether or not anything happened.

If you hold an office of sealed reporting, open your vault today and look: {url}
"""
ABSENT = "Sealed reporting: nobody has looked for {days} days"
ABSENCE = """No intake officer of the {track} track has opened their vault for {days} days.
This message says only that: it comes whether or not anything arrived.

If you are an intake officer, open your vault today: {url}
If you are not, ask whoever is responsible for sealed reporting whether an officer is absent and who stands in.
"""


def digest(home: Path, day: date) -> None:
    """The daily message, as soon as anybody's key is certified."""
    place = KeyPlace(home / "sealed")
    if any(one.valid(day) for one in directory(place, settings.DUECARE.pins()).every):
        _send(SUBJECT, DAILY.format(url=settings.DUECARE.base_url))


def absence(home: Path, day: date) -> None:
    """One message for each track whose intake officers have all been away."""
    place = KeyPlace(home / "sealed")
    known = directory(place, settings.DUECARE.pins())
    for track in absent(known, unlock_days.read(place.folder), day):
        values = {"track": track.value, "days": AWAY.days, "url": settings.DUECARE.base_url}
        _send(ABSENT.format(**values), ABSENCE.format(**values))


def _send(subject: str, text: str) -> None:
    messages = [EmailMessage(subject, text, None, [address]) for address in _addresses()]
    get_connection().send_messages(messages)


def _addresses() -> list[str]:
    """Those set, or everybody who signs in and holds a role: the key log knows no names, and the accounts no keys."""
    chosen = [one.strip() for one in settings.DUECARE.sealed_mail.split(",") if one.strip()]
    return chosen or sorted(one.email for one in people() if one.roles)
