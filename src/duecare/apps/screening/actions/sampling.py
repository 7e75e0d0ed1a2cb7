"""Samples for quality control: drawn by seed, looked at by an auditor."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.screening import queries
from duecare.apps.screening.models import QualitySample, SampleItem
from duecare.apps.screening.rules import acts
from duecare.apps.screening.rules.sampling import FINDINGS, drawn
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

MOST = 1000


@action(acts.SAMPLE)
def draw_sample(*, by: Actor, seed: str, size: int) -> Recorded[UUID]:
    """Draw `size` clearances that count and as many parties without a hit.

    The same seed over the same clearances and parties draws the same: nobody chose.

    Raises:
        BadInput: no seed, or a size that is none. Conflict: there is nothing to draw from.
    """
    if not seed.strip():
        raise BadInput("name a seed.", field="seed", todo="Any words; they allow the draw to be repeated.")
    if not 0 < size <= MOST:
        raise BadInput(f"between 1 and {MOST} can be drawn.", field="size", value=size)
    cleared, unfound = queries.clearances(), queries.without_hit()
    words, bodies = drawn(cleared, seed.strip(), size), drawn(unfound, seed.strip(), size)
    if not words and not bodies:
        raise Conflict("There is nothing to draw from.", "No sample was drawn.", "Import a list and screen first.")
    row = QualitySample.objects.create(
        seed=seed.strip()[:80], size=size, drawn_at=clock.now(), drawn_by=by.id, cleared_of=len(cleared),
        unfound_of=len(unfound),
    )  # fmt: skip
    of_words = [SampleItem(sample=row, kind="cleared", disposition_id=one, body_id=cleared[one]) for one in words]
    of_bodies = [SampleItem(sample=row, kind="unfound", body_id=one) for one in bodies]
    for at, item in enumerate((*of_words, *of_bodies), start=1):
        item.position = at
    SampleItem.objects.bulk_create((*of_words, *of_bodies))
    facts: dict[str, JSON] = {"seed": row.seed, "cleared": len(words), "unfound": len(bodies)}
    return Recorded(row.id, Subject("sample", row.id), facts)


@action(acts.JUDGE_SAMPLE)
def judge_sample(*, by: Actor, item_id: UUID, finding: str, note: str = "") -> Recorded[None]:
    """Say whether a second look agrees. A disagreement clears or blocks nobody by itself: the hit is judged again.

    Raises:
        BadInput: no such finding, or a disagreement without a note. NotFound.
        Denied: one's own judgement. Conflict: looked at already.
    """
    if finding not in FINDINGS:
        raise BadInput("there is no such finding.", field="finding", value=finding)
    if finding == "disagrees" and not note.strip():
        raise BadInput("say what was wrong.", field="note")
    row = SampleItem.objects.select_for_update(of=("self",)).filter(id=item_id).select_related("disposition").first()
    if row is None:
        raise NotFound("item")
    if row.judged_at is not None:
        raise Conflict("Somebody looked at this already.", "Nothing was changed.", "Reload the sample.")
    word = row.disposition
    if word is not None and by.id in (word.said_by, word.second_person):
        raise Denied("You judged this hit yourself.", "Nothing was changed.", "Ask another auditor.")
    row.finding, row.note, row.judged_by, row.judged_at = finding, note.strip(), by.id, clock.now()
    row.save(update_fields=["finding", "note", "judged_by", "judged_at"])
    label = f"item {row.position}"
    return Recorded(None, Subject("sample", row.sample_id, label), {"finding": finding}, {"note": note.strip()})
