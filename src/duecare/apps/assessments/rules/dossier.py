"""The dossier of adverse findings: who says what, how sure we are, and what the other side answers.

The source's reliability (A to F) and the content's credibility (1 to 6) are graded apart, each by
a named person, because a poor source can tell the truth and a good one can be wrong. The source's
grade alone never dismisses an allegation. Until both grades are there it is "not yet assessed",
and the fact it feeds is unknown, never "none".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput
from duecare.kernel.periods import add_months

from .answered_facts import AnsweredFact

FACT = "findings.credible_5y"
WINDOW_MONTHS = 60
SEARCH_STANDS_MONTHS = 12


class Reliability(StrEnum):
    """The source: A completely reliable … E unreliable, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(IntEnum):
    """The content: 1 confirmed by others … 5 improbable, 6 cannot be judged."""

    CONFIRMED = 1
    PROBABLE = 2
    POSSIBLE = 3
    DOUBTFUL = 4
    IMPROBABLE = 5
    CANNOT_BE_JUDGED = 6


class Reply(StrEnum):
    """The right of reply. UNSAFE: asking would endanger somebody; the reason is recorded."""

    NOT_REQUESTED = "not_requested"
    REQUESTED = "requested"
    RECEIVED = "received"
    REFUSED = "refused"
    UNSAFE = "unsafe_to_request"


