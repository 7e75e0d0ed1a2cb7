"""A method beside another one over all countries, customers and decisions.

Countries and rules belong to the risk app, decisions to governance; here they meet, because a file's
facts are known here. Both methods see the same figures and facts, so that what differs is the method.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from duecare.apps.governance import queries as governance
from duecare.apps.governance.queries import DecisionTaken
from duecare.apps.governance.rules.authority import Matrix, authority_for
from duecare.apps.parties import queries as parties
from duecare.apps.risk import queries as risk
from duecare.apps.risk.rules.methodology import CLASSES, Methodology
from duecare.apps.risk.rules.simulation import BANDS, DayMatrix, Mover, Outcome, days_of, matrix
from duecare.apps.risk.rules.simulation_classes import Cohort, Rated, cohort, rate
from duecare.apps.risk.rules.simulation_countries import Standings, country_facts_of, country_movers
from duecare.apps.risk.rules.simulation_customers import Groups, customer_classes, customer_movers
from duecare.apps.risk.rules.simulation_decisions import Authority, decision_mover
from duecare.apps.risk.rules.vintage import Panel
from duecare.kernel.canonical import JSON
from duecare.kernel.countries import all_codes

from .classified import Classified, classified

Progress = Callable[[int, int, str], None]
"""Called with (steps done, steps in all, code of what is being done)."""
OPPORTUNITY = "opportunity"
"""Kind of decision that is about a deal; the others are about a waiver or an override."""


class _Method:
    """One of the two: where countries stand by it, and how it classifies."""

    def __init__(self, method: Methodology, panel: Panel) -> None:
        self.method = method
        self.standings = Standings(panel, method.country)

    def rate(self, group: Cohort, day: date) -> Rated:
        stand = self.standings.on(day)
        return rate(group, self.method.classes, country_facts_of(stand, self.method.country), stand.places)


def simulate(
    against: Methodology, draft: Methodology, years: int, as_of: date, progress: Progress | None = None
) -> Outcome:
    """Run both methods over the last `years` ends of year and the day itself.

    Countries by the editions now held, each figure from the month in which it first came out; customers
    by the facts of their last class; decisions by the facts they were taken on, as of the day they were
    taken. Those without a class are counted and not compared.

    Raises:
        BadInput: a recorded class whose facts a method cannot read.
    """
    said = progress or (lambda done, of, doing: None)
    steps = years + 3
    said(0, steps, "figures")
    panel = risk.held_panel()
    both = _Method(against, panel), _Method(draft, panel)
    said(1, steps, "facts")
    held = classified()
    counted = [one for one in held if one.counts]
    group = cohort([one.latest() for one in counted])
    names = parties.named_customers()
    groups = _groups(counted)
    known: dict[str, Mapping[str, JSON]] = {
        str(key): {"reference": one[0], "name": one[1], "country": one[2]} for key, one in names.items()
    }
    days, movers = [], []
    for at, day in enumerate(days_of(as_of, years)):
        said(2 + at, steps, "days")
        found = _day(both, group, groups, known, day)
        days.append(found[0])
        movers += found[1]
    said(steps - 1, steps, "decisions")
    decided = governance.decisions_taken(OPPORTUNITY)
    by_deal = _by_deal(held)
    movers += _decisions(both, [one for one in decided if one.subject_id in by_deal], by_deal, as_of)
    said(steps, steps, "done")
    return Outcome(
        days=tuple(days),
        movers=tuple(movers),
        customers=len(groups),
        unclassified=len(names) - len(groups),
        deployments=len(counted),
        decisions=sum(one.subject_id in by_deal for one in decided),
    )


def _groups(counted: Sequence[Classified]) -> Groups:
    groups: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(counted):
        groups[str(one.customer_id)].append(at)
    return groups


def _by_deal(held: Sequence[Classified]) -> Mapping[UUID, list[Classified]]:
    found: dict[UUID, list[Classified]] = defaultdict(list)
    for one in held:
        found[one.opportunity_id].append(one)
    return found


def _day(
    both: tuple[_Method, _Method], group: Cohort, groups: Groups, known: Mapping[str, Mapping[str, JSON]], day: date
) -> tuple[DayMatrix, list[Mover]]:
    before, after = (one.standings.on(day) for one in both)
    count = len(all_codes())
    methods = both[0].method.country, both[1].method.country
    rated = both[0].rate(group, day), both[1].rate(group, day)
    classes = [customer_classes(one, groups).values() for one in rated]
    found = DayMatrix(
        day,
        matrix(BANDS, before.band[:count], after.band[:count]),
        matrix(CLASSES, *classes),
    )
    return found, [
        *country_movers(day, before, after, methods, count),
        *customer_movers(day, rated, groups, known),
    ]


def _decisions(
    both: tuple[_Method, _Method], decided: Sequence[DecisionTaken], held: Mapping[UUID, list[Classified]], as_of: date
) -> list[Mover]:
    """Decisions that would have differed, the newest first. Days between two publications need one reckoning."""
    by_day: dict[date, list[DecisionTaken]] = defaultdict(list)
    for one in decided:
        by_day[both[0].standings.same_figures(one.decided_at.date())].append(one)
    found: list[Mover] = []
    authorities: dict[Decimal | None, Mapping[str, Authority]] = {}
    levels = governance.matrix(as_of)
    for day, several in by_day.items():
        subjects = [(one, deployment.before(one.decided_at)) for one in several for deployment in held[one.subject_id]]
        group = cohort([subject for _, subject in subjects])
        rated = both[0].rate(group, day), both[1].rate(group, day)
        places: dict[UUID, list[int]] = defaultdict(list)
        for at, (one, _) in enumerate(subjects):
            places[one.id].append(at)
        for one in several:
            mine = places[one.id]
            if one.value_eur not in authorities:
                authorities[one.value_eur] = _authority(one.value_eur, levels)
            told: dict[str, JSON] = {
                "reference": one.reference,
                "paper": one.paper_reference,
                "title": one.title,
                "outcome": one.state,
                "class_then": one.risk_class,
                "opportunity": str(one.subject_id),
            }
            mover = decision_mover(one.decided_at.date(), str(one.id), rated, mine, authorities[one.value_eur], told)
            if mover is not None:
                found.append(mover)
    return sorted(found, key=lambda one: (one.day, one.subject), reverse=True)


def _authority(value_eur: Decimal | None, levels: Matrix) -> Mapping[str, Authority]:
    """Who decides a deal of this value, for each class, by the matrix of today: only the method differs."""
    found = {cls: authority_for(levels, cls, value_eur) for cls in CLASSES}
    return {cls: Authority(one.decides, one.independent_required, one.may_approve) for cls, one in found.items()}
