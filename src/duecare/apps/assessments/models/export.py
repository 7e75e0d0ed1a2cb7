"""Export-control records: never changed, only followed by newer ones."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.kernel.ids import new_id

from .opportunities import Deployment


class ExportRecord(models.Model):
    """Classification, licence or awareness of one deployment, kept at least until `retain_until`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="export_records")
    kind = models.CharField(max_length=16)
    turn = models.PositiveIntegerField()
    outcome = models.CharField(max_length=24)
    category = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    by_whom = models.CharField(max_length=160)
    number = models.CharField(max_length=80, blank=True)
    conditions = models.TextField(blank=True)
    dated = models.DateField()
    expires_on = models.DateField(null=True)
    basis = models.JSONField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    retain_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deployment", "kind", "turn"], name="assessments_export_turn"),
            models.CheckConstraint(
                condition=Q(kind__in=["classification", "licence", "awareness"]), name="assessments_export_kind"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="licensed") | (Q(expires_on__isnull=False) & ~Q(number="")),
                name="assessments_licence_has_number_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"
