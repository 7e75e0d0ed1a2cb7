"""Outside legal experts behind a scoped, expiring link, and first-hand sources."""

from __future__ import annotations

from django.db import models

from duecare.adapters.stored_files import StoredFile
from duecare.kernel.ids import new_id


class Engagement(models.Model):
    """One expert asked about one file. Only the hash of the link's secret is kept.

    `statement_sha256` is the hash of exactly what was signed, so that a later reader can tell
    whether the answers shown are still the signed ones.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="engagements")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    country = models.CharField(max_length=3)
    qualification = models.TextField()
    questions = models.JSONField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.TextField(blank=True)
    conflicts_none = models.BooleanField(null=True)
    conflicts_text = models.TextField(blank=True)
    conflicts_name = models.CharField(max_length=200, blank=True)
    conflicts_signed_at = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)
    opinion_sha256 = StoredFile(blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    statement_sha256 = models.CharField(max_length=64, blank=True)
    basis = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True) | models.Q(conflicts_signed_at__isnull=False),
                name="engagement_signed_after_conflicts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FirstHandSource(models.Model):
    """Somebody with first-hand knowledge who was heard.

    `summary` is written so that it identifies nobody. `identity` is sealed text, empty unless the
    person who listened chose to keep it; it never enters the audit log, an export or a snapshot.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="first_hand_sources")
    number = models.PositiveIntegerField()
    knows_of = models.CharField(max_length=8)
    kind = models.CharField(max_length=60)
    heard_on = models.DateField()
    summary = models.TextField()
    safety_plan = models.TextField()
    identity = models.BinaryField(default=b"")
    basis = models.JSONField(default=dict)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="first_hand_number_once"),
            models.CheckConstraint(condition=~models.Q(safety_plan=""), name="first_hand_needs_safety_plan"),
        ]

    def __str__(self) -> str:
        return f"S-{self.number:02d}"
