"""Two drafts of the method: one before a second person with its simulation, one still being written."""

from __future__ import annotations

from duecare.apps.assessments.actions import ask_simulation, run_simulation
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries.drafting import read_method, with_figures

from .calendar import Story
from .company import Company
from .people import METHOD

BEGUN, SIMULATED, PROPOSED = 12, 6, 2
"""Days before today."""
YEARS = 3
ELEVATED = "country.bands[2].at"


def draft_method(company: Company) -> Story:
    """The analyst lets precaution begin earlier; an officer puts it, simulated, to a second person."""
    day = company.calendar
    yield day.at(BEGUN, 10)
    analyst = company.actor("iru.castellane")
    made = actions.begin_draft(by=analyst, base=METHOD)
    yield day.at(BEGUN - 1, 11)
    text = with_figures(read_method(queries.draft(made).last.text, "draft"), {ELEVATED: 36.0})
    note = "An outside expert should be heard before a country stands at four tenths of the scale."
    actions.save_draft(by=analyst, draft_id=made, seen=1, text=text, note=note)
    yield day.at(SIMULATED, 14)
    simulation = ask_simulation(by=analyst, draft_id=made, against=METHOD, years=YEARS)
    run_simulation(simulation_id=simulation)
    yield day.at(PROPOSED, 15)
    actions.propose_commit(
        by=company.actor("hanne.sorrel"),
        draft_id=made,
        simulation_id=simulation,
        reasons="From principle: precaution asks for an outsider's eyes earlier. The simulation shows whom it reaches.",
    )


def try_another(company: Company) -> Story:
    """Another draft nobody has finished: heavier weight on media freedom is only a thought so far."""
    yield company.calendar.at(1, 10)
    actions.begin_draft(by=company.actor("pavo.lindqvar"), base="nine-2026")
