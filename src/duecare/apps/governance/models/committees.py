"""Committees, seats, standing conflicts, the adopted authority matrix, running numbers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.kernel.ids import new_id


class Committee(models.Model):
    """A body that decides: the human-rights committee, or the board for what is escalated."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    founded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["human_rights", "board"]), name="governance_committee_kind")
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A seat, held from `start` until the day before `end`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="seats")
    person_id = models.UUIDField()
    title = models.CharField(max_length=120, blank=True)
    chair = models.BooleanField(default=False)
    independent = models.BooleanField(default=False)
    votes = models.BooleanField(default=True)
    start = models.DateField()
    end = models.DateField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "person_id"], condition=Q(end=None), name="governance_one_seat_a_person"
            ),
            models.UniqueConstraint(
                fields=["committee"], condition=Q(end=None, chair=True), name="governance_one_chair"
            ),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="governance_seat_dates"),
            models.CheckConstraint(condition=Q(chair=False) | Q(votes=True), name="governance_chair_votes"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.committee_id}"


class ConflictDeclaration(models.Model):
    """A standing interest; whoever has one is out of every paper it touches."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    ref = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    reason = models.TextField()
    start = models.DateField()
    until = models.DateField(null=True)
    ended_because = models.TextField(blank=True)
    declared_by = models.UUIDField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["customer", "country", "company"]), name="governance_conflict_kind"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("start")), name="governance_conflict_dates"
            ),
        ]
        indexes = [models.Index(fields=["kind", "ref"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.ref}"


class AuthorityAdoption(models.Model):
    """An edition of the authority matrix, adopted from a day on; the file's hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    start = models.DateField()
    adopted_by = models.UUIDField()
    adopted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} from {self.start}"


class Numbering(models.Model):
    """Running numbers of open work, one row a prefix and year; whoever numbers holds its lock."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="governance_one_numbering")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year} {self.last}"
