"""What screening knew when a file was frozen, for people to read: lists, parties, hits, owners, officials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from duecare.kernel.canonical import JSON

from . import screening_words as words
from .frozen_parts import Entry, Fact, Part, mapping
from .phrases import said
from .screening_words import said as in_words
from .templatetags.duecare import country_name, local_date, local_moment
from .vocabulary import word


def screened_parts(record: JSON, people: Mapping[str, str]) -> Iterator[Part]:
    """Sections of the record; none for a file that was frozen before one was kept.

    Args:
        people: names by id, for whoever judged.
    """
    held = mapping(record)
    if not held:
        return
    lists = tuple(_lists(mapping(held.get("lists"))))
    none = Entry("", (), (_("No list was in force: what was recorded by hand stands alone."),))
    on = Entry("", (Fact(_("Known on"), _day(held.get("on"))),))
    yield Part("screened_lists", _("Lists the parties were compared with"), (on, *(lists or (none,))))
    yield Part("screened_parties", _("Parties as screened"), tuple(_parties(mapping(held.get("parties")))))
    yield Part("screened_hits", _("Hits and what was made of them"), tuple(_hits(mapping(held.get("hits")), people)))
    yield Part(
        "screened_owned", _("Owned or controlled by listed parties"), tuple(_owned(mapping(held.get("ownership"))))
    )
    yield Part("screened_officials", _("Officials and signatories"), tuple(_officials(mapping(held.get("officials")))))


def _lists(lists: Mapping[str, JSON]) -> Iterator[Entry]:
    for code, one in lists.items():
        row = mapping(one)
        published = _day(row["published"]) if row.get("published") else _("not said")
        yield Entry(
            word(code), (_fact(_("Edition"), row.get("edition")), _fact(_("Published"), published),
                         _fact(_("Entries"), row.get("entries"))),
        )  # fmt: skip


def _parties(parties: Mapping[str, JSON]) -> Iterator[Entry]:
    for one in parties.values():
        row = mapping(one)
        numbers = mapping(row.get("compared_with"))
        against = "; ".join(
            _("%(list)s, edition %(n)s") % {"list": word(code), "n": number} for code, number in numbers.items()
        )
        at = _moment(row["screened_at"]) if row.get("screened_at") else _("never")
        yield Entry(
            str(row.get("name", "")),
            (
                _fact(_("Country"), country_name(str(row.get("country", "")))),
                _fact(_("Here as"), in_words(words.AS_WHAT, str(row.get("as_what", "")))),
                _fact(_("State"), in_words(words.PARTY_STATES, str(row.get("state", "")))),
                _fact(_("Because"), said(str(row.get("why", "")))),
                _fact(_("Compared"), at),
                *((_fact(_("Compared with"), against),) if against else ()),
            ),
        )


def _hits(hits: Mapping[str, JSON], people: Mapping[str, str]) -> Iterator[Entry]:
    for one in hits.values():
        row = mapping(one)
        yield Entry(
            f"{row.get('party', '')} / {row.get('listed_name', '')}",
            (
                _fact(_("List"), f"{word(str(row.get('list', '')))} {row.get('key', '')}"),
                _fact(
                    _("Strength"), f"{in_words(words.STRENGTHS, str(row.get('strength', '')))} {row.get('score', '')}"
                ),
                _fact(_("State"), in_words(words.STANDINGS, str(row.get("state", "")))),
                _fact(_("Because"), said(str(row.get("why", "")))),
            ),
            tuple(_words(row.get("said"), people)),
        )


def _words(told: JSON, people: Mapping[str, str]) -> Iterator[str]:
    for one in told if isinstance(told, Sequence) and not isinstance(told, str) else ():
        row = mapping(one)
        verdict = capfirst(in_words(words.VERDICTS, str(row.get("verdict", ""))))
        state = in_words(words.WORD_STATES, str(row.get("state", "")))
        who, at = people.get(str(row.get("said_by")), _("somebody")), _moment(row.get("said_at"))
        second = ""
        if row.get("second_person"):
            name = people.get(str(row["second_person"]), _("somebody"))
            second = " " + _("Second person: %(name)s.") % {"name": name}
            second += f" {row['second_reason']}" if row.get("second_reason") else ""
        yield f"{verdict} ({state}), {who}, {at}: {row.get('reason', '')}{second}"


def _owned(rows: Mapping[str, JSON]) -> Iterator[Entry]:
    for one in rows.values():
        row = mapping(one)
        chain, unknown = _strings(row.get("chain")), _strings(row.get("unknown"))
        checked = _("compared with its source") if row.get("verified") else _("not verified")
        yield Entry(
            f"{row.get('party', '')}: {row.get('regime', '')}",
            (
                _fact(_("State"), word(str(row.get("state", "")))),
                _fact(_("Because"), said(str(row.get("sentence", "")))),
                *((_fact(_("Chain"), "; ".join(chain)),) if chain else ()),
                *((_fact(_("Shares not known"), "; ".join(unknown)),) if unknown else ()),
                Fact(_("Rule"), f"{row.get('source', '')} ({checked})", quoted=True),
            ),
        )


def _officials(rows: Mapping[str, JSON]) -> Iterator[Entry]:
    for one in rows.values():
        row = mapping(one)
        yield Entry(
            str(row.get("name", "")),
            (
                _fact(_("Body"), row.get("body")),
                _fact(_("Function"), row.get("function")),
                _fact(_("Signs"), word("yes") if row.get("signs") else word("no")),
                _fact(_("From"), _day(row.get("start"))),
                _fact(_("Source"), row.get("source")),
            ),
        )


def _strings(value: JSON) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _fact(label: str, value: object) -> Fact:
    return Fact(label, str(value if value is not None else ""))


def _day(value: JSON) -> str:
    return str(local_date(date.fromisoformat(value) if isinstance(value, str) else None))


def _moment(value: JSON) -> str:
    return str(local_moment(datetime.fromisoformat(value) if isinstance(value, str) else None))
