"""What screening knows of some parties on a day, as JSON that is kept with a decision: lists, states, hits, owners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.parties.rules.screening import ScreeningState
from duecare.apps.screening.models import Disposition, Hit, ListEdition
from duecare.kernel.canonical import JSON

from .hits import HitRow, rows_of
from .owned import LinkRow, OwnedRow
from .states import Screened


def screening_record(
    found: Screened, asked: Collection[UUID], by_hand: Mapping[UUID, ScreeningState], on: date
) -> dict[str, JSON]:
    """What a reader later wants to know was known: editions, each party's state, hits, ownership, officials.

    Persons stand by their ids. Hits that no longer are any, and that nobody confirmed, are left out.

    Args:
        asked: the parties of the file; those above them, their owners and who speaks for them are added.
        by_hand: what was recorded by hand of the parties asked for.
    """
    states = found.states(asked, by_hand)
    bodies = {one: found.bodies[one] for one in states}
    return {
        "on": on.isoformat(),
        "lists": _lists(),
        "parties": {str(one): _state(found, bodies[one], state, one in asked) for one, state in states.items()},
        "hits": _hits(bodies),
        "ownership": {
            f"{one} {row.regime}": _owned(bodies[one], row) for one in bodies for row in found.owned(one)
        },
        "officials": _officials(bodies, on),
    }  # fmt: skip


def _lists() -> dict[str, JSON]:
    rows = ListEdition.objects.filter(state="in_force").order_by("list_id")
    return {
        row.list_id: {
            "edition": row.number,
            "published": row.published.isoformat() if row.published else None,
            "entries": row.entries,
        }
        for row in rows
    }


def _state(found: Screened, body: BodyRow, state: ScreeningState, asked: bool) -> dict[str, JSON]:
    at, numbers = found.last_compared(body.id)
    as_what = "of_the_deal" if asked else "official" if body.id in found.officials else "above_or_owner"
    return {
        "name": body.name,
        "country": body.country,
        "as_what": as_what,
        "state": state.state,
        "why": state.why,
        "tool": state.tool,
        "screened_at": at.isoformat() if at else None,
        "compared_with": dict(sorted(numbers.items())),
    }


def _hits(bodies: Collection[UUID]) -> dict[str, JSON]:
    rows = [row for row in rows_of(_of(bodies)) if row.standing.state != "gone"]
    words: dict[UUID, list[Disposition]] = defaultdict(list)
    for word in Disposition.objects.filter(hit_id__in=[row.id for row in rows]).order_by("turn"):
        words[word.hit_id].append(word)
    return {str(row.id): _hit(row, words[row.id]) for row in rows}


def _of(bodies: Collection[UUID]) -> Iterable[Hit]:
    rows = Hit.objects.filter(body_id__in=set(bodies)).select_related("content")
    return rows.defer("alignment", "circumstances", "content__body").order_by("-score", "id")


def _hit(row: HitRow, words: Iterable[Disposition]) -> dict[str, JSON]:
    return {
        "party": row.party_name,
        "listed_name": row.listed_name,
        "list": row.list_code,
        "key": row.key,
        "strength": row.strength,
        "score": f"{row.score:.3f}",
        "state": row.standing.state,
        "why": row.standing.why,
        "said": [_word(word) for word in words],
    }


def _word(word: Disposition) -> dict[str, JSON]:
    return {
        "verdict": word.verdict,
        "state": word.state,
        "reason": word.reason,
        "said_by": str(word.said_by),
        "said_at": word.said_at.isoformat(),
        "second_person": str(word.second_person) if word.second_person else None,
        "second_reason": word.second_reason,
    }


def _owned(body: BodyRow, row: OwnedRow) -> dict[str, JSON]:
    return {
        "party": body.name,
        "regime": row.title,
        "state": row.state,
        "counts": row.counts,
        "sentence": row.sentence,
        "share": str(row.share),
        "together": str(row.together),
        "at_most": str(row.at_most),
        "threshold": str(row.threshold) if row.threshold is not None else None,
        "operator": row.operator,
        "by": list(row.by_names),
        "chain": [_link(link) for link in row.chain],
        "unknown": [_link(link) for link in row.unknown],
        "rule_since": row.since.isoformat(),
        "source": row.source,
        "verified": row.verified,
    }


def _link(link: LinkRow) -> str:
    held = f"{link.share} %" if link.share is not None else link.control or "share not known"
    return f"{link.owner} → {link.owned}: {held}"


def _officials(bodies: Mapping[UUID, BodyRow], on: date) -> dict[str, JSON]:
    return {
        str(row.id): {
            "name": row.person.name,
            "body": bodies[row.body_id].name,
            "function": row.function,
            "signs": row.signs,
            "start": row.start.isoformat(),
            "until": row.until.isoformat() if row.until else None,
            "source": row.source,
        }
        for row in parties.officials_in(bodies, on)
    }
