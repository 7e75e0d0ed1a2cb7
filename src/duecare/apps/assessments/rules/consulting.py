"""Consultation of people who could be affected, recorded before anything is decided.

UN Guiding Principles, Principle 18(b): meaningful consultation with potentially affected groups and
other relevant stakeholders. Its commentary: where that cannot be, reasonable alternatives, such as
credible independent experts, human-rights defenders and others from civil society. So "not possible"
is recorded with its reason, and never counts as having asked somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from duecare.kernel.errors import BadInput


class SpeakingFor(StrEnum):
    """For whom those who were consulted speak."""

    AFFECTED = "affected"
    PROXY = "proxy"
    INDEPENDENT = "independent"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True)
class Consulted:
    """One consultation, as far as the gate asks: who spoke, and about which at-risk groups."""

    standing: SpeakingFor
    groups: tuple[str, ...]


def check_consultation(standing: str, groups: Sequence[str], known: Iterable[str], told: dict[str, str]) -> SpeakingFor:
    """The standing, when everything that it needs is said.

    Args:
        groups: codes of the groups it was about; `known` are those of the library.
        told: `who`, `reason`, `heard`, `effect` and `safety_plan` in words.

    Raises:
        BadInput: an unknown standing or group, no group, or something missing; names the field.
    """
    if standing not in set(SpeakingFor):
        raise BadInput("say for whom they speak.", field="standing", value=standing)
    if not groups:
        raise BadInput("say about which groups.", field="groups")
    if strange := sorted(set(groups) - set(known)):
        raise BadInput("no such group.", field="groups", value=strange[0])
    needed = ("reason",) if standing == SpeakingFor.NOT_POSSIBLE else ("who", "heard", "effect", "safety_plan")
    for field in needed:
        if not told[field].strip():
            raise BadInput("this is needed.", field=field)
    return SpeakingFor(standing)


def still_missing(held: Iterable[Consulted], targets: Iterable[str]) -> tuple[str, ...]:
    """What is left before the consultation is done, in words; empty when nothing is.

    Somebody affected or a proxy must have been heard; an independent expert counts only where it is on
    record for the same group that those could not be. Every group found to be a likely target was spoken about.
    """
    rows = tuple(held)
    impossible = {group for row in rows if row.standing is SpeakingFor.NOT_POSSIBLE for group in row.groups}
    heard: set[str] = set()
    for row in rows:
        if row.standing in (SpeakingFor.AFFECTED, SpeakingFor.PROXY):
            heard |= set(row.groups)
        elif row.standing is SpeakingFor.INDEPENDENT:
            heard |= impossible.intersection(row.groups)
    nobody = () if heard else ("a consultation of people who could be affected, or of those who speak for them",)
    left = tuple(f"a consultation about {group.replace('_', ' ')}" for group in sorted(set(targets) - heard))
    return nobody + left
