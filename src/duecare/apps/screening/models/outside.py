"""Results of other screening that were imported: a vendor's, or judgements from before Duecare."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.apps.screening.rules.outside import OUTSIDE_VERDICTS, RESULT_STATES
from duecare.apps.screening.rules.sampling import FINDINGS
from duecare.kernel.ids import new_id


class OutsideImport(models.Model):
    """One file, named by its bytes. `known`: rows that another file had brought before; `faults` as they were told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=255)
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField()
    rows = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    faults = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["imported_at"])]

    def __str__(self) -> str:
        return self.file_name


class OutsideResult(models.Model):
    """What somebody else made of a party and a listed one, and what was found when it was looked at here.

    `entity` is the listed entry it speaks of, where a list held here has it. A clearance is looked at once it was
    drawn (`drawn_at`), so that nobody chooses which.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    taken_in = models.ForeignKey(OutsideImport, on_delete=models.PROTECT, related_name="results")
    row = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    body = models.ForeignKey("parties.Body", on_delete=models.PROTECT, related_name="+")
    list_code = models.CharField(max_length=60)
    listed_id = models.CharField(max_length=200, blank=True)
    listed_name = models.TextField(blank=True)
    verdict = models.CharField(max_length=10)
    said_on = models.DateField()
    vendor = models.CharField(max_length=120)
    reason = models.TextField()
    imported_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="unverified")
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.UUIDField(null=True)
    seed = models.CharField(max_length=80, blank=True)
    finding = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    looked_by = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=OUTSIDE_VERDICTS), name="screening_outside_verdict"),
            models.CheckConstraint(condition=Q(state__in=RESULT_STATES), name="screening_outside_state"),
            models.CheckConstraint(condition=Q(finding__in=("", *FINDINGS)), name="screening_outside_finding"),
            models.CheckConstraint(
                condition=Q(state="unverified", finding="", looked_at=None, looked_by=None)
                | (~Q(state="unverified") & ~Q(finding="") & Q(looked_at__isnull=False, looked_by__isnull=False)),
                name="screening_outside_looked_at_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="unverified") | ~Q(verdict="cleared") | Q(drawn_at__isnull=False),
                name="screening_outside_drawn_before",
            ),
        ]
        indexes = [models.Index(fields=["taken_in", "row"])]

    def __str__(self) -> str:
        return f"{self.verdict} {self.body_id}"
