"""Writing the dossier: findings, their two grades by named persons, the right of reply, searches, regimes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Max

from duecare.adapters import clock
from duecare.apps.assessments.models import Finding, Opportunity, RegimeCheck, Search
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.rules import file_acts
from duecare.apps.assessments.rules import foreign_relations as relations
from duecare.apps.assessments.rules.dependencies import basis
from duecare.apps.assessments.rules.dossier import Credibility, Reliability, Reply
from duecare.apps.assessments.rules.dossier import Search as SearchRule
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .reach import reach, subject

ABOUT = ("state", "agency", "unit")
_NO_GROUNDS = "a grade needs grounds."


@action(file_acts.FINDING)
def record_finding(
    *,
    by: Actor,
    opportunity_id: UUID,
    what: str,
    source: str,
    about: str,
    happened_on: date | None = None,
    independent_sources: int = 1,
    decided_by: str = "",
) -> Recorded[UUID]:
    """Enter an allegation. It is "not yet assessed" until source and content are graded.

    Args:
        happened_on: None when nobody knows; then it counts as recent.
        decided_by: court or inquiry that decided it, "" when none did.

    Raises:
        BadInput: nothing said, no source, an unknown subject, a day still to come. NotFound.
    """
    row = reach(by, opportunity_id)
    for field, said in (("what", what), ("source", source)):
        if not said.strip():
            raise BadInput("this is needed.", field=field)
    if about not in ABOUT:
        raise BadInput("say whom it is about.", field="about", value=about)
    if happened_on and happened_on > today():
        raise BadInput("this day is still to come.", field="happened_on", value=happened_on)
    if not 1 <= independent_sources <= 99:
        raise BadInput("at least one source says it.", field="independent_sources", value=independent_sources)
    number = (Finding.objects.filter(opportunity=row).aggregate(last=Max("number"))["last"] or 0) + 1
    found = Finding.objects.create(
        opportunity=row, number=number, what=what.strip(), source=source.strip(), about=about, happened_on=happened_on,
        independent_sources=independent_sources, decided_by=decided_by.strip(), recorded_by=by.id,
        recorded_at=clock.now(),
    )  # fmt: skip
    return Recorded(found.id, subject(row), {"finding": str(found), "about": about})


@action(file_acts.GRADE_SOURCE)
def grade_source(*, by: Actor, finding_id: UUID, value: str, grounds: str) -> Recorded[None]:
    """Grade the source's reliability, A to F, apart from what it says. Raises BadInput, NotFound."""
    row, found = _reach(by, finding_id)
    if value not in tuple(Reliability):
        raise BadInput("a source is graded A to F.", field="value", value=value)
    if not grounds.strip():
        raise BadInput(_NO_GROUNDS, field="grounds")
    found.source_grade, found.source_grounds = value, grounds.strip()
    found.source_graded_by, found.source_graded_on = by.id, today()
    found.save(update_fields=["source_grade", "source_grounds", "source_graded_by", "source_graded_on"])
    return Recorded(None, subject(row), {"finding": str(found), "grade": value}, {"grounds": grounds.strip()})


@action(file_acts.GRADE_CONTENT)
def grade_content(*, by: Actor, finding_id: UUID, value: int, grounds: str) -> Recorded[None]:
    """Grade the content's credibility, 1 to 6. A new grade needs a new second reading. Raises BadInput, NotFound."""
    row, found = _reach(by, finding_id)
    if value not in tuple(Credibility):
        raise BadInput("content is graded 1 to 6.", field="value", value=value)
    if not grounds.strip():
        raise BadInput(_NO_GROUNDS, field="grounds")
    found.content_grade, found.content_grounds = value, grounds.strip()
    found.content_graded_by, found.content_graded_on = by.id, today()
    found.second_reader, found.second_reading = None, ""
    found.save(
        update_fields=["content_grade", "content_grounds", "content_graded_by", "content_graded_on", "second_reader",
                       "second_reading"]
    )  # fmt: skip
    return Recorded(None, subject(row), {"finding": str(found), "grade": value}, {"grounds": grounds.strip()})


