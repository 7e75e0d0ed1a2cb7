"""Plans, their measures, and the evidence given for them. Nothing here is ever rewritten to look better."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.adapters.stored_files import StoredFile
from duecare.kernel.ids import new_id

from .rules.catalogue import DueKind
from .rules.states import MEASURE, ORIGINS, PLAN


class Plan(models.Model):
    """The one plan of an opportunity. `customer_id`, `reference` and `risk_class` are copies for lists and the log."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.OneToOneField("assessments.Opportunity", on_delete=models.PROTECT, related_name="+")
    customer_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    risk_class = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=PLAN.initial)
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    adopted_by = models.UUIDField(null=True)
    adopted_at = models.DateTimeField(null=True)
    decision_id = models.UUIDField(null=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in PLAN.states]), name="mitigation_plan_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_by__isnull=False, adopted_at__isnull=False),
                name="mitigation_adopted_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "drafted_at"])]

    def __str__(self) -> str:
        return f"plan of {self.reference}"


TO_DO = Q(state="open") | Q(state="verified", due_kind="recurring", next_due__isnull=False)
"""Measures to be done, by whoever owns them: open ones, and those that come round again."""


class Measure(models.Model):
    """One measure of a plan. `next_due` is a copy of what `rules.progress.next_due` says, for lists."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    code = models.CharField(max_length=24)
    title = models.CharField(max_length=160)
    folded = models.CharField(max_length=400, db_default="", default="")
    what = models.TextField()
    why = models.JSONField(default=list)
    origin = models.CharField(max_length=10)
    decision_id = models.UUIDField(null=True)
    owner_role = models.CharField(max_length=24)
    verifier_role = models.CharField(max_length=24)
    owner_id = models.UUIDField(null=True)
    due_kind = models.CharField(max_length=24)
    due_days = models.PositiveSmallIntegerField(default=0)
    due_months = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    next_due = models.DateField(null=True)
    condition_precedent = models.BooleanField()
    evidence_wanted = models.JSONField(default=list)
    state = models.CharField(max_length=16, default=MEASURE.initial)
    verified_on = models.DateField(null=True)
    verified_by = models.UUIDField(null=True)
    waiver_id = models.UUIDField(null=True)
    waiver_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="mitigation_measure_once"),
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in MEASURE.states]), name="mitigation_measure_state"
            ),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="mitigation_measure_origin"),
            models.CheckConstraint(
                condition=Q(due_kind__in=[kind.value for kind in DueKind]), name="mitigation_measure_due_kind"
            ),
            models.CheckConstraint(condition=~Q(owner_role=F("verifier_role")), name="mitigation_other_role_verifies"),
            models.CheckConstraint(
                condition=~Q(state="waived") | Q(waiver_id__isnull=False), name="mitigation_waived_by_decision"
            ),
            models.CheckConstraint(
                condition=~Q(origin="committee") | Q(decision_id__isnull=False), name="mitigation_committee_decision"
            ),
        ]
        indexes = [
            models.Index(fields=["owner_id", "state"]),
            # Of those to be done alone: most measures of a large company are done, and nobody lists them.
            models.Index(fields=["owner_id", "next_due", "code"], condition=TO_DO, name="mitigation_measure_to_do"),
            models.Index(fields=["next_due", "state", "plan"], name="mitigation_measure_due"),
            models.Index(fields=["plan", "next_due", "state"], name="mitigation_measure_of_plan"),
            models.Index(fields=["state", "verifier_role", "code"], name="mitigation_measure_to_verify"),
            models.Index(fields=["folded", "id"], name="mitigation_measure_search"),
        ]

    def __str__(self) -> str:
        return self.code


class Proof(models.Model):
    """Evidence for a measure and what somebody else made of it. Kept, also when it was sent back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="proofs")
    number = models.PositiveSmallIntegerField()
    sha256 = StoredFile(blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    note = models.TextField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="mitigation_proof_number"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "verified", "sent_back"]), name="mitigation_proof_outcome"
            ),
            models.CheckConstraint(
                condition=Q(judged_by=None) | ~Q(judged_by=F("given_by")), name="mitigation_second_person"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(judged_by__isnull=False, judged_at__isnull=False),
                name="mitigation_judged_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["given_by", "outcome"], name="mitigation_proof_given")]

    def __str__(self) -> str:
        return f"proof {self.number} of {self.measure_id}"
