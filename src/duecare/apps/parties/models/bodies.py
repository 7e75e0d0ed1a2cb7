"""Bodies in their tree, their agency profile and who owns them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.apps.parties.rules.profile import ITEMS, RECORDABLE_GAPS
from duecare.apps.parties.rules.vocabulary import KINDS
from duecare.kernel.ids import new_id


class Body(models.Model):
    """A ministry, agency, unit, company or person that can be party to an opportunity.

    `country` is the recognised state. In a disputed territory `effective_authority`,
    `place_of_use` and `legal_basis` say what the recognised state alone would hide. `birth` is a person's
    date of birth as far as it is known: "1960", "1960-05" or "1960-05-12".
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    native_name = models.CharField(max_length=200, blank=True)
    aliases = models.JSONField(default=list)
    kind = models.CharField(max_length=20)
    country = models.CharField(max_length=8)
    effective_authority = models.CharField(max_length=8, blank=True)
    place_of_use = models.CharField(max_length=8, blank=True)
    legal_basis = models.TextField(blank=True)
    registration = models.CharField(max_length=80, blank=True)
    birth = models.CharField(max_length=10, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    folded = models.CharField(max_length=560)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="parties_body_kind"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="parties_body_not_below_itself"),
            models.CheckConstraint(condition=~Q(name=""), name="parties_body_named"),
        ]
        indexes = [
            models.Index(fields=["country"]),
            # Covers searching, so that it does not read the table.
            models.Index(fields=["name", "id", "folded"], name="parties_body_search"),
        ]

    def __str__(self) -> str:
        return self.name


class ProfileAnswer(models.Model):
    """One answer about an agency; a later `turn` supersedes it and both are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="profile_answers")
    item = models.CharField(max_length=30)
    value = models.CharField(max_length=30, blank=True)
    gap = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    source = models.TextField(blank=True)
    turn = models.PositiveIntegerField()
    answered_by = models.UUIDField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(item__in=ITEMS), name="parties_profile_item"),
            models.CheckConstraint(condition=Q(gap__in=("", *RECORDABLE_GAPS)), name="parties_profile_gap"),
            models.CheckConstraint(
                condition=(Q(value="") & ~Q(gap="")) | (~Q(value="") & Q(gap="")), name="parties_profile_value_or_gap"
            ),
            models.UniqueConstraint(fields=["body", "item", "turn"], name="parties_profile_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.body_id}"


class Ownership(models.Model):
    """A holding from `start` until the day before `until`; `share` None when its size is unknown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="holdings")
    owned = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="owners")
    share = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    control = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    until = models.DateField(null=True)
    source = models.TextField(blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("owned")), name="parties_not_own_owner"),
            models.CheckConstraint(condition=Q(share=None) | Q(share__gt=0, share__lte=100), name="parties_share"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("start")), name="parties_holding_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} owns {self.owned_id}"
