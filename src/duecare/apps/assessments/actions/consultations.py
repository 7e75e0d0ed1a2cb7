"""Consultation of people who could be affected: recorded before the decision, never after the fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Max

from duecare.adapters import clock
from duecare.apps.assessments.models import Consultation
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.queries.library import groups as known_groups
from duecare.apps.assessments.rules import file_acts
from duecare.apps.assessments.rules.consulting import SpeakingFor, check_consultation
from duecare.apps.assessments.rules.dependencies import basis
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput

from .reach import reach, subject


@action(file_acts.CONSULTATION)
def record_consultation(
    *,
    by: Actor,
    opportunity_id: UUID,
    standing: str,
    groups: Sequence[str],
    held_on: date,
    who: str = "",
    reason: str = "",
    heard: str = "",
    effect: str = "",
    safety_plan: str = "",
) -> Recorded[UUID]:
    """Record whom we consulted, or why nobody could be.

    Args:
        standing: affected, proxy, independent, or not_possible with `reason`.
        groups: codes of the at-risk groups it was about.
        who: in words that fit many people, never a name.
        heard: what they said, written so that it shows nobody.
        effect: what became of it; "nothing, because …" is an answer.
        safety_plan: what was agreed so that nobody comes to harm for having spoken.

    Raises:
        BadInput: see `rules.consulting.check_consultation`; a day still to come. NotFound.
    """
    row = reach(by, opportunity_id)
    told = {"who": who, "reason": reason, "heard": heard, "effect": effect, "safety_plan": safety_plan}
    given = check_consultation(standing, groups, (one.code for one in known_groups()), told)
    if held_on > today():
        raise BadInput("this day is still to come.", field="held_on", value=held_on)
    # What was typed before another choice was made is not part of this one.
    kept = ("reason",) if given is SpeakingFor.NOT_POSSIBLE else ("who", "heard", "effect", "safety_plan")
    number = (Consultation.objects.filter(opportunity=row).aggregate(last=Max("number"))["last"] or 0) + 1
    found = Consultation.objects.create(
        opportunity=row, number=number, standing=given.value, groups=sorted(set(groups)), held_on=held_on,
        basis=basis("consultation", deal_of(row).fields()), recorded_by=by.id, recorded_at=clock.now(),
        **{key: told[key].strip() for key in kept},
    )  # fmt: skip
    return Recorded(found.id, subject(row), {"consultation": str(found), "standing": given.value})
