"""Meetings, their agenda and their minutes."""

from __future__ import annotations

from django.db import models

from duecare.kernel.ids import new_id

from .committees import Committee
from .decisions import Decision


class Meeting(models.Model):
    """A meeting; `minutes` is empty until somebody has adopted them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    minutes_by = models.UUIDField(null=True)
    minutes_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reference


class AgendaItem(models.Model):
    """A point of the agenda, with or without a decision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="agenda_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="governance_agenda_position"),
            models.UniqueConstraint(fields=["meeting", "decision"], name="governance_agenda_once"),
        ]

    def __str__(self) -> str:
        return self.title
