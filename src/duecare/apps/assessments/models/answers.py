"""Answers of the file: one row each time somebody answers; the one with the highest number stands."""

from __future__ import annotations

from django.db import models

from duecare.kernel.ids import new_id


class Answer(models.Model):
    """One answer to one question of the questionnaire; history is kept by never changing a row.

    `number` counts the answers to one question, so that two persons who answer at once collide in
    the database. `basis` holds the parts of the deal the answer speaks about: when one changes,
    the answer no longer counts. Only the release of legal advice is written later.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="answers")
    question = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20)
    value = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    source = models.TextField(blank=True)
    voice = models.CharField(max_length=12, default="staff")
    engagement = models.ForeignKey("assessments.Engagement", models.PROTECT, null=True, related_name="answers")
    evidence = models.JSONField(default=list)
    basis = models.JSONField(default=dict)
    privileged = models.BooleanField(default=False)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    release_reason = models.TextField(blank=True)
    answered_on = models.DateField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "question", "number"], name="answer_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="answered") | models.Q(value=""), name="answer_value_only_when_answered"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not_applicable") | ~models.Q(reason=""), name="answer_na_needs_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True) | models.Q(privileged=True),
                name="answer_released_only_if_privileged",
            ),
            models.CheckConstraint(
                condition=models.Q(voice="expert", engagement__isnull=False)
                | (~models.Q(voice="expert") & models.Q(engagement__isnull=True)),
                name="answer_expert_has_engagement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.number})"


class FlagAnswer(models.Model):
    """What was found about one red flag; a new row each time, the highest number stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="flags")
    code = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16)
    note = models.TextField()
    evidence = models.JSONField(default=list)
    basis = models.JSONField(default=dict)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "code", "number"], name="flag_number_once"),
            models.CheckConstraint(condition=~models.Q(note=""), name="flag_needs_note"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.number})"
