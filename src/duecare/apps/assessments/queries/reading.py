"""One reading of a due-diligence file, or of many, as of a day: what gate, class, plan, paper and pages go by.

It takes four statements, whatever the number of files: the rows of the file, what is held about its bodies and was
compared with lists, what governance says of it, and the figures; a few more while a list is in force. Everything
else is worked out from the value that comes of it. It is handed on as an argument and kept nowhere: whoever writes
reads again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from duecare.apps.assessments.models import (
    Answer,
    Deployment,
    Finding,
    FlagAnswer,
    GroupAnswer,
    HarmRating,
    RegimeCheck,
    Search,
)
from duecare.apps.assessments.rules.answered_facts import AnsweredFact, facts_read
from duecare.apps.assessments.rules.answers import Answer as GivenAnswer
from duecare.apps.assessments.rules.answers import Worth
from duecare.apps.assessments.rules.dossier import Dossier, read_dossier
from duecare.apps.assessments.rules.foreign_relations import relations_of
from duecare.apps.assessments.rules.groups import group_fact
from duecare.apps.assessments.rules.involvement import InvolvementAnalysis, involvement_of
from duecare.apps.assessments.rules.necessity import NecessityTest, necessity_of
from duecare.apps.assessments.rules.questionnaire import read_answers
from duecare.apps.assessments.rules.red_flags import FlagSummary, summarise_flags
from duecare.apps.governance import queries as governance
from duecare.apps.parties import queries as parties
from duecare.apps.parties.rules.no_go import Entry
from duecare.apps.parties.rules.screening import ScreeningState
from duecare.apps.risk import queries as risk
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.screening import queries as screening
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound

from .answers import AnswerRow, FlagRow, answers_from, flags_from, rule_answers, rule_flags
from .deals import Deal, body_ids, compose, open_to
from .dossier import (
    FindingRow,
    RegimeRow,
    SearchRow,
    findings_from,
    regimes_from,
    rule_checks,
    rule_searches,
    searches_from,
)
from .kept import Kept, kept_files
from .library import REGIMES, groups, questions, red_flags
from .no_go import no_go_met
from .risks import GroupRow, HarmRow, groups_from, harms_from, rule_groups


@dataclass(frozen=True)
class FileReading:
    """Everything a file holds and what it is worth on `as_of`; what few ask of many files is worked out when asked.

    Attributes:
        kept: the rows as they lie in the tables, for what only a few pages show.
        fields: what the deal says now; an entry made about other values is out of date.
        known: what is held about the bodies of the deal.
        screened: what was compared and found of them and, while a list is in force, of those above them.
        said: overrides in force and decisions.
        worths: what the answer to each question is worth; what a condition sets aside is absent.
    """

    kept: Kept
    deal: Deal
    as_of: date
    fields: Mapping[str, JSON]
    known: parties.Known
    screened: screening.Screened
    said: governance.Bearing
    rows: tuple[AnswerRow, ...]
    answers: tuple[GivenAnswer, ...]
    worths: Mapping[str, Worth]
    flag_rows: tuple[FlagRow, ...]
    flags: FlagSummary
    findings: tuple[FindingRow, ...]
    searches: tuple[SearchRow, ...]
    regimes: tuple[RegimeRow, ...]
    groups: tuple[GroupRow, ...]
    harms: tuple[HarmRow, ...]
    method: Methodology
    scores: risk.Scores

    @cached_property
    def answered(self) -> Mapping[str, AnsweredFact]:
        """Every fact the questions feed."""
        return facts_read(questions(), self.worths)

    @cached_property
    def dossier(self) -> Dossier:
        """What the findings and searches come to."""
        found = [row.allegation() for row in self.findings]
        return read_dossier(found, rule_searches(self.searches), self.as_of)

    @cached_property
    def relations(self) -> Mapping[str, AnsweredFact]:
        """The facts about the customer's state among others."""
        return relations_of(self.answered, rule_checks(self.regimes), REGIMES, self.as_of)

    @cached_property
    def necessity(self) -> NecessityTest:
        """What the answers about the intended use come to."""
        return necessity_of(questions(), self.worths)

    @cached_property
    def group_fact(self) -> AnsweredFact:
        """The fact that the look at people at risk gives."""
        return group_fact(groups(), rule_groups(self.groups))

    @cached_property
    def involvement(self) -> InvolvementAnalysis:
        """How close the company would be to a harm."""
        return involvement_of(questions(), self.worths)

    def no_go(self) -> tuple[Entry, ...]:
        """The entries of the no-go register that speak of this deal."""
        return no_go_met(self.deal, self.known, self.as_of)

    def screening(self) -> Mapping[UUID, ScreeningState]:
        """The screening state of every body of the deal and, while a list is in force, of those above or owning it."""
        ids = body_ids(self.kept)
        return self.screened.states(ids, self.known.screening(ids, self.as_of))

    def screening_record(self) -> dict[str, JSON]:
        """What screening knows of these bodies on the day: kept with a decision, beside what was recorded by hand."""
        ids = body_ids(self.kept)
        by_hand = self.known.screening(ids, self.as_of)
        return screening.screening_record(self.screened, ids, by_hand, self.as_of)


