"""Consultations of people who could be affected."""

from __future__ import annotations

from django.db import models

from duecare.kernel.ids import new_id


class Consultation(models.Model):
    """Who was consulted and what came of it, or why nobody could be. Written so that it names and shows nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="consultations")
    number = models.PositiveIntegerField()
    standing = models.CharField(max_length=16)
    groups = models.JSONField(default=list)
    held_on = models.DateField()
    who = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    heard = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    safety_plan = models.TextField(blank=True)
    basis = models.JSONField(default=dict)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="consultation_number_once"),
            models.CheckConstraint(
                condition=models.Q(standing="not_possible") & ~models.Q(reason="")
                | ~models.Q(standing="not_possible") & ~models.Q(heard="") & ~models.Q(safety_plan=""),
                name="consultation_says_what_it_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"C-{self.number:02d}"
