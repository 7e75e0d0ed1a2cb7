"""Publishers' files that somebody uploaded and the worker reads: where they are and what became of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.adapters.stored_files import StoredFile
from duecare.apps.screening.rules.editions import ASKED_STATES
from duecare.kernel.ids import new_id

from .lists import ListImport


class AskedImport(models.Model):
    """One upload. `doing` is what the worker is at; `taken_in` what came of it, `fault` why nothing did."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    doing = models.CharField(max_length=10, blank=True)
    entries = models.PositiveIntegerField(default=0)
    taken_in = models.ForeignKey(ListImport, on_delete=models.PROTECT, null=True, related_name="+")
    new = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ASKED_STATES), name="screening_asked_state"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(taken_in__isnull=False), name="screening_asked_done_holds_import"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return f"upload {self.id}"


class AskedFile(models.Model):
    """One file of an upload."""

    asked = models.ForeignKey(AskedImport, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    sha256 = StoredFile(store="editions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked", "position"], name="screening_asked_position")]

    def __str__(self) -> str:
        return self.name
