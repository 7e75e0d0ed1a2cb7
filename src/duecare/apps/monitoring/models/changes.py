"""The register of proposed changes. Nothing here says where a change comes from, and nothing leads to a case."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.apps.monitoring.rules.changes import AGAINST, CHANGE
from duecare.kernel.ids import new_id


class ProposedChange(models.Model):
    """One change. `draft_id`: the draft of the method that was begun for it; `note`: where it was made, or why not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    against = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    text = models.TextField()
    folded = models.CharField(max_length=300)
    owner_id = models.UUIDField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=CHANGE.initial)
    draft_id = models.UUIDField(null=True)
    taken_by = models.UUIDField(null=True)
    taken_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    settled_by = models.UUIDField(null=True)
    settled_on = models.DateField(null=True)
    proposed_by = models.UUIDField()
    proposed_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in CHANGE.states]), name="monitoring_change_state"
            ),
            models.CheckConstraint(condition=Q(against__in=AGAINST), name="monitoring_change_against"),
            models.CheckConstraint(
                condition=~Q(state="taken_up") | Q(taken_by__isnull=False), name="monitoring_change_taken_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "taken_up"]) | (Q(settled_by__isnull=False) & ~Q(note="")),
                name="monitoring_change_settled_because",
            ),
            models.CheckConstraint(
                condition=~Q(state="done", against="method") | ~Q(settled_by=F("taken_by")),
                name="monitoring_change_of_method_by_two",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on", "reference"], name="monitoring_change_by_day")]

    def __str__(self) -> str:
        return self.reference
