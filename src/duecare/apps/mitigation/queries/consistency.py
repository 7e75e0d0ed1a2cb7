"""Like files, unlike decisions: which decisions are held beside each other, read from their frozen papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from duecare.apps.governance import queries as governance
from duecare.apps.governance.queries import READERS, DecidedRow
from duecare.apps.mitigation.rules.consistency import OUTCOMES, Decided, Pair, louder, nearest, unlike, weights_of
from duecare.apps.risk import queries as risk
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Denied, NotFound

from .days import day_of, today

MOST = 500
"""Decisions held beside each other: the newest. Each against each is a quarter of a million pairs."""
NEIGHBOURS = 10
_Trace = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the check found.

    Attributes:
        compared: decisions that were held beside each other.
        left_out: those among the newest whose paper holds no confirmed class, and so no trace.
        of: the decision whose neighbours these are, None for the whole check.
    """

    pairs: tuple[Pair, ...]
    compared: int
    left_out: int
    titles: Mapping[str, str]
    of: Decided | None = None


def consistency(by: Actor, of: UUID | None = None) -> Consistency:
    """Pairs of like files with unlike decisions; of one decision, its nearest neighbours whatever came of them.

    A decision whose paper holds no confirmed class has no trace, and so no neighbours.

    Raises:
        Denied: the register of decisions is not open to this person.
        NotFound: there is no such decision.
    """
    if not by.has(*READERS):
        raise Denied("Decisions are not open to your roles.", "Nothing was shown.", "Ask an auditor for the figures.")
    rows = governance.decided(OUTCOMES, MOST, also=of)
    traces = _traces(rows)
    found = [_decided(row, traces[row.id]) for row in rows if traces[row.id][1]]
    method = risk.method_in_force(today()).classes
    weights, titles = weights_of(method), {rule.code: rule.title for rule in method.rules}
    left_out = len(rows) - len(found)
    if of is None:
        return Consistency(unlike(found, weights), len(found), left_out, titles)
    own = next((_decided(row, traces[row.id]) for row in rows if row.id == of), None)
    if own is None:
        raise NotFound("decision")
    others = [one for one in found if one.outcome in OUTCOMES and one.decision_id != of]
    pairs = nearest(own, others, weights, NEIGHBOURS) if own.rules else ()
    return Consistency(pairs, len(others), left_out, titles, own)


def _decided(row: DecidedRow, trace: _Trace) -> Decided:
    method, rules = trace
    return Decided(
        row.id, row.reference, row.title, day_of(row.decided_at), row.risk_class, row.state, row.procedure,
        row.conditions, method, rules,
    )  # fmt: skip


def _traces(rows: Iterable[DecidedRow]) -> Mapping[UUID, _Trace]:
    """Each paper's trace. A frozen paper never changes and is large, so what was read of one is kept by its hash."""
    wanted = {row.id: row.sha256 for row in rows}
    unread = [key for key, sha256 in wanted.items() if sha256 not in _KEPT]
    if len(_KEPT) + len(unread) > _KEEP:
        _KEPT.clear()
        unread = list(wanted)
    read = {wanted[key]: _trace(payload) for key, payload in governance.frozen_payloads(unread).items()}
    _KEPT.update(read)
    return {key: _KEPT.get(sha256, read.get(sha256, _NOTHING)) for key, sha256 in wanted.items()}


_KEPT: dict[str, _Trace] = {}
_KEEP = 5_000
_NOTHING: _Trace = ("", {})


def _trace(payload: Mapping[str, JSON]) -> _Trace:
    """(URN of the method, rule → state) of a paper; empty where it holds no confirmed class."""
    file = payload.get("file")
    classes = file.get("classes") if isinstance(file, Mapping) else None
    rows = [row for row in classes.values() if isinstance(row, Mapping)] if isinstance(classes, Mapping) else []
    if not rows:
        return _NOTHING
    return str(rows[0].get("method_urn", "")), louder([_states(row.get("trace")) for row in rows])


def _states(trace: JSON) -> Mapping[str, str]:
    rules = trace.get("rules") if isinstance(trace, Mapping) else None
    listed = rules if isinstance(rules, list) else []
    return {str(rule["code"]): str(rule["state"]) for rule in listed if isinstance(rule, Mapping)}
