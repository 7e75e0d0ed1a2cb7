"""Letters and their documents. Nothing here is ever deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.adapters.stored_files import StoredFile
from duecare.kernel.ids import new_id

from .rules.letters import CHANNELS, DIRECTIONS, LETTER


class Letter(models.Model):
    """One letter. `answers`: the letter it replies to, which went the other way. `reason`: why it is not answered,
    as `settled_by` said; `agreed_by`: the second person, none for letters left before there was one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    direction = models.CharField(max_length=3)
    day = models.DateField()
    other = models.CharField(max_length=200)
    channel = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    folded = models.CharField(max_length=600)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    state = models.CharField(max_length=12, default=LETTER.initial)
    owner_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    settled_on = models.DateField(null=True)
    settled_by = models.UUIDField(null=True)
    agreed_by = models.UUIDField(null=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="engagement_direction"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="engagement_channel"),
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in LETTER.states]), name="engagement_letter_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(direction="in", owner_id__isnull=False, due_on__isnull=False),
                name="engagement_somebody_answers",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("leaving", "not_answered")) | ~Q(reason=""), name="engagement_left_because"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("settled_by")), name="engagement_left_by_two"
            ),
            models.CheckConstraint(condition=Q(answers=None) | ~Q(answers=F("id")), name="engagement_not_to_itself"),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="engagement_waiting"),
            models.Index(fields=["day", "reference"], name="engagement_by_day"),
        ]

    def __str__(self) -> str:
        return self.reference


class LetterDocument(models.Model):
    """The letter itself or an enclosure, as it came or went. The bytes lie in the content store under `sha256`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="documents")
    sha256 = StoredFile()
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "sha256"], name="engagement_document_once")]

    def __str__(self) -> str:
        return self.name


class Numbering(models.Model):
    """Running numbers of letters, one row a year; whoever numbers holds its lock."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="engagement_one_numbering")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year} {self.last}"
