"""No byte of a file of a case lies anywhere readable: while it is examined, while members and reporters read it."""

from __future__ import annotations

import io
import re
import secrets
import zipfile
from collections.abc import Iterator

import pytest

from tests.adapters.scrubbing.made import CANARY
from tests.adapters.scrubbing.offices import docx
from tests.entrypoints.agent.running import AGENT, House
from tests.entrypoints.reporter.visitor import sent

from .looking import places, reading, rows, seen, watched
from .meeting import Meeting, meeting
from .test_inquiry import kept, post

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEXT = "canary-of-the-archive-3390"
NAME = "canary-plan-7751.docx"
SOURCE = "canary-source-1204, by post."
WORDS = [one.encode() for one in (TEXT, CANARY, NAME, SOURCE)]
PLAIN = (TEXT.encode() + b" ") * 1_500_000


@pytest.fixture
def agent_command() -> tuple[str, ...]:
    """The command: what is looked at is how it was started."""
    return AGENT


@pytest.fixture
def met(here: House) -> Iterator[Meeting]:
    with meeting(here) as found:
        yield found


def document() -> bytes:
    """Three megabytes of text as they are, with metadata in every place: it takes a while to be examined."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                said = (f"{TEXT} {secrets.token_hex(20)}" for _ in range(60_000))  # not to be packed into nothing
                more = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in said)
                content = content.replace(b"</w:body>", more.encode() + b"</w:body>")
            target.writestr(name, content)
    return out.getvalue()


def test_a_file_is_examined_added_given_and_read_by_both_sides_and_is_in_clear_nowhere(met: Meeting) -> None:
    here, visitor = met.house, met.visitor()
    sent(visitor)
    who = met.member()
    (case,) = who.cases()
    with watched(here, WORDS) as while_examined:
        met.brought(who, case, (NAME, document()), ("plain.bin", PLAIN), source=SOURCE)
    assert while_examined.memory, "the look came while it was examined, and finds what is there to be found"
    assert not while_examined.written
    said = {"about": "word", "text": "Here.", "language": "en", "next": ""}
    assert who.do(case, "say", **said, given=["1", "2"], raw="on").status_code == 302
    whole = b"".join(who.client.get(f"{case}added/1/").streaming_content)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert TEXT.encode() in archive.read("word/document.xml") and CANARY.encode() not in whole
    words = [*WORDS, *(whole[at : at + 40] for at in range(20_000, len(whole), 30_000))]  # packed, it reads otherwise
    copy = who.client.get(f"{case}added/1/").streaming_content
    piece = next(iter(copy))
    assert not seen(here, words) and reading(here), "while a member reads the copy"
    assert piece + b"".join(copy) == whole
    original = who.client.post(f"{case}added/2/", {"reason": "It has no copy."}).streaming_content
    piece = next(iter(original))
    assert not seen(here, WORDS) and reading(here), "while a member reads it as it came"
    assert piece + b"".join(original) == PLAIN
    coming = met.coming(visitor, 2)
    piece = coming.read(65_536)
    assert TEXT.encode() in piece and not seen(here, WORDS) and reading(here), "while the reporter reads it"
    assert piece + coming.read() == PLAIN
    assert met.had(visitor, 1).body == whole
    assert not seen(here, words) and not [one for one in words if one in rows()]
    assert met.site.log.read_text().count("\n") == 2, "two processes said that they began, and nothing else"


def test_no_word_of_the_paper_for_the_committee_is_written_while_it_is_set(met: Meeting) -> None:
    here = met.house
    sent(met.visitor())
    who = met.member()
    (case,) = who.cases()
    me = re.findall(r'<option value="([0-9a-f]{64})"', who.page(f"{case}investigation/act/task/"))[0]
    kept(post(who, case, "act/task", what=f"Ask {TEXT} at the port.", who=me, until="2199-02-28"))
    with watched(here, WORDS) as meanwhile:
        papers = []
        while meanwhile.looks < 3:
            answer = who.client.get(f"{case}investigation/paper/")
            papers.append(b"".join(answer.streaming_content))
    assert papers[0].startswith(b"%PDF") and not meanwhile.written
    assert not seen(here, WORDS) and not [one for one in WORDS if one in rows()]


def test_the_look_finds_what_lies_about(met: Meeting) -> None:
    """Or it would show nothing."""
    here = met.house
    (here.home / "left-behind").write_bytes(PLAIN)
    assert seen(here, WORDS) == [str(here.home / "left-behind")]
    (here.home / "left-behind").unlink()
    names = {where.split(" ")[0] for where, _data in places(here)}
    assert {"cmdline", "environ"} <= names and str(here.home / "intake.sqlite") in names
    running = {where for where, _data in places(here) if where.startswith("cmdline")}
    assert len(running) >= 4, "agent, site and the process that takes files, with what they started"
    assert not seen(here, WORDS)
