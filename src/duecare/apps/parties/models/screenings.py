"""Screening records kept by hand until lists are matched here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.adapters.stored_files import StoredFile
from duecare.apps.parties.rules.vocabulary import RESULTS
from duecare.kernel.ids import new_id

from .bodies import Body


class ManualScreening(models.Model):
    """A comparison of one body with lists of one day, confirmed by a second person and then signed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="screenings")
    turn = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    tool = models.CharField(max_length=120)
    list_date = models.DateField()
    result = models.CharField(max_length=10)
    evidence_sha256 = StoredFile(blank=True, elsewhere=True)
    note = models.TextField(blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    second_person = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "turn"], name="parties_screening_turn"),
            models.CheckConstraint(condition=Q(result__in=RESULTS), name="parties_screening_result"),
            models.CheckConstraint(
                condition=Q(second_person=None) | ~Q(second_person=F("recorded_by")),
                name="parties_screening_second_person",
            ),
            models.CheckConstraint(
                condition=Q(second_person=None, confirmed_at=None, signature="")
                | (Q(second_person__isnull=False, confirmed_at__isnull=False) & ~Q(signature="")),
                name="parties_screening_confirmed_and_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"screening of {self.body_id}"
