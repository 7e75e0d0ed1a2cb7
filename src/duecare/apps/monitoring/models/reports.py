"""Public reports, whom and what they name, and the copies that are kept of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.adapters.stored_files import StoredFile
from duecare.apps.monitoring.rules.reports import CREDIBILITIES, OUTCOMES, PUBLIC_REPORT
from duecare.kernel.ids import new_id


class PublicReport(models.Model):
    """One report. `outcome` and `reason` are the first person's, `answer` is the second's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    day = models.DateField()
    link = models.CharField(max_length=1000, blank=True)
    says = models.TextField()
    countries = models.JSONField(default=list)
    folded = models.CharField(max_length=800)
    state = models.CharField(max_length=10, default=PUBLIC_REPORT.initial)
    credibility = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    assessed_by = models.UUIDField(null=True)
    assessed_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in PUBLIC_REPORT.states]), name="monitoring_state"
            ),
            models.CheckConstraint(condition=Q(credibility__in=["", *CREDIBILITIES]), name="monitoring_credibility"),
            models.CheckConstraint(condition=Q(outcome__in=["", *OUTCOMES]), name="monitoring_outcome"),
            models.CheckConstraint(
                condition=Q(state="new") | Q(assessed_by__isnull=False) & ~Q(reason="") & ~Q(credibility=""),
                name="monitoring_assessed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "assessed"])
                | (Q(state=F("outcome"), answered_by__isnull=False) & ~Q(answered_by=F("assessed_by"))),
                name="monitoring_by_two",
            ),
        ]
        indexes = [models.Index(fields=["state", "day", "reference"], name="monitoring_by_state")]

    def __str__(self) -> str:
        return self.reference


class NamedCustomer(models.Model):
    """A customer that a report names."""

    report = models.ForeignKey(PublicReport, on_delete=models.PROTECT, related_name="customers")
    customer = models.ForeignKey("parties.Customer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "customer"], name="monitoring_customer_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.customer_id}"


class NamedProduct(models.Model):
    """A product of ours that a report names."""

    report = models.ForeignKey(PublicReport, on_delete=models.PROTECT, related_name="products")
    product = models.ForeignKey("assessments.Product", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "product"], name="monitoring_product_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.product_id}"


class ReportCopy(models.Model):
    """A copy of what was published, kept because pages go away."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(PublicReport, on_delete=models.PROTECT, related_name="copies")
    sha256 = StoredFile()
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "sha256"], name="monitoring_copy_once")]

    def __str__(self) -> str:
        return self.name


class Numbering(models.Model):
    """Running numbers of public reports, one row a year; whoever numbers holds its lock."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="monitoring_one_numbering")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year} {self.last}"