class Standing(StrEnum):
    """Where an allegation stands. There is no "not credible"."""

    NOT_ASSESSED = "not_yet_assessed"
    NOT_SUPPORTED = "not_supported"
    CREDIBLE = "credible"
    ESTABLISHED = "established"


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade with the person who gave it, the day and the grounds.

    Raises:
        BadInput: no name or no grounds.
    """

    value: Reliability | Credibility
    by: str
    on: date
    grounds: str

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.grounds.strip():
            raise BadInput("a grade needs a named person and grounds.", field="grade", value=str(self.value))


@dataclass(frozen=True, slots=True)
class Allegation:
    """One allegation about the country's authorities, the agency or the unit.

    Attributes:
        reference: its reference in the file.
        happened_on: when it is said to have happened; None when unknown (then it counts as recent).
        source_grade: reliability of the source, or None.
        content_grade: credibility of the content, or None.
        second_reader: name of a second person; needed before doubtful content counts as not supported.
        independent_sources: how many sources that do not rest on each other say it.
        decided_by: court or inquiry that decided it; "" when none did.
        reply: see `Reply`.
        reply_reason: why asking is unsafe; required for UNSAFE.
    """

    reference: str
    happened_on: date | None
    source_grade: Grade | None = None
    content_grade: Grade | None = None
    second_reader: str = ""
    independent_sources: int = 1
    decided_by: str = ""
    reply: Reply = Reply.NOT_REQUESTED
    reply_reason: str = ""

    def __post_init__(self) -> None:
        if self.source_grade and not isinstance(self.source_grade.value, Reliability):
            raise BadInput("a source is graded A to F.", field=self.reference, value=self.source_grade.value)
        if self.content_grade and not isinstance(self.content_grade.value, Credibility):
            raise BadInput("content is graded 1 to 6.", field=self.reference, value=self.content_grade.value)
        if self.reply is Reply.UNSAFE and not self.reply_reason.strip():
            raise BadInput("say why asking for a reply is unsafe.", field=self.reference)


@dataclass(frozen=True, slots=True)
class Search:
    """A search for adverse findings: who, when, where and in which languages."""

    by: str
    on: date
    places: tuple[str, ...]
    languages: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.places or not self.languages:
            raise BadInput("a search needs a name, the places searched and the languages.", field="search")


@dataclass(frozen=True, slots=True)
class Dossier:
    """The reading of the whole dossier at a day.

    Attributes:
        standings: reference and standing of every allegation, old ones included.
        not_assessed: references still to grade.
        reply_open: references where the right of reply has not been offered.
        fact: `findings.credible_5y`: "none", "credible", "established", or unknown.
    """

    standings: tuple[tuple[str, Standing], ...]
    not_assessed: tuple[str, ...]
    reply_open: tuple[str, ...]
    fact: AnsweredFact

    @property
    def complete(self) -> bool:
        """True when nothing is left to grade or to offer for reply and the search stands."""
        return not self.not_assessed and not self.reply_open and self.fact.gap is None


def standing_of(allegation: Allegation) -> Standing:
    """Where one allegation stands.

    Content graded 1 to 3 is credible whatever the source's grade. It is established when a court or
    inquiry decided it, or when the content is confirmed by at least two independent sources. Doubtful
    or improbable content counts as not supported only after a second reader agreed.
    """
    source, content = allegation.source_grade, allegation.content_grade
    if source is None or content is None or content.value == Credibility.CANNOT_BE_JUDGED:
        return Standing.NOT_ASSESSED
    if content.value in (Credibility.DOUBTFUL, Credibility.IMPROBABLE):
        second = allegation.second_reader.strip()
        return Standing.NOT_SUPPORTED if second and second != content.by.strip() else Standing.NOT_ASSESSED
    confirmed = content.value == Credibility.CONFIRMED and allegation.independent_sources >= 2
    return Standing.ESTABLISHED if allegation.decided_by.strip() or confirmed else Standing.CREDIBLE


def read_dossier(allegations: Sequence[Allegation], searches: Iterable[Search], as_of: date) -> Dossier:
    """Read the dossier at `as_of`.

    Returns:
        the fact is the worst standing in the last five years; unknown while an allegation is not
        yet assessed (unless one is already established), while nobody has searched, or when the
        last search is older than twelve months.
    """
    standings = tuple((a.reference, standing_of(a)) for a in allegations)
    since = add_months(as_of, -WINDOW_MONTHS)
    recent = [a for a in allegations if a.happened_on is None or a.happened_on >= since]
    held = {a.reference: standing_of(a) for a in recent}
    return Dossier(
        standings=standings,
        not_assessed=tuple(ref for ref, standing in standings if standing is Standing.NOT_ASSESSED),
        reply_open=tuple(a.reference for a in allegations if a.reply is Reply.NOT_REQUESTED),
        fact=_fact(held, [s.on for s in searches if s.on <= as_of], as_of),
    )


def _fact(held: dict[str, Standing], searched: Sequence[date], as_of: date) -> AnsweredFact:
    everything = tuple(held)

    def those(standing: Standing) -> tuple[str, ...]:
        return tuple(ref for ref, found in held.items() if found is standing)

    if established := those(Standing.ESTABLISHED):
        return AnsweredFact(FACT, "established", None, "", everything, established)
    if waiting := those(Standing.NOT_ASSESSED):
        # A credible finding beside it is known, and what is known may not be hidden by what is not.
        if credible := those(Standing.CREDIBLE):
            return AnsweredFact(FACT, "credible", None, "", everything, credible)
        one = len(waiting) == 1
        reason = "1 allegation is not yet assessed." if one else f"{len(waiting)} allegations are not yet assessed."
        return AnsweredFact(FACT, None, UnknownKind.ASKED_NO_ANSWER, reason, everything, waiting)
    if credible := those(Standing.CREDIBLE):
        return AnsweredFact(FACT, "credible", None, "", everything, credible)
    if not searched:
        return AnsweredFact(
            FACT, None, UnknownKind.NOT_ASKED, "No search for adverse findings is recorded.", everything, ()
        )
    if as_of >= add_months(max(searched), SEARCH_STANDS_MONTHS):
        reason = f"The last search was on {max(searched).isoformat()}."
        return AnsweredFact(FACT, None, UnknownKind.EXPIRED, reason, everything, ())
    return AnsweredFact(FACT, "none", None, "", everything, ())
