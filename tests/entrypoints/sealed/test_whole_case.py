"""A whole case through the pages: from an anonymous report to a remedy and a re-opening, with six people, one of whom
has a conflict and never finds out that there is a case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from duecare.adapters import clock
from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House

from .browsing import Browser
from .test_inquiry import kept, marks, post

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@dataclass
class Seat:
    """Somebody at their browser, in the case under the address it has for them."""

    who: Browser
    case: str
    key: str

    def move(self, to: str) -> str:
        return self._done("move", to=to, reason="The stage before is done.")

    def act(self, code: str, /, **fields: Any) -> str:
        return self._done(f"act/{code}", **fields)

    def _done(self, step: str, /, **fields: Any) -> str:
        """Send it; the mark by which it is called."""
        before = set(marks(self.who, self.case))
        kept(post(self.who, self.case, step, **fields))
        (mark,) = set(marks(self.who, self.case)) - before
        return mark

    def agrees(self, mark: str) -> None:
        kept(post(self.who, self.case, "voice", of=mark, says="agree", reason="Read and agreed."))

    def refused(self, step: str, /, **fields: Any) -> str:
        answer = post(self.who, self.case, step, **fields)
        assert answer.status_code == 200
        return str(answer.content.decode())

    @property
    def shown(self) -> str:
        return self.who.page(f"{self.case}investigation/")


@dataclass
class Cast:
    """Who takes part."""

    olga: Seat
    otto: Seat
    inga: Seat
    hana: Seat
    hugo: Seat
    conflicted: Browser


@pytest.fixture
def cast(here: House) -> Cast:
    here.certified(Office.CASE_HANDLER)
    here.report()
    with here.site() as site:
        handlers = site.directory.holders(Office.CASE_HANDLER, site.today)
        officers = site.directory.holders(Office.INTAKE_EXTERNAL, site.today)
        independent = next(one for one in site.directory.every if one.record.independent)
    olga = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga").unlock(officers[0].record.person)
    (case,) = olga.cases()
    keys = [one.fingerprint.hex() for one in handlers]
    found = {keys[0]: "clear", keys[1]: "conflicted", keys[2]: "clear", "remark": "asked", "own": "on"}
    assert olga.do(case, "examine", **found).status_code == 302
    for one in (keys[0], keys[2]):
        assert olga.do(case, "admit", who=one).status_code == 302
    seats = [Seat(olga, case, officers[0].fingerprint.hex())]
    for name, one in (("otto", officers[1]), ("inga", independent), ("hana", handlers[0]), ("hugo", handlers[2])):
        who = Browser.of(here, Role.COUNSEL, name=name).unlock(one.record.person)
        (same,) = who.cases()
        seats.append(Seat(who, same, one.fingerprint.hex()))
    shut = Browser.of(here, Role.ANALYST, name="cora").unlock(handlers[1].record.person)
    return Cast(*seats, conflicted=shut)


def planned(cast: Cast) -> str:
    """Admitted, with team, committee and plan; the mark of the allegation."""
    olga, otto, inga, hana, hugo = cast.olga, cast.otto, cast.inga, cast.hana, cast.hugo
    today = clock.today()
    later = today + timedelta(days=60)
    olga.move("preliminary-review")
    answers = {f"q-{one}": "yes" for one in ("product", "harm", "begin")}
    kept(post(olga.who, olga.case, "rubric", **answers))
    otto.agrees(marks(otto.who, otto.case)[0])
    for seat, part in ((hana, "lead"), (hugo, "deputy")):
        olga.act("team", who=seat.key, part=part, competence="Has done three of them.")
    for seat in (olga, otto, inga):
        hana.act("committee", who=seat.key, why="Not on the team.")
    hana.move("planning")
    plan = hana.act("plan", what="Logs, then the ministry.", limits="No travel.", **{"from": today, "until": later})
    assert "never was on the team" in hugo.shown
    assert "does not decide on its work" in hugo.refused("voice", of=plan, says="agree", reason="x")
    olga.agrees(plan)
    hana.act("hypothesis", what="It was used on a journalist.", against="No entry in the log.")
    allegation = hana.act("allegation", what="A journalist was located.", right="ICCPR 17 and 19")
    hana.move("investigation")
    return allegation


def found(cast: Cast, allegation: str) -> None:
    """Logs asked for and refused, the customer suspended and heard, the finding made."""
    otto, inga, hana, hugo = cast.otto, cast.inga, cast.hana, cast.hugo
    today = clock.today()
    soon, later = (today + timedelta(days=days) for days in (10, 60))
    step = {"what": "All entries of October.", "on": today, "until": soon, "routine": "no"}
    assert "Somebody outside would notice" in hana.refused("act/log-request", **step)
    for one in ("log-request", "reply", "sanction", "interim"):
        asked = {"who": "Nobody: it asks for a whole month.", "lessened": "A whole month.", "agreement": "not-needed"}
        hugo.agrees(hana.act("risk-test", step=one, recognised="no", **asked))
    request = hana.act("log-request", **step)
    hugo.agrees(request)
    hana.act("log-answer", of=request, outcome="refused", what="They will not give them.")
    assert "suspend: logs were refused" in hana.shown
    hugo.agrees(hana.act("interim", kind="suspend", what="No more locating.", grounds="Refused logs."))
    heard = hana.act("reply", whom="customer", what="What is alleged.", on=today, until=soon)
    hugo.agrees(heard)
    hana.act("reply-heard", of=heard, outcome="answered", what="They deny it.")
    hana.move("findings")
    says = {"of": allegation, "why": "Two other traces."}
    assert "could not be determined" in hana.refused("act/finding", outcome="unsubstantiated", **says)
    hugo.agrees(hana.act("finding", outcome="substantiated", **says))
    assert hana.shown.count("balance of probabilities") == 1, "what it was held against stands with it"
    scope = {"customers": "Two.", "former": "One.", "systems": "Lantern.", "unseen": "The logs.", "from": today}
    hugo.agrees(hana.act("scope", until=later, **scope))
    otto.agrees(hana.move("decision"))
    assert "Decision" in inga.shown


def decided(cast: Cast) -> None:
    """The committee's decisions."""
    olga, otto, inga, hana, hugo = cast.olga, cast.otto, cast.inga, cast.hana, cast.hugo
    sanction = hana.act("sanction", rung="terminate", why="A pattern.", conditions="")
    for seat in (olga, otto):
        assert "proposed" in seat.shown
        seat.agrees(sanction)
    told = hana.act("notification", harm="unknown", test="Their phone may be read.", outcome="not-tell", again="")
    for seat in (otto, inga):
        seat.agrees(told)
    hugo.agrees(hana.act("authority", which="Export authority", law="2021/821", outcome="no-duty", why="No export."))


