"""One decision with everything its page shows, and what this reader may do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.gathering import Rows, gather
from duecare.apps.accounts.queries import names
from duecare.apps.governance.models import (
    Condition,
    Decision,
    DecisionRecord,
    Dissent,
    Reconsideration,
    Recusal,
    Vote,
)
from duecare.apps.governance.rules.procedures import SINGLE, URGENT, WRITTEN
from duecare.apps.governance.rules.states import LIVE
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import NotFound

from .bench import Loaded, Table, load, table_of
from .committees import ERASED
from .decision_rows import (
    ConditionRow,
    DecisionPage,
    May,
    OwnRequest,
    RecordRow,
    RequestRow,
    Said,
    VoteRow,
)
from .decisions import READERS


def decision(by: Actor, decision_id: UUID) -> DecisionPage:
    """One decision, as `_readable` finds it."""
    row = _readable(by, decision_id)
    rows, live = load(row), row.state in LIVE
    also = by.id if row.procedure == SINGLE and by.has(Role.COMPLIANCE_OFFICER) else None
    table = table_of(row, also=also, loaded=rows)
    dissents, requests, issued = _after(row)
    known = _names(row, rows, table, requests)
    payload = json.loads(row.payload)
    return DecisionPage(
        id=row.id,
        reference=row.reference,
        state=row.state,
        live=live,
        procedure=row.procedure,
        committee_id=row.committee_id,
        committee=row.committee.name if row.committee else "",
        kind=row.kind,
        subject_id=row.subject_id,
        customer_id=row.customer_id,
        paper_reference=row.paper_reference,
        title=row.title,
        sentence=str(payload.get("sentence") or row.title),
        class_reasons=_class_reasons(payload),
        payload=payload,
        sha256=row.sha256,
        risk_class=row.risk_class,
        value_eur=row.value_eur,
        requester=known.get(row.requester_id, ERASED),
        opened_by=known.get(row.opened_by, ERASED),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        decided_by=known.get(row.decided_by, ERASED) if row.decided_by else "",
        decided_at=row.decided_at,
        ratify_by=row.ratify_by,
        urgency=row.urgency,
        objection=row.objection,
        reasons=tuple(row.reasons),
        changed=tuple(row.changed),
        new_sha256=row.new_sha256,
        level=table.level,
        authority=f"{row.authority['code']} {row.authority['version']}",
        outcome=table.outcome,
        quorum=table.bench.quorum,
        votes=tuple(_vote(vote, table, known, live) for vote in rows.votes),
        total_votes=len(rows.votes),
        waiting=_waiting(table, rows.votes, known) if live else (),
        aside=_aside(table, rows.recusals, known, live),
        dissents=tuple(Said(one.person_id, known.get(one.person_id, ERASED), one.text, one.at) for one in dissents),
        conditions=_conditions(rows.conditions, rows.votes, known),
        requests=tuple(_request(one, known) for one in requests),
        records=tuple(RecordRow(one.number, one.occasion, one.sha256, one.issued_at) for one in issued),
        previous=(row.previous.id, row.previous.reference) if row.previous else None,
        later=() if live else _later(row),
        meetings=tuple((meeting, reference) for _, meeting, reference in reversed(rows.agenda)),
        may=_may(by, row, table, rows, dissents, requests),
    )


def _after(row: Decision) -> tuple[list[Dissent], tuple[Reconsideration, ...], list[DecisionRecord]]:
    """Dissents, requests for reconsideration and signed records, without what the records say: one statement."""
    dissents, requests, issued = gather(
        (row.id,),
        Rows(Dissent, "decision_id", order=("at", "id")),
        Rows(Reconsideration, "decision_id", order=("requested_at",)),
        Rows(DecisionRecord, "decision_id", order=("number",), without=("body",)),
    )
    return dissents, tuple(requests), issued


def _readable(by: Actor, decision_id: UUID) -> Decision:
    """The row behind a page.

    Raises:
        NotFound: there is none, or this person may not read it.
    """
    row = Decision.objects.select_related("committee", "previous").filter(id=decision_id).first()
    if row is None or not by.has(*READERS):
        raise NotFound("decision")
    return row


def _class_reasons(payload: dict[str, object]) -> tuple[str, ...]:
    reasons = payload.get("class_reasons")
    return tuple(str(one) for one in reasons) if isinstance(reasons, list) else ()


def own_request(by: Actor, decision_id: UUID) -> OwnRequest:
    """The outcome of one's own request.

    Raises:
        NotFound: there is none, or somebody else asked.
    """
    row = Decision.objects.filter(id=decision_id, requester_id=by.id).first()
    if row is None:
        raise NotFound("decision")
    requests = _requests(row)
    known = names({one.requested_by for one in requests})
    conditions = tuple(Condition.objects.filter(decision=row, adopted=True).order_by("position"))
    days = timedelta(days=int(row.authority["row"]["decide_within_days"]))
    return OwnRequest(
        id=row.id,
        reference=row.reference,
        state=row.state,
        subject_id=row.subject_id,
        title=row.title,
        paper_reference=row.paper_reference,
        risk_class=row.risk_class,
        decides=row.authority["row"]["decides"],
        opened_at=row.opened_at,
        decide_by=row.opened_at + days,
        decided_at=row.decided_at,
        conditions=_conditions(conditions, (), {}),
        changed=tuple(row.changed),
        requests=tuple(_request(one, known) for one in requests),
        may_reconsider=_may_reconsider(by, row, requests),
    )


def _vote(vote: Vote, table: Table, known: Mapping[UUID, str], live: bool) -> VoteRow:
    return VoteRow(
        person_id=vote.person_id,
        name=known.get(vote.person_id, ERASED),
        title=vote.title,
        independent=vote.independent,
        chair=vote.chair,
        choice=vote.choice,
        reason=vote.reason,
        at=vote.at,
        counts=not live or table.bench.member(vote.person_id) is not None,
    )


def _waiting(table: Table, votes: Iterable[Vote], known: Mapping[UUID, str]) -> tuple[str, ...]:
    voted = {vote.person_id for vote in votes}
    return tuple(known.get(m.person_id, ERASED) for m in table.bench.may_vote if m.person_id not in voted)


def _aside(table: Table, recusals: Iterable[Recusal], known: Mapping[UUID, str], live: bool) -> tuple[Said, ...]:
    kept = [Said(one.person_id, known.get(one.person_id, ERASED), one.reason, one.at) for one in recusals]
    written = {one.person_id for one in recusals}
    now = table.bench.excluded.items() if live else ()
    return (*kept, *(Said(who, known.get(who, ERASED), why, None) for who, why in now if who not in written))


def _conditions(
    conditions: Iterable[Condition], votes: Iterable[Vote], known: Mapping[UUID, str]
) -> tuple[ConditionRow, ...]:
    voters = {vote.id: known.get(vote.person_id, ERASED) for vote in votes}
    return tuple(
        ConditionRow(
            one.text, one.measure, one.precedent, one.adopted, voters.get(one.vote_id, "") if one.vote_id else ""
        )
        for one in conditions
    )


def _names(row: Decision, rows: Loaded, table: Table, requests: Iterable[Reconsideration]) -> Mapping[UUID, str]:
    """Everybody the page names, in one question. Whoever dissents has voted."""
    ids = {row.requester_id, row.opened_by, *(m.person_id for m in table.bench.may_vote), *table.bench.excluded}
    ids |= {vote.person_id for vote in rows.votes} | {one.person_id for one in rows.recusals}
    ids |= {one.requested_by for one in requests}
    return names(ids | ({row.decided_by} if row.decided_by else set()))


def _requests(row: Decision) -> tuple[Reconsideration, ...]:
    if row.state != "rejected":
        return ()
    return tuple(Reconsideration.objects.filter(decision=row).order_by("requested_at"))


def _later(row: Decision) -> tuple[tuple[UUID, str], ...]:
    return tuple(Decision.objects.filter(previous=row).order_by("opened_at").values_list("id", "reference"))


def _request(one: Reconsideration, known: Mapping[UUID, str]) -> RequestRow:
    name = known.get(one.requested_by, ERASED)
    return RequestRow(one.id, tuple(one.new_facts), name, one.requested_by, one.requested_at, one.admitted, one.answer)


def _may(
    by: Actor,
    row: Decision,
    table: Table,
    rows: Loaded,
    dissents: list[Dissent],
    requests: tuple[Reconsideration, ...],
) -> May:
    live, officer = row.state in LIVE, by.has(Role.COMPLIANCE_OFFICER)
    seat = next((one for one in rows.seats if one.person_id == by.id), None)
    interested = by.id == row.requester_id or str(by.id) in row.account_team
    voted = any(vote.person_id == by.id for vote in rows.votes)
    closes = not interested and (officer or bool(seat and seat.chair))
    in_time = row.decided_at is None or clock.now() <= row.decided_at + timedelta(days=14)
    ended = row.closes_at is not None and clock.now() >= row.closes_at
    full = row.state == "open" and row.procedure == URGENT and table.standing.votes >= 2
    return May(
        vote=live and not voted and not ended and not full and table.bench.member(by.id) is not None,
        close=row.state == "open" and closes,
        ratify=row.state == "awaiting_ratification" and closes,
        object=row.state == "open" and row.procedure == WRITTEN and not ended and table.bench.member(by.id) is not None,
        recuse=live and seat is not None and not any(one.person_id == by.id for one in rows.recusals),
        dissent=voted and in_time and by.has(Role.COMMITTEE_MEMBER) and not any(d.person_id == by.id for d in dissents),
        withdraw=live and officer,
        reconsider=officer and _may_reconsider(by, row, requests),
        answer=officer and by.id != row.requester_id,
    )


def _may_reconsider(by: Actor, row: Decision, requests: tuple[Reconsideration, ...]) -> bool:
    open_one = any(one.admitted is None or (one.admitted and one.used_by_id is None) for one in requests)
    return row.state == "rejected" and not open_one and by.has(Role.SALES, Role.COMPLIANCE_OFFICER)
