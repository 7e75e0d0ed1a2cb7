"""Messages between pages and the key agent: what is sent arrives, and nothing else is taken."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from duecare.adapters.agent.frames import ANSWER, FRAME, PIECE, QUESTION, Gathering, Malformed, Message, frames
from duecare.adapters.agent.greeting import Do, Greeting, greeting, kept
from duecare.adapters.agent.records import made, plain
from duecare.apps.intake.rules import desk, desk_case, desk_inbox
from duecare.apps.intake.rules.questions import QUESTIONS as QUESTION_OF
from duecare.kernel.canonical import canonical

pytestmark = pytest.mark.once

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)
MESSAGES = st.dictionaries(TEXT, VALUES, max_size=4)


def gathered(sent: list[bytes], limit: int = ANSWER) -> Message | None:
    """What comes of these frames."""
    gathering = Gathering(limit)
    found = None
    for frame in sent:
        assert found is None, "a message ends with its last frame"
        found = gathering.take(frame)
    return found


@given(MESSAGES, st.integers(0, 3 * PIECE))
def test_what_is_sent_arrives(message: Message, more: int) -> None:
    long = {**message, "long": "ä" * more}
    sent = list(frames(long, ANSWER))
    assert gathered(sent) == long and all(len(one) <= FRAME for one in sent)


@given(st.integers(2, 5), st.data())
def test_frames_left_out_doubled_or_exchanged_give_no_message(count: int, data: st.DataObject) -> None:
    sent = list(frames({"text": "a" * (PIECE * (count - 1))}, ANSWER))
    picked = data.draw(st.lists(st.integers(0, len(sent) - 1), min_size=1, max_size=count + 1))
    assume(picked != [*range(len(sent))])
    gathering = Gathering(ANSWER)
    with suppress(Malformed):
        for number in picked:
            assert gathering.take(sent[number]) is None or picked[: len(sent)] == [*range(len(sent))]


@given(st.binary(max_size=300))
def test_bytes_that_are_no_frame_are_refused(junk: bytes) -> None:
    with pytest.raises(Malformed):
        gathered([junk])


@given(MESSAGES, st.data())
def test_a_frame_of_another_form_is_refused(message: Message, data: st.DataObject) -> None:
    (frame, *_) = frames(message, ANSWER)
    told = json.loads(frame)
    wrong = data.draw(
        st.sampled_from([
            {**told, "more": 1}, {**told, "format": "duecare/agent/2"}, {**told, "left": -1}, {**told, "left": True},
            {**told, "left": 10**9}, {**told, "piece": told["piece"] + "="}, {**told, "piece": None},
            {key: value for key, value in told.items() if key != "left"},
        ])
    )  # fmt: skip
    for bytes_ in (canonical(wrong), json.dumps(told, indent=1).encode(), frame + b" "):
        with pytest.raises(Malformed):
            gathered([bytes_])


def test_a_message_longer_than_allowed_is_neither_sent_nor_taken() -> None:
    long = {"text": "a" * QUESTION}
    with pytest.raises(ValueError, match="are allowed"):
        list(frames(long, QUESTION))
    first, *_ = frames(long, ANSWER)
    with pytest.raises(Malformed):
        gathered([first], QUESTION)  # told from the first frame: nobody waits for the rest
    assert gathered(list(frames({"text": "\n" * 256 * 1024}, QUESTION)), QUESTION), "the longest text, all escaped"


def test_a_nest_too_deep_is_refused() -> None:
    deep = b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
    pieces = [deep[at : at + PIECE] for at in range(0, len(deep), PIECE)]
    sent = [
        canonical({"format": "duecare/agent/1", "left": len(pieces) - 1 - at, "piece": base64.b64encode(one).decode()})
        for at, one in enumerate(pieces)
    ]
    with pytest.raises(Malformed):
        gathered(sent)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
QUESTIONS = st.one_of(
    st.builds(desk_inbox.Inbox),
    st.builds(desk_case.Look, reference=WORDS),
    st.builds(desk_inbox.Call, reference=WORDS, title=WORDS),
    st.builds(
        desk.Say, reference=WORDS, seen=st.integers(0, 99), about=WORDS, text=WORDS, language=WORDS,
        files=st.lists(st.integers(0, 50)).map(tuple), raw=st.booleans(),
        next=st.none() | st.dates(),
    ),
    st.builds(
        desk.Examine, reference=WORDS, clear=st.lists(WORDS).map(tuple), conflicted=st.lists(WORDS).map(tuple),
        remark=WORDS, names=st.lists(WORDS).map(tuple),
        found=st.lists(st.builds(desk.Found, question=WORDS, answer=WORDS, text=WORDS)).map(tuple),
        beside=st.lists(
            st.builds(
                desk.Beside, who=WORDS, question=WORDS, party=WORDS, what=WORDS, last=st.none() | st.dates()
            )
        ).map(tuple),
    ),
    st.builds(desk.Retain, reference=WORDS, until=st.dates(), reason=WORDS),
    st.builds(desk.Doom, reference=WORDS, reason=WORDS, withdrawn=st.booleans()),
)  # fmt: skip


@given(QUESTIONS)
def test_a_question_comes_back_as_it_was(question: object) -> None:
    sent = list(frames({"ask": type(question).__name__, "with": plain(question)}, QUESTION))
    message = gathered(sent, QUESTION)
    assert message is not None
    assert made(QUESTION_OF[str(message["ask"])], message["with"]) == question


@given(QUESTIONS, st.data())
def test_a_field_missing_unknown_or_of_another_type_is_refused(question: object, data: st.DataObject) -> None:
    told = plain(question)
    assert isinstance(told, dict)
    with pytest.raises(ValueError, match="no "):
        made(type(question), {**told, "unknown": 1})
    for one in fields(question):  # type: ignore[arg-type]  # each of them is a dataclass
        with pytest.raises(ValueError, match=r"."):
            made(type(question), {key: value for key, value in told.items() if key != one.name})
        wrong = data.draw(st.sampled_from([1.5, {"a": 1}, b"a"]))
        with pytest.raises((ValueError, TypeError)):
            made(type(question), {**told, one.name: wrong})


@dataclass(frozen=True)
class Day:
    """A record with a day."""

    day: date


@pytest.mark.parametrize("text", ["2026-3-2", "20260302", "2026-03-02T00:00", "", "2026-W10-1"])
def test_a_day_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        made(Day, {"day": text})


ACCOUNT = UUID("5f0b8f9e-7a3c-4d7e-9b62-0f3a5a0c1d2e")


@pytest.mark.parametrize(
    "change",
    [
        {"session": "0" * 63}, {"session": "G" * 64}, {"cookie": "0"}, {"cookie": "A" * 64}, {"do": "open"},
        {"vault": "0" * 201}, {"account": "nobody"}, {"account": str(ACCOUNT).upper()}, {"format": "duecare/agent/0"},
        {"keys": "all"},
    ],
)  # fmt: skip
def test_a_greeting_of_another_form_is_refused(change: dict[str, str]) -> None:
    good = Greeting("duecare/agent/1", Do.USE, ACCOUNT, "0" * 64, "1" * 64, "").message()
    assert greeting(good).account == ACCOUNT
    with pytest.raises(Malformed):
        greeting({**good, **change})


def test_what_is_kept_of_a_cookie_is_not_the_cookie() -> None:
    assert kept("1" * 64) != kept("2" * 64) and "1" * 8 not in kept("1" * 64)
