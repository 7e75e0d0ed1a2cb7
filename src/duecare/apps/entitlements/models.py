"""Entitlements, and what was asked to be done to them on the daily run."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.kernel.ids import new_id

from .rules.changing import CODES
from .rules.states import ENTITLEMENT, STANDING


class Entitlement(models.Model):
    """What one product may do in one customer's hands. Names are copies, as they stand in the signed file.

    `serial` counts every change of what the file says; `code` is why it is suspended or ended.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    customer = models.ForeignKey("parties.Customer", on_delete=models.PROTECT, related_name="+")
    deployment = models.ForeignKey("assessments.Deployment", on_delete=models.PROTECT, related_name="+")
    customer_name = models.CharField(max_length=240)
    product = models.CharField(max_length=160)
    product_version = models.CharField(max_length=40, blank=True)
    folded = models.CharField(max_length=600)
    functions = models.JSONField()
    numbers = models.PositiveIntegerField()
    places = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, default=ENTITLEMENT.initial)
    code = models.CharField(max_length=24, blank=True)
    since = models.DateField()
    serial = models.PositiveIntegerField(default=1)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=16, blank=True)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in ENTITLEMENT.states]), name="entitlements_state"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="entitlements_ends_after"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("proposed_by")), name="entitlements_second_person"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_by=None)
                | (~Q(state="proposed") & (Q(answered_by__isnull=False) | ~Q(decision=""))),
                name="entitlements_two_persons_or_a_decision",
            ),
            models.UniqueConstraint(
                fields=["deployment"], condition=Q(state__in=STANDING), name="entitlements_one_standing"
            ),
            models.UniqueConstraint(
                fields=["deployment"], condition=Q(state="proposed"), name="entitlements_one_proposed"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ends_on"], name="entitlements_by_end"),
            models.Index(fields=["customer", "state"], name="entitlements_of_customer"),
        ]

    def __str__(self) -> str:
        return self.reference


class Change(models.Model):
    """One change that waits for a run, or was carried out on one. It has a day and a code, and no words.

    `due_on` is the day of the run. When it was asked for is not kept here; who asked is, so that the second person is
    another one, and no page shows it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="changes")
    change = models.CharField(max_length=10)
    code = models.CharField(max_length=24)
    due_on = models.DateField()
    asked_by = models.UUIDField()
    agreed_by = models.UUIDField(null=True)
    state = models.CharField(max_length=10, default="waiting")
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(change__in=sorted(CODES)), name="entitlements_change"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "done", "taken_back")), name="entitlements_change_state"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")), name="entitlements_change_second_person"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(change="suspend") | Q(agreed_by__isnull=False),
                name="entitlements_change_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on=None)),
                name="entitlements_change_done_on",
            ),
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(state="waiting"), name="entitlements_one_change_waits"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="entitlements_change_due")]

    def __str__(self) -> str:
        return f"{self.change} {self.entitlement_id}"


class Numbering(models.Model):
    """Running numbers of entitlements, one row a year; whoever numbers holds its lock."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="entitlements_one_numbering")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year} {self.last}"
