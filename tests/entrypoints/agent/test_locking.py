"""When a vault is open and when it is not: sessions, time, certificates, wrong words, ended processes."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.adapters.agent import client, line
from duecare.adapters.agent.client import Locked
from duecare.adapters.agent.frames import FORMAT, GO, GREETING
from duecare.adapters.agent.greeting import Do, Greeting
from duecare.adapters.sealed import officer_key, unlock_days, vault_owner, vault_place
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.apps.intake.actions.certifying import enter
from duecare.apps.intake.queries.listing import open_ring
from duecare.apps.intake.rules import desk, desk_inbox
from duecare.apps.intake.rules.absence import absent
from duecare.apps.intake.rules.papers import Ending, Paper
from duecare.apps.intake.rules.records import Office, Track
from duecare.kernel.errors import Busy, Denied, DuecareError

from .running import AGENT, TOLD, House, Person, await_, house, running

pytestmark = pytest.mark.once


@pytest.fixture
def here(tmp_path: Path) -> House:
    return house(tmp_path)


@pytest.fixture
def later(here: House, tmp_path: Path) -> Iterator[Callable[[float], None]]:
    """An agent whose clock the test moves by seconds."""
    file = tmp_path / "seconds"
    file.write_text("0")

    def move(seconds: float) -> None:
        file.with_suffix(".part").write_text(str(float(file.read_text()) + seconds))
        file.with_suffix(".part").replace(file)

    with running(here, clocked=file):
        yield move


def officer(here: House) -> Person:
    return Person(here, here.holder(Office.INTAKE_EXTERNAL))


def children(pid: int) -> list[int]:
    """Processes that another one started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_another_sessions_cookie_and_another_accounts_open_nothing(here: House) -> None:
    here.report()
    with running(here):
        mine = officer(here).unlock()
        assert mine.cases().lines
        other_session = replace(mine, session="0" * 64)
        other_account = replace(mine, account=Person(here, b"").account)
        no_cookie, wrong_cookie = replace(mine, cookie=""), replace(mine, cookie="0" * 64)
        for one in (other_session, other_account, no_cookie, wrong_cookie):
            with pytest.raises(Locked):
                one.cases()
        client.lock(other_session.asker)
        assert not mine.locked(), "who has the cookie alone cannot lock it either"


def test_of_two_sessions_of_one_person_the_newer_one_is_open(here: House) -> None:
    with running(here, *AGENT) as agent:
        first = officer(here).unlock()
        second = replace(first, session="1" * 64, cookie="").unlock()
        assert first.locked() and not second.locked()
        await_(lambda: len(children(agent.pid)) == 1)
        client.lock(second.asker)
        assert second.locked()
        await_(lambda: not children(agent.pid))


def test_a_vault_belongs_to_the_account_that_first_opened_it(here: House) -> None:
    with running(here):
        mine = officer(here).unlock()
        thief = Person(here, mine.person)
        with pytest.raises(Denied, match="belongs to another account"):
            thief.unlock()
        assert vault_owner.account_of(here.agent, mine.person) == mine.account
        unknown = Person(here, bytes(16))
        with pytest.raises(Denied, match="No vault here"):
            unlock_with(unknown, here.phrase)


def test_opening_a_vault_ends_the_absence_of_its_track_and_wrong_words_do_not(here: House) -> None:
    def missed() -> list[Track]:
        with here.site() as site:
            return list(absent(site.directory, unlock_days.read(here.home / "sealed"), site.today))

    assert missed() == [*Track], "their keys began long ago, and nobody ever looked"
    with running(here):
        mine = officer(here)
        with pytest.raises(DuecareError):
            unlock_with(mine, "zoology zoology zoology zoology zoology zoology")
        assert missed() == [*Track]
        mine.unlock()
        assert missed() == [], "this officer takes reports of both tracks"


def unlock_with(who: Person, phrase: str) -> None:
    client.unlock(who.asker, "" if client.known(who.asker) else who.person.hex(), phrase)


