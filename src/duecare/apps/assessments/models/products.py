"""Products and what they can do."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.kernel.ids import new_id


class Product(models.Model):
    """Something we sell that can hurt people in the wrong hands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    folded = models.CharField(max_length=200)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProductAssessment(models.Model):
    """Sensitivity as product security sees it; counts once a second person confirmed, earlier ones are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="assessments")
    turn = models.PositiveIntegerField()
    intrusive = models.BooleanField()
    covert = models.BooleanField()
    mass = models.BooleanField()
    auditable = models.CharField(max_length=10)
    export_category = models.CharField(max_length=40)
    reason = models.TextField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "turn"], name="assessments_product_turn"),
            models.CheckConstraint(condition=Q(auditable__in=["yes", "partly", "no"]), name="assessments_auditable"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="assessments_product_second_person",
            ),
            models.UniqueConstraint(
                fields=["product"], condition=Q(confirmed_by=None), name="assessments_one_open_product_assessment"
            ),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.product_id}"
