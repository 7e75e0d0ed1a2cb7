"""Editions of indices, their values, and the methodologies in force."""

from __future__ import annotations

from django.db import models

from duecare.adapters.stored_files import StoredFile
from duecare.kernel.ids import new_id


class Edition(models.Model):
    """One publisher's file, imported whole. The file itself is kept by its hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    index = models.CharField(max_length=20)
    layout = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    file_name = models.CharField(max_length=255)
    sha256 = StoredFile(store="editions")
    first_year = models.IntegerField()
    last_year = models.IntegerField()
    rows = models.IntegerField()
    values_count = models.IntegerField()
    published = models.DateField()
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "sha256"], name="risk_edition_once")]
        indexes = [models.Index(fields=["index", "-published"])]

    def __str__(self) -> str:
        return f"{self.index} {self.label}"


class EditionProposal(models.Model):
    """A publisher's file put up for acceptance: kept by its hash, read anew when looked at, counted nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    index = models.CharField(max_length=20)
    layout = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    file_name = models.CharField(max_length=255)
    sha256 = StoredFile(store="editions")
    first_year = models.IntegerField()
    last_year = models.IntegerField()
    values_count = models.IntegerField()
    published = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    state = models.CharField(max_length=10, default="open")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "accepted", "discarded")), name="risk_proposal_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", answered_by__isnull=True)
                | (~models.Q(state="open") & models.Q(answered_by__isnull=False)),
                name="risk_proposal_answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["index", "sha256"], condition=models.Q(state="open"), name="risk_proposal_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.label}"


class IndexValue(models.Model):
    """One published value; `place` is alpha-3, XKX, or the code of a named territory.

    A null value is the publisher's own statement that it does not cover the place that year.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="values_held")
    series = models.CharField(max_length=40)
    place = models.CharField(max_length=40)
    year = models.IntegerField()
    value = models.FloatField(null=True)
    error = models.FloatField(null=True)
    row = models.IntegerField()
    sheet = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "series", "place", "year"], name="risk_value_once"),
        ]
        indexes = [models.Index(fields=["place", "series", "year"])]

    def __str__(self) -> str:
        return f"{self.series} {self.place} {self.year}"


class MethodInForce(models.Model):
    """Which released methodology rates from a day on. Files are immutable; this row only points."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    urn = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    since = models.DateField()
    adopted_at = models.DateTimeField()
    adopted_by = models.UUIDField()
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-since", "-adopted_at"])]

    def __str__(self) -> str:
        return f"{self.urn} since {self.since}"


class BacktestRun(models.Model):
    """A backtest that was kept: method and files by their hashes, and what came out. The lists' files are not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    method_urn = models.CharField(max_length=120)
    method_sha256 = models.CharField(max_length=64)
    cases_name = models.CharField(max_length=255)
    cases_sha256 = models.CharField(max_length=64)
    clean_name = models.CharField(max_length=255, blank=True)
    clean_sha256 = models.CharField(max_length=64, blank=True)
    vintage = models.CharField(max_length=10)
    report = models.JSONField()
    ran_at = models.DateTimeField()
    ran_by = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["-ran_at"])]

    def __str__(self) -> str:
        return f"{self.method_urn} {self.cases_name}"
