"""Runs: bringing every party up to the lists in force, some at a time, so that a kill loses little and repeats nothing.

What has to be done is not written down in the run but read from the parties: each remembers its own
content and the editions it was compared with. So a run that died goes on where it was, and whoever
imported or corrected meanwhile is served by the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.screening import queries
from duecare.apps.screening.models import Followed, ScreenedParty, ScreeningRun
from duecare.apps.screening.queries import Due
from duecare.apps.screening.rules import acts
from duecare.kernel.actor import SYSTEM, Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Busy, Conflict, DuecareError, NoRoom, NotFound

from .asking import promised_run, waiting_run
from .comparing import Outcome, keep_compared

AT_ONCE = 1000
"""Parties in one transaction; a second's work."""

Progress = Callable[[int, int], None]
"""Called with (parties compared, parties in all)."""

BROKEN = "An error in the program stopped it (%s). Tell the administrator: the worker's log says where."


@action(acts.ASK_RUN)
def ask_run(*, by: Actor, why: str = "everybody again", everybody: bool = False) -> Recorded[UUID]:
    """Ask for a run; the one that waits, if one does.

    Args:
        everybody: compare every party with every entry again, also those that are up to date.

    Raises:
        BadInput: no reason. Conflict: no list is in force.
    """
    if not why.strip():
        raise BadInput("say why.", field="why")
    if not queries.in_force().numbers:
        raise Conflict("No list is in force.", "Nothing can be screened.", "Import a list first.")
    _take_up(queries.never_taken_up())
    if everybody:
        ScreenedParty.objects.update(due=True)
    run_id, _ = waiting_run(by=by, why=why.strip()[:200])
    facts: dict[str, JSON] = {"why": why.strip()[:200], "everybody": everybody}
    return Recorded(run_id, _subject(run_id), facts, jobs=promised_run(by=by, why=why))


def follow_parties(*, by: Actor = SYSTEM) -> int:
    """Take up parties that were entered or corrected since the log was last read; how many.

    The gate has closed for them already: it compares particulars, not what was followed.
    """
    seq, ids = queries.changed_parties()
    if not ids or not queries.in_force().numbers:
        return 0
    return _note_changes(by=by, ids=tuple(sorted(ids)), seen=queries.followed(), seq=seq)


@action(acts.NOTE_CHANGES)
def _note_changes(*, by: Actor, ids: Sequence[UUID], seen: int, seq: int) -> Recorded[int]:
    """Take parties up. Raises Conflict: another worker did it meanwhile."""
    mark, _ = Followed.objects.get_or_create(id=1)
    mark = Followed.objects.select_for_update().get(id=1)
    if mark.seq != seen:
        raise Conflict("Another worker took these parties up.", "Nothing was changed.", "Nothing is to be done.")
    mark.seq = seq
    mark.save(update_fields=["seq"])
    _take_up(ids)
    for start in range(0, len(ids), AT_ONCE):
        ScreenedParty.objects.filter(body_id__in=ids[start : start + AT_ONCE]).update(due=True)
    run_id, _ = waiting_run(by=by, why="parties entered or corrected")
    return Recorded(len(ids), _subject(run_id), {"parties": len(ids)}, jobs=promised_run(by=by, why="parties"))


def catch_up(*, by: Actor = SYSTEM) -> int:
    """Go on with what waits, and ask for a run when parties are due and none does; how many parties were compared.

    Every job is promised where the need arises. This is for what a broken disk or an older version left.
    """
    follow_parties(by=by)
    waiting = queries.waiting_run()
    if waiting is None and (queries.due_count() or queries.never_taken_up()) and queries.in_force().numbers:
        return carry_out_run(by=by, run_id=ask_run(by=by, why="parties found due"))
    return carry_out_run(by=by, run_id=waiting.id) if waiting else 0


def carry_out_run(*, by: Actor = SYSTEM, run_id: UUID, progress: Progress | None = None) -> int:
    """Compare every party that is due; how many were. A run that came to its end does nothing.

    What cannot be compared is recorded as failed with its reason, not tried for ever.
    """
    if queries.run(run_id).state != "waiting":
        return 0
    try:
        return _all_due(by, run_id, progress)
    except (Busy, NoRoom):
        raise  # nothing is wrong with the run: the next job goes on with it
    except DuecareError as fault:
        _fail(by=by, run_id=run_id, fault=str(fault))
        raise
    except Exception as fault:
        _fail(by=by, run_id=run_id, fault=BROKEN % type(fault).__name__)
        raise


