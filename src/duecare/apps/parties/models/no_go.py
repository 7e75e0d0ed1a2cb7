"""The no-go register: countries and bodies to which the company sells nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.kernel.ids import new_id

from .bodies import Body


class NoGo(models.Model):
    """One entry, about a country or about a body and everything below it. Lifted by two persons, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    country = models.CharField(max_length=8, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="no_go_entries")
    name = models.CharField(max_length=200)
    reason = models.TextField()
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    lifting_reason = models.TextField(blank=True)
    lifting_by = models.UUIDField(null=True)
    lifting_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(body=None) & ~Q(country="")) | Q(body__isnull=False, country=""),
                name="parties_no_go_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="parties_no_go_reason"),
            models.CheckConstraint(
                condition=Q(lifted_by=None, lifted_at=None)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False, lifting_by__isnull=False)
                & ~Q(lifted_by=F("lifting_by")),
                name="parties_no_go_lifted_by_two",
            ),
            models.UniqueConstraint(
                fields=["country"], condition=Q(lifted_at=None) & ~Q(country=""), name="parties_no_go_country_once"
            ),
            models.UniqueConstraint(fields=["body"], condition=Q(lifted_at=None), name="parties_no_go_body_once"),
        ]

    def __str__(self) -> str:
        return self.reference
