"""Lists, their editions and the publishers' files they were read from."""

from __future__ import annotations

import builtins

from django.db import models
from django.db.models import Q

from duecare.adapters.stored_files import StoredFile
from duecare.apps.screening.rules.editions import HELD_BECAUSE, STATES
from duecare.kernel.ids import new_id


class DeniedList(models.Model):
    """A list of which an edition was ever imported. Whoever imports holds the row's lock.

    `number` is the edition in force (0: none yet), `published` its publisher's date, `first_on` the day
    on which the first one was in force, `last` the newest number given. `changed` is the last edition in
    force that differed from the one before: parties compared with it are compared with today's. `withdrawn` is the
    number that the withdrawal of the whole list took (0: it is not withdrawn); then no edition is in force.
    """

    code = models.CharField(max_length=60, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    published = models.DateField(null=True)
    first_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(withdrawn=0) | Q(number=0), name="screening_withdrawn_not_in_force")
        ]

    def __str__(self) -> str:
        return self.code


class ListImport(models.Model):
    """One set of files somebody handed over; `sha256` names their bytes together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField()

    def __str__(self) -> str:
        return self.sha256


class ImportedFile(models.Model):
    """A publisher's original file, kept as it came."""

    taken_in = models.ForeignKey(ListImport, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    sha256 = StoredFile(store="editions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taken_in", "position"], name="screening_file_position")]

    def __str__(self) -> str:
        return self.name


class ListEdition(models.Model):
    """One edition of one list, with what it changed against the one that was in force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(DeniedList, on_delete=models.PROTECT, related_name="editions")
    taken_in = models.ForeignKey(ListImport, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    published = models.DateField(null=True)
    entries = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    amended = models.PositiveIntegerField()
    renumbered = models.PositiveIntegerField()
    remarks = models.JSONField(default=builtins.list)  # `list` is the field above
    state = models.CharField(max_length=12)
    held_because = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="screening_edition_state"),
            models.CheckConstraint(
                condition=Q(held_because__in=("", *HELD_BECAUSE)), name="screening_edition_held_because"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("held", "refused")) | ~Q(held_because=""), name="screening_held_says_why"
            ),
            models.UniqueConstraint(fields=["list", "number"], name="screening_edition_number"),
            models.UniqueConstraint(fields=["list"], condition=Q(state="in_force"), name="screening_one_in_force"),
            models.UniqueConstraint(fields=["list"], condition=Q(state="held"), name="screening_one_held"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.number}"
