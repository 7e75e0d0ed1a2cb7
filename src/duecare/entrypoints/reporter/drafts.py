"""A report that is being written, sealed in a drawer of which the browser's cookie alone holds the key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.reports import Report, SpeaksFor
from duecare.entrypoints.reporter import attached, cookies, place
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import Busy, NoRoom

DRAFT, MAILBOX = "draft", "mailbox"
LONGEST = 200 * 1024
"""Bytes of a draft. The largest sealed object takes 256 KiB, and a signature and a frame stand in it as well."""
WITHOUT = "without"
"""Among the answers of a report: whom the reporter left out (`readers.told`)."""
DANGER = ("yes", "unknown")
"""Whoever does not know whether somebody is in danger is answered as if somebody were: unknown is never low."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was written so far.

    Attributes:
        questions: version of the questions it was begun with.
        excluded: marks of holders who shall not read it (`readers.mark`).
        identity: "" as long as the reporter stays unknown.
        code: 16 bytes in hex once it was shown, before that "".
        retype: groups of the code that are asked for once more, first is 1.
    """

    track: Track
    questions: str
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    excluded: tuple[str, ...] = ()
    identity: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    retype: tuple[int, ...] = ()

    @property
    def danger(self) -> bool:
        """Whether somebody may be in danger."""
        return self.answers.get("danger") in DANGER

    def report(self, language: str) -> Report:
        """As it will be sealed."""
        told = {key: value for key, value in self.answers.items() if value}
        speaks = SpeaksFor(told.get("speaks_for", SpeaksFor.SELF.value))
        return Report(self.questions, language, told, speaks, self.danger)

    def plain(self) -> bytes:
        """As it lies in the drawer."""
        body: dict[str, JSON] = {
            "answers": dict(self.answers), "code": self.code, "excluded": list(self.excluded),
            "identity": self.identity, "kind": DRAFT, "questions": self.questions, "retype": list(self.retype),
            "track": self.track.value,
        }  # fmt: skip
        return canonical(body)


def opened(request: HttpRequest) -> tuple[bytes, Draft] | None:
    """(key, draft) of whoever asks, or None: none was begun, or its half hour is over."""
    key, told = _drawer(request)
    if key is None or told is None or told["kind"] != DRAFT:
        return None
    return key, Draft(
        Track(told["track"]), told["questions"], told["answers"], tuple(told["excluded"]), told["identity"],
        told["code"], tuple(told["retype"]),
    )  # fmt: skip


def mailbox(request: HttpRequest) -> tuple[bytes, bytes] | None:
    """(key, root of the reporter's keys) of whoever came back, or None."""
    key, told = _drawer(request)
    if key is None or told is None or told["kind"] != MAILBOX:
        return None
    with suppress(Busy, NoRoom):
        place.kept().put(key, canonical(told))  # another half hour; what is there is read without it as well
        attached.renew(key)
    return key, bytes.fromhex(told["root"])


def keep(key: bytes, draft: Draft) -> bool:
    """Put it back; False when it has become too long, and then what was there stays."""
    content = draft.plain()
    if len(content) > LONGEST:
        return False
    place.kept().put(key, content)
    attached.renew(key)
    return True


def keep_mailbox(key: bytes, root: bytes) -> None:
    """An opened mailbox, in place of whatever the drawer held: its keys and never the code."""
    place.kept().put(key, canonical({"kind": MAILBOX, "root": root.hex()}))


def drop(request: HttpRequest) -> None:
    """What is open in this browser goes at once, where the disk lets it; else after its half hour."""
    if key := cookies.key_of(request):
        with suppress(Busy, NoRoom):
            attached.drop(key)
            place.kept().drop(key)


def with_answers(draft: Draft, answers: Mapping[str, str]) -> Draft:
    """The draft with these answers over the ones before; a code that was shown for another text is none."""
    return replace(draft, answers={**draft.answers, **answers})


def _drawer(request: HttpRequest) -> tuple[bytes | None, dict[str, Any] | None]:
    key = cookies.key_of(request)
    found = place.kept().get(key) if key else None
    return key, json.loads(found) if found else None
