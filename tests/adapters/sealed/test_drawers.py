"""What is kept for half an hour under a key that only the cookie has."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.adapters.sealed import drawers
from duecare.adapters.sealed.drawers import Drawers
from duecare.adapters.sealed.objects import STEPS
from duecare.kernel.errors import DuecareError, NoRoom

pytestmark = pytest.mark.once


def test_only_the_key_finds_and_opens_it_and_its_size_tells_little(tmp_path: Path) -> None:
    every = Drawers(tmp_path / "drafts")
    key, other = secrets.token_bytes(32), secrets.token_bytes(32)
    for content in (b"", b"a draft", b"x" * 70_000):
        every.put(key, content)
        assert every.get(key) == content and every.get(other) is None
        data = (tmp_path / "drafts" / "drawers.sqlite").read_bytes()
        assert b"a draft" not in data and key not in data
        ((size,),) = sqlite3.connect(tmp_path / "drafts" / "drawers.sqlite").execute("select length(box) from drawers")
        assert size in STEPS
    with pytest.raises(ValueError, match="takes"):
        every.put(key, b"x" * STEPS[-1])
    assert every.get(key) == b"x" * 70_000


def test_after_half_an_hour_it_is_gone_and_swept(tmp_path: Path) -> None:
    every, key, began = Drawers(tmp_path / "drafts"), secrets.token_bytes(32), clock.now()
    every.put(key, b"a draft")
    with clock.at(began + timedelta(minutes=29)):
        assert every.get(key) == b"a draft"
        every.sweep()
        every.put(key, b"a draft")
    with clock.at(began + timedelta(minutes=58)):
        assert every.get(key) == b"a draft", "since it was last put"
    with clock.at(began + timedelta(minutes=60)):
        assert every.get(key) is None
        every.sweep()
    assert every.get(key) is None
    every.put(key, b"again")
    every.drop(key)
    assert every.get(key) is None


def test_a_damaged_or_moved_row_opens_nothing(tmp_path: Path) -> None:
    every, key, other = Drawers(tmp_path / "drafts"), secrets.token_bytes(32), secrets.token_bytes(32)
    every.put(key, b"mine")
    every.put(other, b"theirs")
    with sqlite3.connect(tmp_path / "drafts" / "drawers.sqlite") as sql:
        one, two = sql.execute("select name, box from drawers order by name").fetchall()
        sql.execute("update drawers set box = ? where name = ?", (two[1], one[0]))
        sql.execute("update drawers set box = zeroblob(4096) where name = ?", (two[0],))
    assert every.get(key) is None and every.get(other) is None


def test_it_lies_in_memory_and_never_in_the_home_or_in_a_folder_of_others(tmp_path: Path) -> None:
    found = drawers.folder(tmp_path / "home")
    assert not found.is_relative_to(tmp_path / "home") and found != drawers.folder(tmp_path / "another")
    assert drawers.folder(tmp_path, str(tmp_path / "named")) == tmp_path / "named"
    if drawers.in_memory(drawers.MEMORY):
        assert found.parent == drawers.MEMORY
    assert not drawers.in_memory(tmp_path / "nothing")
    open_to_others = tmp_path / "open"
    open_to_others.mkdir()
    open_to_others.chmod(0o755)
    with pytest.raises(DuecareError, match="open to others"):
        Drawers(open_to_others)
    (tmp_path / "link").symlink_to(tmp_path / "drafts")
    (tmp_path / "drafts").mkdir(mode=0o700)
    with pytest.raises(DuecareError, match="open to others"):
        Drawers(tmp_path / "link")


def test_a_flood_of_drafts_fills_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawers, "MOST", 64 * 4096)
    every = Drawers(tmp_path / "drafts")
    first = secrets.token_bytes(32)
    every.put(first, b"the first")
    with pytest.raises(NoRoom):
        for _ in range(1000):
            every.put(secrets.token_bytes(32), b"flood")
    assert every.get(first) == b"the first"
    assert (tmp_path / "drafts" / "drawers.sqlite").stat().st_size <= drawers.MOST
