"""Put a frozen paper to decision; take it back; reopen it when the file changes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.governance.models import Committee, Condition, Decision, Reconsideration, Recusal
from duecare.apps.governance.queries.authority import matrix
from duecare.apps.governance.queries.bearing import content_of
from duecare.apps.governance.queries.bench import bench_of
from duecare.apps.governance.queries.committees import declared, members_of
from duecare.apps.governance.queries.days import today, zone
from duecare.apps.governance.rules import acts
from duecare.apps.governance.rules.authority import Level, authority_for
from duecare.apps.governance.rules.conflicts import recusals
from duecare.apps.governance.rules.papers import FrozenPaper
from duecare.apps.governance.rules.procedures import SINGLE, WRITTEN, check_procedure, closing_moment
from duecare.apps.governance.rules.states import LIVE, REOPENABLE, STANDING, check_move
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.folding import fold

from .numbering import next_reference
from .records import issue


def about(decision: Decision) -> Subject:
    """A decision as the log names it."""
    return Subject("decision", decision.id, decision.reference, decision.customer_id)


def lock(decision_id: UUID) -> Decision:
    """The decision's row, locked until the action ends.

    Raises:
        NotFound: there is none.
    """
    row = Decision.objects.select_for_update().filter(id=decision_id).first()
    if row is None:
        raise NotFound("decision")
    return row


@action(acts.DECISION_OPEN)
def open_decision(
    *,
    by: Actor,
    paper: FrozenPaper,
    procedure: str = "meeting",
    committee_id: UUID | None = None,
    closes_on: date | None = None,
    urgency: str = "",
) -> Recorded[UUID]:
    """Put a paper before those whom the matrix names.

    Raises:
        BadInput: a paper that is not its hash, a procedure the class does not allow, no such committee.
        Conflict: already being decided or decided; refused before without admitted new facts; too few who may vote.
    """
    paper.check()
    on = today()
    rules = matrix(on)
    level = authority_for(rules, paper.risk_class, paper.value_eur)
    check_procedure(procedure, level, rules, opened_on=on, closes_on=closes_on, urgency=urgency)
    # One lock order for everybody: number first, so two papers on one thing meet here and not at the constraint.
    number = next_reference("D", on.year)
    previous, admitted = _history(paper)
    committee = None if procedure == SINGLE else _committee(level, committee_id)
    row = Decision.objects.create(
        reference=number,
        folded=fold(f"{number} {paper.reference} {paper.title}")[:400],
        procedure=procedure,
        committee=committee,
        previous=previous,
        **_columns(paper),
        authority={
            "code": rules.code,
            "version": rules.version,
            "sha256": rules.sha256,
            "ratify_within_days": rules.ratify_within_days,
            "row": level.as_json(),
        },
        urgency=urgency.strip(),
        opened_by=by.id,
        opened_at=clock.now(),
        closes_at=closing_moment(closes_on, zone()) if closes_on and procedure == WRITTEN else None,
    )
    Condition.objects.bulk_create(
        Condition(decision=row, position=place, text=one.text, measure=one.measure, precedent=one.precedent)
        for place, one in enumerate(paper.conditions, start=1)
    )
    if committee is not None:
        _seat(row, committee, paper)
    if admitted is not None:
        admitted.used_by = row
        admitted.save(update_fields=["used_by"])
    facts: dict[str, JSON] = {
        "procedure": procedure,
        "about": paper.reference,
        "sha256": paper.sha256,
        "class": paper.risk_class,
        "previous": previous.reference if previous else None,
    }
    return Recorded(row.id, about(row), facts)


def _columns(paper: FrozenPaper) -> dict[str, object]:
    return {
        "kind": paper.kind,
        "subject_id": paper.subject_id,
        "customer_id": paper.customer_id,
        "paper_reference": paper.reference,
        "title": paper.title,
        "payload": canonical(paper.payload).decode(),
        "sha256": paper.sha256,
        "content_sha256": paper.content_sha256,
        "risk_class": paper.risk_class,
        "value_eur": paper.value_eur,
        "requester_id": paper.requester_id,
        "account_team": [str(one) for one in paper.account_team],
        "countries": list(paper.countries),
        "parties": [str(one) for one in paper.parties],
    }


def _history(paper: FrozenPaper) -> tuple[Decision | None, Reconsideration | None]:
    """The decision before this one, and the admitted request that lets a refused paper come back."""
    earlier = list(Decision.objects.filter(subject_id=paper.subject_id).order_by("-opened_at", "-reference"))
    if any(row.state in LIVE for row in earlier):
        raise Conflict(
            "This is being decided already.", "Nothing was opened.", "Vote on the open decision, or withdraw it."
        )
    if any(row.state in STANDING for row in earlier):
        raise Conflict(
            "A decision on this stands.", "Nothing was opened.", "It reopens by itself when the file changes."
        )
    if any(row.state in ("rejected", "deferred") and content_of(row) == paper.content_sha256 for row in earlier):
        raise Conflict(
            "This very file was put to decision before.",
            "Nothing was opened.",
            "Bring what was missing, then freeze it anew.",
        )
    last = earlier[0] if earlier else None
    if last is None or last.state != "rejected":
        return last, None
    admitted = Reconsideration.objects.filter(decision=last, admitted=True, used_by=None).first()
    if admitted is None:
        raise Conflict(
            f"{last.reference} refused this.", "Nothing was opened.", "Ask for reconsideration and name the new facts."
        )
    return last, admitted


def _committee(level: Level, committee_id: UUID | None) -> Committee:
    kinds = ["board"] if level.decides == "board" else ["human_rights", "board"]
    found = Committee.objects.filter(kind__in=kinds)
    if committee_id is not None:
        chosen = found.filter(id=committee_id).first()
    else:
        chosen = found.filter(kind=kinds[0]).order_by("founded_at", "id").first()
    if chosen is None:
        raise BadInput(
            "the board decides this" if kinds == ["board"] else "there is no such committee",
            field="committee",
            means="No decision was opened.",
            todo="Found the committee and appoint its members.",
        )
    return chosen


def _seat(row: Decision, committee: Committee, paper: FrozenPaper) -> None:
    """Write the standing recusals, and refuse a bench that could never decide."""
    members = members_of(committee.id, today())
    known = declared(frozenset(m.person_id for m in members))
    standing = recusals(known, paper, today())
    Recusal.objects.bulk_create(
        Recusal(decision=row, person_id=person, reason=reason, standing=True, at=clock.now())
        for person, reason in standing.items()
    )
    bench = bench_of(row, members, standing.items(), known)
    if not bench.reachable:
        raise Conflict(
            f"{committee.name} cannot decide this: {len(bench.may_vote)} members may vote, {bench.quorum} are needed"
            + (", an independent one among them." if bench_needs_independent(row) else "."),
            "No decision was opened.",
            "Appoint members without a conflict, then put it to decision again.",
        )


def bench_needs_independent(row: Decision) -> bool:
    """Whether the frozen row of the matrix asks for an independent member."""
    return row.authority["row"]["independent_required"] is True


@action(acts.DECISION_WITHDRAW)
def withdraw(*, by: Actor, decision_id: UUID, reason: str) -> Recorded[None]:
    """Take a paper back before it is decided.

    Raises:
        Conflict: decided already. Denied: no reason.
    """
    row = lock(decision_id)
    row.state = check_move(row.state, "withdraw", by, reason).target
    row.save(update_fields=["state"])
    issue(row, "withdrawn")
    return Recorded(None, about(row), personal={"reason": reason.strip()})


@action(acts.DECISION_REOPEN)
def reopen(*, by: Actor, subject_id: UUID, new_sha256: str, changed: tuple[str, ...]) -> Recorded[UUID]:
    """The file changed: the decision bound to the old hash no longer stands, and says what changed.

    Raises:
        Conflict: no decision stands or is open with another content (ask `queries.to_reopen` first).
        BadInput: nothing said about what changed.
    """
    live = Decision.objects.select_for_update().filter(subject_id=subject_id, state__in=REOPENABLE)
    row = next((one for one in live.order_by("-opened_at") if content_of(one) != new_sha256), None)
    if row is None:
        raise Conflict("No decision is bound to an earlier file.", "Nothing was changed.")
    said = [sentence.strip() for sentence in changed if sentence.strip()]
    if not said:
        raise BadInput("say what changed", field="changed")
    row.state = check_move(row.state, "reopen", by).target
    row.reopened_at, row.new_sha256, row.changed = clock.now(), new_sha256, said
    row.save(update_fields=["state", "reopened_at", "new_sha256", "changed"])
    issue(row, "reopened")
    return Recorded(row.id, about(row), {"from_sha256": row.sha256, "to_sha256": new_sha256, "changed": list(said)})


def check_not_interested(row: Decision, by: Actor) -> None:
    """The requester and the account team decide nothing about their own paper (separation of duties).

    Raises:
        Denied: `by` is one of them.
    """
    if by.id == row.requester_id or str(by.id) in row.account_team:
        raise Denied(
            "Whoever asked for this, or gains by it, does not decide it.",
            "Nothing was changed.",
            "Leave it to the others.",
        )
