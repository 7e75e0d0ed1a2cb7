"""How things stand with screening, in the figures a compliance officer asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from duecare.adapters.gathering import count_each
from duecare.apps.parties import queries as parties
from duecare.apps.screening.models import (
    DeniedList,
    EntryChange,
    ListEdition,
    ListWithdrawal,
    QualitySample,
    SampleItem,
    ScreenedParty,
)
from duecare.apps.screening.rules.intervals import wilson
from duecare.apps.screening.rules.sampling import KINDS

from .lists import EditionRow, editions, in_force
from .runs import RunRow, due_parties, runs

MOST = 10**9
"""Counted to the end: these are figures that somebody reads."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Where screening stands.

    Attributes:
        parties: every body entered.
        behind: of these, not yet compared with the lists in force; 0 while none is.
        lists: in force.
        held: editions that wait for an answer.
        run: the run that waits or goes on.
        last: the newest run that came to an end.
    """

    parties: int
    behind: int
    lists: int
    held: int
    run: RunRow | None
    last: RunRow | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list with the edition in force, the one held back, and how many editions came in.

    `withdrawn`: it was imported by mistake; `asked`: a second person is to say so.
    """

    code: str
    in_force: EditionRow | None
    held: EditionRow | None
    editions: int
    withdrawn: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """Of one kind of a sample: drawn from how many, looked at, disagreed, and the interval of the share."""

    kind: str
    of: int
    drawn: int
    judged: int
    disagreed: int
    low: float
    high: float


def overview() -> Overview:
    """The figures, in three statements."""
    numbers = in_force().numbers
    everybody, taken_up, due, held = count_each(
        parties.every_body(), ScreenedParty.objects.all(), due_parties(numbers),
        ListEdition.objects.filter(state="held"), most=MOST,
    )  # fmt: skip
    newest = runs(5)  # the one that waits is the newest: whoever asks while it does gets it
    run = next((one for one in newest if one.state == "waiting"), None)
    last = next((one for one in newest if one.state != "waiting"), None)
    return Overview(everybody, max(due + everybody - taken_up, 0) if numbers else 0, len(numbers), held, run, last)


def lists() -> tuple[ListRow, ...]:
    """Every list of which an edition came in, by code."""
    shown = {(row.list_code, row.state): row for row in editions(state="in_force") + editions(state="held")}
    counts = dict(ListEdition.objects.values_list("list_id").annotate(n=Count("pk")))
    waits = Exists(ListWithdrawal.objects.filter(list=OuterRef("pk"), state="waiting"))
    rows = DeniedList.objects.order_by("code").values_list("code", "withdrawn", waits)
    return tuple(
        ListRow(
            code, shown.get((code, "in_force")), shown.get((code, "held")), counts.get(code, 0), withdrawn > 0, asked
        )
        for code, withdrawn, asked in rows
    )  # fmt: skip


def change_counts(edition_id: UUID) -> Mapping[str, int]:
    """Kind of change → how many an edition brought."""
    return dict(EntryChange.objects.filter(edition_id=edition_id).values_list("kind").annotate(n=Count("pk")))


def shares(sample_id: UUID) -> tuple[Share, ...]:
    """What a sample's second look came to, for each kind by itself."""
    row = QualitySample.objects.get(id=sample_id)
    items = list(SampleItem.objects.filter(sample=row).values_list("kind", "judged_at", "finding"))
    return tuple(_share(kind, row, [one for one in items if one[0] == kind]) for kind in KINDS)


def _share(kind: str, row: QualitySample, items: list[tuple[str, object, str]]) -> Share:
    judged, wrong = sum(one[1] is not None for one in items), sum(one[2] == "disagrees" for one in items)
    of = row.cleared_of if kind == "cleared" else row.unfound_of
    return Share(kind, of, len(items), judged, wrong, *wilson(wrong, judged))
