"""A customer keeps a log, we check it and ask about one identifier; each side tries to cheat."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from duecare.adapters.usage_log import asking, entries, group, proofs
from duecare.adapters.usage_log.checking import Checked, check
from duecare.adapters.usage_log.identifiers import normal
from duecare.adapters.usage_log.keeping import Secrets, UsageLog
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import BadInput, Conflict

BEGUN = datetime(2026, 9, 30, 23, 50, tzinfo=UTC)
ASKED = "+66 2 555 0142"


class Customer:
    """An invented customer with a log of two months: every tenth use is of the number asked about."""

    def __init__(self, folder: Path, uses: int = 40) -> None:
        self.path, self.consent = folder / "usage.log", SigningKey.generate()
        self.keys = Secrets.begun(folder / "usage.keys")
        self.heads: list[entries.Head] = []
        at = BEGUN
        consent = bytes(self.consent.verify_key)
        with UsageLog.begun(self.path, self.keys, at=at, product="Lantern", consent=consent, seal_every=10) as log:
            self.log = log.log
            for number in range(uses):
                number_used = ASKED if number % 10 == 3 else f"+66 2 555 {number:04}"
                log.use(at, kind="phone", identifier=number_used, what="locate", by="operator 7")
                at += timedelta(minutes=1)
            self.heads.append(log.seal(at))
        self.until = at

    @property
    def signer(self) -> bytes:
        return bytes(self.keys.signer.verify_key)

    def checked(self, seen: Sequence[entries.Head] = (), counted: int | None = None) -> Checked:
        return check(self.path, signer=self.signer, seen=seen, counted=counted)

    def lines(self) -> list[bytes]:
        return self.path.read_bytes().splitlines(keepends=True)

    def written(self, lines: list[bytes]) -> None:
        self.path.write_bytes(b"".join(lines))

    def asked(self, number: str, month: str = "2026-10") -> tuple[asking.Asked, bytes]:
        one = asking.ask(self.log, month, normal("phone", number), "2026-11-02", secrets.token_bytes(64))
        agreed = asking.agree(one.question, self.consent, "counsel", "2026-11-03")
        public = bytes(self.consent.verify_key)
        said = asking.answer(one.question, agreed, self.keys, self.log, public, secrets.token_bytes(64))
        return one, said


@pytest.fixture
def customer(tmp_path: Path) -> Customer:
    return Customer(tmp_path)


def test_a_log_that_was_left_alone_has_no_fault(customer: Customer) -> None:
    found = customer.checked(counted=40)
    assert found.faults == []
    assert (found.uses, found.product, sorted(found.months)) == (40, "Lantern", ["2026-09", "2026-10"])
    assert found.sealed == found.count
    assert found.head == customer.heads[-1]


def test_yes_for_what_was_used_and_no_for_what_was_not_however_it_is_typed(customer: Customer) -> None:
    found = customer.checked()
    for number, month, stands in (
        ("0066 2 555-0142", "2026-10", True),
        ("+66 2 555 0142", "2026-09", True),
        ("+66 2 555 9999", "2026-10", False),
    ):
        one, said = customer.asked(number, month)
        assert asking.stands_in(said, one.question, one.kept, normal("phone", number), found) is stands


def test_neither_log_nor_papers_hold_an_identifier_and_two_uses_of_one_look_unlike(customer: Customer) -> None:
    one, said = customer.asked(ASKED)
    for data in (customer.path.read_bytes(), one.question, said, (customer.path.parent / "usage.keys").read_bytes()):
        assert b"5550142" not in data
    tags = [json.loads(entries.parted(line)[1]).get("tag") for line in customer.lines()]
    tags = [tag for tag in tags if tag]
    assert len(tags) == len(set(tags)) == 40
    again = asking.ask(customer.log, "2026-10", normal("phone", ASKED), "2026-11-02", secrets.token_bytes(64))
    assert json.loads(again.question)["blinded"] != json.loads(one.question)["blinded"]


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (lambda lines: lines[:5] + lines[6:], 6, "left out"),
        (lambda lines: [*lines[:7], lines[8], lines[7], *lines[9:]], 8, "altered"),
        (lambda lines: [*lines[:6], lines[6].replace(b"operator 7", b"operator 8"), *lines[7:]], 7, "altered"),
        (lambda lines: [lines[0].replace(b"Lantern", b"Lampion"), *lines[1:]], 1, "altered"),
        (lambda lines: [*lines[:-3], lines[-3][:40]], 0, "gone"),
        (lambda lines: lines[:-4], 0, "gone"),
        (lambda lines: [*lines[:4], b"x" * 5000 + b"\n", *lines[4:]], 5, "longer"),
    ],
    ids=["left out", "moved", "altered", "opening altered", "cut in a line", "cut", "a line without end"],
)
def test_what_was_done_to_a_log_is_told_with_its_line(
    customer: Customer, change: Callable[[list[bytes]], list[bytes]], line: int, said: str
) -> None:
    customer.written(change(customer.lines()))
    faults = customer.checked(seen=customer.heads).faults
    assert any(one.line == line and said in one.said for one in faults), faults


def test_one_altered_byte_is_always_told(customer: Customer) -> None:
    whole = customer.path.read_bytes()

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
    def altered(place: int, by: int) -> None:
        customer.path.write_bytes(whole[:place] + bytes([whole[place] ^ by]) + whole[place + 1 :])
        assert customer.checked(seen=customer.heads).faults

    altered()


def test_a_log_written_anew_by_who_holds_the_key_is_told_by_what_was_seen_before(customer: Customer) -> None:
    # The customer holds the signing key: a chain written anew is sound in itself. Only a head that we kept tells.
    folder = customer.path.parent / "anew"
    folder.mkdir()
    anew = Customer(folder)
    customer.keys, customer.path = anew.keys, anew.path
    assert customer.checked().faults == []
    assert any("written anew" in one.said or "gone" in one.said for one in customer.checked(seen=customer.heads).faults)


def test_another_signer_silence_a_clock_set_back_and_uses_not_entered_are_told(customer: Customer) -> None:
    stranger = check(customer.path, signer=bytes(SigningKey.generate().verify_key))
    assert any("another log" in one.said for one in stranger.faults)
    with UsageLog(customer.path, customer.keys) as log:
        log.alive(customer.until + timedelta(hours=9))
        log.use(customer.until, kind="imei", identifier="35 209900 176148 1", what="extract", by="operator 7")
        log.seal(customer.until + timedelta(hours=9))
    said = [one.said for one in customer.checked(counted=50).faults]
    assert any("silence" in one for one in said)
    assert any("clock went back" in one for one in said)
    assert any("counted 50 uses, the log holds 41" in one for one in said)


def test_a_key_exchanged_within_a_month_is_told(customer: Customer) -> None:
    del customer.keys.months["2026-10"]
    with UsageLog(customer.path, customer.keys) as log:
        log.use(customer.until, kind="phone", identifier=ASKED, what="locate", by="operator 7")
        log.seal(customer.until)
    assert any("two keys" in one.said for one in customer.checked().faults)


def test_an_answer_under_another_key_is_no_answer(customer: Customer) -> None:
    found = customer.checked()
    customer.keys.months["2026-10"] = group.fresh_scalar(secrets.token_bytes(64))
    one, said = customer.asked(ASKED)
    with pytest.raises(BadInput, match="not made with the key of that month"):
        asking.stands_in(said, one.question, one.kept, normal("phone", ASKED), found)


def test_papers_that_do_not_belong_together_tell_nothing(customer: Customer) -> None:
    found = customer.checked()
    (one, said), (other, _) = customer.asked(ASKED), customer.asked("+66 2 555 0001")
    mine = normal("phone", ASKED)
    for question, kept, identifier, answered in (
        (other.question, other.kept, mine, said),
        (one.question, other.kept, mine, said),
        (one.question, one.kept, normal("phone", "+66 2 555 0143"), said),
        (one.question, one.kept, mine, said.replace(b'"raised":"', b'"raised":"00')),
        (one.question, one.kept, mine, b"{}"),
        (one.question, one.kept, mine, b"[" * 3000),
    ):
        with pytest.raises(BadInput):
            asking.stands_in(answered, question, kept, identifier, found)


def test_no_answer_without_a_consent_to_this_very_question(customer: Customer) -> None:
    one = asking.ask(customer.log, "2026-10", normal("phone", ASKED), "2026-11-02", secrets.token_bytes(64))
    two = asking.ask(customer.log, "2026-10", normal("phone", ASKED), "2026-11-02", secrets.token_bytes(64))
    stranger = asking.agree(one.question, SigningKey.generate(), "nobody", "2026-11-03")
    elsewhere = asking.agree(two.question, customer.consent, "counsel", "2026-11-03")
    public = bytes(customer.consent.verify_key)
    for consent in (stranger, elsewhere, elsewhere.replace(b"counsel", b"council"), b"", b"{}"):
        with pytest.raises(BadInput):
            asking.answer(one.question, consent, customer.keys, customer.log, public, secrets.token_bytes(64))


def test_points_of_small_order_and_false_proofs_are_refused(customer: Customer) -> None:
    one = asking.ask(customer.log, "2026-10", normal("phone", ASKED), "2026-11-02", secrets.token_bytes(64))
    public = bytes(customer.consent.verify_key)
    for small in (b"\x01" + bytes(31), bytes(32), b"\xec" + b"\xff" * 30 + b"\x7f"):
        forged = canonical({**json.loads(one.question), "blinded": small.hex()})
        agreed = asking.agree(forged, customer.consent, "counsel", "2026-11-03")
        with pytest.raises(BadInput, match="no point"):
            asking.answer(forged, agreed, customer.keys, customer.log, public, secrets.token_bytes(64))
    key, asked = group.fresh_scalar(secrets.token_bytes(64)), group.hashed(b"x")
    raised = group.times(key, asked)
    proof = proofs.proved(key, asked, raised, b"about", secrets.token_bytes(64))
    good = group.times_base(key)
    assert proofs.holds(proof, good, asked, raised, b"about")
    assert not proofs.holds(proof, good, asked, raised, b"about something else")
    assert not proofs.holds(proof, good, asked, group.plus(raised, asked), b"about")
    assert not proofs.holds(proof, group.hashed(b"y"), asked, raised, b"about")
    assert not proofs.holds(proofs.Proof(proof.challenge, bytes(32)), good, asked, raised, b"about")


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=64, max_size=64), st.binary(min_size=64, max_size=64), st.binary(max_size=80))
def test_blinding_changes_nothing_in_the_result(key: bytes, blind: bytes, identifier: bytes) -> None:
    try:
        secret, over = group.fresh_scalar(key), group.fresh_scalar(blind)
    except ValueError:
        return
    raised = group.times(secret, group.blinded(over, identifier))
    assert group.unblinded(over, identifier, raised) == group.evaluated(secret, identifier)


def test_a_line_half_written_is_cut_off_and_told_and_one_process_writes(customer: Customer) -> None:
    with customer.path.open("ab") as file:
        file.write(b"0123 half")
    with UsageLog(customer.path, customer.keys) as log:
        with pytest.raises(Conflict):
            UsageLog(customer.path, customer.keys)
        log.use(customer.until, kind="email", identifier="Someone@Example.org", what="open", by="operator 7")
        log.asked(customer.until, hashlib.sha256(b"a question").digest())
    found = customer.checked(seen=customer.heads)
    assert found.faults == []
    assert b'"kind":"restart","lost":9' in customer.path.read_bytes()
    assert found.sealed == found.count


def test_a_log_is_not_gone_on_with_under_other_secrets_or_over_another_file(customer: Customer, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="begun with other secrets"):
        UsageLog(customer.path, Secrets.begun(tmp_path / "others"))
    with pytest.raises(BadInput, match="there is a file of that name"):
        Secrets.begun(tmp_path / "others")
    (tmp_path / "others").write_text("{}")
    with pytest.raises(BadInput, match="not the secrets file"):
        Secrets(tmp_path / "others")


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        ("phone", "+66 (2) 555-0142", b"phone:+6625550142"),
        ("phone", "٠٠٦٦٢٥٥٥٠١٤٢", b"phone:+6625550142"),
        ("imei", "35-209900-176148-1", b"imei:35209900176148"),
        ("email", "Someone@Example.ORG", b"email:someone@example.org"),
    ],
)
def test_identifiers_have_one_form(kind: str, value: str, plain: bytes) -> None:
    assert normal(kind, value) == plain


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "02 555 0142"), ("phone", ""), ("imei", "123"), ("email", "a@b@c"), ("fax", "1"), ("account", "a\x00b")],
)
def test_what_could_mean_two_things_is_refused_and_not_repeated(kind: str, value: str) -> None:
    with pytest.raises(BadInput) as told:
        normal(kind, value)
    assert len(value) < 6 or value not in str(told.value)


@pytest.mark.parametrize(
    "value",
    [
        "2026-10-31T23:59:59", "2026-10-31T23:59:59+00:00", "2026-10-31T23:59:59+00:00Z", "2026-10-31T23:59:59ZZ",
        "2026-10-31 23:59:59Z", "20261031T235959Z", "2026-W44-6T23:59:59Z", "2026-10-31T23:59:59.500000Z",
        "2026-10-31T23:59:60Z", "2026-10-31T24:00:00Z", "2026-02-29T00:00:00Z", "2026-10-31T23:59:59z",
        "２026-10-31T23:59:59Z", "2026-10-31", "", 7, None,
    ],
)  # fmt: skip
def test_a_time_has_one_form(value: object) -> None:
    with pytest.raises(ValueError, match="time is"):
        entries.moment(value)  # type: ignore[arg-type]  # what a forger could write


@given(at=st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001 - made UTC
def test_a_time_comes_back_as_it_was_written(at: datetime) -> None:
    plain = at.replace(microsecond=0, tzinfo=UTC)
    assert entries.moment(entries.stamped(plain)) == plain
