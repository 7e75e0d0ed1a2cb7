"""Outside experts: inviting one, and what the one behind the link writes and signs."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.files import clean_name
from duecare.adapters.home import evidence
from duecare.apps.assessments.models import Document, Engagement, Opportunity
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.queries.experts import statement_of, token_sha256
from duecare.apps.assessments.queries.library import question
from duecare.apps.assessments.rules import answers as rule
from duecare.apps.assessments.rules import file_acts
from duecare.apps.assessments.rules.dependencies import basis
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel import countries
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound
from duecare.kernel.folding import fold

from .answers import store_answer
from .reach import reach, subject

LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Invited:
    """The link's secret, shown once: only its hash is stored."""

    engagement_id: UUID
    token: str


@dataclass(frozen=True, slots=True)
class Given:
    """One answer by the expert; `where` says where it stands for a refusal, e.g. "row 7"."""

    question: str
    state: str
    value: str = ""
    reason: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """A document the expert uploaded; its bytes are already kept under the hash."""

    sha256: str
    name: str
    size: int
    media_type: str


@action(file_acts.EXPERT_INVITE)
def invite_expert(
    *,
    by: Actor,
    opportunity_id: UUID,
    name: str,
    email: str,
    country: str,
    qualification: str,
    questions: tuple[str, ...],
    expires_on: date,
) -> Recorded[Invited]:
    """Ask an outside expert the listed questions of one file.

    Raises:
        BadInput: nobody named, no qualification, no or unknown questions, an end past or over 90 days off. NotFound.
    """
    row = reach(by, opportunity_id)
    if not name.strip() or not qualification.strip():
        raise BadInput("name the expert and say what qualifies them.", field="name")
    if not isinstance(countries.place(country), countries.Country):
        raise BadInput("there is no such country.", field="country", value=country)
    wanted = tuple(dict.fromkeys(questions))
    if strange := [code for code in wanted if question(code) is None] or ([] if wanted else [""]):
        raise BadInput("choose questions of the questionnaire.", field="questions", value=strange[0])
    if not today() < expires_on <= today() + LONGEST:
        raise BadInput("the link ends within 90 days, and not before tomorrow.", field="expires_on", value=expires_on)
    token = secrets.token_urlsafe(32)
    found = Engagement.objects.create(
        opportunity=row, name=name.strip(), email=email.strip(), country=country, qualification=qualification.strip(),
        questions=list(wanted), token_sha256=token_sha256(token), invited_by=by.id, invited_at=clock.now(),
        expires_on=expires_on, basis=basis("local_expert", deal_of(row).fields()),
    )  # fmt: skip
    facts: dict[str, JSON] = {
        "engagement": str(found.id),
        "questions": len(wanted),
        "expires_on": expires_on.isoformat(),
    }
    return Recorded(Invited(found.id, token), subject(row), facts, {"expert": found.name})


@action(file_acts.EXPERT_REVOKE)
def revoke_engagement(*, by: Actor, engagement_id: UUID, reason: str) -> Recorded[None]:
    """Close a link before its end. What was signed stays.

    Raises:
        NotFound; Conflict: closed already; BadInput: no reason.
    """
    of = Engagement.objects.filter(id=engagement_id).values_list("opportunity_id", flat=True).first()
    if of is None:
        raise NotFound("engagement")
    row = reach(by, of)
    found = Engagement.objects.select_for_update().get(id=engagement_id)
    if found.revoked_at is not None:
        raise Conflict("This link is already closed.", "Nothing was changed.")
    if not reason.strip():
        raise BadInput("say why the link is closed.", field="reason")
    found.revoked_at, found.revoke_reason = clock.now(), reason.strip()
    found.save(update_fields=["revoked_at", "revoke_reason"])
    return Recorded(None, subject(row), {"engagement": str(found.id)}, {"reason": reason.strip()})


@action(file_acts.EXPERT_CONFLICTS)
def state_conflicts(*, by: Actor, none: bool, text: str, signed_name: str) -> Recorded[None]:
    """Sign the statement of conflicts. Favourable answers count from here on.

    Raises:
        BadInput: conflicts neither denied nor described, or no name. Conflict: signed already. NotFound.
    """
    found, row = _behind(by)
    if found.conflicts_signed_at is not None:
        raise Conflict("The statement is signed already.", "Nothing was changed.", "Tell counsel if it has changed.")
    if not none and not text.strip():
        raise BadInput("describe the ties, or say that there are none.", field="text")
    if not signed_name.strip():
        raise BadInput("type your name to sign.", field="signed_name")
    found.conflicts_none, found.conflicts_text = none, text.strip()
    found.conflicts_name, found.conflicts_signed_at = signed_name.strip(), clock.now()
    found.save(update_fields=["conflicts_none", "conflicts_text", "conflicts_name", "conflicts_signed_at"])
    return Recorded(None, subject(row), {"engagement": str(found.id), "none": none})


