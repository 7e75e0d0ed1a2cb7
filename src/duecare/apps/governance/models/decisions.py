"""A decision with its paper, votes, recusals, dissents, conditions and signed records."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duecare.apps.governance.rules.papers import CLASSES
from duecare.apps.governance.rules.procedures import PROCEDURES
from duecare.apps.governance.rules.states import DECISION
from duecare.apps.governance.rules.voting import CHOICES
from duecare.kernel.ids import new_id

from .committees import Committee


class Decision(models.Model):
    """One paper before one body. The paper's columns and the authority row never change.

    `sha256` is of the whole paper, `content_sha256` of what is decided on; "" in rows older than the difference.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=30, default=DECISION.initial)
    procedure = models.CharField(max_length=10)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, related_name="decisions")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")

    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    customer_id = models.UUIDField(null=True)
    paper_reference = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    folded = models.CharField(max_length=400, db_default="", default="")
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64, blank=True)
    risk_class = models.CharField(max_length=20)
    value_eur = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    requester_id = models.UUIDField()
    account_team = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    parties = models.JSONField(default=list)
    authority = models.JSONField()

    urgency = models.TextField(blank=True)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    objection = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ratify_by = models.DateTimeField(null=True)
    reasons = models.JSONField(default=list)
    reopened_at = models.DateTimeField(null=True)
    new_sha256 = models.CharField(max_length=64, blank=True)
    changed = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in DECISION.states]), name="governance_decision_state"
            ),
            models.CheckConstraint(condition=Q(procedure__in=PROCEDURES), name="governance_decision_procedure"),
            models.CheckConstraint(condition=Q(risk_class__in=CLASSES), name="governance_decision_class"),
            models.CheckConstraint(
                condition=~Q(risk_class="prohibited")
                | ~Q(state__in=["approved", "approved_with_conditions", "awaiting_ratification"]),
                name="governance_prohibited_never_approved",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requester_id")),
                name="governance_requester_never_decides",
            ),
            models.UniqueConstraint(
                fields=["subject_id"],
                condition=Q(state__in=["open", "awaiting_ratification"]),
                name="governance_one_live_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "-opened_at"]),
            models.Index(fields=["state", "-opened_at"]),
            models.Index(fields=["committee", "state"], name="governance_decision_to_vote"),
            models.Index(fields=["requester_id", "-opened_at"]),
            models.Index(fields=["-opened_at", "-reference"], name="governance_decision_newest"),
            models.Index(fields=["-opened_at", "-reference", "folded", "id"], name="governance_decision_search"),
        ]

    def __str__(self) -> str:
        return self.reference


class Vote(models.Model):
    """A vote as cast; there is no second one and no change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="votes")
    position = models.PositiveSmallIntegerField()
    person_id = models.UUIDField()
    choice = models.CharField(max_length=20)
    reason = models.TextField()
    title = models.CharField(max_length=120, blank=True)
    independent = models.BooleanField()
    chair = models.BooleanField()
    seen_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "person_id"], name="governance_one_vote"),
            models.UniqueConstraint(fields=["decision", "position"], name="governance_vote_position"),
            models.CheckConstraint(condition=Q(choice__in=CHOICES), name="governance_vote_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.choice}"


class Recusal(models.Model):
    """Somebody stood aside, by a standing declaration or for this paper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="recusals")
    person_id = models.UUIDField()
    reason = models.TextField()
    standing = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "person_id"], name="governance_one_recusal")]

    def __str__(self) -> str:
        return f"{self.person_id} recused"


class Dissent(models.Model):
    """A written dissent, kept as written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dissents")
    person_id = models.UUIDField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "person_id"], name="governance_one_dissent")]

    def __str__(self) -> str:
        return f"dissent of {self.person_id}"


class Condition(models.Model):
    """A condition from the plan (`vote` None) or from a conditional vote."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, null=True, related_name="conditions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    measure = models.CharField(max_length=20, blank=True)
    precedent = models.BooleanField()
    adopted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "position"], name="governance_condition_position")]

    def __str__(self) -> str:
        return self.measure or self.text[:40]


class DecisionRecord(models.Model):
    """A signed version of the record: canonical JSON, its hash, the signature and the key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="records")
    number = models.PositiveSmallIntegerField()
    occasion = models.CharField(max_length=20)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="governance_record_number")]

    def __str__(self) -> str:
        return f"{self.decision_id} record {self.number}"


class Reconsideration(models.Model):
    """A request to decide again, with new facts only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reconsiderations")
    new_facts = models.JSONField()
    requested_by = models.UUIDField()
    requested_at = models.DateTimeField()
    admitted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="came_from")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("requested_by")), name="governance_other_answers"
            ),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(admitted=None), name="governance_one_pending_request"
            ),
        ]

    def __str__(self) -> str:
        return f"reconsider {self.decision_id}"
