"""The override register."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.kernel.ids import new_id


class Override(models.Model):
    """One override: proposed, then confirmed or refused by another person; later, how it turned out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    customer_id = models.UUIDField(null=True)
    label = models.CharField(max_length=200)
    from_value = models.CharField(max_length=40)
    to_value = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    reason = models.TextField()
    expires_on = models.DateField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="proposed")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    outcome_by = models.UUIDField(null=True)
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["score", "class", "decision"]), name="governance_override_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_by=None)
                | (Q(state__in=["confirmed", "refused"]) & Q(answered_by__isnull=False)),
                name="governance_override_state",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("proposed_by")),
                name="governance_override_second_person",
            ),
            models.UniqueConstraint(
                fields=["subject_id", "kind"], condition=Q(state="proposed"), name="governance_one_proposed_override"
            ),
        ]
        indexes = [models.Index(fields=["subject_id", "kind"])]

    def __str__(self) -> str:
        return f"{self.label}: {self.from_value} → {self.to_value}"
