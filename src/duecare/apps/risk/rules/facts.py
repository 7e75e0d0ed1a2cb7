"""Facts about a country, an agency, a product, a deal and a file: values, or one of five kinds of unknown.

A fact that nobody mentions is *not asked*. Which facts exist is one table, in `facts_registry.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from duecare.kernel.errors import BadInput

Value: TypeAlias = bool | int | float | str


class UnknownKind(StrEnum):
    """Why there is no value. The five are told apart wherever a fact is shown."""

    NOT_ASKED = "not_asked"
    ASKED_NO_ANSWER = "asked_no_answer"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value, and why.

    Attributes:
        kind: one of the five.
        reason: in words; required for NOT_APPLICABLE, because it silences rules.
    """

    kind: UnknownKind
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind is UnknownKind.NOT_APPLICABLE and not self.reason.strip():
            raise BadInput(
                "“Not applicable” needs a reason.", field="reason", todo="Say why the question has no meaning here."
            )


NOT_ASKED = Unknown(UnknownKind.NOT_ASKED)


class Kind(StrEnum):
    """What sort of value a fact takes."""

    BOOL = "bool"
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FactType:
    """One word of the vocabulary.

    Attributes:
        code: stable name, e.g. ``"agency.oversight"``.
        kind: sort of value.
        question: what is asked, in a sentence.
        favourable: the value that speaks most for the customer (for NUMBER the lowest risk).
        worst: the value that speaks most against (for TEXT: "" = any text but the favourable one).
        options: for CHOICE all values, from favourable to worst.
        answered_in: part of the file where the answer is given.
        may_be_not_applicable: whether "not applicable" is an answer at all.
        unknown_values: values that mean "we do not know yet" and are read as unknown.
    """

    code: str
    kind: Kind
    question: str
    favourable: Value
    worst: Value
    answered_in: str
    options: tuple[str, ...] = ()
    may_be_not_applicable: bool = False
    unknown_values: tuple[str, ...] = ()

    def accepts(self, value: Value) -> bool:
        """True when `value` is of this fact's kind (and, for CHOICE, one of its options)."""
        match self.kind:
            case Kind.BOOL:
                return isinstance(value, bool)
            case Kind.NUMBER:
                return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
            case Kind.CHOICE:
                return value in self.options or value in self.unknown_values
            case Kind.TEXT:
                return isinstance(value, str) and bool(value.strip())


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer as the file holds it.

    Attributes:
        code: name from the registry.
        value: the answer, or why there is none.
        source: who says so: "company", "counsel", "expert", "publisher", ...
        conflicts_signed: for an outside expert, whether the conflicts statement is signed.
        origin: where it was read, for the reader ("questionnaire 3.2", "WGI 2024 update").
    """

    code: str
    value: Value | Unknown
    source: str = "company"
    conflicts_signed: bool = True
    origin: str = ""


Facts: TypeAlias = Mapping[str, Fact]


def facts_of(*facts: Fact) -> Facts:
    """Index facts by code.

    Raises:
        BadInput: the same fact twice.
    """
    indexed: dict[str, Fact] = {}
    for fact in facts:
        if fact.code in indexed:
            raise BadInput("This fact is given twice.", field=fact.code)
        indexed[fact.code] = fact
    return MappingProxyType(indexed)


def plain_facts(values: Mapping[str, Value | Unknown]) -> Facts:
    """Facts from bare values, all said by the company itself."""
    return facts_of(*(Fact(code, value) for code, value in values.items()))


def effective(fact: Fact | None, kind: FactType) -> Value | Unknown:
    """What a rule may rely on.

    An outside expert's answer counts only against the customer until the conflicts statement is
    signed: short of the worst answer it is read as "asked, no answer". An open allegation
    ("not_assessed") is unknown, never absent.

    Raises:
        BadInput: a value that the fact cannot take, or "not applicable" where that is no answer.
    """
    if fact is None:
        return NOT_ASKED
    value = fact.value
    if isinstance(value, Unknown):
        if value.kind is UnknownKind.NOT_APPLICABLE and not kind.may_be_not_applicable:
            raise BadInput("“Not applicable” is not an answer to this question.", field=kind.code)
        return value
    if not kind.accepts(value):
        raise BadInput("This is not an answer to the question.", field=kind.code, value=value)
    if value in kind.unknown_values:
        return Unknown(UnknownKind.ASKED_NO_ANSWER, "raised, not yet assessed")
    if fact.source == "expert" and not fact.conflicts_signed and not _is_worst(value, kind):
        return Unknown(UnknownKind.ASKED_NO_ANSWER, "the expert's conflicts statement is not signed")
    return value


def _is_worst(value: Value, kind: FactType) -> bool:
    return kind.kind in (Kind.BOOL, Kind.CHOICE) and value == kind.worst


def not_applicable(facts: Iterable[Fact]) -> tuple[tuple[str, str], ...]:
    """Every fact declared not applicable, with its reason: listed beside the class."""
    return tuple(
        (fact.code, fact.value.reason)
        for fact in facts
        if isinstance(fact.value, Unknown) and fact.value.kind is UnknownKind.NOT_APPLICABLE
    )
