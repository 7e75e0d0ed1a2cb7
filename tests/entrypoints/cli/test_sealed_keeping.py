"""What is sealed is backed up in two files, and what was shredded since stays shredded when they come back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from duecare.adapters.backup import unpack
from duecare.adapters.sealed import second_bundle, shred_list
from duecare.adapters.sealed.files import FOLDER, Files, Lock
from duecare.adapters.sealed.rows import Rows
from duecare.apps.intake.actions import shredding
from duecare.apps.intake.actions.attaching import Sent
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.actions.turning import grant, rotate
from duecare.apps.intake.queries.stored import stored
from duecare.apps.intake.rules.files import Trait, gathered
from duecare.apps.intake.rules.records import Track
from tests.apps.intake.casework import EVERYTHING, KEEP, back, fp, opened, submitted, texts, told
from tests.apps.intake.memory import INSTALLATION, code, site
from tests.entrypoints.cli.running import duecare

pytestmark = pytest.mark.once
FILED = os.urandom(200_000)
SECRET = "twelve characters and more"


@dataclass(frozen=True)
class Place:
    """A company in `home` with a backup `b` and its second bundle; afterwards one case was shredded, one turned."""

    folder: Path
    second: Path
    sent: Sent

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def bundles(self) -> Path:
        return self.folder / "home-shred"


def with_file(home: Path, rows: Rows) -> Sent:
    """A report with a file; beside it one that never came whole."""
    files = Files(home, INSTALLATION)
    original, copy = (files.seal([content]) for content in (FILED, FILED[:9]))
    sent = Sent(gathered("plan.pdf", original.size, "pdf", "", [Trait("author", "N. Obody")]), original, copy)
    told_by = Submission(Track.EXTERNAL, told("told by filed"), files=[sent])
    submit(by=code("filed"), site=site(rows), threshold=2, submission=told_by, keep_until=KEEP)
    for one in (original, copy):
        files.keep(one.name)
    files.begin().take(FILED)
    return sent


@contextmanager
def rows_of(home: Path, bundles: Path | None = None) -> Iterator[Rows]:
    with closing(stored(home, bundles)) as rows:
        yield rows


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, started: Callable[[Path], None]) -> Place:
    folder = tmp_path_factory.mktemp("sealed")
    started(folder / "home")
    (folder / "secret").write_text(SECRET)
    with rows_of(folder / "home", folder / "home-shred") as rows:
        for who in ("shredded", "turned", "kept"):
            submitted(rows, who, f"told by {who}")
        sent = with_file(folder / "home", rows)
        (case,) = (one for one in opened(rows, "intake one") if one.id == back(rows, "shredded").id)  # type: ignore[union-attr]  # it is there
        grant(by=case, site=site(rows), to={fp("handler one"): EVERYTHING})
        done = duecare(folder / "home", "backup", str(folder / "b"), "--secret-file", str(folder / "secret"))
        assert done.returncode == 0, done.stderr
        (second,) = (folder / "home-shred").glob("shred-2*.duecare")
        assert str(second) in done.stdout and "35 days" in done.stdout
        (case,) = opened(rows, "handler one")
        rotate(by=case, site=site(rows))  # its groups have other names now than in the backup
        (case,) = opened(rows, "handler one")
        shredding.shred(by=case, site=site(rows))
        (case,) = (one for one in opened(rows, "intake one") if one.id == back(rows, "turned").id)  # type: ignore[union-attr]  # it is there
        rotate(by=case, site=site(rows))
    return Place(folder, second, sent)


def restore(place: Place, home: Path, *more: str, file: str = "b") -> tuple[int, str]:
    """Exit code and everything printed."""
    done = duecare(home, "restore", str(place.folder / file), *more, "--secret-file", str(place.folder / "secret"))
    return done.returncode, done.stdout + done.stderr


def test_the_ordinary_backup_has_no_outer_key_and_the_second_nothing_else(place: Place, tmp_path: Path) -> None:
    manifest, _ = unpack(place.folder / "b", tmp_path / "home", SECRET.encode())
    files = [one.name for one in (tmp_path / "home").rglob("*")]
    assert "intake.sqlite" in files and not [one for one in files if "shred" in one]
    second = second_bundle.read(place.second, SECRET.encode())
    assert second.pair == manifest.pair and b"SQLite" not in place.second.read_bytes()
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "shred.sqlite").write_bytes(second.data)
    with rows_of(tmp_path / "again") as rows:
        keys = [rows.shred_key(name) for name in _names(place)]
    disk = b"".join(one.read_bytes() for one in (tmp_path / "home").rglob("*") if one.is_file())
    assert any(keys) and not [key for key in keys if key and key in disk]


def _names(place: Place) -> list[bytes]:
    with rows_of(place.home) as rows:
        return [*rows.groups("submissions"), *rows.groups("grants")]


def test_what_was_shredded_after_the_backup_stays_shredded_and_nothing_else_is_lost(
    place: Place, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    code, said = restore(place, home, "--second", str(place.second))
    assert code == 0 and "shredded again" in said and "The audit chain is sound." in said, said
    with rows_of(home) as rows:
        assert back(rows, "shredded") is None and opened(rows, "handler one") == []
        for who in ("turned", "kept"):
            case = back(rows, who)
            assert case is not None and texts(rows, case) == [f"told by {who}"]
        assert len(opened(rows, "intake two")) == 3
        assert place.sent.copy is not None
        for one, content in ((place.sent.original, FILED), (place.sent.copy, FILED[:9])):
            lock = Lock(one.lock.inner, rows.shred_key(one.name) or b"")
            assert b"".join(Files(home, INSTALLATION).opened(one.name, lock, one.size)) == content
    assert len([*(home / FOLDER).iterdir()]) == 2, "what never came whole is in no backup"
    assert shred_list.read(tmp_path / "home-shred" / "shred-list").keys() == rows_gone(place).keys()


def rows_gone(place: Place) -> dict[bytes, date]:
    with rows_of(place.home) as rows:
        return rows.gone()


@pytest.fixture(scope="module")
def incomplete(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same place; beside the backup lie second bundles that lack their list, or fit neither it nor the backup."""
    data = second_bundle.read(place.second, SECRET.encode())
    later = rows_gone(place)
    for name in ("alone", "other", "short", "cut"):
        (place.folder / name).mkdir()
        shutil.copy(place.second, place.folder / name / "second")
    shred_list.add(place.folder / "other", later)
    (place.folder / "other" / "second").unlink(missing_ok=True)
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    second_bundle.write(place.folder / "other" / "second", data.data, "0" * 32, moment, SECRET.encode())
    whole = shred_list.written(later)
    (place.folder / "cut" / "shred-list").write_bytes(whole[: len(whole) // 2])
    (place.folder / "short" / "second").unlink()
    with_one = _with_gone(tmp_path_factory.mktemp("gone"))
    second_bundle.write(place.folder / "short" / "second", with_one, data.pair, moment, SECRET.encode())
    (place.folder / "short" / "shred-list").write_bytes(shred_list.written({}))
    return place


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ((), ("no second bundle was named", "nobody could ever open", "--without-second")),
        (("--second", "b"), ("this is no second bundle", "Nothing was restored", "shred-DAY")),
        (("--second", "alone/second"), ("There is no shred list", "would come back", "--shred-list")),
        (("--second", "other/second"), ("was not made with the backup", "Nothing was restored", "together with")),
        (("--second", "short/second"), ("lacks what had been shredded", "older list", "newest shred list")),
        (("--second", "cut/second"), ("cut off or altered",)),
    ],
)
def test_one_without_the_other_is_told_in_three_sentences(
    incomplete: Place, tmp_path: Path, more: tuple[str, ...], says: tuple[str, ...]
) -> None:
    given = tuple(one if one.startswith("--") else str(incomplete.folder / one) for one in more)
    code, said = restore(incomplete, tmp_path / "home", *given)
    assert code == 2 and not (tmp_path / "home").exists(), said
    for words in says:
        assert words in said, said


def _with_gone(folder: Path) -> bytes:
    """A `shred.sqlite` in which something had been shredded."""
    with rows_of(folder) as rows:
        rows.put_gone(b"n" * 32)
    return (folder / "shred.sqlite").read_bytes()


def test_the_second_bundle_alone_is_told_apart(place: Place, tmp_path: Path) -> None:
    shutil.copy(place.second, place.folder / "second")
    code, said = restore(place, tmp_path / "home", file="second")
    assert (
        code == 2 and "is the second bundle" in said and "--second second" in said and not (tmp_path / "home").exists()
    )


def test_without_the_second_bundle_the_rest_comes_back_when_asked_for(place: Place, tmp_path: Path) -> None:
    code, said = restore(place, tmp_path / "home", "--without-second")
    assert code == 0 and "Nothing sealed opens" in said
    with rows_of(tmp_path / "home") as rows:
        assert opened(rows, "intake one") == [] and back(rows, "kept") is None
        submitted(rows, "new")
        assert back(rows, "new") is not None
