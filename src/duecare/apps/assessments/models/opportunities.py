"""Opportunities with their parties, deployments, those responsible and the deals they resemble."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.apps.assessments.rules.gate import CLASSES
from duecare.apps.assessments.rules.intake import ROLES
from duecare.apps.assessments.rules.opportunity_states import OPPORTUNITY
from duecare.kernel.ids import new_id

from .contracts import Contract
from .products import Product

STATES = [code for code, _ in OPPORTUNITY.states]


class Opportunity(models.Model):
    """A deal that somebody would like to make. Fields may be empty until it is filed.

    `customer` is the using body as a customer: the one in whose hands people could be harmed.
    `client`, `country`, `risk_class`, `class_rank` and `folded` are copies for lists.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey("parties.Customer", on_delete=models.PROTECT, null=True, related_name="+")
    requester_id = models.UUIDField()
    owner_id = models.UUIDField()
    title = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    term_months = models.PositiveSmallIntegerField(null=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="EUR")
    value_eur = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    intermediary = models.BooleanField(null=True)
    state = models.CharField(max_length=12, default="draft")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    rejected_on = models.DateField(null=True)
    client = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=8, blank=True)
    risk_class = models.CharField(max_length=12, blank=True)
    class_rank = models.PositiveSmallIntegerField(default=9)
    class_provisional = models.BooleanField(default=True)
    folded = models.CharField(max_length=600)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="assessments_opportunity_state"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(customer__isnull=False, filed_at__isnull=False),
                name="assessments_filed_has_customer",
            ),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="assessments_value"),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["client", "id"]),
            models.Index(fields=["value_eur", "id"]),
            models.Index(fields=["class_rank", "created_at", "id"]),
            # Covers counting and searching, so that neither reads the table.
            models.Index(
                fields=["state", "risk_class", "country", "folded", "reference", "id"],
                name="assessments_deal_search",
            ),
            models.Index(fields=["customer", "created_at"]),
            models.Index(fields=["-created_at", "id", "folded"], name="assessments_deal_found"),
        ]

    def __str__(self) -> str:
        return self.reference


class Responsible(models.Model):
    """Who of sales has or had the opportunity in hand: they see it, and they are its account team."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="responsible")
    person_id = models.UUIDField()
    since = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "person_id"], name="assessments_responsible_once")
        ]
        indexes = [models.Index(fields=["person_id", "opportunity"])]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.opportunity_id}"


class OpportunityParty(models.Model):
    """A body in its role. Contracting, paying and using body may differ."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="parties")
    body = models.ForeignKey("parties.Body", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="assessments_party_role"),
            models.UniqueConstraint(fields=["opportunity", "body", "role"], name="assessments_party_once"),
            models.UniqueConstraint(
                fields=["opportunity", "role"],
                condition=Q(role__in=["contracting", "paying"]),
                name="assessments_one_contracting_one_paying",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.role}"


class Deployment(models.Model):
    """One product in one body's hands at one place: what gets a class."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="deployments")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+")
    product_version = models.CharField(max_length=40, blank=True, db_default="", default="")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="deployments")
    using_body = models.ForeignKey("parties.Body", on_delete=models.PROTECT, null=True, related_name="+")
    seats = models.PositiveIntegerField(null=True)
    place_of_use = models.CharField(max_length=8, blank=True)
    effective_authority = models.CharField(max_length=8, blank=True)
    legal_basis = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    risk_class = models.CharField(max_length=12, blank=True)
    class_provisional = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(risk_class__in=("", *CLASSES)), name="assessments_deployment_class"),
            models.UniqueConstraint(fields=["opportunity", "position"], name="assessments_deployment_position"),
        ]

    def __str__(self) -> str:
        return f"deployment {self.position} of {self.opportunity_id}"


class SimilarDeal(models.Model):
    """An earlier deal that this one resembles, and what a person made of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="similar")
    other = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    points = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    noticed_at = models.DateTimeField()
    verdict = models.CharField(max_length=12, blank=True)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)
    judged_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "other"], name="assessments_similar_once"),
            models.CheckConstraint(condition=~Q(opportunity=F("other")), name="assessments_not_similar_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id} like {self.other_id}"


class Numbering(models.Model):
    """Running numbers of opportunities, one row a year; whoever numbers holds its lock."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="assessments_one_numbering")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year} {self.last}"
