"""Queueing classes whose figures were replaced, and saying why one stays as it is.

Nothing below calls this: whoever accepted an edition, recorded an event or put a method in force knows of no class. The
worker looks every hour, and at once when it is asked to (`tasks.queue_reassessments`). Until then nothing is lost: the
gate reads the facts of the day, and a class that rests on others is out of date the moment they change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments.models import Classification, Opportunity, Reassessment
from duecare.apps.assessments.queries.classification import compute
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.reading import FileReading, read_file
from duecare.apps.assessments.queries.reassessment import Figures, figures_now, outdated, standing
from duecare.apps.assessments.rules import file_acts
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.risk import queries as risk
from duecare.apps.risk.rules.figures_used import bands, moved, replaced
from duecare.kernel.actor import SYSTEM, Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .reach import reach, subject


def queue_reassessments() -> int:
    """Queue every class whose figures are others today; how many. Twice is as good as once."""
    done = 0
    for classification_id in list(outdated()):
        try:
            queue_reassessment(by=SYSTEM, classification_id=classification_id)
            done += 1
        except Conflict:  # classified anew, or queued by another worker, between the reading and the lock
            continue
    return done


@action(file_acts.REASSESS_QUEUE)
def queue_reassessment(*, by: Actor, classification_id: UUID) -> Recorded[UUID]:
    """Queue one class with what stood before and what stands now.

    Raises:
        Conflict: it is in force no more, or its figures are those of today, or this was queued or looked at already.
        NotFound.
    """
    row = Opportunity.objects.select_for_update().filter(deployments__classifications=classification_id).first()
    if row is None:
        raise NotFound("class")
    found = standing().filter(id=classification_id).first()
    scores = risk.scores_in_force(today())
    now = figures_now(found.places, scores, risk.events_counted(today())) if found else None
    known = Reassessment.objects.filter(deployment__classifications=classification_id)
    waiting = known.filter(state="open").first()
    follows = waiting is not None and now is not None and waiting.figures_sha256 != now.sha256
    if found is None or now is None or (now.sha256 == found.figures_sha256 and not follows):
        raise Conflict("This class rests on the figures of today, or is in force no more.", "Nothing was queued.")
    if not follows and known.filter(classification=found, figures_sha256=now.sha256).exists():
        raise Conflict("This was queued or looked at already.", "Nothing was queued.")
    waiting = waiting or Reassessment(deployment_id=found.deployment_id)
    said = _said(found, now, scores.method.urn, waiting.after, (waiting.because or {}).get("reports", ()))
    waiting.classification = found
    waiting.figures_sha256, waiting.opened_at = now.sha256, clock.now()
    for field, value in said.items():
        setattr(waiting, field, value)
    waiting.save()
    facts: dict[str, JSON] = {
        "before": _shortly(said["before"]), "after": _shortly(said["after"]) + _happened(waiting.because["events"]),
        "figures_sha256": now.sha256, "cls": found.cls,
        "band_changed": waiting.band_changed,
    }  # fmt: skip
    return Recorded(waiting.id, subject(row), facts)


def queue_named(customer_id: UUID, report: Mapping[str, str]) -> int:
    """Queue every class in force of a customer that a public report names; how many.

    Args:
        report: id, reference, title, publisher and day (ISO) of the report.
    """
    done = 0
    rows = standing().filter(deployment__opportunity__customer_id=customer_id)
    for classification_id in list(rows.order_by("id").values_list("id", flat=True)):
        try:
            queue_for_report(by=SYSTEM, classification_id=classification_id, report=report)
            done += 1
        except Conflict:  # it waits because of this report already, or was classified anew meanwhile
            continue
    return done


@action(file_acts.REASSESS_REPORT)
def queue_for_report(*, by: Actor, classification_id: UUID, report: Mapping[str, str]) -> Recorded[UUID]:
    """Queue one class because a public report names its customer; its figures may be those of before.

    Raises:
        Conflict: it is in force no more, or waits because of this report already. NotFound.
    """
    row = Opportunity.objects.select_for_update().filter(deployments__classifications=classification_id).first()
    if row is None:
        raise NotFound("class")
    found = standing().filter(id=classification_id).first()
    if found is None:
        raise Conflict("This class is in force no more.", "Nothing was queued.")
    waiting = Reassessment.objects.filter(deployment=found.deployment_id, state="open").first()
    if waiting is None:
        scores = risk.scores_in_force(today())
        now = figures_now(found.places, scores, risk.events_counted(today()))
        waiting = Reassessment(
            deployment_id=found.deployment_id, classification=found, figures_sha256=now.sha256, opened_at=clock.now(),
            **_said(found, now, scores.method.urn, None),
        )  # fmt: skip
    told = waiting.because.setdefault("reports", [])
    if any(one["id"] == report["id"] for one in told):
        raise Conflict("It waits because of this report already.", "Nothing was queued.")
    told.append(dict(report))
    waiting.save()
    return Recorded(waiting.id, subject(row), {"report": report["reference"], "cls": found.cls})


def _said(
    found: Classification, now: Figures, urn: str, waited: Mapping[str, JSON] | None, reports: Sequence[JSON] = ()
) -> dict[str, JSON]:
    """What the row holds: figures before and after, how far apart they are, and what came in between.

    Args:
        waited: figures with which it waits already; an event that stood in them and was withdrawn is named too.
        reports: public reports because of which it waits already; they stay named.
    """
    before = found.figures or _from_facts(found)
    changed = {one.series.partition(":")[0] for one in replaced(before, now.held)}
    since = [
        edition for edition in risk.editions() if edition.imported_at > found.proposed_at and edition.index in changed
    ]
    titles = risk.index_specs()
    events = risk.events_between(before, now.held, waited or {})
    because: dict[str, JSON] = {
        "method": [found.method_urn, urn],
        "editions": [f"{titles[edition.index].title} {edition.label}" for edition in since],
        "recorded": bool(found.figures),
        "events": [asdict(one) | {"happened_on": one.happened_on.isoformat()} for one in events],
        "reports": list(reports),
    }
    return {
        "before": before,
        "after": dict(now.held),
        "because": because,
        "band_changed": bands(before) != bands(now.held),
        "moved": moved(before, now.held),
    }


def _from_facts(found: Classification) -> dict[str, JSON]:
    """A class made before figures were recorded with it knows the score of the place that counted, and no more."""
    facts = found.facts
    return (
        {
            found.place: {
                "score": facts.get("country.score", {}).get("value"),
                "treated_as": facts.get("country.band", {}).get("value"),
            }
        }
        if found.place
        else {}
    )


def _shortly(figures: JSON) -> str:
    """Places with score and band, for the log: "THA 56.1 elevated"."""
    if not isinstance(figures, dict):
        return ""
    told = []
    for place, held in sorted(figures.items()):
        score = held.get("score")
        told.append(f"{place} {'unknown' if score is None else format(score, '.1f')} {held.get('treated_as')}")
    return ", ".join(told)


def _happened(events: Sequence[Mapping[str, str]]) -> str:
    """Events that came or left, for the log: "; recorded: coup, THA, 2026-11-01"."""
    told = (
        f"; {one['change']}: {one['kind'].replace('_', ' ')}, {one['place']}, {one['happened_on']}" for one in events
    )
    return "".join(told)


@action(file_acts.CLASS_KEEP)
def keep_class(*, by: Actor, reassessment_id: UUID, seen_sha256: str, reason: str) -> Recorded[None]:
    """Say why a class stays as it is although its figures changed; it leaves the queue.

    The class itself is not renewed by this: what asks for a current one (sale, delivery, renewal) asks for a new one.

    Args:
        seen_sha256: hash of the figures on the screen.

    Raises:
        BadInput: no reason. Denied: one's own deal.
        Conflict: settled already; other figures were seen; or the facts of today give another class. NotFound.
    """
    found = Reassessment.objects.select_related("deployment", "classification").filter(id=reassessment_id).first()
    if found is None:
        raise NotFound("reassessment")
    row = reach(by, found.deployment.opportunity_id)
    waiting = Reassessment.objects.select_for_update().get(id=found.id)
    if by.id in (row.requester_id, row.owner_id):
        raise Denied("Whoever requests a deal does not rate it.", "Nothing was changed.", "Ask a colleague.")
    if not reason.strip():
        raise BadInput("say why nothing changes.", field="reason", todo="A sentence or two; it stays in the record.")
    if waiting.state != "open":
        raise Conflict("This was settled meanwhile.", "Nothing was changed.", "Reload the page.")
    _same_class(found.classification, waiting, seen_sha256)
    waiting.state, waiting.reason = "kept", reason.strip()
    waiting.settled_at, waiting.settled_by = clock.now(), by.id
    waiting.save(update_fields=["state", "reason", "settled_at", "settled_by"])
    facts: dict[str, JSON] = {"cls": found.classification.cls, "figures_sha256": waiting.figures_sha256}
    return Recorded(None, subject(row), facts, {"reason": reason.strip()})


def _same_class(held: Classification, waiting: Reassessment, seen_sha256: str) -> None:
    """Refuse where other figures were seen, or where today's facts say anything else of the deployment."""
    file = read_file(held.deployment.opportunity_id, today())
    if seen_sha256 != waiting.figures_sha256 or _now(held, file) != seen_sha256:
        raise Conflict(
            "The figures changed again after you looked.", "Nothing was recorded.", "Look at the figures of today."
        )
    now = compute(file, held.deployment_id).result
    said = (now.cls, sorted(now.blocks), sorted(set(now.required_measures) - set(held.required_measures)))
    if said != (held.cls, sorted(held.blocks), []):
        raise Conflict(
            f"The facts of today give another result: {now.cls} instead of {held.cls}, or other blocks or measures.",
            "Nothing was recorded; a reason does not replace a class.",
            "Propose the class again; a second person confirms it.",
        )


def _now(held: Classification, file: FileReading) -> str:
    return figures_now(held.places, file.scores, risk.events_counted(file.as_of)).sha256


def settle_by_class(by: Actor, deployment_id: UUID) -> None:
    """A newly confirmed class answers what waits for the deployment. Part of `confirm_class`, never called alone."""
    Reassessment.objects.filter(deployment=deployment_id, state="open").update(
        state="classified", settled_at=clock.now(), settled_by=by.id
    )