@action(file_acts.EXPERT_ANSWER)
def expert_answers(*, by: Actor, given: Sequence[Given]) -> Recorded[int]:
    """Record a whole set of answers, all or none.

    Raises:
        BadInput: an answer that does not fit, a question outside the engagement (names the row), or none at all.
        Conflict: already signed. NotFound: the link is closed.
    """
    found, row = _behind(by)
    if not given:
        raise BadInput("no answer was given.", field="answers")
    for one in given:
        if one.question not in found.questions:
            raise BadInput("this question is not asked here.", row=one.row, field="question", value=one.question)
        try:
            answer = rule.Answer(
                question=one.question, state=rule.State(one.state), answered_on=today(), value=one.value.strip(),
                reason=one.reason.strip(), voice=rule.Voice.EXPERT,
                conflicts_signed=found.conflicts_signed_at is not None,
            )  # fmt: skip
            store_answer(row, answer, by=by, source="outside expert", seen=None, engagement=found)
        except ValueError:
            raise BadInput("there is no such state.", row=one.row, field=one.question, value=one.state) from None
        except BadInput as fault:
            if one.row is None or fault.row is not None:
                raise
            raise BadInput(fault.happened, row=one.row, field=one.question, todo=fault.todo) from fault
    return Recorded(len(given), subject(row), {"engagement": str(found.id), "count": len(given)})


@action(file_acts.EXPERT_SIGN)
def sign_opinion(*, by: Actor, summary: str, signed_name: str, opinion: Opinion | None = None) -> Recorded[str]:
    """Sign: conflicts, answers, summary and the opinion's hash under a typed name; returns the hash of it all.

    Raises:
        Conflict: conflicts not stated, questions without an entry, or signed already. BadInput. NotFound.
    """
    found, row = _behind(by)
    if found.conflicts_signed_at is None:
        raise Conflict("Conflicts are not stated yet.", "Nothing was signed.", "Sign the statement of conflicts first.")
    answered = set(found.answers.values_list("question", flat=True))
    if left := [code for code in found.questions if code not in answered]:
        raise Conflict(
            f"{'1 question has' if len(left) == 1 else f'{len(left)} questions have'} no entry, {left[0]} first.",
            "Nothing was signed.",
            "Answer them, or say that you cannot.",
        )  # fmt: skip
    if not signed_name.strip() or not summary.strip():
        raise BadInput("write your conclusion and type your name to sign.", field="signed_name")
    if opinion is not None:
        _keep(row, found, opinion, by)
    found.summary, found.signed_name = summary.strip(), signed_name.strip()
    found.opinion_sha256 = opinion.sha256 if opinion else ""
    found.signed_at, found.statement_sha256 = clock.now(), statement_of(found)
    found.save(update_fields=["summary", "signed_name", "opinion_sha256", "signed_at", "statement_sha256"])
    facts = {"engagement": str(found.id), "statement_sha256": found.statement_sha256}
    return Recorded(found.statement_sha256, subject(row), facts)


def _behind(by: Actor) -> tuple[Engagement, Opportunity]:
    """The engagement behind a link with its file, both locked. Raises NotFound; Conflict once signed."""
    scope = by.scope
    of = Engagement.objects.filter(id=scope).values_list("opportunity_id", flat=True).first() if scope else None
    if scope is None or of is None:
        raise NotFound("page")
    row = Opportunity.objects.select_for_update().get(id=of)
    found = Engagement.objects.select_for_update().get(id=scope)
    if found.revoked_at is not None or today() > found.expires_on:
        raise NotFound("page")
    if found.signed_at is not None:
        raise Conflict("This opinion is signed.", "Nothing was changed.", "Write to counsel if it has to change.")
    return found, row


def _keep(row: Opportunity, found: Engagement, opinion: Opinion, by: Actor) -> None:
    if not evidence().path(opinion.sha256).is_file():
        raise BadInput("the document is not stored.", file=opinion.name, field="opinion", todo="Upload it again.")
    if not Document.objects.filter(opportunity=row, sha256=opinion.sha256).exists():
        Document.objects.create(
            opportunity=row, sha256=opinion.sha256, name=clean_name(opinion.name), size=opinion.size,
            folded=fold(f"{clean_name(opinion.name)} Outside expert's opinion")[:600],
            media_type=opinion.media_type[:120], about="Outside expert's opinion", engagement=found, added_by=by.id,
            added_at=clock.now(),
        )  # fmt: skip
