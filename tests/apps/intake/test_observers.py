"""Agreed third parties: read the report when reporter and two members signed one text, and nothing otherwise."""

from __future__ import annotations

import pytest

from duecare.apps.intake.actions.observing import admit, sign_for
from duecare.apps.intake.actions.turning import grant, revoke, rotate
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.opening import Case, open_case, read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.agreements import text_hash, to_agree
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import Denied

from .casework import EVERYTHING, TOLD, R, back, fp, submitted, words
from .memory import FULL, KEEP, TODAY, Memory, certify, code, directory, end, record, seeded, site

pytestmark = pytest.mark.once

NGO = fp("an organisation")
LOG = certify(FULL, record("an organisation", Office.OBSERVER))
TEXT = "The organisation reads the report and its answers, and nothing else."


@pytest.fixture
def known(store: Memory) -> Site:
    """The case of `store`, with a second full member and an organisation certified."""
    found = site(store, TODAY, directory(LOG))
    grant(by=of(found, "handler one"), site=found, to={fp("handler two"): EVERYTHING})
    return found


def of(known: Site, name: str) -> Case:
    (case,) = every(known, name)
    return case


def every(known: Site, name: str) -> list[Case]:
    rows = known.store.rows  # type: ignore[attr-defined]  # in memory
    return [case for at in list(rows) if (case := open_case(known, seeded(name), *at))]


def signatures(known: Site, text: str = TEXT, observer: bytes = NGO) -> dict[str, bytes]:
    reporter = code("r")
    mine = open_case(known, reporter.keys, Table.SUBMISSIONS, reporter.mailbox)
    assert mine is not None
    signed = {
        name: sign_for(by=of(known, name), observer=observer, text=text) for name in ("handler one", "handler two")
    }
    return {"reporter": sign_for(by=mine, observer=observer, text=text), **signed}


def admitted(known: Site, signed: dict[str, bytes]) -> None:
    members = {fp(name): one for name, one in signed.items() if name != "reporter"}
    lead, mine = of(known, "handler one"), signed["reporter"]
    admit(by=lead, site=known, observer=NGO, text=TEXT, reporter=mine, members=members)


def test_an_observer_reads_the_report_and_writes_nothing(known: Site) -> None:
    admitted(known, signatures(known))
    case = of(known, "an organisation")
    assert [words(entry.body) for _, entry in read(known, case, R).entries] == [TOLD]
    assert not set(case.bundle.seeds) - {R, Compartment.HEADER} and case.bundle.half is None
    with pytest.raises(Denied):
        write(by=case, site=known, compartment=R, kind=Kind.MESSAGE, body="x", keep_until=KEEP)
    rotate(by=of(known, "handler two"), site=known)
    assert [words(entry.body) for _, entry in read(known, of(known, "an organisation"), R).entries] == [TOLD]
    with pytest.raises(Altered):  # whoever does not know the newer key log does not open the case
        back(known.store)


def test_an_observer_leaves_with_the_next_turn_and_the_case_goes_on(known: Site) -> None:
    admitted(known, signatures(known))
    revoke(by=of(known, "handler one"), site=known, who=NGO)
    assert every(known, "an organisation") == [] and of(known, "handler one").header.observers == {}
    admitted(known, signatures(known))
    ended = Site(known.installation, known.store, directory(end(LOG, NGO, TODAY)), TODAY)
    rotate(by=of(ended, "handler one"), site=ended)
    assert every(ended, "an organisation") == [] and every(ended, "handler two")


@pytest.mark.parametrize("missing", ["reporter", "handler two", "other text", "other keys", "twice", "outsider"])
def test_what_is_not_signed_by_reporter_and_two_members_lets_nobody_read(known: Site, missing: str) -> None:
    signed = signatures(known)
    if missing == "reporter":
        signed["reporter"] = bytes(64)
    elif missing == "handler two":
        del signed[missing]
    elif missing == "other text":
        signed = signatures(known, "The organisation decides.")
    elif missing == "other keys":
        signed = signatures(known, observer=fp("another"))
    elif missing == "twice":
        signed["handler two"] = signed["handler one"]
    else:
        del signed["handler two"]
        message = to_agree(of(known, "handler one").id, NGO, text_hash(TEXT))
        signed["intake one"] = seeded("intake one").signing.sign(message)
    with pytest.raises(Altered):
        admitted(known, signed)
    assert every(known, "an organisation") == [] and every(known, "handler one")


def test_an_observer_is_granted_nothing_but_the_report(known: Site) -> None:
    for what in (EVERYTHING, frozenset({R})):  # without an agreement, not even that
        with pytest.raises(Altered):
            grant(by=of(known, "handler one"), site=known, to={NGO: what})
    admitted(known, signatures(known))
    with pytest.raises(Altered):
        grant(by=of(known, "handler one"), site=known, to={NGO: frozenset({Compartment.WORK})})
    assert R in of(known, "an organisation").bundle.seeds


def test_an_agreement_of_one_case_counts_in_no_other(known: Site) -> None:
    signed = signatures(known)
    submitted(known.store, "other")
    (case,) = every(known, "intake one")
    grant(by=case, site=known, to={fp(name): EVERYTHING for name in ("handler one", "handler two")})
    (case,) = every(known, "intake one")
    with pytest.raises(Altered):
        admit(
            by=case, site=known, observer=NGO, text=TEXT, reporter=signed["reporter"],
            members={fp("handler one"): signed["handler one"], fp("handler two"): signed["handler two"]},
        )  # fmt: skip
