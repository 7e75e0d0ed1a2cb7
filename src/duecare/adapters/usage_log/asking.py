"""A blinded look-up in three papers: our question, the customer's consent, the customer's answer.

The question holds one point that says nothing about the identifier; the answer is that point under the month's key,
with a proof; what it yields is compared with the month's tags on our side. The customer learns that one question was
asked about one month; we learn yes or no. One consent stands for one question, so nobody can go through a list of
numbers.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from duecare.adapters.usage_log import entries, group
from duecare.adapters.usage_log.checking import Checked
from duecare.adapters.usage_log.keeping import Secrets
from duecare.adapters.usage_log.proofs import Proof, holds, proved
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput

LARGEST = 4096
_QUESTION = {"format", "log", "month", "blinded", "day"}
_CONSENT = {"format", "question", "log", "month", "by", "day", "signature"}
_ANSWER = {"format", "question", "raised", "challenge", "response", "consent"}
_KEPT = {"format", "blind", "check", "question"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, which the customer gets, and what stays with us and is as secret as the identifier."""

    question: bytes
    kept: bytes


def ask(log: bytes, month: str, identifier: bytes, day: str, random_64: bytes) -> Asked:
    """A question about one identifier (`identifiers.normal`) in one month of one log."""
    blind = group.fresh_scalar(random_64)
    question: dict[str, JSON] = {
        "format": "duecare/usage/question/1", "log": log.hex(), "month": month, "day": day,
        "blinded": group.blinded(blind, identifier).hex(),
    }  # fmt: skip
    written = canonical(question)
    kept: dict[str, JSON] = {
        "format": "duecare/usage/kept/1", "blind": blind.hex(), "question": question_hash(written).hex(),
        "check": _check(blind, identifier),
    }  # fmt: skip
    return Asked(written, canonical(kept))


def question_hash(question: bytes) -> bytes:
    """What consent and answer name a question by."""
    return hashlib.sha256(b"duecare/usage/question/1" + question).digest()


def agree(question: bytes, key: SigningKey, by: str, day: str) -> bytes:
    """The customer's signed consent to one question."""
    asked = _paper(question, "question", _QUESTION)
    consent: dict[str, JSON] = {
        "format": "duecare/usage/consent/1", "question": question_hash(question).hex(),
        "log": asked["log"], "month": asked["month"], "by": by, "day": day,
    }  # fmt: skip
    signature = key.sign(b"duecare/usage/consent/1" + canonical(consent)).signature
    return canonical({**consent, "signature": signature.hex()})


def answer(question: bytes, consent: bytes, keys: Secrets, log: bytes, consent_key: bytes, random_64: bytes) -> bytes:
    """The customer's answer; nothing is computed without a consent that holds for this very question.

    Raises:
        BadInput: another log, a month without a key, no point, or no consent to this question.
    """
    asked = _paper(question, "question", _QUESTION)
    if asked["log"] != log.hex():
        raise BadInput("the question is about another log", means="Nothing was answered.")
    if asked["month"] not in keys.months:
        raise BadInput("there is no key of that month", value=asked["month"], means="Nothing was answered.")
    _agreed(consent, question, consent_key)
    key = keys.months[asked["month"]]
    blinded = _bytes(asked, "question", "blinded")
    try:
        raised = group.times(key, group.point(blinded))
    except ValueError as fault:
        raise BadInput("the question holds no point of the group", means="Nothing was answered.") from fault
    proof = proved(key, blinded, raised, question_hash(question), random_64)
    return canonical(
        {
            "format": "duecare/usage/answer/1", "question": question_hash(question).hex(), "raised": raised.hex(),
            "challenge": proof.challenge.hex(), "response": proof.response.hex(), "consent": consent.decode(),
        }
    )  # fmt: skip


def stands_in(answered: bytes, question: bytes, kept: bytes, identifier: bytes, log: Checked) -> bool:
    """Whether the identifier was entered in the month asked about. No means: not in this log.

    Raises:
        BadInput: papers that do not belong together, another identifier than was asked, no consent of this customer,
            or an answer under another key than the month's; nothing is known then.
    """
    asked, said = _paper(question, "question", _QUESTION), _paper(answered, "answer", _ANSWER)
    ours = _paper(kept, "kept part", _KEPT)
    named = question_hash(question)
    if ours["question"] != named.hex() or said["question"] != named.hex():
        raise BadInput("the papers belong to different questions", means="Nothing is known.")
    blind = _bytes(ours, "kept part", "blind")
    if not hmac.compare_digest(str(ours["check"]), _check(blind, identifier)):
        raise BadInput("this is not the identifier that was asked about", means="Nothing is known.")
    if asked["log"] != log.log.hex() or (month := log.months.get(asked["month"])) is None:
        raise BadInput("the question is about another log or month", file=log.file, means="Nothing is known.")
    _agreed(said["consent"].encode(), question, log.consent)
    blinded, raised = _bytes(asked, "question", "blinded"), _bytes(said, "answer", "raised")
    proof = Proof(_bytes(said, "answer", "challenge"), _bytes(said, "answer", "response"))
    if not holds(proof, month.public, blinded, raised, named):
        raise BadInput("the answer was not made with the key of that month", means="Nothing is known: it is no answer.")
    return found(group.unblinded(blind, identifier, raised), month.uses)


def found(finished: bytes, uses: bytes | bytearray) -> bool:
    """Whether one of the uses carries the tag; every use is looked at, found or not."""
    step, kept, tag = 32 + entries.TAG, bytes(uses), entries.tagging(finished)
    hits = 0
    for place in range(0, len(kept), step):
        hits += tag(kept[place : place + 32]) == kept[place + 32 : place + step]
    return hits > 0


def _agreed(consent: bytes, question: bytes, key: bytes) -> None:
    said = _paper(consent, "consent", _CONSENT)
    signed = canonical({field: value for field, value in said.items() if field != "signature"})
    try:
        VerifyKey(key).verify(b"duecare/usage/consent/1" + signed, _bytes(said, "consent", "signature", 64))
    except BadSignatureError as fault:
        raise BadInput("the consent is not signed by who may consent", means="Nothing was answered.") from fault
    if said["question"] != question_hash(question).hex():
        raise BadInput("the consent is to another question", means="Nothing was answered.")


def _paper(data: bytes, name: str, fields: set[str]) -> Mapping[str, str]:
    try:
        paper = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        paper = None
    if not isinstance(paper, dict) or paper.keys() != fields or not all(isinstance(one, str) for one in paper.values()):
        raise BadInput(f"this is no {name} of a look-up", means="Nothing was read from it.")
    if paper["format"] != f"duecare/usage/{name.split()[0]}/1":
        raise BadInput(f"the {name} has another format", value=paper["format"], means="Nothing was read from it.")
    return paper


def _bytes(paper: Mapping[str, str], name: str, field: str, size: int = 32) -> bytes:
    try:
        return entries.hexed(paper[field], size)
    except ValueError as fault:
        raise BadInput(str(fault), field=f"{name}, {field}", means="Nothing was read from it.") from fault


def _check(blind: bytes, identifier: bytes) -> str:
    return hmac.new(blind, identifier, hashlib.sha256).hexdigest()
