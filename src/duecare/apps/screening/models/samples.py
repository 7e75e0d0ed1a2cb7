"""Samples for quality control: what was cleared and what was never a hit, looked at again by somebody else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.apps.screening.rules.sampling import FINDINGS, KINDS
from duecare.kernel.ids import new_id

from .hits import Disposition


class QualitySample(models.Model):
    """A drawn sample. Whoever knows the seed can draw it again and see that nobody chose."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seed = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.UUIDField()
    cleared_of = models.PositiveIntegerField()
    unfound_of = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.seed


class SampleItem(models.Model):
    """One clearance, or one party without a hit; and what the second look found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sample = models.ForeignKey(QualitySample, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    disposition = models.ForeignKey(Disposition, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("parties.Body", on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="screening_sample_position"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="screening_sample_kind"),
            models.CheckConstraint(condition=Q(finding__in=("", *FINDINGS)), name="screening_sample_finding"),
            models.CheckConstraint(
                condition=(Q(kind="cleared") & Q(disposition__isnull=False))
                | (Q(kind="unfound") & Q(disposition=None)),
                name="screening_sample_of_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.position}"
