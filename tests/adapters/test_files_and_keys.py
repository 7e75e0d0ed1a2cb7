"""Evidence by hash, keys that are made once, tokens that cannot be changed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.adapters.files import ContentStore
from duecare.adapters.signing import create_key, load_key, open_token, token
from duecare.kernel.errors import DuecareError, LimitExceeded, NotFound


def test_the_same_bytes_are_one_file_and_come_back(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "e")
    sha, size = store.put([b"abc", b"def"])
    assert store.put([b"abcdef"]) == (sha, size) == (sha, 6)
    assert store.open(sha) == b"abcdef" and list(store.hashes()) == [sha]


def test_a_file_that_was_changed_on_disk_is_not_shown(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "e")
    sha, _ = store.put([b"abc"])
    store.path(sha).write_bytes(b"abd")
    with pytest.raises(NotFound):
        store.open(sha)


def test_too_large_leaves_nothing_behind(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "e")
    with pytest.raises(LimitExceeded, match=r"big\.pdf"):
        store.put([b"x" * 6, b"x" * 6], limit=10, name="big.pdf")
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_strays_are_old_halves_and_old_files_that_no_record_names(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "e")
    kept, lost, young = (store.put([text])[0] for text in (b"kept", b"lost", b"young"))
    half = store.root / "half.part"
    half.write_bytes(b"ha")
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    for file, hours in ((store.path(kept), -9), (store.path(lost), -9), (half, -9), (store.path(young), 1)):
        os.utime(file, (moment.timestamp() + hours * 3600,) * 2)
    found = store.strays(frozenset({kept}), moment)
    assert set(found) == {lost, "half.part"}
    store.put([b"lost"])  # somebody adds the same document in this very moment
    assert store.remove(found, moment) == 1
    assert set(store.hashes()) == {kept, lost, young} and not half.exists()


def test_a_key_is_never_overwritten_and_is_private(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "k.pem"
    key = create_key(file)
    assert load_key(file).public == key.public
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        create_key(file)


def test_a_missing_or_damaged_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DuecareError, match="backup"):
        load_key(tmp_path / "none.pem")
    (tmp_path / "bad.pem").write_text("no key")
    with pytest.raises(DuecareError, match="damaged"):
        load_key(tmp_path / "bad.pem")


def test_a_token_opens_only_unchanged_and_with_its_key(tmp_path: Path) -> None:
    key, other = create_key(tmp_path / "a.pem"), create_key(tmp_path / "b.pem")
    text = token(key, b'{"permitted":false}')
    assert open_token(key.public, text) == b'{"permitted":false}'
    forged = token(other, b'{"permitted":true}').split(".")[0] + "." + text.split(".")[1]
    for bad in (forged, text[:-2], "", "a.b", "é.b"):
        assert open_token(key.public, bad) is None
    assert open_token(other.public, text) is None


def test_the_day_is_the_company_s_day() -> None:
    with clock.at(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)):
        assert clock.today("UTC").day == 23
        assert clock.today("Europe/Budapest").day == 24
    with pytest.raises(ValueError), clock.at(datetime(2026, 1, 1)):  # noqa: DTZ001 - a naive moment must be refused
        pass