def test_wrong_words_take_longer_and_longer_and_lock_nobody_out(here: House, later: Callable[[float], None]) -> None:
    mine = officer(here)
    refusals = []
    for _ in range(4):
        with pytest.raises(DuecareError) as fault:
            unlock_with(mine, "six wrong words that open nothing")
        refusals.append(type(fault.value))
    assert refusals == [Denied, Denied, Denied, Busy], "the fourth has to wait"
    with pytest.raises(Busy, match=r"again in [1-5] seconds"):
        mine.unlock()
    other = Person(here, here.holder(Office.CASE_HANDLER)).unlock()
    assert not other.locked(), "nobody else waits"
    later(6)
    assert not mine.unlock().locked()
    later(3600)
    assert not replace(mine, cookie="").unlock().locked(), "right words end the waiting"


def test_fifteen_idle_minutes_lock_and_use_keeps_open_for_eight_hours(
    here: House, later: Callable[[float], None]
) -> None:
    mine = officer(here).unlock()
    later(14 * 60)
    assert not mine.locked()
    later(14 * 60)
    assert not mine.locked(), "it was used a moment ago"
    later(15 * 60 + 1)
    assert mine.locked()
    mine.unlock()
    for _ in range(8 * 6 - 1):
        later(600)
        assert not mine.locked()
    later(600)
    assert mine.locked(), "eight hours are over"


def test_an_ended_certificate_locks_at_the_next_question(here: House) -> None:
    here.report()
    with running(here, *AGENT) as agent:
        mine = officer(here).unlock()
        assert mine.cases().lines
        with here.site() as site:
            (who,) = (one.fingerprint for one in site.directory.every if one.record.person == mine.person)
            paper = Paper(site.installation, Ending(who, site.today), {})
        key = officer_key.open_officer(here.agent / "officer-one", here.phrase)
        paper = paper.signed(key.public.hex(), key.sign(paper.message))
        place = KeyPlace(here.home / "sealed")
        enter(place, paper, officers=here.officers, today=clock.today(), file="end")
        assert mine.locked()
        await_(lambda: not children(agent.pid))
        with pytest.raises(Denied, match="not certified today"):
            replace(mine, cookie="").unlock()


def test_an_agent_killed_midway_takes_its_children_along_and_loses_nothing(here: House) -> None:
    here.report()
    with running(here, *AGENT) as agent:
        mine = officer(here).unlock()
        (line_,) = mine.cases().lines
        mine.do(desk.Jot(line_.reference, "Asked for the file."))
        (child,) = children(agent.pid)
        os.kill(agent.pid, signal.SIGKILL)
        agent.wait()
        await_(lambda: not Path(f"/proc/{child}").exists())
        with pytest.raises(Busy, match="does not answer"):
            mine.cases()
    with running(here):
        assert mine.locked()
        again = replace(mine, cookie="").unlock()
        sheet = again.case()
        assert [one.text for one in sheet.remarks] == ["Asked for the file."]
        assert sheet.line.reference != line_.reference, "an address from before leads nowhere"


def test_a_child_killed_midway_is_locked_and_the_others_go_on(here: House) -> None:
    with running(here, *AGENT) as agent:
        mine = officer(here).unlock()
        (child,) = children(agent.pid)
        other = Person(here, here.holder(Office.CASE_HANDLER)).unlock()
        os.kill(child, signal.SIGKILL)
        await_(lambda: len(children(agent.pid)) == 1)
        assert mine.locked() and not other.locked()
        assert not replace(mine, cookie="").unlock().locked()


def test_locking_writes_the_key_ring(here: House) -> None:
    here.report()
    with running(here, *AGENT) as agent:
        mine = officer(here).unlock()
        (case,) = mine.cases().lines
        mine.do(desk_inbox.Call(case.reference, "The tenants"))
        client.lock(mine.asker)
        await_(lambda: not children(agent.pid))
        with here.site() as site:
            before = site.store.ring(mine.person)
            assert open_ring(site, mine.person, bytes(32)) is None
        (again,) = replace(mine, cookie="").unlock().cases().lines
        assert again.title == "The tenants"
        with here.site() as site:
            assert site.store.ring(mine.person) != before, "written anew at every unlocking"


