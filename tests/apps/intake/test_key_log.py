"""Certified keys: what two pinned officers signed counts, on its days, until one of them ended it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from duecare.adapters.signing import verifies
from duecare.apps.intake.rules import ceremony, key_log, recipients
from duecare.apps.intake.rules.key_log import Officers
from duecare.apps.intake.rules.records import KeyRecord, Office, Track, decoded, to_certify
from duecare.kernel.chain import Stored

from .memory import BEGINS, ENDS, FULL, INSTALLATION, OFFICERS, PINNED, STAFF, TODAY, certify, directory, end, seeded
from .memory import record as record_of

pytestmark = pytest.mark.once

HANDLER = record_of("handler one", Office.CASE_HANDLER)


def says(log: tuple[Stored, ...], officers: Officers = PINNED) -> str:
    """Why the log gives nobody."""
    found = directory(log, officers)
    assert not found.every
    return (found.faults or found.ignored)[0].says


def test_a_record_reads_back_as_it_was_signed() -> None:
    for one in STAFF.values():
        assert decoded(one.encoded()) == one
    with pytest.raises(ValueError):
        decoded(HANDLER.encoded().replace(b'"sales":false', b'"sales":"no"'))
    with pytest.raises(ValueError):
        decoded(HANDLER.encoded().replace(b":false", b": false"))


def test_a_key_counts_from_its_first_day_to_its_last_until_it_is_ended() -> None:
    who = seeded("handler one").fingerprint
    log = certify((), HANDLER)
    known = directory(log)
    for day, counts in ((BEGINS - timedelta(1), False), (BEGINS, True), (ENDS, True), (ENDS + timedelta(1), False)):
        assert (known.valid(who, day) is not None) == counts
    assert known.valid(who, TODAY, Office.CUSTODIAN) is None
    ended = directory(end(log, who, TODAY))
    assert ended.valid(who, TODAY - timedelta(1)) and not ended.valid(who, TODAY)
    earlier = directory(end(end(log, who, TODAY), who, TODAY - timedelta(5)))
    assert not earlier.valid(who, TODAY - timedelta(5))


@pytest.mark.parametrize("by", [(), ("first",), ("first", "third")])
def test_a_certificate_takes_two_pinned_officers(by: tuple[str, ...]) -> None:
    assert "it takes 2" in says(certify((), HANDLER, by))


def test_the_log_as_it_stood_knows_no_later_entry() -> None:
    who = seeded("handler one").fingerprint
    log = end(end(certify((), HANDLER), who, TODAY), who, BEGINS)
    known = directory(log)
    day = TODAY - timedelta(1)
    assert not known.valid(who, day) and known.at(2).valid(who, day) and not known.at(2).valid(who, TODAY)
    assert known.at(1).valid(who, TODAY) and not known.at(0).valid(who, TODAY)
    assert known.at(2).seen == (2, log[1].head) and known.at(3) == known


def test_one_officers_signature_twice_is_one() -> None:
    message = to_certify(INSTALLATION, HANDLER.encoded())
    mine = OFFICERS["first"].signing
    for spelled in (mine.public.hex().upper(), " " + mine.public.hex()):
        signatures = {mine.public.hex(): mine.sign(message), spelled: mine.sign(message)}
        assert "signed by 1" in says(key_log.appended((), key_log.certifying(HANDLER, signatures)))


def test_officers_sign_while_they_are_pinned() -> None:
    first, second = (OFFICERS[name].signing.public.hex() for name in ("first", "second"))
    late = Officers({first: (BEGINS, ENDS), second: (TODAY, ENDS)})
    assert "signed by 1" in says(certify((), HANDLER), late)


def test_a_certificate_of_another_installation_is_none() -> None:
    found = key_log.checked(certify((), HANDLER), installation=b"\1" * 32, officers=PINNED, verifies=verifies)
    assert found.ignored and not found.every


def test_an_exchanged_public_key_is_noticed() -> None:
    thief = seeded("thief")
    for swapped in (
        replace(HANDLER, opening=thief.opening.public),
        replace(HANDLER, signing=thief.signing.public),
        replace(HANDLER, offices=HANDLER.offices | {Office.INTAKE_EXTERNAL}),
        replace(HANDLER, ends=date(2099, 1, 1)),
    ):
        row = certify((), HANDLER)[0]
        theirs = key_log.certifying(swapped, _signatures(row))
        assert says((replace(row, body=theirs),))  # the chain
        assert "it takes 2" in says(key_log.appended((), theirs))  # a chain built anew


def _signatures(row: Stored) -> dict[str, bytes]:
    message = to_certify(INSTALLATION, HANDLER.encoded())
    assert row.body
    return {OFFICERS[who].signing.public.hex(): OFFICERS[who].signing.sign(message) for who in ("first", "second")}


@pytest.mark.parametrize("at", range(0, len(FULL), 3))
def test_an_entry_taken_out_or_moved_voids_the_log(at: int) -> None:
    assert directory(FULL[:at] + FULL[at + 1 :]).faults or at == len(FULL) - 1
    moved = list(FULL)
    moved[at], moved[at - 1] = moved[at - 1], moved[at]
    assert directory(tuple(moved)).faults


def test_a_log_cut_off_or_built_anew_does_not_continue_what_was_seen() -> None:
    whole = directory(end(FULL, seeded("counsel").fingerprint, TODAY))
    assert whole.continues(directory(FULL).seen) and whole.continues((0, "0" * 64)) and whole.continues(whole.seen)
    assert not directory(FULL).continues(whole.seen)
    assert not directory(certify((), HANDLER)).continues(directory(FULL[:1]).seen)
    assert not whole.continues((0, "1" * 64))


def test_a_key_that_was_ended_stays_ended_and_only_known_keys_are_ended() -> None:
    who = seeded("handler one").fingerprint
    again = directory(certify(end(certify((), HANDLER), who, TODAY), HANDLER))
    assert "certified again" in again.ignored[0].says and not again.valid(who, TODAY)
    assert "never certified" in says(end((), who, TODAY))
    forged = directory(end(certify((), HANDLER), who, TODAY, by=("third",)))
    assert "it takes 1" in forged.ignored[0].says and forged.valid(who, TODAY)


def test_an_entry_that_nobody_signed_stops_nobody_else() -> None:
    log = certify(certify(FULL, record_of("stranger", Office.CASE_HANDLER), ("first", "third")), HANDLER)
    found = directory(log)
    assert not found.faults and len(found.ignored) == 1 and found.valid(seeded("counsel").fingerprint, TODAY)
    assert not found.valid(seeded("stranger").fingerprint, TODAY)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"certify":"","signatures":{}}', b'{"x":1,"signatures":{}}'])
def test_what_is_no_entry_voids_the_log(body: bytes) -> None:
    assert directory(key_log.appended(FULL, body)).faults


def missing(
    log: tuple[Stored, ...], *, threshold: int = 2, officers: Officers = PINNED, production: bool = True
) -> str:
    found = ceremony.missing(directory(log, officers), officers, on=TODAY, threshold=threshold, production=production)
    return " ".join(found)


def without(*names: str, more: tuple[KeyRecord, ...] = ()) -> tuple[Stored, ...]:
    log: tuple[Stored, ...] = ()
    for one in (*(one for name, one in STAFF.items() if name not in names), *more):
        log = certify(log, one)
    return log


def test_reporting_opens_after_a_whole_ceremony() -> None:
    assert missing(FULL) == ""


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ((), "two intake officers"),
        (without("intake two"), "external track needs two intake officers outside sales; it has 1"),
        (
            without("intake two", more=(record_of("seller", *recipients.INTAKE.values(), sales=True),)),
            "internal track needs two",
        ),
        (without("custodian", "second custodian"), "custodian of identities is missing"),
        (without("member one"), "three committee keys; there are 2"),
        (without("independent", more=(record_of("member three", Office.COMMITTEE),)), "independent member"),
        (
            without("custodian", more=(record_of("both", Office.CUSTODIAN, Office.CASE_HANDLER),)),
            "may not read reports as well",
        ),
        (FULL[1:], "not sound"),
        (end(FULL, seeded("intake one").fingerprint, TODAY), "it has 1"),
    ],
)
def test_what_a_ceremony_lacks_is_named(log: tuple[Stored, ...], says: str) -> None:
    assert says in missing(log)


def test_a_threshold_lies_between_two_and_what_there_is() -> None:
    assert missing(FULL, threshold=3) == ""
    for threshold in (0, 1, 4):
        assert "at least two shares" in missing(FULL, threshold=threshold)


def test_officers_are_pinned_and_those_of_the_demonstration_prove_nothing_in_production() -> None:
    demo = replace(PINNED, demo=True)
    assert "demonstration" in missing(FULL, officers=demo)
    assert missing(FULL, officers=demo, production=False) == ""
    assert "Two officers have to be pinned" in missing((), officers=Officers({}))


def readers(**more: object) -> recipients.Readers:
    known = directory(without(more=(record_of("seller", Office.INTAKE_INTERNAL, sales=True),)))
    given = {"track": Track.INTERNAL, "on": TODAY, "threshold": 2, **more}
    return recipients.readers(known, **given)  # type: ignore[arg-type]  # the tests name the arguments


def names(found: tuple[key_log.Certified, ...]) -> set[str]:
    return {name for name, one in STAFF.items() if one in [each.record for each in found]}


def test_a_report_goes_first_to_intake_officers_and_the_independent_member_none_from_sales() -> None:
    found = readers()
    assert names(found.first) == {"intake one", "intake two", "independent"} and len(found.first) == 3
    assert names(found.shares) == {"member one", "member two", "independent"}
    assert names(found.custodians) == {"custodian", "second custodian"} and found.refusal is None


def test_whom_the_reporter_excludes_gets_neither_report_nor_share() -> None:
    found = readers(excluded={STAFF["intake one"].person, STAFF["independent"].person})
    assert names(found.first) == {"intake two"} and names(found.shares) == {"member one", "member two"}
    everybody = {STAFF["intake one"].person, STAFF["intake two"].person}
    assert readers(excluded=everybody).refusal is recipients.Refusal.NOBODY
    committee = {STAFF["member one"].person, STAFF["independent"].person}
    assert readers(excluded=committee).refusal is recipients.Refusal.NO_RECOVERY
    assert readers(on=date(2027, 1, 1)).refusal is recipients.Refusal.NOBODY
