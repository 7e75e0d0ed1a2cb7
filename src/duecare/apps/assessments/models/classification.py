"""Classes of deployments with the trace that led to them, and who looked at what would change them."""

from __future__ import annotations

from django.db import models

from duecare.kernel.ids import new_id


class Classification(models.Model):
    """One class, proposed from the facts of a day and confirmed by another person.

    `facts` is what the method read and `facts_sha256` its hash: when the facts of today have
    another hash, the class is out of date. Rows are never changed once confirmed or returned.
    `figures` are the published values behind it by place, `places` their codes with a space between.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deployment = models.ForeignKey("assessments.Deployment", models.PROTECT, related_name="classifications")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="proposed")
    cls = models.CharField(max_length=12)
    known_cls = models.CharField(max_length=12)
    provisional = models.BooleanField()
    points = models.PositiveSmallIntegerField()
    floor_by = models.JSONField(default=list)
    blocks = models.JSONField(default=list)
    hard_stop = models.BooleanField(default=False)
    required_measures = models.JSONField(default=list)
    trace = models.JSONField()
    facts = models.JSONField()
    facts_sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=40, blank=True)
    places = models.CharField(max_length=200, blank=True, default="")
    figures = models.JSONField(default=dict)
    figures_sha256 = models.CharField(max_length=64, blank=True, default="")
    method_urn = models.CharField(max_length=120)
    method_sha256 = models.CharField(max_length=64)
    as_of = models.DateField()
    reasons = models.TextField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer_reasons = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deployment", "number"], name="classification_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=("proposed", "confirmed", "returned")), name="classification_state"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True) | ~models.Q(answered_by=models.F("proposed_by")),
                name="classification_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", answered_by__isnull=True)
                | (~models.Q(state="proposed") & models.Q(answered_by__isnull=False)),
                name="classification_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cls} ({self.number})"


class LookAhead(models.Model):
    """Somebody looked at which answers would change the class; answers given afterwards are flagged."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deployment = models.ForeignKey("assessments.Deployment", models.PROTECT, related_name="look_aheads")
    person_id = models.UUIDField()
    at = models.DateTimeField()
    facts_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.at.isoformat()
