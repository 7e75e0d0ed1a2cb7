"""Documents by content hash; whose privilege they carry, who may read them, which facts were released."""

from __future__ import annotations

from django.db import models

from duecare.adapters.stored_files import StoredFile
from duecare.kernel.ids import new_id


class Document(models.Model):
    """One document of one file. The bytes lie in the content store under `sha256`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey("assessments.Opportunity", models.PROTECT, related_name="documents")
    sha256 = StoredFile()
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    folded = models.CharField(max_length=600, db_default="", default="")
    privileged = models.BooleanField(default=False)
    privilege_of = models.TextField(blank=True)
    privilege_for = models.TextField(blank=True)
    engagement = models.ForeignKey("assessments.Engagement", models.PROTECT, null=True, related_name="documents")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "sha256"], name="document_once_per_file"),
            models.CheckConstraint(
                condition=models.Q(privileged=False) | (~models.Q(privilege_of="") & ~models.Q(privilege_for="")),
                name="document_privilege_whose_and_for_what",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentReader(models.Model):
    """A person whom counsel let read one privileged document."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="readers")
    person_id = models.UUIDField()
    named_by = models.UUIDField()
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "person_id"], name="document_reader_once")]

    def __str__(self) -> str:
        return str(self.person_id)


class ReleasedFact(models.Model):
    """A fact, not advice, that counsel took out of a privileged document for everybody on the file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="released")
    text = models.TextField()
    released_by = models.UUIDField()
    released_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text
