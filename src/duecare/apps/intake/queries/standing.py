"""How far a case has come, from the compartments that are open to one of its members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from duecare.apps.intake.rules import observing, progress, work
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Entry
from duecare.apps.intake.rules.progress import Progress
from duecare.apps.intake.rules.records import INTAKE
from duecare.apps.intake.rules.recovered import tells
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.store import Table
from duecare.apps.intake.rules.work import Work

from .opening import Case, Read, read, recoveries, reporter_of
from .site import Site


@dataclass(frozen=True, slots=True)
class Standing:
    """Report and work as read; `faults` counts what does not fit in either.

    `work` is None for whoever may not read it, and so is `progress`. `heads`: of each, the last entry of what was read.
    What is decided on this state is written upon it (`writing.write`): of two people who press at once, one is told.
    """

    progress: Progress | None
    work: Work | None
    faults: int
    heads: Mapping[Compartment, bytes] = field(default_factory=dict)


def standing(site: Site, case: Case) -> Standing:
    """Read both compartments.

    Raises:
        Altered: the report itself is missing.
    """
    told, said, faults = None, None, 0
    heads: dict[Compartment, bytes] = {}
    if Compartment.REPORT in case.bundle.seeds:
        found = read(site, case, Compartment.REPORT)
        heads[Compartment.REPORT] = found.walk.head
        faults += len(found.faults)
        try:
            told = progress.progress((entry for _, entry in found.entries), reporter_of(case))
        except ValueError as fault:
            raise Altered("there is no report") from fault
    if Compartment.WORK in case.bundle.seeds:
        found = read(site, case, Compartment.WORK)
        heads[Compartment.WORK] = found.walk.head
        faults += len(found.faults)
        said = work.work(_with_recoveries(case, found), checkers(site, case))
    return Standing(told, said, faults, heads)


def _with_recoveries(case: Case, found: Read) -> Iterator[Entry]:
    """Entries of the work, and the links that tell of a recovery, in their order."""
    good, links = dict(found.entries), recoveries(case, found)
    for one in found.walk.found:
        if one.at in good:
            yield good[one.at]
        elif one.at in links and tells(one.entry.body):
            yield one.entry


def taken_back(case: Case, told: Progress) -> frozenset[bytes]:
    """Observers of the case whose agreement was withdrawn. Its signatures are proved with each header (`history`)."""
    reporter = reporter_of(case)
    return frozenset(
        who
        for who, agreed in case.header.observers.items()
        if observing.withdrawn(told.proposals, who, agreed.text, reporter)
    )


def checkers(site: Site, case: Case) -> frozenset[bytes]:
    """Keys that were ever certified for intake of the case's track."""
    office = INTAKE[case.header.track]
    return frozenset(one.fingerprint for one in site.directory.every if office in one.record.offices)


def keep_until(site: Site, case: Case) -> date:
    """The day before which the case may not be shredded; whatever is written into it is kept as long."""
    row = site.store.group(Table.SUBMISSIONS, case.header.mailbox)
    return row[1] if row else site.today
