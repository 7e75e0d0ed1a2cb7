"""Releasing a draft: its tests pass, a simulation of exactly this text is attached, two people agree."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.risk import queries
from duecare.apps.risk.models import CommittedMethod, DraftVersion, MethodCommit, MethodDraft, Simulation
from duecare.apps.risk.queries.drafting import read_method, require_draft
from duecare.apps.risk.queries.simulations import intact
from duecare.apps.risk.rules import acts
from duecare.apps.risk.rules.methodology_tests import check_committable
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .drafts import open_draft, subject_of

_NOT = "It was not committed."


@action(acts.PROPOSE_COMMIT)
def propose_commit(*, by: Actor, draft_id: UUID, simulation_id: UUID, reasons: str) -> Recorded[UUID]:
    """Put the last version of a draft, with a simulation of it, to a second person.

    Raises:
        NotFound. BadInput: no reasons.
        Conflict: not open; the simulation is not done, is of another text or was altered; a test fails.
    """
    row = open_draft(draft_id)
    if not reasons.strip():
        raise BadInput("say why the method should change.", field="reasons", todo="It stays in the record.")
    version = DraftVersion.objects.get(draft=row, number=row.versions)
    simulation = Simulation.objects.filter(id=simulation_id).first()
    if simulation is None:
        raise NotFound("simulation")
    _usable(version, simulation)
    made = MethodCommit.objects.create(
        version=version,
        simulation=simulation,
        result_sha256=simulation.result_sha256,
        reasons=reasons.strip(),
        proposed_at=clock.now(),
        proposed_by=by.id,
    )
    row.state = "proposed"
    row.save(update_fields=["state"])
    facts: dict[str, JSON] = {
        "number": version.number,
        "sha256": version.sha256,
        "against": simulation.against_urn,
        "result_sha256": simulation.result_sha256,
    }
    return Recorded(made.id, subject_of(row, version), facts, {"reasons": reasons.strip()})


@action(acts.CONFIRM_COMMIT)
def confirm_commit(*, by: Actor, commit_id: UUID, seen_sha256: str, reasons: str) -> Recorded[str]:
    """Commit, as the second person, exactly the text that was seen; returns its URN.

    Raises:
        Denied: the same person proposed it. BadInput: no reasons. NotFound.
        Conflict: answered already, another text was seen, its name was taken meanwhile, or see `propose_commit`.
    """
    row, draft, version = _proposed(commit_id)
    if row.proposed_by == by.id:
        raise Denied("You proposed this yourself.", _NOT, "A second person must confirm it.")
    if not reasons.strip():
        raise BadInput("say why you agree.", field="reasons", todo="It stays in the record.")
    if version.sha256 != seen_sha256:
        raise Conflict("Another text was on your screen.", _NOT, "Reload the page and read it again.")
    _usable(version, row.simulation)
    if row.simulation.result_sha256 != row.result_sha256:
        raise Conflict("The simulation is not the one that was proposed.", _NOT, "Have it returned and run it anew.")
    _answer(row, by, "confirmed", reasons)
    try:
        with transaction.atomic():
            CommittedMethod.objects.create(
                sha256=version.sha256,
                urn=version.urn,
                text=version.text,
                text_sha256=version.text_sha256,
                commit=row,
                committed_at=clock.now(),
            )
    except IntegrityError as fault:
        raise Conflict("This name or this content was committed meanwhile.", _NOT, "Give it a new version.") from fault
    draft.state = "committed"
    draft.save(update_fields=["state"])
    facts: dict[str, JSON] = {"urn": version.urn, "sha256": version.sha256, "text_sha256": version.text_sha256,
             "result_sha256": row.result_sha256}  # fmt: skip
    about = Subject("method", row.id, queries.short_name(version.urn))
    return Recorded(version.urn, about, facts, {"reasons": reasons.strip()})


@action(acts.RETURN_COMMIT)
def return_commit(*, by: Actor, commit_id: UUID, reason: str) -> Recorded[None]:
    """Send a proposal back to its draft; whoever proposed it may also take it back.

    Raises:
        BadInput: no reason. Conflict: answered already. NotFound.
    """
    row, draft, version = _proposed(commit_id)
    if not reason.strip():
        raise BadInput("say why it is returned.", field="reason")
    _answer(row, by, "returned", reason)
    draft.state = "open"
    draft.save(update_fields=["state"])
    return Recorded(None, subject_of(draft, version), {"number": version.number}, {"reason": reason.strip()})


def _usable(version: DraftVersion, simulation: Simulation) -> None:
    """Read anew from the row, so that a text altered past the actions is found here."""
    if simulation.state != "done" or simulation.version_id != version.id:
        raise Conflict(
            "No finished simulation of exactly this text is attached.",
            _NOT,
            "Run the simulation of this version first.",
        )
    read = read_method(version.text, f"version {version.number}")
    if (read.method.sha256, read.text_sha256) != (version.sha256, version.text_sha256) or not intact(simulation):
        raise Conflict(
            "The text or its simulation was altered in the database.", _NOT, "Run `duecare check` and look at the log."
        )
    require_draft(read, queries.released_urns())
    check_committable(read.method)


def _proposed(commit_id: UUID) -> tuple[MethodCommit, MethodDraft, DraftVersion]:
    row = MethodCommit.objects.select_for_update().filter(id=commit_id).first()
    if row is None:
        raise NotFound("proposal")
    if row.state != "proposed":
        raise Conflict(f"This proposal was {row.state} meanwhile.", "Nothing was changed.", "Reload the page.")
    version = DraftVersion.objects.select_related("draft").get(id=row.version_id)
    draft = MethodDraft.objects.select_for_update().get(id=version.draft_id)
    return row, draft, version


def _answer(row: MethodCommit, by: Actor, state: str, reasons: str) -> None:
    row.state, row.answered_at, row.answered_by, row.answer_reasons = state, clock.now(), by.id, reasons.strip()
    row.save(update_fields=["state", "answered_at", "answered_by", "answer_reasons"])
