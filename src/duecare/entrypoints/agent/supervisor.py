"""The process that starts the others: hears who asks, hands the connection to the process of their vault, ends it.

It holds no key, no passphrase and no text: of a cookie it keeps the SHA-256, and what follows a greeting is read by the
vault's own process from the connection it was handed. One vault is opened at a time, since each takes 256 MiB for a
second; a few may wait.
"""

from __future__ import annotations

import os
import selectors
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from duecare.adapters.agent import confined, line
from duecare.adapters.agent.client import Locked
from duecare.adapters.agent.frames import ANSWER, GREETING, Malformed, Message
from duecare.adapters.agent.greeting import Do, Greeting, fault, greeting, kept
from duecare.adapters.sealed import vault_owner
from duecare.kernel.errors import Busy, Denied, DuecareError

from .child import END, OPENED, REFUSED, live
from .held import CASE, GROUP
from .leases import Lease, Patience, recent
from .setting import Knock, Setting

TICK = 0.5
"""Seconds between two looks at what has run out."""
QUEUE = 8
"""People who may wait while another vault is opened."""
MUTE = 5.0
"""Seconds for a greeting, and for a process to write its key-ring when it is told to end."""
SLOW = 30.0
"""Seconds for opening one vault."""


@dataclass(slots=True, eq=False)
class Child:
    """The process of one vault. `cookie` is a SHA-256, "" until it is open; `ends_by` once it was told to end."""

    pid: int
    control: socket.socket
    knock: Knock
    lease: Lease
    started: float
    cookie: str = ""
    ends_by: float | None = None


@dataclass(slots=True)
class Visitor:
    """Somebody who wants a vault opened, and waits for it."""

    connection: socket.socket
    greeting: Greeting
    person: bytes


@dataclass(slots=True)
class Spent:
    """When somebody opened groups and cases, over every time their vault was open."""

    groups: list[datetime] = field(default_factory=list)
    cases: list[datetime] = field(default_factory=list)


