"""Sealed reports of the fictional company: invented people tell invented things, and invented staff answer.

Written by the same actions as everything else, each on a day of its own, with the keys of whoever does it.
"""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from duecare.adapters.sealed import vault_owner, vault_place
from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.reporter import reporter
from duecare.adapters.sealed.vaults import vault_keys
from duecare.apps.intake.actions import handling
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.queries.place import opened
from duecare.apps.intake.rules.comparing import Answer, Compared, Finding, Question
from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.reports import About, Message, Report, SpeaksFor, Stage, Step
from duecare.apps.intake.rules.retention import keep_until
from duecare.apps.intake.rules.work import Check

from .demo_inquiry import look_into, review
from .demo_keys import HOLDERS, MARK
from .demo_story import Story, Told

FRESH = Told(
    2, Track.EXTERNAL,
    {
        "what": "Officers stopped people who left a meeting of tenants and put their telephones into a grey box.\n"
        "Next morning three of them were asked about messages that they had written to nobody else.",
        "time": "In the first week of the month",
        "place": "A district capital; I would rather not say which.",
        "product": "The box had the mark of your extraction kit.",
        "danger": "yes",
    },
    SpeaksFor.GROUP, danger=True,
)  # fmt: skip
UNDER_WAY = Told(
    41, Track.INTERNAL,
    {
        "what": "A reseller asked us to move a licence to a machine in a country that is on no order. I was told to do"
        " it and to leave the field for the end user empty.",
        "time": "Twice since spring",
        "place": "Support",
        "product": "The analysis suite, one licence",
    },
)  # fmt: skip
ENDED = Told(
    80, Track.EXTERNAL,
    {
        "what": "Your stand at the fair showed pictures of real people to visitors.",
        "time": "At the fair in autumn",
        "place": "Hall 4",
    },
)  # fmt: skip

_NAMES_NONE = Finding(
    Answer.UNNAMED, "The report names neither a person nor a customer; they were asked about what it tells."
)
COMPARED = Compared(dict.fromkeys(Question, _NAMES_NONE), (), ())


def tell(home: Path, agent: Path, today: date) -> None:
    """Give the vaults to their owners' accounts, and let three people report."""
    from django.conf import settings

    from duecare.apps.accounts import queries as accounts

    phrase = (agent / MARK).read_text(encoding="utf-8").rpartition(": ")[2].strip()
    people = {row.email.partition("@")[0]: row.id for row in accounts.people()}
    with opened(home, settings.DUECARE.pins(), today) as site:
        persons = [one.record.person for one in site.directory.every]
        keys: dict[str, Keys] = {}
        for (_offices, _independent, code), person in zip(HOLDERS, persons, strict=True):
            vault_owner.bind(agent, person, people[code])
            keys[code] = vault_keys(vault_place.find(agent, person).opened(phrase), 1)
        story = Reports(site, today, keys)
        story.concluded(story.reported(ENDED))  # one after the other: nobody reads what is dated after their day
        story.handed_over(story.reported(UNDER_WAY))
        review(story, UNDER_WAY)
        story.under_investigation(UNDER_WAY)
        look_into(story, UNDER_WAY)
        story.reported(FRESH)


class Reports(Story):
    """What is written into the cases, by whose keys."""

    def reported(self, told: Told) -> Told:
        """Somebody reports, and throws their code away."""
        site = self.on(told.ago)
        report = Report(f"{told.track.value}/1", "en", told.answers, told.speaks_for, told.danger)
        by = reporter(site.installation, secrets.token_bytes(16))
        submission = Submission(told.track, report)
        submit(by=by, site=site, threshold=2, submission=submission, keep_until=keep_until(site.today))
        return told

    def say(self, who: str, told: Told, ago: int, about: About, text: str) -> None:
        """A word to the reporter."""
        case, site, seen = self.case(who, told, ago)
        handling.say(by=case, site=site, message=Message(about, text), seen=seen)

    def move(self, who: str, told: Told, ago: int, stage: Stage, reason: str = "") -> None:
        """A step."""
        case, site, seen = self.case(who, told, ago)
        handling.advance(by=case, site=site, step=Step(stage, reason), seen=seen)

    def handed_over(self, told: Told) -> None:
        """Checked, granted, and looked at."""
        officer, clear, other = "hanne.sorrel", "iru.castellane", "pavo.lindqvar"
        self.say(officer, told, told.ago - 3, About.ACKNOWLEDGEMENT, "We have your report and read it.")
        case, site, _ = self.case(officer, told, told.ago - 4)
        check = Check(
            (self.keys[clear].fingerprint,), (self.keys[other].fingerprint,), "Asked both in person.", COMPARED
        )
        handling.examine(by=case, site=site, check=check, seen=0)
        handling.admit(by=case, site=site, who=self.keys[clear].fingerprint)
        self.move(officer, told, told.ago - 4, Stage.CHECKED)
        self.move(clear, told, told.ago - 9, Stage.TRIAGE)
        self.say(
            clear, told, told.ago - 9, About.QUESTION, "Do you remember which of the two licences was moved first?"
        )

    def under_investigation(self, told: Told) -> None:
        """What the reporter reads of it, and a note among the members."""
        clear = "iru.castellane"
        self.move(clear, told, told.ago - 14, Stage.INVESTIGATION)
        case, site, _ = self.case(clear, told, told.ago - 15)
        handling.note(by=case, site=site, text="Activation log of the licence server asked for, with a routine sample.")

    def concluded(self, told: Told) -> None:
        """Answered by the intake officer's handler and closed."""
        officer, clear = "benedek.rowe", "pavo.lindqvar"
        self.say(officer, told, told.ago - 2, About.ACKNOWLEDGEMENT, "Thank you, we have it.")
        case, site, _ = self.case(officer, told, told.ago - 5)
        check = Check((self.keys[clear].fingerprint,), (), "Asked by telephone.", COMPARED)
        handling.examine(by=case, site=site, check=check, seen=0)
        handling.admit(by=case, site=site, who=self.keys[clear].fingerprint)
        self.move(officer, told, told.ago - 5, Stage.CHECKED)
        self.move(clear, told, told.ago - 8, Stage.TRIAGE)
        said = "The pictures were taken down the same day. Demonstrations use drawn faces alone from now on."
        self.say(clear, told, told.ago - 30, About.FEEDBACK, said)
        self.move(clear, told, told.ago - 30, Stage.CONCLUDED, "Substantiated; the practice was ended.")
