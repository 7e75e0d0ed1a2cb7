"""Who may be told what: the confidentiality map. What no rule names is not known, and never allowed.

A map can be wrong for a country or a contract. So it never says "yes" by silence, and says of each answer where it
comes from and whether anybody has compared it with the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .neither import RECIPIENTS as ANSWERED

RECIPIENTS = (*ANSWERED, "customer", "named_person", "auditor")
"""Who is told: whoever writes letters, the customer, whoever is accused, an auditor."""


class Answer(StrEnum):
    """What is said of one kind of information and one recipient."""

    MUST = "must"
    MAY = "may"
    ONLY_IF = "only_if"
    MUST_NOT = "must_not"
    UNKNOWN = "unknown"
    """No rule names it: counsel is asked."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer comes from; `verified`: a named person compared it with the document."""

    document: str
    section: str
    url: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One answer; `condition` stands with `ONLY_IF`."""

    answer: Answer
    because: str = ""
    condition: str = ""
    sources: tuple[Source, ...] = ()


UNKNOWN = Rule(Answer.UNKNOWN)


@dataclass(frozen=True, slots=True)
class DisclosureMap:
    """One version.

    Attributes:
        information: title by code, in the order of the map.
        rules: by (information, recipient).
    """

    code: str
    information: Mapping[str, str]
    rules: Mapping[tuple[str, str], Rule]

    def told(self, recipient: str) -> tuple[tuple[str, Rule], ...]:
        """(title, answer) of every kind of information, for one recipient. Raises ValueError: there is none such."""
        if recipient not in RECIPIENTS:
            raise ValueError(f"nobody is called {recipient} here")
        return tuple((title, self.rules.get((code, recipient), UNKNOWN)) for code, title in self.information.items())


def mapped(code: str, information: Mapping[str, str], rules: Iterable[tuple[str, str, Rule]]) -> DisclosureMap:
    """A map of these rules.

    Raises:
        ValueError: a rule names information or a recipient that is not there, or two answer the same question.
    """
    found: dict[tuple[str, str], Rule] = {}
    for what, whom, rule in rules:
        if what not in information or whom not in RECIPIENTS:
            raise ValueError(f"{code}: {what} for {whom} names what is not in the map")
        if (what, whom) in found:
            raise ValueError(f"{code}: {what} for {whom} is answered twice")
        found[what, whom] = rule
    return DisclosureMap(code, information, found)
