"""What was compared with what, and the runs that do it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.apps.screening.rules.editions import RUN_STATES
from duecare.kernel.ids import new_id


class EditionSet(models.Model):
    """Editions that were in force together: list code → number of the last edition that changed something."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    numbers = models.JSONField()

    def __str__(self) -> str:
        return self.sha256


class ScreenedParty(models.Model):
    """What a party looked like, and which editions were in force, when it was last compared.

    `near` keeps what came closest below the line of a hit, for the sample of what was not found.
    """

    body = models.OneToOneField("parties.Body", on_delete=models.PROTECT, primary_key=True, related_name="+")
    content_sha256 = models.CharField(max_length=64, blank=True)
    editions = models.ForeignKey(EditionSet, on_delete=models.PROTECT, null=True, related_name="+")
    screened_at = models.DateTimeField(null=True)
    due = models.BooleanField(default=True)
    near = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(content_sha256="", editions=None, screened_at=None)
                | (~Q(content_sha256="") & Q(editions__isnull=False, screened_at__isnull=False)),
                name="screening_screened_whole",
            )
        ]
        indexes = [models.Index(fields=["body"], condition=Q(due=True), name="screening_party_due")]

    def __str__(self) -> str:
        return f"screened {self.body_id}"


class ScreeningRun(models.Model):
    """One run that brings every party up to the lists in force, with how far it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    why = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="waiting")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RUN_STATES), name="screening_run_state"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="waiting"), name="screening_one_run_waits"),
        ]
        indexes = [models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return f"run {self.id}"


class Followed(models.Model):
    """Up to which entry the log was read for parties that were entered or corrected."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="screening_one_bookmark")]

    def __str__(self) -> str:
        return str(self.seq)