def test_nothing_of_a_key_is_in_environment_arguments_or_dumps(here: House) -> None:
    if os.geteuid() != 0:
        pytest.skip("another process's files are read by root alone")
    here.report()
    words = [here.phrase.encode(), *(word.encode() for word in here.phrase.split())]
    with running(here, *AGENT) as agent:
        mine = officer(here).unlock()
        assert TOLD in {one.text for one in mine.case().answers}
        words += [mine.cookie.encode(), (here.agent / "vaults" / mine.person.hex() / "device").read_bytes()]
        for pid in (agent.pid, *children(agent.pid)):
            for name in ("environ", "cmdline"):
                data = Path(f"/proc/{pid}/{name}").read_bytes()
                assert not [one for one in words if one in data]
            limits = Path(f"/proc/{pid}/limits").read_text()
            assert re.search(r"Max core file size\s+0\s+0\s", limits)
            assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)
            assert Path(f"/proc/{pid}").stat().st_uid == 0


def test_another_unix_user_is_told_nothing(here: House) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    with running(here):
        mine = officer(here)
        socket_ = line.connected(here.agent, 5)
        socket_.close()
        (here.agent / "run").chmod(0o711)
        (here.agent / "run" / "agent.socket").chmod(0o666)
        for one in (here.agent, *list(here.agent.parents)[:3]):
            one.chmod(0o755)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            said = b"nothing"
            try:
                os.setgid(65534)
                os.setuid(65534)
                said = b"known" if client.known(mine.asker) in (True, False) else b"?"
            except Busy:
                said = b"refused"
            finally:
                os.write(writing, said)
                os._exit(0)
        os.waitpid(pid, 0)
        assert os.read(reading, 20) == b"refused"
        assert client.known(mine.asker) is False, "its own user is heard"


def test_a_malformed_frame_ends_its_connection_and_no_more(here: House) -> None:
    with running(here):
        mine = officer(here).unlock()
        for junk in (b"junk", b"{}", b"\xff" * 60_000, b'{"format":"duecare/agent/1","left":0,"piece":"e30="}'):
            with line.connected(here.agent, 5) as connection:
                connection.send(junk)
                assert connection.recv(100) == b""
        for question in ({"ask": "Inbox"}, {"ask": "Keys", "with": {}}, {"ask": "Inbox", "with": {"all": True}}):
            with line.connected(here.agent, 5) as connection:
                greet(connection, mine)
                line.say(connection, question, 10_000)
                with pytest.raises(EOFError):
                    line.hear(connection, 10_000)
        assert not mine.locked()


def test_somebody_who_says_nothing_stops_nobody(here: House) -> None:
    with running(here, *AGENT) as agent:
        mine = officer(here).unlock()
        silent = [line.connected(here.agent, 5) for _ in range(line.WAITING - 4)]
        with line.connected(here.agent, 5) as connection:
            greet(connection, mine)  # and then no question
            await_(lambda: len([*Path(f"/proc/{agent.pid}/fd").iterdir()]) < 40, 30)
        assert not mine.locked()
        for one in silent:
            one.close()


def test_a_new_certificate_asks_for_the_words_again(here: House) -> None:
    with running(here):
        mine = officer(here).unlock()
        vault = vault_place.find(here.agent, mine.person)
        pair = vault_place.next_keys(here.agent, vault, vault.opened(here.phrase))
        with here.site() as site:
            (before,) = (one.record for one in site.directory.every if one.record.person == mine.person)
            record = replace(before, opening=pair.opening.public, signing=pair.signing.public, begins=site.today)
            paper = Paper(site.installation, record, {})
        for name in ("officer-one", "officer-two"):
            key = officer_key.open_officer(here.agent / name, here.phrase)
            paper = paper.signed(key.public.hex(), key.sign(paper.message))
        assert not mine.locked()
        enter(KeyPlace(here.home / "sealed"), paper, officers=here.officers, today=clock.today(), file="next")
        assert mine.locked()
        here.report()
        assert len(replace(mine, cookie="").unlock().cases().lines) == 1, "sealed to the newer pair"


def greet(connection: socket.socket, who: Person) -> None:
    asks = Greeting(FORMAT, Do.USE, who.account, who.session, who.cookie, "")
    line.say(connection, asks.message(), GREETING)
    assert line.hear(connection, GREETING) == GO
