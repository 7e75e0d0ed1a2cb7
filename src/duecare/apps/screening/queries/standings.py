"""Where hits stand, from their dispositions and from party and entry as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.timezone import localtime

from duecare.apps.parties.queries import BodyRow
from duecare.apps.screening.models import Disposition, EntryContent, Hit
from duecare.apps.screening.rules.dispositions import Standing, Word, standing
from duecare.kernel.canonical import JSON


def party_parts(row: BodyRow) -> dict[str, JSON]:
    """The parts of a party on which a judgement rests, as `rules.parts.PARTY_PARTS` names them."""
    return {
        "name": row.name,
        "native_name": row.native_name,
        "aliases": sorted(row.aliases),
        "kind": row.kind,
        "country": row.country,
        "registration": row.registration,
        **({"birth": row.birth} if row.birth else {}),
    }


def standings(
    hits: Sequence[Hit],
    bodies: Mapping[UUID, BodyRow],
    words: Iterable[Disposition] | None = None,
    on: date | None = None,
) -> dict[UUID, Standing]:
    """Where each hit stands.

    Args:
        bodies: the parties as they are now.
        words: every disposition of these hits, where they were read already.
        on: leaves out what was said after a day.
    """
    said: dict[UUID, list[Disposition]] = defaultdict(list)
    for one in _words(hits) if words is None else words:
        if on is None or localtime(one.said_at).date() <= on:
            said[one.hit_id].append(one)
    contents = _contents(hits, said)
    found: dict[UUID, Standing] = {}
    for hit in hits:
        rows = [_word(one, contents) for one in sorted(said[hit.id], key=lambda one: one.turn)]
        party = party_parts(bodies[hit.body_id])
        found[hit.id] = standing(rows, party, contents.get(hit.content_id, {}), hit.gone_because)
    return found


def _words(hits: Sequence[Hit]) -> Iterable[Disposition]:
    return Disposition.objects.filter(hit_id__in=[hit.id for hit in hits])


def _contents(hits: Sequence[Hit], said: Mapping[UUID, Sequence[Disposition]]) -> Mapping[str, Mapping[str, JSON]]:
    """Contents of hits that somebody judged: no other is asked what changed."""
    judged = {hit.content_id for hit in hits if said.get(hit.id)}
    judged |= {one.content_id for words in said.values() for one in words}
    if not judged:
        return {}
    return dict(EntryContent.objects.filter(sha256__in=judged).values_list("sha256", "body"))


def _word(one: Disposition, contents: Mapping[str, Mapping[str, JSON]]) -> Word:
    return Word(one.verdict, one.state, one.party, contents[one.content_id], one.said_at)
