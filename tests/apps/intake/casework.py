"""What the tests of cases do again and again, through the doors that pages will use."""

from __future__ import annotations

from duecare.apps.intake.actions import recovering
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.queries.opening import Case, open_case, read
from duecare.apps.intake.rules.compartments import WRITTEN, Compartment
from duecare.apps.intake.rules.key_log import Directory
from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.reports import REPORT, Report
from duecare.apps.intake.rules.store import Store, Table

from .memory import CHECKED, KEEP, TODAY, code, seeded, site

R = Compartment.REPORT
EVERYTHING = frozenset(WRITTEN)
TOLD = "It was used against a journalist."


def texts(store: Store, case: Case, compartment: Compartment = R) -> list[object]:
    """Bodies of the entries, no fault among them."""
    found = read(site(store), case, compartment)
    assert not found.faults
    return [words(entry.body) for _, entry in found.entries]


def told(text: str = TOLD, language: str = "en") -> Report:
    """A report of one answer."""
    return Report("external/1", language, {"what": text})


def words(body: object) -> object:
    """The one answer of a report, anything else as it is."""
    return body["answers"]["what"] if isinstance(body, dict) and body.get("format") == REPORT else body


def submitted(store: Store, who: str = "r", text: str = TOLD, identity: str = "") -> bytes:
    """A report on the external track."""
    return submit(
        by=code(who), site=site(store), threshold=2,
        submission=Submission(Track.EXTERNAL, told(text), identity), keep_until=KEEP,
    )  # fmt: skip


def opened(store: Store, name: str, known: Directory = CHECKED) -> list[Case]:
    """Every case that somebody of the staff can open."""
    every = ((table, group) for table in Table for group in store.groups(table))
    return [case for at in every if (case := open_case(site(store, TODAY, known), seeded(name), *at)) is not None]


def back(store: Store, who: str = "r", known: Directory = CHECKED) -> Case | None:
    """The reporter comes back with the code."""
    return open_case(site(store, TODAY, known), code(who).keys, Table.SUBMISSIONS, code(who).mailbox)


def fp(name: str) -> bytes:
    return seeded(name).fingerprint


def approved(store: Store, *names: str, members: dict[bytes, frozenset[Compartment]]) -> dict[bytes, recovering.Part]:
    """Parts of these committee members, and the group they stand in."""
    parts = {}
    for name in names:
        for group in store.groups(Table.GRANTS):
            if part := recovering.part(by=seeded(name), site=site(store), group=group, members=members):
                parts[fp(name)] = part
    return parts


def of(store: Store, name: str) -> Case:
    """The one case that somebody can open."""
    (case,) = opened(store, name)
    return case
