"""Who could be harmed, and how gravely."""

from __future__ import annotations

from django.db import models

from duecare.kernel.ids import new_id


class GroupAnswer(models.Model):
    """What was found about one at-risk group; a new row each time, the highest number stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="groups")
    group = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16)
    reasoning = models.TextField()
    consulted = models.TextField(blank=True)
    basis = models.JSONField(default=dict)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "group", "number"], name="group_number_once")]

    def __str__(self) -> str:
        return f"{self.group} ({self.number})"


class HarmRating(models.Model):
    """One rating of one harm; null means that nobody has rated it, which counts at its worst.

    `withdrawn` with the reason takes a harm out of the analysis; the rating before it stays readable.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="harms")
    right = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    scale = models.PositiveSmallIntegerField(null=True)
    scope = models.PositiveSmallIntegerField(null=True)
    remedy = models.PositiveSmallIntegerField(null=True)
    likelihood = models.PositiveSmallIntegerField(null=True)
    threatens_life_or_body = models.BooleanField(null=True)
    withdrawn = models.BooleanField(default=False)
    reasoning = models.TextField()
    basis = models.JSONField(default=dict)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "right", "number"], name="harm_number_once"),
            models.CheckConstraint(
                condition=models.Q(scale__isnull=True) | models.Q(scale__range=(1, 3)), name="harm_scale_1_to_3"
            ),
            models.CheckConstraint(
                condition=models.Q(scope__isnull=True) | models.Q(scope__range=(1, 3)), name="harm_scope_1_to_3"
            ),
            models.CheckConstraint(
                condition=models.Q(remedy__isnull=True) | models.Q(remedy__range=(1, 3)), name="harm_remedy_1_to_3"
            ),
            models.CheckConstraint(
                condition=models.Q(likelihood__isnull=True) | models.Q(likelihood__range=(1, 3)),
                name="harm_likelihood_1_to_3",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right} ({self.number})"
