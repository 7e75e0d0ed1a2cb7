"""What lists say. Content stands once however many editions hold it; which edition held it stands beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.apps.screening.rules.entries import SCHEMAS
from duecare.apps.screening.rules.parts import KINDS_OF_CHANGE
from duecare.kernel.ids import new_id

from .lists import DeniedList, ListEdition


class EntryContent(models.Model):
    """What was said of one listed party, by hash. `material` names the parts on which a judgement rests."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    material = models.CharField(max_length=64)
    schema = models.CharField(max_length=20)
    name = models.TextField()
    body = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(schema__in=SCHEMAS), name="screening_entry_schema")]

    def __str__(self) -> str:
        return self.sha256


class ListedEntry(models.Model):
    """A content under a key of a list, from edition `since` until the one before `ended` (empty: still).

    `entity` stays the same when the publisher amends the entry, gives it another key or lists it again.
    `place` is where it stood in the edition in which it was first seen like this.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(DeniedList, on_delete=models.PROTECT, related_name="entries")
    entity = models.UUIDField()
    key = models.CharField(max_length=200)
    content = models.ForeignKey(EntryContent, on_delete=models.PROTECT, related_name="listed")
    place = models.CharField(max_length=200, blank=True)
    since = models.PositiveIntegerField()
    ended = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended=None) | Q(ended__gt=F("since")), name="screening_entry_ends_after_it_began"
            ),
            models.UniqueConstraint(fields=["list", "key"], condition=Q(ended=None), name="screening_key_once"),
            models.UniqueConstraint(fields=["entity"], condition=Q(ended=None), name="screening_entity_once"),
        ]
        indexes = [models.Index(fields=["entity"]), models.Index(fields=["list", "key"])]

    def __str__(self) -> str:
        return f"{self.list_id} {self.key}"


class EntryChange(models.Model):
    """What an edition did to one entry. `old_key` is given where the publisher changed the key."""

    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12)
    entity = models.UUIDField()
    key = models.CharField(max_length=200)
    old_key = models.CharField(max_length=200, blank=True)
    before = models.ForeignKey(EntryContent, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(EntryContent, on_delete=models.PROTECT, null=True, related_name="+")
    parts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS_OF_CHANGE), name="screening_change_kind"),
            models.UniqueConstraint(fields=["edition", "entity"], name="screening_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
