"""Classes whose figures were replaced: queued until somebody classifies again, or says why nothing changes."""

from __future__ import annotations

from django.db import models

from duecare.kernel.ids import new_id


class Reassessment(models.Model):
    """One class that rests on figures which are others now.

    `before` and `after` are `risk.rules.figures_used` by place; `because` names the editions and methods in between.
    `moved` is None where a score came or went. When figures change again while it waits, the row follows them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deployment = models.ForeignKey("assessments.Deployment", models.PROTECT, related_name="reassessments")
    classification = models.ForeignKey("assessments.Classification", models.PROTECT, related_name="reassessments")
    figures_sha256 = models.CharField(max_length=64)
    before = models.JSONField()
    after = models.JSONField()
    because = models.JSONField()
    band_changed = models.BooleanField()
    moved = models.FloatField(null=True)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "classified", "kept")), name="reassessment_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", settled_by__isnull=True)
                | (~models.Q(state="open") & models.Q(settled_by__isnull=False)),
                name="reassessment_settled_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["deployment"], condition=models.Q(state="open"), name="reassessment_open_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at"])]

    def __str__(self) -> str:
        return f"{self.deployment_id} {self.state}"
