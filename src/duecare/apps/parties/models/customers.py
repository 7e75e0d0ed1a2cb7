"""Customers: bodies we may deal with, under a reference people can read aloud."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.apps.parties.rules.vocabulary import LEVELS, STATUSES
from duecare.kernel.ids import new_id

from .bodies import Body


class Customer(models.Model):
    """A body as a customer. The columns after `status` are copies for lists of 100,000 rows.

    `worst_class` is the worst class of the customer's deployments ("" while there is none); the
    action that confirms a class maintains it. `suspended`: something supplied to it is; the daily run of the
    entitlements maintains it. `name`, `country`, `kind` and `folded` follow the body.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="customer")
    status = models.CharField(max_length=12, default="prospect")
    registered_by = models.UUIDField()
    registered_at = models.DateTimeField()
    worst_class = models.CharField(max_length=12, blank=True)
    class_rank = models.PositiveSmallIntegerField(default=9)
    provisional = models.BooleanField(default=True)
    suspended = models.BooleanField(default=False, db_default=False)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=8)
    kind = models.CharField(max_length=20)
    folded = models.CharField(max_length=600)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="parties_customer_status"),
            models.CheckConstraint(condition=Q(worst_class__in=("", *LEVELS)), name="parties_customer_class"),
        ]
        indexes = [
            models.Index(fields=["name", "id", "folded"], name="parties_customer_found"),
            models.Index(fields=["country", "name", "id"]),
            models.Index(fields=["class_rank", "name", "id"]),
            models.Index(fields=["registered_at", "id"]),
            # Covers counting and searching, so that neither reads the table.
            models.Index(
                fields=["status", "worst_class", "country", "folded", "reference", "id"],
                name="parties_customer_search",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Numbering(models.Model):
    """Running numbers of customers, one row a year; whoever numbers holds its lock."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="parties_one_numbering")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year} {self.last}"
