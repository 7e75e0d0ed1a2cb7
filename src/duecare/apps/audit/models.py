"""Rows of the audit chain, the erasable values beside it, and the outbox."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One link. The columns repeat parts of `body` for filtering; `verify` checks that they agree."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    actor_id = models.UUIDField()
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    customer_id = models.UUIDField(null=True)
    body = models.TextField()
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["about_id", "-seq"]),
            models.Index(fields=["customer_id", "-seq"]),
            models.Index(fields=["actor_id", "-seq"]),
            models.Index(fields=["act", "-seq"]),
            models.Index(fields=["about_kind", "-seq"]),
            models.Index(fields=["-at", "-seq"]),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"


class PersonalValue(models.Model):
    """A personal value that an entry speaks of; erasing the row leaves the chain valid."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal")
    key = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=16)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="audit_personal_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.key}"


class Head(models.Model):
    """The end of the chain, one row: whoever appends holds its lock."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"head {self.seq}"


class Outbox(models.Model):
    """A job promised inside a transaction; the worker turns it into a task, so none is lost in a crash."""

    id = models.UUIDField(primary_key=True)
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["taken_at", "created_at"])]

    def __str__(self) -> str:
        return self.task


class LastLook(models.Model):
    """Where a person last stopped reading: for "what changed since you last looked". A bookmark, not a record."""

    person_id = models.UUIDField()
    about_id = models.UUIDField()
    seq = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "about_id"], name="audit_one_look")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.seq}"