def readings(ids: Iterable[UUID], as_of: date) -> dict[UUID, FileReading]:
    """Readings of files by opportunity, whoever asks; an id without an opportunity is missing."""
    kept = kept_files(ids)
    if not kept:
        return {}
    placed = {row.id for one in kept.values() for row in one.of(Deployment)}
    bodies = {body for one in kept.values() for body in body_ids(one)}
    known = parties.known(bodies, *screening.SCREENED)
    screened = screening.screened(known, as_of)
    said = governance.bearing({*kept, *placed}, "class", as_of)
    scores = risk.scores_in_force(as_of)
    return {key: _reading(one, known, screened, said, scores, as_of) for key, one in kept.items()}


def read_file(opportunity_id: UUID, as_of: date) -> FileReading:
    """Read a file on a day, whoever asks; entry points use `file_open_to`. Raises NotFound."""
    found = readings((opportunity_id,), as_of).get(opportunity_id)
    if found is None:
        raise NotFound("opportunity")
    return found


def file_open_to(by: Actor, opportunity_id: UUID, as_of: date) -> FileReading:
    """A file. Raises NotFound when it does not exist or is not open to `by`: one answer for both."""
    found = readings((opportunity_id,), as_of).get(opportunity_id)
    if found is None or not open_to(by, found.kept):
        raise NotFound("opportunity")
    return found


def _reading(
    kept: Kept,
    known: parties.Known,
    screened: screening.Screened,
    said: governance.Bearing,
    scores: risk.Scores,
    as_of: date,
) -> FileReading:
    deal = compose(kept, known.bodies, said.overrides)
    fields = deal.fields()
    rows = answers_from(kept.of(Answer), fields)
    answers = rule_answers(rows, as_of)
    worths = read_answers(questions(), answers, as_of)
    flagged, findings = flags_from(kept.of(FlagAnswer), fields), findings_from(kept.of(Finding))
    searches, regimes = searches_from(kept.of(Search), fields), regimes_from(kept.of(RegimeCheck), fields)
    at_risk = groups_from(kept.of(GroupAnswer), fields)
    return FileReading(
        kept=kept,
        deal=deal,
        as_of=as_of,
        fields=fields,
        known=known,
        screened=screened,
        said=said,
        rows=rows,
        answers=answers,
        worths=worths,
        flag_rows=flagged,
        flags=summarise_flags(red_flags(), rule_flags(flagged)),
        findings=findings,
        searches=searches,
        regimes=regimes,
        groups=at_risk,
        harms=harms_from(kept.of(HarmRating), fields),
        method=scores.method,
        scores=scores,
    )