def remedied(cast: Cast) -> None:
    """A remedy, verified; concluded and opened again by somebody else."""
    olga, otto, inga, hana, hugo = cast.olga, cast.otto, cast.inga, cast.hana, cast.hugo
    today = clock.today()
    soon, later = (today + timedelta(days=days) for days in (10, 60))
    hana.move("remedy")
    need = {
        "need": "A safe phone.", "options": "Money or a phone: a phone.", "involvement": "contributed",
        "kind": "restitution", "what": "A phone, a lawyer.", "contribution": "The phone; a union pays the lawyer.",
    }  # fmt: skip
    remedy = hana.act("remedy", who=hana.key, until=soon, **need)
    for seat in (olga, inga):
        seat.agrees(remedy)
    delivered = hana.act("remedy-delivered", of=remedy, on=today, what="Handed over by a union.")
    inga.act("remedy-verified", of=delivered, by="representative", outcome="met", what="They say that it helps.")
    hana.act("lesson", target="clauses", what="A right to the logs.", who=olga.key, until=later)
    missing = hana.shown
    assert "an end of every interim measure" in missing
    measure = next(one for one in re.findall(r'id="a-([0-9a-f]{32})"', missing.partition('id="measures"')[2]))
    hugo.agrees(hana.act("interim-review", of=measure, outcome="end", why="The contract ended."))
    inga.agrees(hana.move("concluded"))
    assert "Select a valid choice" in hana.refused("move", to="reopened", reason="Something new.")
    otto.move("reopened")


def test_from_an_anonymous_report_to_a_remedy_and_again(cast: Cast) -> None:
    unaware = cast.conflicted.page()
    found(cast, planned(cast))
    decided(cast)
    remedied(cast)
    assert "Re-opened" in cast.olga.shown
    assert cast.conflicted.cases() == [] and len(cast.conflicted.page()) == len(unaware)
