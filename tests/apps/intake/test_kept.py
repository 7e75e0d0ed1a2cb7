"""What the process of an open vault keeps of a case between two questions, and what it does not."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters import clock
from duecare.adapters.sealed import objects
from duecare.adapters.sealed.reporter import Reporter
from duecare.adapters.sealed.rows import Rows
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries import site as site_module
from duecare.apps.intake.queries.opening import Case, open_case, read
from duecare.apps.intake.queries.place import opened
from duecare.apps.intake.queries.site import Kept, Site
from duecare.apps.intake.queries.walking import AHEAD, AT_ONCE
from duecare.apps.intake.rules import reading
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.reports import About, Message
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import canonical
from tests.entrypoints.agent.running import House, house

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12,
)  # fmt: skip
BODIES = st.dictionaries(st.text(), VALUES, max_size=5)


def _fits(body: object) -> bool:
    try:
        canonical(body)  # type: ignore[arg-type]  # the strategy makes JSON only
    except ValueError:  # half a character
        return False
    return True


@given(BODIES.filter(_fits))
def test_whatever_is_written_in_its_one_form_is_read(body: dict[str, object]) -> None:
    data = canonical(body)  # type: ignore[arg-type]  # as above
    assert canonical(reading.read(data)) == data


@pytest.mark.parametrize("inside", ["[" * 200_000, '{"a":' * 200_000, "[" * 200_000 + "]" * 200_000])
def test_what_is_nested_without_end_is_refused_like_everything_else(inside: str) -> None:
    for number in ("1", "1.5"):
        with pytest.raises(ValueError, match=r"."):
            reading.read(f'{{"a":{inside}, "b":{number}}}'.encode())


@given(BODIES.filter(_fits))
def test_any_other_writing_of_it_is_refused(body: dict[str, object]) -> None:
    data = canonical(body)  # type: ignore[arg-type]  # as above
    others = {json.dumps(body).encode(), json.dumps(body, indent=0, ensure_ascii=False).encode("utf-8"), data + b"\n"}
    for other in others - {data}:
        with pytest.raises(ValueError, match="not canonical"):
            reading.read(other)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1.0}', '{"a":1e3}', '{"a":-0}', '{"a":01}', '{"a":9007199254740993}', '{"a":NaN}', '{"a":1,"a":1}',
        '{"b":1,"a":1}', '{"a":"\\u00e9"}', '{"a": 1}', '{"\ufb33":1,"\U0001f600":2}', "[1]", "1", "",
    ],
)  # fmt: skip
def test_what_is_nearly_canonical_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # JSON's own error or ours
        reading.read(text.encode())


@pytest.fixture
def here(tmp_path: Path) -> House:
    return house(tmp_path)


@contextmanager
def asking(here: House, kept: Kept | None, counted: list[bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """One question, as the process of a vault answers it; `counted`: objects that were taken out of the store."""
    taken, several = Rows.object, Rows.objects

    def counting(self: Rows, name: bytes) -> bytes | None:
        counted.append(name)
        return taken(self, name)

    def all_of_them(self: Rows, names: Collection[bytes]) -> dict[bytes, bytes]:
        counted.extend(names)
        return several(self, names)

    with monkeypatch.context() as patched, opened(here.home, here.officers, clock.today(), kept=kept) as site:
        patched.setattr(Rows, "object", counting)
        patched.setattr(Rows, "objects", all_of_them)
        yield site


def _case(site: Site, by: Reporter) -> Case:
    case = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
    assert case is not None
    return case


def _said(here: House, by: Reporter, text: str) -> None:
    """Another process writes."""
    with here.site() as site:
        body = Message(About.WORD, text).plain()
        write(
            by=_case(site, by), site=site, compartment=Compartment.REPORT, kind=Kind.MESSAGE, body=body,
            keep_until=site.today,
        )  # fmt: skip


@pytest.mark.once
def test_a_second_question_takes_nothing_out_anew_until_somebody_writes(
    here: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, kept = here.report(), Kept()
    counts: list[int] = []
    found: list[int] = []
    for turn in range(4):
        if turn == 2:
            _said(here, by, "One thing more.")
        counted: list[bytes] = []
        with asking(here, kept, counted, monkeypatch) as site:
            case = _case(site, by)
            before = len(counted)
            found.append(len(read(site, case, Compartment.REPORT).entries))
            counts.append(len(counted) - before)
    assert found == [1, 1, 2, 2], "what was written since is there at the next question"
    assert [bool(one) for one in counts] == [True, False, True, False]


@pytest.mark.once
def test_another_case_takes_its_place_and_without_an_open_vault_nothing_is_kept(
    here: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, kept = here.report("One"), here.report("Other"), Kept()
    for by, fresh in ((one, True), (one, False), (other, True), (one, True)):
        counted: list[bytes] = []
        with asking(here, kept, counted, monkeypatch) as site:
            case, before = _case(site, by), len(counted)
            read(site, case, Compartment.REPORT)
            assert (len(counted) > before) == fresh
    with asking(here, None, counted, monkeypatch) as site:
        case = _case(site, one)
        for _ in range(2):
            before = len(counted)
            read(site, case, Compartment.REPORT)
            assert len(counted) > before


@pytest.mark.once
def test_what_was_written_in_the_same_transaction_is_read(here: House) -> None:
    by, kept = here.report(), Kept()
    with opened(here.home, here.officers, clock.today(), kept=kept) as site, site.store.transaction():
        case = _case(site, by)
        assert len(read(site, case, Compartment.REPORT).entries) == 1
        body = Message(About.WORD, "More.").plain()
        write(
            by=case, site=site, compartment=Compartment.REPORT, kind=Kind.MESSAGE, body=body, keep_until=site.today
        )  # fmt: skip
        assert len(read(site, case, Compartment.REPORT).entries) == 2


def test_a_signature_that_held_is_not_reckoned_again_and_nothing_else_is_taken_for_it() -> None:
    kept, key, other = Kept(), Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    public, signed = key.public_key().public_bytes_raw(), b"what was signed"
    signature = key.sign(signed)
    with pytest.MonkeyPatch.context() as patched:
        reckoned: list[bytes] = []
        truly = site_module.verifies

        def counting(public: bytes, message: bytes, signature: bytes) -> bool:
            reckoned.append(message)
            return truly(public, message, signature)

        patched.setattr(site_module, "verifies", counting)
        assert kept.proves(public, signed, signature) and kept.proves(public, signed, signature)
        assert len(reckoned) == 1
    others = [
        (other.public_key().public_bytes_raw(), signed, signature), (public, signed + b".", signature),
        (public, signed, other.sign(signed)), (public + signature[:1], signed, signature[1:]),
        (public, signature[-1:] + signed, signature[:-1]), (public, signed[1:], signature + signed[:1]),
        (b"", b"", b""),
    ]  # fmt: skip
    for one in others:
        assert not kept.proves(*one) and not kept.proves(*one), "what did not hold is not remembered as if it had"


def test_no_more_is_remembered_than_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_module, "PROVED", 3)
    kept, key = Kept(), Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    for number in range(8):
        assert kept.proves(public, bytes([number]), key.sign(bytes([number])))
        assert len(kept._proved) <= 3


@pytest.mark.once
@pytest.mark.parametrize("words", [1, AHEAD, AHEAD + 1, AT_ONCE + 3, 2 * AT_ONCE + 1])
def test_a_chain_of_any_length_is_fetched_ahead_and_a_hole_is_told_where_it_is(here: House, words: int) -> None:
    by = here.report()
    for number in range(words - 1):
        _said(here, by, f"Word {number}")
    with here.site() as site:
        case = _case(site, by)
        whole = read(site, case, Compartment.REPORT)
        assert len(whole.entries) == words and not whole.faults
        assert [at.counter for at, _entry in whole.entries] == list(range(words))
        gone = words // 2
        seed = case.seed(Compartment.REPORT)
        site.store.delete_object(objects.name(seed.secret, seed.epoch, gone))
        holed = read(site, case, Compartment.REPORT)
    if words == 1:
        assert not holed.entries, "nothing stands there at all"
        return
    places = [at.counter for at, _why in holed.faults]
    if gone < words - 1:
        assert places[0] == gone and len(holed.entries) == words - 1
    else:
        assert not places, "a tail cut off is told by what a key-ring remembers"