def _all_due(by: Actor, run_id: UUID, progress: Progress | None) -> int:
    compared = 0
    while True:
        note_total(run_id)
        compared += _once_round(by, run_id, progress)
        if _finish(by=by, run_id=run_id):
            return compared


def _once_round(by: Actor, run_id: UUID, progress: Progress | None) -> int:
    compared, after = 0, None
    while some := queries.due(after, AT_ONCE):
        after = some[-1].body_id
        numbers, outcomes = compare_due(some)
        keep_compared(by=by, run_id=run_id, numbers=numbers, outcomes=outcomes)
        compared += len(outcomes)
        if progress:
            row = queries.run(run_id)
            progress(row.done, row.total)
    return compared


def compare_due(some: Sequence[Due]) -> tuple[Mapping[str, int], tuple[Outcome, ...]]:
    """Compare these parties with what they have not been compared with; and the editions in force.

    A party that changed meets every entry; one that is only behind meets the entries that changed since.
    """
    numbers = dict(queries.in_force().numbers)
    bodies = parties.bodies(one.body_id for one in some)
    groups: dict[tuple[tuple[str, int], ...] | None, list[BodyRow]] = {}
    for one in some:
        row = bodies[one.body_id]
        behind = one.since is not None and one.content_sha256 == row.content_sha256
        groups.setdefault(tuple(sorted(one.since.items())) if behind and one.since is not None else None, []).append(
            row
        )
    outcomes: list[Outcome] = []
    for since, rows in groups.items():
        entities, index = (
            (None, queries.index_in_force()) if since is None else queries.index_since(dict(since), numbers)
        )
        found = queries.compare([queries.of_body(row) for row in rows], index)
        outcomes += [Outcome(row.id, row.content_sha256, entities, like) for row, like in zip(rows, found, strict=True)]
    return numbers, tuple(outcomes)


def note_total(run_id: UUID) -> None:
    """How much there is to do: a bookmark, no entry, nothing to prove."""
    row = ScreeningRun.objects.get(id=run_id)
    ScreeningRun.objects.filter(id=run_id, state="waiting").update(total=row.done + queries.due_count())


def _finish(*, by: Actor, run_id: UUID) -> bool:
    """Take up whoever no run knows of; end the run when nobody is due. True when it is ended."""
    if missing := queries.never_taken_up():
        _take_up(missing)
        return False
    try:
        _end(by=by, run_id=run_id)
    except Conflict:
        return queries.run(run_id).state != "waiting"
    return True


@action(acts.FINISH_RUN)
def _end(*, by: Actor, run_id: UUID) -> Recorded[None]:
    """End a run. Raises Conflict: parties came due meanwhile, or it ended already."""
    row = _locked(run_id)
    if queries.due_count():
        raise Conflict("Parties are still due.", "The run goes on.", "Wait for its end.")
    row.state, row.finished_at = "done", clock.now()
    row.save(update_fields=["state", "finished_at"])
    return Recorded(None, _subject(run_id), {"parties": row.done, "hits": row.hits})


@action(acts.FAIL_RUN)
def _fail(*, by: Actor, run_id: UUID, fault: str) -> Recorded[None]:
    """Write down that it could not go on, and why. Raises Conflict: it ended already."""
    row = _locked(run_id)
    row.state, row.finished_at, row.fault = "failed", clock.now(), fault
    row.save(update_fields=["state", "finished_at", "fault"])
    return Recorded(None, _subject(run_id), {"fault": fault})


def _locked(run_id: UUID) -> ScreeningRun:
    row = ScreeningRun.objects.select_for_update().filter(id=run_id).first()
    if row is None:
        raise NotFound("screening")
    if row.state != "waiting":
        raise Conflict("This run came to its end already.", "Nothing was changed.", "Look at the list of runs.")
    return row


def _take_up(ids: Sequence[UUID]) -> None:
    """Rows for parties that are to be compared; whoever has one keeps it. A bookmark: it says nothing of a party."""
    ScreenedParty.objects.bulk_create(
        (ScreenedParty(body_id=one) for one in ids), ignore_conflicts=True, batch_size=500
    )


def _subject(run_id: UUID) -> Subject:
    return Subject("screening_run", run_id)
