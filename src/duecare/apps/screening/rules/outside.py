"""Results of other screening: a vendor's, or judgements from before Duecare, read row by row.

A result names a party of ours, a listed one, what was made of the two, when and by whom. A clearance from
outside counts for nothing until a drawn one was looked at here; a hit from outside counts at once, because a
warning that waits for a sample is a warning lost.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import BadInput, LimitExceeded

from .bulk import LONGEST_NAME, BadRow
from .dispositions import Standing
from .list_names import list_name

COLUMNS = ("party", "list", "listed_id", "listed_name", "verdict", "date", "vendor", "reason")
RESULTS_LIMIT = 5 * 1024 * 1024
"""Bytes of a file."""

OUTSIDE_VERDICTS = ("cleared", "confirmed", "possible")
RESULT_STATES = ("unverified", "verified", "overruled")

_VERDICTS = {
    **{word: word for word in OUTSIDE_VERDICTS},
    "false positive": "cleared", "no match": "cleared", "not a match": "cleared",
    "true positive": "confirmed", "true match": "confirmed", "match": "confirmed",
    "potential match": "possible", "possible match": "possible", "open": "possible", "pending": "possible",
}  # fmt: skip
"""What programs of the field write."""

_LONGEST = {"party": 200, "list": 60, "listed_id": 200, "listed_name": LONGEST_NAME, "vendor": 120, "reason": 10_000}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MEANS = "Nothing was imported."


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """One usable row, `row` as a person counts it; in JSON the first object is 1.

    Attributes:
        party: an id of Duecare, a registration number or a name.
        list_code: Duecare's code of the list, or the vendor's word for it.
        listed_id, listed_name: the publisher's id or a name of the listed party; one of them may be "".
        verdict: one of `OUTSIDE_VERDICTS`.
    """

    row: int
    party: str
    list_code: str
    listed_id: str
    listed_name: str
    verdict: str
    said_on: date
    vendor: str
    reason: str

    def sha256(self, body_id: str) -> str:
        """Names the result: the same row in another file is the same result."""
        told = (self.list_code, self.listed_id, self.listed_name, self.verdict, self.vendor, self.reason)
        return digest([body_id, self.said_on.isoformat(), *told])


def read_results(data: bytes, file: str, today: date) -> tuple[OutsideRow | BadRow, ...]:
    """Rows of a CSV or TSV file with a heading, of a JSON array of objects, or of JSON lines; UTF-8, at most 5 MB.

    Columns: `COLUMNS`; one of `listed_id` and `listed_name` may be absent, and further ones are ignored.

    Raises:
        LimitExceeded. BadInput: not readable at all, or a column is missing. Faults of a row are returned.
    """
    if len(data) > RESULTS_LIMIT:
        raise LimitExceeded(f"larger than {RESULTS_LIMIT // 1024 // 1024} MB", file=file, means=_MEANS)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInput("not UTF-8 text", file=file, means=_MEANS, todo="Save it as UTF-8.") from fault
    rows = _objects(text, file) if text.lstrip()[:1] in ("[", "{") else _lines(text, file)
    found = tuple(_row(number, cells, today) for number, cells in rows)
    if not found:
        raise BadInput("holds no row", file=file, means=_MEANS)
    return found


def _objects(text: str, file: str) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    try:
        whole = json.loads(text)
        told = whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError):
        told = [_object(line) for line in text.splitlines() if line.strip()]
        if not any(isinstance(one, dict) for one in told):
            raise BadInput("no JSON that can be read", file=file, means=_MEANS) from None
    for number, one in enumerate(told, start=1):
        if not isinstance(one, dict):
            yield number, "no JSON object"
        elif wrong := [key for key in COLUMNS if not isinstance(one.get(key, ""), str | int | None)]:
            yield number, f"{wrong[0]}: no text"
        else:
            yield number, {key: "" if one.get(key) is None else str(one[key]).strip() for key in COLUMNS}


def _object(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _lines(text: str, file: str) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    heading = text.partition("\n")[0]
    separator = "\t" if "\t" in heading else ";" if heading.count(";") > heading.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = [cell.strip().lower() for cell in next(rows, [])]
    except csv.Error as fault:
        raise BadInput(f"the heading is not readable: {fault}", file=file, row=1, means=_MEANS) from fault
    missing = [one for one in COLUMNS if columns.count(one) != 1 and one not in ("listed_id", "listed_name")]
    if missing or not {"listed_id", "listed_name"} & set(columns):
        wanted = ", ".join(missing) or "listed_id or listed_name"
        todo = f"Columns: {', '.join(COLUMNS)}."
        raise BadInput(
            "these columns are missing or stand twice", file=file, row=1, value=wanted, means=_MEANS, todo=todo
        )
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as fault:
            yield number, f"not readable: {fault}"
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            yield number, f"{len(cells)} cells where the heading has {len(columns)}"
        else:
            said = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
            yield number, {key: said.get(key, "") for key in COLUMNS}


def _row(number: int, said: Mapping[str, str] | str, today: date) -> OutsideRow | BadRow:
    if isinstance(said, str):
        return BadRow(number, said)
    if wrong := _wrong(said, today):
        return BadRow(number, wrong[0], wrong[1][:80])
    return OutsideRow(
        number, said["party"], said["list"], said["listed_id"], said["listed_name"],
        _VERDICTS[said["verdict"].casefold()], date.fromisoformat(said["date"]), said["vendor"], said["reason"],
    )  # fmt: skip


def _wrong(said: Mapping[str, str], today: date) -> tuple[str, str] | None:
    """What is wrong with a row, and the value; None when nothing is."""
    for key in ("party", "list", "vendor", "reason"):
        if not said[key]:
            return f"{key} is empty", ""
    if not said["listed_id"] and not said["listed_name"]:
        return "neither listed_id nor listed_name is given", ""
    for key, most in _LONGEST.items():
        if len(said[key]) > most or "\x00" in said[key] or any("\ud800" <= one <= "\udfff" for one in said[key]):
            return f"{key}: longer than {most} signs, or a sign that is none", said[key].encode(
                "ascii", "replace"
            ).decode()
    if said["verdict"].casefold() not in _VERDICTS:
        return f"verdict: use one of {', '.join(OUTSIDE_VERDICTS)}", said["verdict"]
    return _day_wrong(said["date"], today)


def _day_wrong(written: str, today: date) -> tuple[str, str] | None:
    try:
        day = date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:
        day = None
    if day is None:
        return "date: a day is written 2026-05-31", written
    return ("date: lies in the future", written) if day > today else None


def outside_standing(verdict: str, state: str, vendor: str, list_code: str) -> Standing | None:
    """What a result from outside means for the gate of its party; None: nothing.

    A clearance opens nothing: verified, it is written as a judgement of the hit and speaks there.
    """
    if verdict == "cleared" or state == "overruled":
        return None
    if state == "verified" and verdict == "confirmed":
        return Standing("confirmed", f"A listed party, as {vendor} reported ({list_name(list_code)}).")
    return Standing("open", f"{vendor} reported a {verdict} hit on {list_name(list_code)} that nobody judged here.")


def names_in(entry: Mapping[str, JSON]) -> tuple[str, ...]:
    """Every name that a list gives an entry, from `Entry.body()`: rows of kind and name."""
    names = entry.get("names")
    rows = names if isinstance(names, Sequence) and not isinstance(names, str) else ()
    return tuple(str(row[1]) for row in rows if isinstance(row, Sequence) and not isinstance(row, str) and len(row) > 1)


def called(list_code: str, *names: str) -> frozenset[tuple[str, str]]:
    """How an entry may be referred to: its list with its id or its name, capitals aside."""
    return frozenset((list_code.casefold(), name.casefold()) for name in names if name)
