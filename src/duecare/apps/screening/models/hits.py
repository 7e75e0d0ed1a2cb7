"""Hits, what people made of them, and the reports a confirmed one makes due."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.apps.screening.rules.dispositions import DISPOSITION_STATES, STANDINGS, UNSETTLED, VERDICTS
from duecare.apps.screening.rules.weighing import STRENGTHS
from duecare.kernel.ids import new_id

from .entries import EntryContent


class Hit(models.Model):
    """A party that resembles a listed one. It belongs to the listed entity: amended or renumbered, it stays this hit.

    `gone_at` is set when the two no longer resemble each other or the entry left the list. `standing` is where it
    stood when it was compared or judged last, and `to_judge` whether somebody has to judge it: kept for the queue,
    which cannot follow every hit's words and party each time it is looked at.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey("parties.Body", on_delete=models.PROTECT, related_name="+")
    entity = models.UUIDField()
    list_code = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    content = models.ForeignKey(EntryContent, on_delete=models.PROTECT, related_name="+")
    party_sha256 = models.CharField(max_length=64)
    score = models.FloatField()
    strength = models.CharField(max_length=8)
    party_name = models.TextField()
    alignment = models.JSONField()
    circumstances = models.JSONField()
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    gone_because = models.CharField(max_length=60, blank=True)
    assigned_to = models.UUIDField(null=True)
    assigned_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, default="open")
    to_judge = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "entity"], name="screening_hit_once"),
            models.CheckConstraint(condition=Q(strength__in=STRENGTHS), name="screening_hit_strength"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="screening_hit_score"),
            models.CheckConstraint(
                condition=Q(to_judge=True, standing__in=sorted(UNSETTLED))
                | Q(to_judge=False, standing__in=sorted(set(STANDINGS) - UNSETTLED)),
                name="screening_hit_standing",
            ),
        ]
        indexes = [
            models.Index(fields=["entity"]),
            models.Index(fields=["found_at", "id"]),
            models.Index(
                fields=["strength", "-score", "found_at", "id"], condition=Q(to_judge=True), name="screening_hit_queue"
            ),
            models.Index(fields=["strength", "list_code"], condition=Q(to_judge=True), name="screening_hit_waiting"),
            models.Index(fields=["standing", "strength", "list_code"], name="screening_hit_stands"),
        ]

    def __str__(self) -> str:
        return f"hit of {self.body_id}"


class Disposition(models.Model):
    """One word on a hit, with the party and the entry as they were read; a later `turn` outweighs it, both are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="dispositions")
    turn = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)
    reason = models.TextField()
    state = models.CharField(max_length=10)
    strength = models.CharField(max_length=8)
    party = models.JSONField()
    content = models.ForeignKey(EntryContent, on_delete=models.PROTECT, related_name="+")
    said_by = models.UUIDField()
    said_at = models.DateTimeField()
    second_person = models.UUIDField(null=True)
    second_at = models.DateTimeField(null=True)
    second_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hit", "turn"], name="screening_disposition_turn"),
            models.UniqueConstraint(fields=["hit"], condition=Q(state="waiting"), name="screening_one_word_waits"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="screening_disposition_verdict"),
            models.CheckConstraint(condition=Q(state__in=DISPOSITION_STATES), name="screening_disposition_state"),
            models.CheckConstraint(condition=~Q(reason=""), name="screening_disposition_reason"),
            models.CheckConstraint(
                condition=Q(second_person=None) | ~Q(second_person=F("said_by")),
                name="screening_disposition_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.hit_id}"


class ReportingDuty(models.Model):
    """What a regime wants to be told of a confirmed hit, and by when; `verified` False: nobody compared its source."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="duties")
    regime = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    due_on = models.DateField()
    source = models.TextField()
    verified = models.BooleanField()
    reported_at = models.DateTimeField(null=True)
    reported_by = models.UUIDField(null=True)
    reference = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hit", "regime"], condition=Q(reported_at=None), name="screening_one_open_duty"
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None, reported_by=None)
                | (Q(reported_at__isnull=False, reported_by__isnull=False) & ~Q(reference="")),
                name="screening_reported_says_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime} {self.hit_id}"
