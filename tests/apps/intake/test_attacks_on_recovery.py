"""Recovery and identity under attack: each share, approval and half counts for what it was made for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duecare.adapters.sealed.keys import OpeningKey
from duecare.apps.intake.actions import identities, recovering
from duecare.apps.intake.actions.turning import Turn, grant, revoke, rotate, turn
from duecare.apps.intake.actions.writing import place
from duecare.apps.intake.queries.opening import open_case, read
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.compartments import WRITTEN, Compartment
from duecare.apps.intake.rules.entries import Entry, Kind
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.recovered import Recovered
from duecare.apps.intake.rules.refusals import Altered, FalseShares, TooFewShares
from duecare.apps.intake.rules.work import NOTE
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Denied

from .casework import EVERYTHING, approved, fp, of, opened
from .memory import FULL, KEEP, STAFF, TODAY, Memory, certify, directory, end, record, seeded, site

pytestmark = pytest.mark.once


def test_false_shares_are_named_and_one_share_is_too_few(store: Memory) -> None:
    members = {fp("handler two"): EVERYTHING}
    group = of(store, "handler one").header.recovery
    parts = approved(store, "member one", "member two", "independent", members=members)
    false = replace(parts[fp("member two")], share=bytes(33))

    def recover(brought: dict[bytes, recovering.Part], to: dict[bytes, frozenset[Compartment]] = members) -> None:
        recovering.recover(by=seeded("member one"), site=site(store), group=group, parts=brought, members=to)

    with pytest.raises(FalseShares) as caught:
        recover({**parts, fp("member two"): false})
    assert caught.value.holders == (fp("member two"),)
    with pytest.raises(FalseShares):
        recover({fp("handler two"): parts[fp("member one")], **parts})
    with pytest.raises(TooFewShares):
        recover({fp("member one"): parts[fp("member one")]})
    before = store.shape()
    recover(parts)
    assert store.shape() != before and opened(store, "handler two")


def test_the_committee_gives_a_case_to_those_only_whom_it_approved(store: Memory) -> None:
    parts = approved(store, "member one", "independent", members={fp("handler two"): EVERYTHING})
    case, before = of(store, "handler one"), store.copy()
    with pytest.raises(Altered) as caught:
        recovering.recover(
            by=seeded("member one"), site=site(store), group=case.header.recovery, parts=parts,
            members={fp("intake two"): EVERYTHING},
        )  # fmt: skip
    assert "0 of the committee approved" in caught.value.why and store == before


def test_why_a_case_was_recovered_stands_in_its_record_and_nobody_else_writes_it(store: Memory) -> None:
    members, reasons = {fp("handler two"): EVERYTHING}, {fp("member one"): "All left.", fp("independent"): "So it is."}
    parts = approved(store, "member one", "independent", members=members)
    group, shape = of(store, "handler one").header.recovery, store.copy()
    rotate(by=of(shape, "handler one"), site=site(shape))
    recovering.recover(
        by=seeded("member one"), site=site(store), group=group, parts=parts, members=members, reasons=reasons
    )
    assert store.shape() == shape.shape(), "no turn of the keys can be told from another"
    case = of(store, "handler two")
    for one in (*WRITTEN, Compartment.RECOVERY):
        if one is not Compartment.IDENTITY:
            assert not read(site(store), case, one).faults, (
                "whoever combined is no member, and what they wrote is right"
            )
    found = standing(site(store), case)
    assert found.work is not None and not found.faults and not found.work.unread
    (told,) = found.work.written
    assert isinstance(told.what, Recovered) and told.what.reasons == reasons and told.author == fp("member one")


def test_whoever_combined_writes_nothing_else_and_a_member_tells_of_no_recovery(store: Memory) -> None:
    members = {fp("handler two"): EVERYTHING}
    parts = approved(store, "member one", "independent", members=members)
    group = of(store, "handler one").header.recovery
    recovering.recover(
        by=seeded("member one"), site=site(store), group=group, parts=parts, members=members,
        reasons={fp("member one"): "All left."},
    )  # fmt: skip
    case = of(store, "handler two")
    work = read(site(store), case, Compartment.WORK).walk
    seed = case.seed(Compartment.WORK)
    body: dict[str, JSON] = {"format": NOTE, "text": "Forged"}
    forged = Entry(Kind.NOTE, fp("member one"), TODAY, work.head, body)
    place(site(store), seeded("member one"), case.id, Compartment.WORK, seed, work.next.counter, forged, KEEP)
    found = standing(site(store), case)
    assert found.faults == 1 and found.work is not None
    assert [type(one.what) for one in found.work.written] == [Recovered]
    lies = {fp("independent"): "They approved."}
    turn(by=case, site=site(store), to=Turn(members, case.header.dealing.shares, reasons=lies))
    after = standing(site(store), of(store, "handler two"))
    assert after.work is not None
    assert [one.what.reasons for one in after.work.written if isinstance(one.what, Recovered)] == [
        {fp("member one"): "All left."}
    ]


def test_long_reasons_leave_the_link_as_small_as_any(store: Memory) -> None:
    names = ("member one", "member two", "independent")
    members, reasons = {fp("handler two"): EVERYTHING}, {fp(one): '"' * 1_000 for one in names}
    parts, group = approved(store, *names, members=members), of(store, "handler one").header.recovery
    shape = store.copy()
    rotate(by=of(shape, "handler one"), site=site(shape))
    recovering.recover(
        by=seeded("member one"), site=site(store), group=group, parts=parts, members=members, reasons=reasons
    )
    assert store.shape() == shape.shape()


def test_a_person_revoked_gets_no_share_under_another_key_either(store: Memory) -> None:
    twice = replace(record("second key", Office.CASE_HANDLER), person=STAFF["member two"].person)
    known = site(store, TODAY, directory(certify(FULL, twice)))
    grant(by=of(store, "handler one"), site=known, to={fp("second key"): EVERYTHING})
    (case,) = (one for at in store.rows if (one := open_case(known, seeded("handler one"), *at)))
    assert fp("member two") in case.header.dealing.shares
    revoke(by=case, site=known, who=fp("second key"))
    (case,) = (one for at in store.rows if (one := open_case(known, seeded("handler one"), *at)))
    assert fp("member two") not in case.header.dealing.shares


def test_a_dealing_with_too_few_holders_left_is_refused(store: Memory) -> None:
    case = of(store, "handler one")
    with pytest.raises(TooFewShares):
        turn(by=case, site=site(store), to=Turn(case.header.members, [fp("member one")]))


def test_shares_of_an_earlier_dealing_are_worth_nothing(store: Memory) -> None:
    members = {fp("handler two"): EVERYTHING}
    parts = approved(store, "member one", "independent", members=members)
    rotate(by=of(store, "handler one"), site=site(store))
    with pytest.raises(FalseShares):
        recovering.recover(
            by=seeded("member one"), site=site(store), group=of(store, "handler one").header.recovery,
            parts=parts, members=members,
        )  # fmt: skip


def test_an_identity_opens_for_the_key_that_asked_and_by_this_custodian(store: Memory) -> None:
    case, key = of(store, "handler one"), OpeningKey(bytes(32))
    request = identities.ask(by=case, site=site(store), custodian=fp("custodian"), key=key, reason="To interview")
    with pytest.raises(Altered):
        identities.release(by=seeded("second custodian"), site=site(store), request=request)
    for forged in (replace(request, reason="Other"), replace(request, opening=OpeningKey(b"\1" * 32).public)):
        with pytest.raises(Altered):
            identities.release(by=seeded("custodian"), site=site(store), request=forged)
    known = site(store, TODAY, directory(end(FULL, fp("handler one"), TODAY)))
    with pytest.raises(Altered):
        identities.release(by=seeded("custodian"), site=known, request=request)
    released = identities.release(by=seeded("custodian"), site=site(store), request=request)
    for key_used, what in ((OpeningKey(b"\2" * 32), released), (key, released[:-1] + b"\0")):
        with pytest.raises(Altered):
            identities.read_identity(by=case, site=site(store), request=request, key=key_used, released=what)


def test_a_custodian_hands_the_half_on_to_another_custodian_only(store: Memory) -> None:
    log = certify(FULL, record("third custodian", Office.CUSTODIAN))
    known = site(store, TODAY, directory(log))
    case = of(store, "handler one")
    half = case.header.custody[fp("custodian")]
    with pytest.raises(Altered):
        identities.hand_on(by=seeded("custodian"), site=known, case=case.id, half=half, to=fp("handler one"))
    new = identities.hand_on(by=seeded("custodian"), site=known, case=case.id, half=half, to=fp("third custodian"))
    turn(by=case, site=known, to=Turn(case.header.members, case.header.dealing.shares, {fp("third custodian"): new}))
    (case,) = (one for at in store.rows if (one := open_case(known, seeded("handler one"), *at)))
    key = OpeningKey(bytes(32))
    request = identities.ask(by=case, site=known, custodian=fp("third custodian"), key=key, reason="x")
    released = identities.release(by=seeded("third custodian"), site=known, request=request)
    assert identities.read_identity(by=case, site=known, request=request, key=key, released=released) == "Somebody"


def test_when_the_key_of_the_last_who_leads_was_ended_the_committee_goes_on(store: Memory) -> None:
    """Neither may the one turn the keys any more, nor is the case lost."""
    revoke(by=of(store, "handler one"), site=site(store), who=fp("independent"))
    case = of(store, "handler one")
    known = site(store, TODAY, directory(end(FULL, fp("handler one"), TODAY)))
    with pytest.raises(Denied, match="Nobody would be left"):
        turn(by=case, site=known, to=Turn(case.header.members, case.header.dealing.shares))
    members = {fp("handler two"): EVERYTHING}
    group = case.header.recovery
    parts = {
        fp(name): part
        for name in ("member one", "member two")
        if (part := recovering.part(by=seeded(name), site=known, group=group, members=members))
    }
    recovering.recover(by=seeded("member two"), site=known, group=group, parts=parts, members=members)
    every = [open_case(known, seeded(name), *at) for name in ("handler one", "handler two") for at in store.rows]
    (left,) = (one for one in every if one)
    assert left.keys.fingerprint == fp("handler two")


def test_the_approval_of_a_member_whose_key_was_ended_counts_for_nothing(store: Memory) -> None:
    case, before = of(store, "handler one"), store.copy()
    known = site(store, TODAY, directory(end(FULL, fp("member two"), TODAY)))
    members = {fp("handler two"): EVERYTHING}
    parts = approved(store, "member one", "member two", members=members)
    with pytest.raises(Altered) as caught:
        recovering.recover(
            by=seeded("member one"), site=known, group=case.header.recovery, parts=parts, members=members
        )
    assert "1 of the committee approved" in caught.value.why and store == before
