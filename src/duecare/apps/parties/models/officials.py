"""Who speaks for a body: its named officials, and those who sign for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.kernel.ids import new_id

from .bodies import Body


class Official(models.Model):
    """A person with a function in a body; a hit on the person counts for the body while the function lasts.

    `signs` marks who signs contracts or end-user statements for it. `until` is the first day without the function.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="officials")
    person = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="functions")
    function = models.CharField(max_length=120)
    signs = models.BooleanField(default=False)
    start = models.DateField()
    until = models.DateField(null=True)
    source = models.TextField(blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body=F("person")), name="parties_official_of_another"),
            models.CheckConstraint(condition=~Q(function=""), name="parties_official_function"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("start")), name="parties_official_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} speaks for {self.body_id}"
