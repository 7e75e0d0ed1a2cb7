"""What was said in public about the method on any day, and what should be said today."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duecare.adapters import clock
from duecare.adapters.home import company
from duecare.adapters.library import load_folder
from duecare.adapters.signing import verifies
from duecare.adapters.yaml_text import read_yaml
from duecare.apps.risk.models import BacktestRun, CommittedMethod, Edition, MethodInForce, MethodStatement
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.methodology_parse import parse_methodology, resolve_includes
from duecare.apps.risk.rules.statement import Basis, Covered, EditionUsed, content
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, NotFound

from .methods import index_specs, method_of, shared_rules
from .scores import Scores, scores


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement: its canonical bytes, and the signature over them.

    Attributes:
        sha256: of `body`; the next statement names it.
        public_key: 32 bytes, hex. `signature`: 64 bytes, base64.
    """

    number: int
    since: date
    made_at: datetime
    method_urn: str
    body: bytes
    sha256: str
    public_key: str
    signature: str

    def told(self) -> dict[str, Any]:
        """The statement as it is handed out: what is said, and who signed it."""
        return {
            "statement": json.loads(self.body),
            "signature": {
                "algorithm": "Ed25519",
                "over": "RFC 8785 canonical form of `statement`",
                "public_key": self.public_key,
                "value": self.signature,
            },
        }


def statement_on(day: date) -> StatementRow:
    """What counted on that day.

    Raises:
        BadInput: a day that lies in the future, for which nothing can have been said.
        NotFound: the company had not said anything yet.
    """
    if day > clock.today():
        raise BadInput("lies in the future", field="day", value=day.isoformat(), todo="Choose a day until today.")
    row = MethodStatement.objects.filter(since__lte=day).order_by("-since", "-number").first()
    if row is None:
        raise NotFound("statement about the method for that day")
    return _row(row)


def statements() -> tuple[StatementRow, ...]:
    """Every statement, the newest first."""
    return tuple(_row(one) for one in MethodStatement.objects.order_by("-number"))


def _row(one: MethodStatement) -> StatementRow:
    return StatementRow(
        one.number,
        one.since,
        one.made_at,
        one.method_urn,
        one.body.encode(),
        one.sha256,
        one.public_key,
        one.signature,
    )


def days_to_state(today: date) -> tuple[date, ...]:
    """Days on which another method came in force and of which nothing was said yet, and today."""
    last = MethodStatement.objects.order_by("-number").values_list("since", flat=True).first()
    changed = MethodInForce.objects.exclude(confirmed_by=None).filter(since__lte=today)
    if last is not None:
        changed = changed.filter(since__gt=last)
    return tuple(sorted({*changed.values_list("since", flat=True), today}))


def content_on(day: date) -> dict[str, JSON]:
    """What is to be said of the method in force on a day, by the editions published by then and held now."""
    row = (
        MethodInForce.objects.filter(since__lte=day)
        .exclude(confirmed_by=None)
        .order_by("-since", "-adopted_at")
        .first()
    )
    method = method_of(row)
    found = scores(method, day)
    return content(
        Basis(
            company=company(),
            method=method,
            in_force_since=row.since if row else None,
            document=document_of(method),
            specs=index_specs(),
            editions=_editions(day),
            countries=_countries(found),
            of=found.countries()[0].of,
            restated=found.table.restated / found.table.values if found.table.values else 0.0,
            backtest=_backtest(method, day),
        )
    )


def document_of(method: Methodology) -> dict[str, JSON]:
    """The whole document of a released methodology, includes resolved; its canonical form has the method's hash.

    Raises:
        NotFound: it is not released.
    """
    own = CommittedMethod.objects.filter(sha256=method.sha256).values_list("text", flat=True)
    texts = (*(item.data for item in load_folder("methodology")), *(read_yaml(text, method.urn).data for text in own))
    for data in texts:
        if parse_methodology(data, shared_rules()).sha256 == method.sha256:
            return resolve_includes(data, shared_rules())
    raise NotFound(f"released methodology {method.urn}")


def _editions(day: date) -> tuple[EditionUsed, ...]:
    rows = Edition.objects.filter(published__lte=day).order_by("index", "published", "label")
    return tuple(
        EditionUsed(one.index, one.label, one.sha256, one.first_year, one.last_year, one.published) for one in rows
    )


def _countries(found: Scores) -> tuple[Covered, ...]:
    return tuple(Covered(row.iso3, row.coverage, row.score, row.band, row.treated_as) for row in found.countries())


def _backtest(method: Methodology, day: date) -> Mapping[str, JSON] | None:
    """The last one published by that day for exactly this method."""
    row = (
        BacktestRun.objects.filter(method_sha256=method.sha256, published_at__date__lte=day)
        .order_by("-published_at")
        .first()
    )
    return None if row is None else {"ran_at": row.ran_at.isoformat(timespec="seconds"), "report": row.report}


def statements_altered() -> tuple[int, tuple[str, ...]]:
    """How many statements there are, and what is wrong with them: altered, badly signed, one missing."""
    wrong, previous, count = [], "", 0
    for count, row in enumerate(MethodStatement.objects.order_by("number"), start=1):
        body = row.body.encode()
        fits = hashlib.sha256(body).hexdigest() == row.sha256 and verifies(
            bytes.fromhex(row.public_key), body, base64.b64decode(row.signature)
        )
        if not fits:
            wrong.append(f"statement {row.number} was altered")
        elif json.loads(body)["previous"] != previous or row.number != count:
            wrong.append(f"the statement before {row.number} is not the one it names")
        previous = row.sha256
    return count, tuple(wrong)
