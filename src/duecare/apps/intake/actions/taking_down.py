"""Taking down what somebody tells, so that it is sealed like what others write themselves; and cases without a
reporter, which begin with what a member of staff writes down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.reporter import reporter
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import oral
from duecare.apps.intake.rules.identity_box import LONGEST_IDENTITY
from duecare.apps.intake.rules.oral import Consent
from duecare.apps.intake.rules.records import INTAKE, Office, Track
from duecare.apps.intake.rules.reports import OWN, Door, Report, SpeaksFor
from duecare.apps.intake.rules.retention import keep_until
from duecare.apps.intake.rules.work import WITHOUT
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import BadInput, Denied

from .handling import LONGEST
from .submitting import Submission, submit


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was told, and how.

    Attributes:
        left_out: persons who are not to read it, with how they are called.
    """

    track: Track
    door: Door
    met: date
    consent: Consent
    minutes: str = field(repr=False)
    language: str = "en"
    speaks_for: SpeaksFor = SpeaksFor.SELF
    danger: bool = False
    identity: str = field(default="", repr=False)
    left_out: Mapping[bytes, str] = field(default_factory=dict, repr=False)


def take_down(*, by: Keys, site: Site, threshold: int, secret: bytes, told: Conversation) -> None:
    """Seal it under a code.

    Args:
        secret: the 16 bytes of the code, for the person who told it; nothing here keeps them.

    Raises:
        Denied: `by` takes no reports of this track.
        BadInput: nothing was told, it is too long, or the day lies ahead.
        NotSealed: see `submit`.
    """
    if not site.directory.valid(by.fingerprint, site.today, *takers(told.track)):
        raise Denied("You take no reports on this track.", "Nothing was kept.", "Ask an intake officer of the track.")
    if not told.minutes.strip():
        raise BadInput("write something", field="minutes")
    if told.met > site.today:
        raise BadInput("the conversation was today or earlier", field="met")
    if (size := len(canonical(told.minutes))) > LONGEST:
        raise BadInput(f"this takes {size} bytes, and {LONGEST} fit", field="minutes", todo="Send it in two parts.")
    if (size := len(canonical(told.identity))) > LONGEST_IDENTITY:
        raise BadInput(
            f"this takes {size} bytes, and {LONGEST_IDENTITY} fit", field="identity", todo="Make it shorter."
        )
    back = reporter(site.installation, secret)
    signature = by.signing.sign(oral.to_take(site.installation, back.mailbox, told.met, told.minutes))
    without = "\n".join(f"{person.hex()} {name}" for person, name in told.left_out.items())
    answers = {
        "what": told.minutes, oral.MET: told.met.isoformat(), oral.TAKEN: oral.taken(by.fingerprint, signature),
        **({} if told.door in OWN else {oral.CONSENT: told.consent.value}), **({WITHOUT: without} if without else {}),
    }  # fmt: skip
    report = Report(f"{told.track.value}/1", told.language, answers, told.speaks_for, told.danger, told.door)
    sent = Submission(told.track, report, told.identity, set(told.left_out))
    submit(by=back, site=site, threshold=threshold, submission=sent, keep_until=keep_until(site.today))


def takers(track: Track) -> Collection[Office]:
    """Offices that may take down what is told on a track."""
    return (INTAKE[track], Office.CASE_HANDLER)
