"""The process of one vault: opens it, answers about it, and ends. Its keys end with it."""

from __future__ import annotations

import gc
import secrets
import select
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duecare.adapters.agent import line
from duecare.adapters.agent.client import Locked
from duecare.adapters.agent.client import Opened as Unlocked
from duecare.adapters.agent.confined import lock_memory
from duecare.adapters.agent.frames import ANSWER, GO, GREETING, QUESTION, Malformed, Message
from duecare.adapters.agent.greeting import fault, kept
from duecare.adapters.agent.records import made, plain
from duecare.adapters.sealed import unlock_days, vault_owner, vault_place
from duecare.apps.intake.rules.questions import QUESTIONS
from duecare.apps.investigations.rules import desk_inquiry
from duecare.kernel.errors import Denied, DuecareError

from .bringing import withdraw
from .desk import answer
from .handing import hand_out
from .held import Ended, Held
from .leases import Lease
from .opened import Opened
from .setting import Knock, Setting
from .trying import Trying

KNOWN = {**QUESTIONS, **desk_inquiry.QUESTIONS}
REFUSED, FAILED, OPENED, END = b"refused", b"failed", b"opened", b"end"
"""Said between this process and the one that started it; `OPENED` with the hash of the cookie behind it."""
SLICE, PAUSE = 0.04, 0.02
"""Seconds of work behind what is shown, and of rest after it: who asks something waits for one slice at most."""
PATIENCE = 10.0
"""Seconds for the next frame of whoever asks."""


@dataclass(frozen=True, slots=True)
class Line:
    """The socket to the process that started this one."""

    control: socket.socket

    def say(self, what: bytes) -> None:
        """One word."""
        self.control.send(what)


COLLECTED = (50_000, 20, 20)
"""How seldom garbage is looked for: what a vault knows of ten thousand cases stays, and to look through it again and
again takes a third of the reading of its key-ring."""


def live(control: socket.socket, connection: socket.socket, setting: Setting, knock: Knock) -> None:
    """Open the vault for whoever asks on `connection`, then answer what `control` hands over, until told to end."""
    gc.set_threshold(*COLLECTED)
    with connection:
        connection.settimeout(PATIENCE)
        held = _unlocked(Line(control), connection, setting, knock)
    if held is None:
        return
    lease, helpers = Lease(setting.now(), setting.now()), Trying(held, setting, control)
    while True:
        _until_asked(control, held, helpers, setting)
        _word, handles, _flags, _peer = socket.recv_fds(control, 16, 1)
        if not handles:  # told to end, or nobody is left who could
            with suppress(DuecareError, OSError):
                withdraw(held, setting)
            with setting.site() as site:
                held.leave(site)
            return
        with socket.socket(fileno=handles[0]) as asking:
            asking.settimeout(PATIENCE)
            if not _answered(asking, held, lease, setting):
                return


def _until_asked(control: socket.socket, held: Held, helpers: Trying, setting: Setting) -> None:
    """Look through what is new and changed until somebody asks something: `SLICE` seconds at a time, then a pause."""
    while True:
        pause = None
        if helpers.told() or held.shelf.waits():
            pause = PAUSE
        ready: list[int] = select.select([control.fileno(), *helpers.told()], [], [], pause)[0]
        for told in set(ready) & set(helpers.told()):
            helpers.hear(told)
        if control.fileno() in ready:
            return
        helpers.start()
        _work(held, setting)


def _work(held: Held, setting: Setting) -> None:
    until = time.monotonic() + SLICE
    try:
        with setting.site() as site:
            held.still(site)
            while time.monotonic() < until and held.shelf.step(site):
                pass
    except Ended:
        return  # told to whoever asks next
    except Exception as error:  # no text of it: it may hold what was sealed
        print(_where(error), file=sys.stderr)  # noqa: T201 - the only log there is
        time.sleep(1)


def _unlocked(told: Line, connection: socket.socket, setting: Setting, knock: Knock) -> Held | None:
    """The vault, when the words open it; the person who asked is told either way."""
    try:
        line.say(connection, GO, GREETING)
        asked = line.hear(connection, GREETING)
        phrase = asked.get("phrase")
        if set(asked) != {"phrase"} or not isinstance(phrase, str):
            raise Malformed("six words are expected")
        held = _opened(told, setting, knock, phrase)
        cookie = secrets.token_hex(32)
        told.say(OPENED + kept(cookie).encode())
        line.say(connection, {"answer": plain(Unlocked(cookie, lock_memory()))}, ANSWER)
    except (Malformed, EOFError, OSError):
        told.say(FAILED)
        return None
    except DuecareError as error:
        told.say(REFUSED if isinstance(error, WrongWords) else FAILED)
        line.say(connection, fault(error), ANSWER)
        return None
    return held


class WrongWords(Denied):
    """Not the words of this vault."""


def _opened(told: Line, setting: Setting, knock: Knock, phrase: str) -> Held:
    vault = vault_place.find(setting.agent, knock.person)
    try:
        key = vault.opened(phrase)
    except Denied as error:
        raise WrongWords(
            "These words do not open the vault.", "Nothing was opened.", "Read them from the paper again."
        ) from error
    with setting.site() as site:
        held = Held(site, knock, vault, key, now=setting.now, spent=told.say)
        unlock_days.note(
            setting.home / "sealed", knock.person, site.today
        )  # for the message of absence: a day, no more
    if not knock.bound:
        vault_owner.bind(setting.agent, knock.person, knock.account)
    return held


def _answered(asking: socket.socket, held: Held, lease: Lease, setting: Setting) -> bool:
    """Answer one question; False when the vault has to be locked. A malformed one ends its connection and no more."""
    goes_on = True
    try:
        line.say(asking, GO, GREETING)
        question = _question(line.hear(asking, QUESTION))
    except (ValueError, EOFError, OSError):
        return True
    try:
        with setting.site() as site:
            held.still(site)
            found = answer(held, site, lease, setting, question)
        if isinstance(found, Opened):
            hand_out(asking, setting.home, found)
            return True
        told: Message = {"answer": plain(found)}
    except Ended:
        told, goes_on = fault(Locked()), False
    except DuecareError as error:
        told = fault(error)
    except Exception as error:  # no text of it: it may hold what was sealed
        print(_where(error), file=sys.stderr)  # noqa: T201 - the only log there is
        told = fault(DuecareError("The key agent met a fault of its own.", "Nothing was kept.", "Try again."))
    try:
        line.say(asking, told, ANSWER)
    except (ValueError, OSError):
        return goes_on
    return goes_on


def _question(message: Message) -> object:
    kind = KNOWN.get(str(message.get("ask")))
    if kind is None or set(message) != {"ask", "with"}:
        raise Malformed("no question")
    found: Any = made(kind, message["with"])
    return found


def _where(error: BaseException) -> str:
    """Type and line of a fault, and nothing of what it says."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    at = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"key agent: {type(error).__name__} at {at}"
