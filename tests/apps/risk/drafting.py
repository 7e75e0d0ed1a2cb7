"""A draft brought as far as a test wants: begun, simulated, proposed, committed."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.library import LIBRARY
from duecare.apps.assessments.actions import ask_simulation, run_simulation
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries.drafting import text_to_begin
from duecare.kernel.actor import Actor, Role
from tests.conftest import person

BASE = "open-2026"


def officer() -> Actor:
    """The officer who writes and proposes."""
    return person(Role.COMPLIANCE_OFFICER, name="draft one")


def second() -> Actor:
    """A second officer."""
    return person(Role.COMPLIANCE_OFFICER, name="draft two")


@cache
def shipped(name: str = "nine-2026") -> str:
    """The text of a shipped methodology."""
    return (LIBRARY / "methodology" / f"{name}.yaml").read_text(encoding="utf-8")


def fresh() -> str:
    """The text with which a draft from `BASE` begins."""
    return text_to_begin(queries.method(BASE), clock.today())


def lower(text: str) -> str:
    """The same with lower thresholds: of the countries that tests hold, Norway becomes moderate."""
    changed = text.replace("name: elevated, at: 40", "name: elevated, at: 36", 1)
    changed = changed.replace("name: moderate, at: 25", "name: moderate, at: 2", 1)
    assert changed != text
    return changed


def begun() -> UUID:
    """A draft with lower thresholds."""
    made = actions.begin_draft(by=officer(), base=BASE)
    text = queries.draft(made).last.text
    actions.save_draft(by=officer(), draft_id=made, seen=1, text=lower(text), note="Precaution earlier.")
    return made


def asked(made: UUID, years: int = 1) -> UUID:
    """A simulation of its last text that waits."""
    return ask_simulation(by=officer(), draft_id=made, against=BASE, years=years)


def simulated(made: UUID, years: int = 1) -> UUID:
    """A finished simulation of its last text."""
    found = asked(made, years)
    assert run_simulation(simulation_id=found)
    return found


def proposed(made: UUID) -> UUID:
    """Before a second person; returns the proposal."""
    return actions.propose_commit(
        by=officer(), draft_id=made, simulation_id=simulated(made), reasons="Precaution should begin earlier."
    )


def committed() -> str:
    """Released by two people; returns its URN."""
    made = begun()
    commit = proposed(made)
    sha256 = queries.draft(made).last.sha256
    return actions.confirm_commit(by=second(), commit_id=commit, seen_sha256=sha256, reasons="Agreed.")