class Supervisor:
    """One agent. `serve` goes on until it is interrupted; `step` does what is due now."""

    def __init__(self, setting: Setting, listening: socket.socket) -> None:
        self._setting, self._listening = setting, listening
        self._listening.setblocking(False)
        self._ear = selectors.DefaultSelector()
        self._ear.register(listening, selectors.EVENT_READ)
        self._new: dict[socket.socket, float] = {}
        self._queue: deque[Visitor] = deque()
        self._children: dict[socket.socket, Child] = {}
        self._patience: dict[bytes, Patience] = {}
        self._spent: dict[bytes, Spent] = {}

    def serve(self) -> None:
        """Until interrupted; every process ends with this one."""
        try:
            while True:
                self.step()
        finally:
            self.end()

    def end(self) -> None:
        """Lock every vault."""
        for child in list(self._children.values()):
            self._finish(child)
        while self._children:
            self.step()

    def step(self) -> None:
        """Hear what was said within a tick, then end what has run out."""
        for key, _ in self._ear.select(TICK):
            found = key.fileobj
            assert isinstance(found, socket.socket)
            if found is self._listening:
                self._take()
            elif found in self._new:
                self._greeted(found)
            elif found in self._children:
                self._heard(self._children[found])
        self._look_round()
        self._open_next()

    def _take(self) -> None:
        with suppress(OSError):
            connection, _ = self._listening.accept()
            if line.peer(connection) != os.geteuid() or len(self._new) >= line.WAITING:
                connection.close()  # another unix user: told nothing
                return
            connection.settimeout(MUTE)
            self._new[connection] = time.monotonic() + MUTE
            self._ear.register(connection, selectors.EVENT_READ)

    def _greeted(self, connection: socket.socket) -> None:
        self._forget(connection)
        try:
            asks = greeting(line.hear(connection, GREETING))
        except (Malformed, EOFError, OSError):
            connection.close()
            return
        try:
            answer = self._asked(connection, asks)
        except DuecareError as error:
            answer = fault(error)
        except OSError:  # no more files, no more processes, a folder that cannot be read
            answer = fault(_too_much())
        if answer is not None:
            with connection, suppress(OSError):
                line.say(connection, answer, ANSWER)

    def _asked(self, connection: socket.socket, asks: Greeting) -> Message | None:
        """An answer, or None when somebody else gives it."""
        if asks.do is Do.KNOWN:
            return {"answer": {"known": vault_owner.vault_of(self._setting.agent, asks.account) is not None}}
        if asks.do is Do.UNLOCK:
            self._queue.append(self._visitor(connection, asks))
            return None
        child = self._of(asks)
        if asks.do is Do.LOCK:
            self._finish(child)
            return {"answer": {}}
        child.lease = child.lease.used(self._setting.now())
        try:
            socket.send_fds(child.control, [b"asks"], [connection.fileno()])
        except BrokenPipeError as error:
            raise Locked from error  # it ended just now
        connection.close()
        return None

    def _of(self, asks: Greeting) -> Child:
        """The process that this cookie opened for this session of this account. Raises Locked."""
        cookie = kept(asks.cookie) if asks.cookie else None
        found = (one for one in self._children.values() if one.cookie == cookie and one.ends_by is None)
        for child in found:
            if (child.knock.session, child.knock.account) != (asks.session, asks.account):
                continue
            if not child.lease.over(self._setting.now()):
                return child
            self._finish(child)
        raise Locked

    def _visitor(self, connection: socket.socket, asks: Greeting) -> Visitor:
        agent = self._setting.agent
        person = vault_owner.vault_of(agent, asks.account) or vault_owner.named(agent, asks.vault)
        if person is None:
            raise Denied(
                "No vault here has this number, or it belongs to another account.", "Nothing was opened.",
                "Read the number of the vault from the paper again, or ask whoever runs the server.",
            )  # fmt: skip
        if wait := self._patience.setdefault(person, Patience()).wait(self._setting.now()):
            raise Busy(
                f"Wrong words were given for this vault; it may be tried again in {wait} seconds.",
                "Nothing was opened.", "Wait so long, then read the words from the paper again.",
            )  # fmt: skip
        if len(self._queue) >= QUEUE or any(one.person == person for one in self._queue):
            raise _too_much()
        return Visitor(connection, asks, person)

    def _open_next(self) -> None:
        """Start the process of the next vault, unless one is being opened."""
        if self._queue and not any(not one.cookie and one.ends_by is None for one in self._children.values()):
            visitor = self._queue.popleft()
            spent, now = self._spent.setdefault(visitor.person, Spent()), self._setting.now()
            spent.groups, spent.cases = recent(spent.groups, now), recent(spent.cases, now)
            bound = vault_owner.account_of(self._setting.agent, visitor.person) is not None
            asks = visitor.greeting
            knock = Knock(visitor.person, asks.account, asks.session, bound, tuple(spent.groups), tuple(spent.cases))
            try:
                self._start(visitor, knock)
            except OSError:
                with visitor.connection, suppress(OSError):
                    line.say(visitor.connection, fault(_too_much()), ANSWER)

    def _start(self, visitor: Visitor, knock: Knock) -> None:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            self._become(there, visitor.connection, knock)
        there.close()
        visitor.connection.close()
        here.setblocking(False)
        now = self._setting.now()
        self._children[here] = Child(pid, here, knock, Lease(now, now), time.monotonic())
        self._ear.register(here, selectors.EVENT_READ)

    def _become(self, control: socket.socket, connection: socket.socket, knock: Knock) -> None:
        """In the new process: let go of everything that is others', then live and end; never returns."""
        code = 1
        try:
            confined.end_with_parent()
            others = [*self._new, *self._children, self._listening, *(one.connection for one in self._queue)]
            for one in others:
                one.close()
            self._ear.close()
            live(control, connection, self._setting, knock)
            code = 0
        except BaseException as error:
            print(f"key agent: {type(error).__name__}", file=sys.stderr)  # noqa: T201 - no text of it
        finally:
            os._exit(code)

    def _heard(self, child: Child) -> None:
        try:
            word = child.control.recv(128)
        except OSError:
            word = b""
        now = self._setting.now()
        if not word:
            self._gone(child)
        elif word == REFUSED:
            self._patience[child.knock.person].failed(now)
        elif word.startswith(OPENED):
            self._patience.pop(child.knock.person, None)
            for other in self._children.values():  # one process a person: the newest
                if other is not child and other.knock.person == child.knock.person:
                    self._finish(other)
            child.cookie, child.lease = word.removeprefix(OPENED).decode(), Lease(now, now)
        elif word in (GROUP, CASE):
            spent = self._spent.setdefault(child.knock.person, Spent())
            (spent.groups if word == GROUP else spent.cases).append(now)

    def _look_round(self) -> None:
        moment, now = time.monotonic(), self._setting.now()
        for connection in [one for one, until in self._new.items() if moment > until]:
            self._forget(connection)
            connection.close()
        for child in list(self._children.values()):
            until = child.ends_by or (None if child.cookie else child.started + SLOW)
            if until is not None and moment > until:
                self._kill(child)
            elif child.cookie and child.ends_by is None and child.lease.over(now):
                self._finish(child)

    def _finish(self, child: Child) -> None:
        """Tell it to write its key-ring and end; from now on nothing reaches it."""
        if child.ends_by is None:
            child.ends_by = time.monotonic() + MUTE
            with suppress(OSError):
                child.control.send(END)

    def _kill(self, child: Child) -> None:
        with suppress(ProcessLookupError):
            os.kill(child.pid, 9)
        self._gone(child)

    def _gone(self, child: Child) -> None:
        self._ear.unregister(child.control)
        self._children.pop(child.control, None)
        child.control.close()
        with suppress(ChildProcessError):
            os.waitpid(child.pid, 0)

    def _forget(self, connection: socket.socket) -> None:
        self._new.pop(connection, None)
        self._ear.unregister(connection)


def _too_much() -> Busy:
    return Busy("Too many vaults are being opened.", "Nothing was opened.", "Try again in a few seconds.")
