"""Editions of indices and their values; methodologies: drafts, simulations, committed texts, which one is in force;
and events in countries that no index shows yet.
"""

from __future__ import annotations

from django.db import models

from duecare.adapters.stored_files import StoredFile
from duecare.kernel.ids import new_id


class Edition(models.Model):
    """One publisher's file, imported whole. The file itself is kept by its hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    index = models.CharField(max_length=20)
    layout = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    file_name = models.CharField(max_length=255)
    sha256 = StoredFile(store="editions")
    first_year = models.IntegerField()
    last_year = models.IntegerField()
    rows = models.IntegerField()
    values_count = models.IntegerField()
    published = models.DateField()
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "sha256"], name="risk_edition_once")]
        indexes = [models.Index(fields=["index", "-published"])]

    def __str__(self) -> str:
        return f"{self.index} {self.label}"


class EditionProposal(models.Model):
    """A publisher's file put up for acceptance: kept by its hash, read anew when looked at, counted nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    index = models.CharField(max_length=20)
    layout = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    file_name = models.CharField(max_length=255)
    sha256 = StoredFile(store="editions")
    first_year = models.IntegerField()
    last_year = models.IntegerField()
    values_count = models.IntegerField()
    published = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    state = models.CharField(max_length=10, default="open")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "accepted", "discarded")), name="risk_proposal_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", answered_by__isnull=True)
                | (~models.Q(state="open") & models.Q(answered_by__isnull=False)),
                name="risk_proposal_answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["index", "sha256"], condition=models.Q(state="open"), name="risk_proposal_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.label}"


class IndexValue(models.Model):
    """One published value; `place` is alpha-3, XKX, or the code of a named territory.

    A null value is the publisher's own statement that it does not cover the place that year.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="values_held")
    series = models.CharField(max_length=40)
    place = models.CharField(max_length=40)
    year = models.IntegerField()
    value = models.FloatField(null=True)
    error = models.FloatField(null=True)
    row = models.IntegerField()
    sheet = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "series", "place", "year"], name="risk_value_once"),
        ]
        indexes = [models.Index(fields=["place", "series", "year"])]

    def __str__(self) -> str:
        return f"{self.series} {self.place} {self.year}"


class MethodInForce(models.Model):
    """Which released methodology rates from a day on. Files are immutable; this row only points."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    urn = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    since = models.DateField()
    adopted_at = models.DateTimeField()
    adopted_by = models.UUIDField()
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-since", "-adopted_at"])]

    def __str__(self) -> str:
        return f"{self.urn} since {self.since}"


class MethodDraft(models.Model):
    """A methodology somebody is writing. Its texts are `DraftVersion`s; `versions` is the number of the last one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    base_urn = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="open")
    versions = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "proposed", "committed", "discarded")), name="risk_draft_state"
            )
        ]
        indexes = [models.Index(fields=["-begun_at"])]

    def __str__(self) -> str:
        return f"draft from {self.base_urn}"


class DraftVersion(models.Model):
    """One saved text of a draft, whole and usable: it parsed, and passed its own tests, when it was saved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(MethodDraft, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    urn = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="risk_draft_version_once")]

    def __str__(self) -> str:
        return f"{self.urn} ({self.number})"


class Simulation(models.Model):
    """One text of a draft beside a released methodology. `result` and its movers are written once, when it is done.

    `done` and `of` count steps while it runs: a bookmark, not a record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="simulations")
    against_urn = models.CharField(max_length=120)
    against_sha256 = models.CharField(max_length=64)
    years = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    state = models.CharField(max_length=8, default="waiting")
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    finished_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("waiting", "failed"), result_sha256="")
                | models.Q(state="done", finished_at__isnull=False) & ~models.Q(result_sha256=""),
                name="risk_simulation_state",
            )
        ]
        indexes = [models.Index(fields=["-asked_at"])]

    def __str__(self) -> str:
        return f"{self.version_id} against {self.against_urn}"


class SimulationMover(models.Model):
    """A country, customer or decision for which the two methods say something else."""

    simulation = models.ForeignKey(Simulation, on_delete=models.PROTECT, related_name="movers")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    day = models.DateField()
    subject = models.CharField(max_length=40)
    before = models.CharField(max_length=13)
    after = models.CharField(max_length=13)
    direction = models.SmallIntegerField()
    reasons = models.JSONField(default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["simulation", "position"], name="risk_mover_once")]
        indexes = [models.Index(fields=["simulation", "kind", "day"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.before} {self.after}"


class MethodCommit(models.Model):
    """A proposal to release one text of a draft, with the simulation it rests on; a second person answers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="commits")
    simulation = models.ForeignKey(Simulation, on_delete=models.PROTECT, related_name="commits")
    result_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=9, default="proposed")
    reasons = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answer_reasons = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(state__in=("proposed", "confirmed")), name="risk_commit_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("proposed", "confirmed", "returned")), name="risk_commit_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(answered_by__isnull=False) & ~models.Q(answered_by=models.F("proposed_by")),
                name="risk_commit_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.state}"


class CommittedMethod(models.Model):
    """A methodology the company released. Named by the hash of what it says, so that another text is another row."""

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    urn = models.CharField(max_length=120, unique=True)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    commit = models.OneToOneField(MethodCommit, on_delete=models.PROTECT, related_name="committed")
    committed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.urn


class BacktestRun(models.Model):
    """A backtest that was kept: method and files by their hashes, and what came out. The lists' files are not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    method_urn = models.CharField(max_length=120)
    method_sha256 = models.CharField(max_length=64)
    cases_name = models.CharField(max_length=255)
    cases_sha256 = models.CharField(max_length=64)
    clean_name = models.CharField(max_length=255, blank=True)
    clean_sha256 = models.CharField(max_length=64, blank=True)
    vintage = models.CharField(max_length=10)
    report = models.JSONField()
    ran_at = models.DateTimeField()
    ran_by = models.UUIDField()
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-ran_at"])]

    def __str__(self) -> str:
        return f"{self.method_urn} {self.cases_name}"


class MethodStatement(models.Model):
    """What the company said to everybody about its method from a day on: canonical JSON, signed, never changed.

    `number` counts them, so that two writers at once collide; each names the hash of the one before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    since = models.DateField()
    made_at = models.DateTimeField()
    method_urn = models.CharField(max_length=120)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64)
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["-since", "-number"])]

    def __str__(self) -> str:
        return f"{self.method_urn} since {self.since}"


class CountryEvent(models.Model):
    """Something that happened in a country and that figures show a year later. Never deleted: withdrawn with a reason.

    It moves no score; classes that rest on the place are looked at again. Who ended it, when and on what source is
    empty while it goes on, and where the end was known when it was recorded.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=8)
    kind = models.CharField(max_length=20)
    happened_on = models.DateField()
    ended_on = models.DateField(null=True)
    words = models.TextField()
    source = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_source = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "happened_on"],
                condition=models.Q(withdrawn_at=None),
                name="risk_event_stands_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("happened_on")),
                name="risk_event_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~models.Q(words="") & ~models.Q(source=""), name="risk_event_has_words_and_source"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_source="")
                | models.Q(ended_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False)
                & ~models.Q(ended_source=""),
                name="risk_event_ended_with_source",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_because=""),
                name="risk_event_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["country", "-happened_on"])]

    def __str__(self) -> str:
        return f"{self.country} {self.kind} {self.happened_on}"
