"""Contracts of a customer, and what was agreed about them later. Deployments stand under one each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.kernel.ids import new_id


class Contract(models.Model):
    """A signed contract. It runs from `starts_on`; `ends_on` is what was agreed, `ended_on` what happened."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey("parties.Customer", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    folded = models.CharField(max_length=400, db_default="", default="")
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="assessments_contract_number"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="assessments_contract_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="") | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                name="assessments_contract_ended_because",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Amendment(models.Model):
    """What was changed in a contract, as it was signed; earlier ones are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    signed_on = models.DateField()
    what = models.TextField()
    ends_on = models.DateField(null=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="assessments_amendment_number")]

    def __str__(self) -> str:
        return f"amendment {self.number} of {self.contract_id}"
