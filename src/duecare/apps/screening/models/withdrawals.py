"""Withdrawals of a whole list that should never have been in force: one person asks, another agrees."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.apps.screening.rules.editions import WITHDRAWAL_STATES
from duecare.kernel.ids import new_id

from .lists import DeniedList


class ListWithdrawal(models.Model):
    """Somebody's word that a list was imported by mistake, and the second person's answer to it.

    `number` is the edition that was in force when it was asked for; of another nobody said anything.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(DeniedList, on_delete=models.PROTECT, related_name="withdrawals")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    second_person = models.UUIDField(null=True)
    second_at = models.DateTimeField(null=True)
    second_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WITHDRAWAL_STATES), name="screening_withdrawal_state"),
            models.CheckConstraint(condition=~Q(reason=""), name="screening_withdrawal_reason"),
            models.CheckConstraint(
                condition=Q(state="waiting", second_person=None, second_at=None)
                | (~Q(state="waiting") & Q(second_person__isnull=False, second_at__isnull=False)),
                name="screening_withdrawal_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(second_person=None) | ~Q(second_person=F("asked_by")),
                name="screening_withdrawal_second_person",
            ),
            models.UniqueConstraint(fields=["list"], condition=Q(state="waiting"), name="screening_one_withdrawal"),
        ]
        indexes = [models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return f"withdrawal of {self.list_id}"
