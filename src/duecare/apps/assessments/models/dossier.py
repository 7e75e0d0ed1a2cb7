"""Adverse findings, the searches for them, and the looks at sanctions regimes."""

from __future__ import annotations

from django.db import models

from duecare.kernel.ids import new_id


class Finding(models.Model):
    """One allegation in the dossier. Source and content are graded apart, each by a named person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    what = models.TextField()
    source = models.TextField()
    about = models.CharField(max_length=8)
    happened_on = models.DateField(null=True)
    independent_sources = models.PositiveSmallIntegerField(default=1)
    decided_by = models.TextField(blank=True)
    source_grade = models.CharField(max_length=1, blank=True)
    source_graded_by = models.UUIDField(null=True)
    source_graded_on = models.DateField(null=True)
    source_grounds = models.TextField(blank=True)
    content_grade = models.PositiveSmallIntegerField(null=True)
    content_graded_by = models.UUIDField(null=True)
    content_graded_on = models.DateField(null=True)
    content_grounds = models.TextField(blank=True)
    second_reader = models.UUIDField(null=True)
    second_reading = models.TextField(blank=True)
    reply = models.CharField(max_length=20, default="not_requested")
    reply_text = models.TextField(blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="finding_number_once"),
            models.CheckConstraint(
                condition=models.Q(source_grade="") | models.Q(source_graded_by__isnull=False),
                name="finding_source_grade_named",
            ),
            models.CheckConstraint(
                condition=models.Q(content_grade__isnull=True) | models.Q(content_graded_by__isnull=False),
                name="finding_content_grade_named",
            ),
            models.CheckConstraint(
                condition=models.Q(second_reader__isnull=True) | ~models.Q(second_reader=models.F("content_graded_by")),
                name="finding_second_reader_differs",
            ),
        ]

    def __str__(self) -> str:
        return f"F-{self.number:02d}"


class Search(models.Model):
    """A search for adverse findings: finding nothing is a finding only when somebody searched."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="searches")
    on = models.DateField()
    places = models.JSONField()
    languages = models.JSONField()
    basis = models.JSONField(default=dict)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.on.isoformat()


class RegimeCheck(models.Model):
    """One look at one sanctions regime; stands for thirty days, an embargo until its end is recorded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="regime_checks")
    regime = models.CharField(max_length=80)
    embargo = models.BooleanField()
    on = models.DateField()
    evidence = models.TextField()
    basis = models.JSONField(default=dict)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(evidence=""), name="regime_check_needs_evidence")]

    def __str__(self) -> str:
        return f"{self.regime} {self.on.isoformat()}"
