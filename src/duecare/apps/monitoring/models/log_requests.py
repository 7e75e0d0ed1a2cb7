"""The programme of log requests, its runs, the requests, and what was put down for the next runs."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from duecare.apps.engagement.rules.letters import CHANNELS
from duecare.apps.monitoring.rules.log_programme import FORMER, LOG_PROGRAMME, PER_YEAR
from duecare.apps.monitoring.rules.log_requests import CHECKS, LOG_REQUEST, SUSPENSIONS
from duecare.kernel.ids import new_id


class LogProgramme(models.Model):
    """How often every customer is asked for its log, within how many days it is given, and in which words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    per_year = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10)
    text = models.TextField()
    former_months = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=LOG_PROGRAMME.initial)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in LOG_PROGRAMME.states]), name="monitoring_programme_state"
            ),
            models.CheckConstraint(condition=Q(per_year__in=PER_YEAR), name="monitoring_programme_per_year"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="monitoring_programme_channel"),
            models.CheckConstraint(condition=Q(former_months__lte=FORMER[1]), name="monitoring_programme_former"),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_by=None)
                | (~Q(state="proposed") & Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by"))),
                name="monitoring_programme_by_two",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="in_force"), name="monitoring_one_programme_in_force"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="proposed"), name="monitoring_one_programme_proposed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.per_year} a year, {self.days} days"


class LogRun(models.Model):
    """A day on which was drawn. It keeps a second run of the day from drawing again, and no result."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return self.day.isoformat()


class LogAsk(models.Model):
    """A customer somebody wants asked on one of the next runs. Nobody who asked, no moment, no words, and no page.

    The row goes in the transaction of the draw that takes it up, together with those of which nobody spoke.
    """

    customer = models.OneToOneField(
        "parties.Customer", on_delete=models.PROTECT, primary_key=True, db_column="customer_id", related_name="+"
    )
    until = models.DateField()

    def __str__(self) -> str:
        return self.until.isoformat()


class LogRequest(models.Model):
    """One request for a log. Drawn or put down: the row is the same.

    `period_from`: first day of the period for which it counts. `suspension`: what became of the proposal that follows
    a refusal or silence; "" where there is none. `check_log`: number of the log that was checked, `check_sealed`: of
    the entry whose hash is `check_head`, `check_file`: SHA-256 of the copy; empty where it was recorded by hand.
    `place`: in the list, see `queries.log_requests`; the database keeps it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    customer = models.ForeignKey("parties.Customer", on_delete=models.PROTECT, related_name="+")
    customer_name = models.CharField(max_length=300)
    folded = models.CharField(max_length=400)
    programme = models.ForeignKey(LogProgramme, on_delete=models.PROTECT, related_name="requests")
    day = models.DateField()
    period_from = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=LOG_REQUEST.initial)
    letter = models.ForeignKey("engagement.Letter", on_delete=models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    answered_by = models.UUIDField(null=True)
    note = models.TextField(blank=True)
    check_result = models.CharField(max_length=10, blank=True)
    check_head = models.CharField(max_length=64, blank=True)
    check_entries = models.PositiveBigIntegerField(null=True)
    check_note = models.TextField(blank=True)
    check_log = models.CharField(max_length=32, blank=True)
    check_sealed = models.PositiveBigIntegerField(null=True)
    check_file = models.CharField(max_length=64, blank=True)
    checked_by = models.UUIDField(null=True)
    checked_on = models.DateField(null=True)
    suspension = models.CharField(max_length=10, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_on = models.DateField(null=True)
    decided_because = models.TextField(blank=True)
    place = models.GeneratedField(
        expression=Case(
            When(suspension="proposed", then=Value(0)), When(state="sent", then=Value(1)), default=Value(2)
        ),
        output_field=models.SmallIntegerField(), db_persist=True,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in LOG_REQUEST.states]), name="monitoring_request_state"
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("day")), name="monitoring_request_due_after"),
            models.CheckConstraint(condition=Q(check_result__in=["", *CHECKS]), name="monitoring_request_check"),
            models.CheckConstraint(
                condition=Q(suspension__in=["", *SUSPENSIONS]), name="monitoring_request_suspension"
            ),
            models.CheckConstraint(
                condition=Q(state="drawn", letter=None) | (~Q(state="drawn") & Q(letter__isnull=False)),
                name="monitoring_request_by_letter",
            ),
            models.CheckConstraint(
                condition=~Q(suspension="left") | (Q(decided_by__isnull=False) & ~Q(decided_because="")),
                name="monitoring_request_left_because",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "reference"], name="monitoring_request_waiting"),
            models.Index(fields=["day", "reference"], name="monitoring_request_by_day"),
            models.Index(fields=["period_from", "customer"], name="monitoring_request_period"),
            models.Index(fields=["suspension", "due_on"], name="monitoring_request_proposals"),
            # With what is searched and what is found: a search reads no row but those it shows.
            models.Index(fields=["place", "-day", "-reference", "folded", "id"], name="monitoring_request_listed"),
            models.Index(fields=["state", "place", "-day", "-reference"], name="monitoring_request_in_state"),
            models.Index(fields=["check_log"], condition=~Q(check_log=""), name="monitoring_request_of_log"),
        ]

    def __str__(self) -> str:
        return self.reference