@action(file_acts.SECOND_READING)
def second_reading(*, by: Actor, finding_id: UUID, grounds: str) -> Recorded[None]:
    """Agree as a second person that the content is doubtful; without it, it stays "not yet assessed".

    Raises:
        Conflict: the content is not graded. Denied: one's own grade. BadInput: no grounds. NotFound.
    """
    row, found = _reach(by, finding_id)
    if found.content_grade is None:
        raise Conflict("The content is not graded yet.", "Nothing was changed.", "Grade it first.")
    if found.content_graded_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask a colleague to read it.")
    if not grounds.strip():
        raise BadInput(_NO_GROUNDS, field="grounds")
    found.second_reader, found.second_reading = by.id, grounds.strip()
    found.save(update_fields=["second_reader", "second_reading"])
    return Recorded(None, subject(row), {"finding": str(found)}, {"grounds": grounds.strip()})


@action(file_acts.REPLY)
def record_reply(*, by: Actor, finding_id: UUID, reply: str, text: str = "") -> Recorded[None]:
    """Record the right of reply: requested, received, refused, or unsafe to request.

    Raises:
        BadInput: an unknown step, or no text where one is needed (the reply, or why asking is unsafe). NotFound.
    """
    row, found = _reach(by, finding_id)
    if reply not in tuple(Reply) or reply == Reply.NOT_REQUESTED:
        raise BadInput("there is no such step.", field="reply", value=reply)
    if reply in (Reply.RECEIVED, Reply.UNSAFE) and not text.strip():
        why = "write down what was replied." if reply == Reply.RECEIVED else "say why asking for a reply is unsafe."
        raise BadInput(why, field="text")
    found.reply, found.reply_text = reply, text.strip()
    found.save(update_fields=["reply", "reply_text"])
    return Recorded(None, subject(row), {"finding": str(found), "reply": reply})


@action(file_acts.SEARCH)
def record_search(
    *, by: Actor, opportunity_id: UUID, on: date, places: tuple[str, ...], languages: tuple[str, ...]
) -> Recorded[UUID]:
    """Record that somebody searched, where and in which languages. Raises BadInput, NotFound."""
    row = reach(by, opportunity_id)
    named = tuple(part.strip() for part in places if part.strip())
    spoken = tuple(part.strip() for part in languages if part.strip())
    SearchRule(str(by.id), on, named, spoken)
    if on > today():
        raise BadInput("this day is still to come.", field="on", value=on)
    found = Search.objects.create(
        opportunity=row, on=on, places=list(named), languages=list(spoken),
        basis=basis("adverse_findings", deal_of(row).fields()), recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    return Recorded(found.id, subject(row), {"places": len(named), "languages": list(spoken)})


@action(file_acts.REGIME)
def check_regime(
    *, by: Actor, opportunity_id: UUID, regime: str, embargo: bool, on: date, evidence: str
) -> Recorded[UUID]:
    """Record a look at one sanctions regime. Raises BadInput, NotFound."""
    row = reach(by, opportunity_id)
    relations.RegimeCheck(regime, embargo, on, str(by.id), evidence)
    if on > today():
        raise BadInput("this day is still to come.", field="on", value=on)
    found = RegimeCheck.objects.create(
        opportunity=row, regime=regime.strip()[:80], embargo=embargo, on=on, evidence=evidence.strip(),
        basis=basis("foreign_relations", deal_of(row).fields()), recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    return Recorded(found.id, subject(row), {"regime": found.regime, "embargo": embargo})


def _reach(by: Actor, finding_id: UUID) -> tuple[Opportunity, Finding]:
    """The finding with its file, both locked. Raises NotFound."""
    of = Finding.objects.filter(id=finding_id).values_list("opportunity_id", flat=True).first()
    if of is None:
        raise NotFound("finding")
    row = reach(by, of)
    return row, Finding.objects.select_for_update().get(id=finding_id)
