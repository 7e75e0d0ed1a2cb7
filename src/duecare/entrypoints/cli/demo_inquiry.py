"""The investigation of the fictional company's second report: as far as it came, with something left to agree to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.investigations.actions import investigating
from duecare.apps.investigations.queries.investigation import with_head
from duecare.apps.investigations.queries.rubrics import newest_rubric
from duecare.apps.investigations.rules.acts import ACTS
from duecare.apps.investigations.rules.records import Says
from duecare.apps.investigations.rules.rubric import Reply
from duecare.apps.investigations.rules.stages import Stage

from .demo_story import Story, Told

LEADS, DEPUTY, APART = "iru.castellane", "hanne.sorrel", "benedek.rowe"
ANSWERS = {
    "product": (Reply.YES, "The licence is one of ours."),
    "harm": (Reply.YES, "No end user is named, and the order names another country."),
    "begin": (Reply.YES, "Two dates, and a licence server that keeps a log."),
    "settled": (Reply.NO, ""),
    "impossible": (Reply.NO, ""),
}
LOG = b"invented activation log: two rows, one licence, two machines\n"


@dataclass(frozen=True, slots=True)
class Inquiring:
    """Who writes into this case, and on which day: so many after the report."""

    story: Story
    told: Told

    def act(self, who: str, after: int, code: str, agrees: str = "", /, **fields: str) -> bytes:
        """An act, and the second person who agrees on the same day; returns its mark."""
        case, site, _ = self.story.case(who, self.told, self.told.ago - after)
        every = {one.name: fields.get(one.name, "") for one in ACTS[code].fields}
        investigating.do(by=case, site=site, code=code, fields=every, seen=with_head(site, case)[0].seen)
        mark = _last(case, site)
        if agrees:
            self.agree(agrees, after, mark)
        return mark

    def agree(self, who: str, after: int, mark: bytes) -> None:
        """A second person's voice."""
        case, site, _ = self.story.case(who, self.told, self.told.ago - after)
        investigating.speak(by=case, site=site, of=mark, says=Says.AGREE, reason="Read and agreed.")

    def move(self, who: str, after: int, to: Stage, reason: str) -> None:
        """To another stage."""
        case, site, _ = self.story.case(who, self.told, self.told.ago - after)
        investigating.move_on(by=case, site=site, to=to, reason=reason, seen=with_head(site, case)[0].seen)

    def day(self, after: int) -> str:
        """As a field holds it."""
        return (self.story.today - timedelta(days=self.told.ago - after)).isoformat()

    def who(self, name: str) -> str:
        """Somebody's keys, as a field holds them."""
        return self.story.keys[name].fingerprint.hex()


def _last(case: Case, site: Site) -> bytes:
    """The mark of what was written last."""
    return list(with_head(site, case)[0].standing)[-1]


def review(story: Story, told: Told) -> None:
    """From the rubric to an investigation with a team and a plan."""
    one = Inquiring(story, told)
    _reviewed(one)
    _planned(one)


def look_into(story: Story, told: Told) -> None:
    """From the first task to a log request that waits for a second person."""
    _looked_into(Inquiring(story, told))


def _reviewed(one: Inquiring) -> None:
    one.move(DEPUTY, 10, Stage.REVIEW, "Conflicts were checked.")
    case, site, _ = one.story.case(LEADS, one.told, one.told.ago - 10)
    answers: Mapping[str, tuple[Reply, str]] = ANSWERS
    seen = with_head(site, case)[0].seen
    investigating.hold_rubric(by=case, site=site, rubric=newest_rubric().code, answers=answers, seen=seen)
    one.agree(DEPUTY, 11, _last(case, site))
    one.move(LEADS, 11, Stage.PLANNING, "Admitted by two persons.")


def _planned(one: Inquiring) -> None:
    one.act(DEPUTY, 12, "team", who=one.who(LEADS), part="lead", competence="Licences and their servers.")
    one.act(LEADS, 12, "team", who=one.who(DEPUTY), part="deputy", competence="Export classification.")
    one.act(
        LEADS, 13, "plan", APART, what="Licence server, orders of the reseller, two interviews in support.",
        **{"from": one.day(14)}, until=one.day(74), limits="Nobody outside the case is told which report it is about.",
    )  # fmt: skip
    one.act(
        LEADS, 13, "hypothesis", what="The licence was moved for an end user whom the order does not name.",
        against="It was moved for a repair and moved back; the log would show both.",
    )  # fmt: skip
    one.act(
        LEADS, 13, "allegation", what="A licence was used in a country that no order and no assessment names.",
        right="Privacy (article 17 of the Covenant)",
    )  # fmt: skip
    one.move(LEADS, 14, Stage.INVESTIGATION, "Team, plan and allegation stand.")


def _looked_into(one: Inquiring) -> None:
    task = one.act(DEPUTY, 15, "task", what="Get the activation log.", who=one.who(LEADS), until=one.day(22))
    log = one.act(
        LEADS, 20, "evidence", name="activation-log.txt", hash=hashlib.sha256(LOG).hexdigest(),
        source="Licence server, with the routine sample of the quarter.",
        how="Exported by two persons; the hash was read aloud and written down by both.", on=one.day(20),
    )  # fmt: skip
    one.act(LEADS, 20, "task-done", of=task.hex(), what="The log is in the locker.")
    one.act(
        DEPUTY, 24, "examination", of=log.hex(), copy="working-copy", method="Activations laid beside the orders.",
        result="Two activations on a second machine; no order covers them.",
    )  # fmt: skip
    one.act(
        LEADS, 28, "interview", DEPUTY, **{"with": "Somebody who works in support"}, on=one.day(27),
        minutes="Was told by telephone to move it, and to leave the field empty.", checked="yes",
    )  # fmt: skip
    one.act(
        LEADS, 30, "risk-test", DEPUTY, step="log-request", recognised="no",
        who="Eleven people could see the licence; requests for logs go to every customer.",
        lessened="Asked for in the words and on a day of a routine request.", agreement="not-needed",
    )  # fmt: skip
    one.act(
        DEPUTY, 38, "log-request", what="Usage log of the second and third quarter.", on=one.day(44), until=one.day(74),
        routine="yes",
    )  # fmt: skip
