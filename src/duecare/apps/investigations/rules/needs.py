"""What of that which a move needs is not there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from .records import Act
from .rubric import Outcome
from .stages import ANSWER, Need
from .state import Inquiry

WAIT = timedelta(days=ANSWER)
"""Before a report is closed for insufficient information: so long is an answer to the last attempt waited for."""
HARM = frozenset({"substantiated", "partly-substantiated"})


def lacking(found: Inquiry, needs: Iterable[Need]) -> tuple[Need, ...]:
    """Those that are not met today. `Need.CHECKED` is the case's own and asked for elsewhere."""
    return tuple(one for one in needs if one in _MET and not _MET[one](found))


def _rubric(outcome: Outcome) -> Callable[[Inquiry], bool]:
    def met(found: Inquiry) -> bool:
        last = found.rubric()
        return last is not None and last[1].outcome is outcome

    return met


def _reached(found: Inquiry, waited: timedelta) -> bool:
    last = found.rubric()
    tries = [one.day for one, _ in found.acts("outreach")]
    return last is not None and any(last[0].day <= one and one + waited <= found.today for one in tries)


def _team(found: Inquiry) -> bool:
    return {"lead", "deputy"} <= set(found.team().values())


def _planned(found: Inquiry) -> bool:
    return any(True for _ in found.acts("plan")) and any(True for _ in found.acts("hypothesis"))


def _answered(found: Inquiry, asks: str, answers: str) -> bool:
    said = {act.bytes("of") for _, act in found.acts(answers)}
    return all(one.what.mark in said for one, _ in found.acts(asks))


def _logs(found: Inquiry) -> bool:
    return _answered(found, "log-request", "log-answer")


def _suspended(found: Inquiry) -> bool:
    refused = any(act.fields["outcome"] in ("refused", "silent") for _, act in found.acts("log-answer"))
    return not refused or suspends(found)


def suspends(found: Inquiry) -> bool:
    """Whether a suspension is in force, for the time being or as the sanction."""
    lifted = {act.bytes("of") for _, act in found.acts("reinstatement", ever=True)}
    return any(act.fields["kind"] == "suspend" for _, act in interim(found)) or any(
        act.fields["rung"] in ("suspend", "terminate") and act.mark not in lifted
        for _, act in found.acts("sanction", ever=True)
    )


def interim(found: Inquiry) -> list[tuple[object, Act]]:
    """Interim measures in force, of every round."""
    ended = {act.bytes("of") for _, act in found.acts("interim-review", ever=True) if act.fields["outcome"] == "end"}
    return [(one, act) for one, act in found.acts("interim", ever=True) if act.mark not in ended]


def _heard(found: Inquiry) -> bool:
    asked = any(True for _ in found.acts("reply"))
    withheld = any(True for _ in found.acts("reply-withheld"))
    return (asked or withheld) and _answered(found, "reply", "reply-heard")


def findings(found: Inquiry) -> Mapping[bytes, Act]:
    """The last finding in force of each allegation, by the allegation's mark."""
    return {act.bytes("of"): act for _, act in found.acts("finding")}


def _found(found: Inquiry) -> bool:
    every = {act.mark for _, act in found.acts("allegation", ever=True)}
    return bool(every) and every <= set(findings(found))


def _harm(found: Inquiry) -> bool:
    return any(act.fields["outcome"] in HARM for act in findings(found).values())


def _remedied(found: Inquiry) -> bool:
    remedies = [act.mark for _, act in found.acts("remedy", ever=True)]
    delivered = {act.mark: act.bytes("of") for _, act in found.acts("remedy-delivered", ever=True)}
    met = {
        delivered.get(act.bytes("of")) for _, act in found.acts("remedy-verified", ever=True)
        if act.fields["outcome"] == "met"
    }  # fmt: skip
    return (bool(remedies) or not _harm(found)) and set(remedies) <= met


def _any(code: str) -> Callable[[Inquiry], bool]:
    return lambda found: any(True for _ in found.acts(code))


_MET: Mapping[Need, Callable[[Inquiry], bool]] = {
    Need.RUBRIC_ADMITS: _rubric(Outcome.ADMITS),
    Need.RUBRIC_ASKS: _rubric(Outcome.ASKS),
    Need.RUBRIC_DECLINES: _rubric(Outcome.DECLINES),
    Need.OUTREACH: lambda found: _reached(found, timedelta(0)),
    Need.OUTREACH_WAITED: lambda found: _reached(found, WAIT),
    Need.TEAM: _team,
    Need.PLAN: _planned,
    Need.ALLEGATION: lambda found: any(True for _ in found.acts("allegation", ever=True)),
    Need.LOGS: _logs,
    Need.SUSPENDED: _suspended,
    Need.HEARD: _heard,
    Need.FOUND: _found,
    Need.SCOPE: _any("scope"),
    Need.SANCTIONED: _any("sanction"),
    Need.NOTIFICATION: _any("notification"),
    Need.AUTHORITIES: _any("authority"),
    Need.REMEDIED: _remedied,
    Need.NO_HARM_FOUND: lambda found: not _harm(found),
    Need.LESSONS: _any("lesson"),
    Need.MEASURES_ENDED: lambda found: not interim(found),
}
