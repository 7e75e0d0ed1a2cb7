"""One encrypted file with everything a company needs to go on elsewhere.

Order matters. Checkpoints are read before the database: every head they name is then in the
database copy. Evidence is read after it: every document the copy names is then on disk.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import secrets
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO

from duecare.adapters import table_copy
from duecare.adapters.locked_file import Locking, Unlocking
from duecare.adapters.sealed import copies, second_bundle, shred_list
from duecare.adapters.sealed.private_file import write_new
from duecare.adapters.sealed.rows import INTAKE, SHRED
from duecare.adapters.sealed.unlock_days import FILE as UNLOCK_DAYS
from duecare.kernel.errors import BadInput, DuecareError

MANIFEST = "manifest.json"
_LEFT_OUT = ("duecare.sqlite3", "static", "restoring", INTAKE, SHRED)
_PRIVATE = f"sealed/{UNLOCK_DAYS}"
"""On which day each handler opened their vault is of use today only."""
_NO_PLACE = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)
"""What the disk says of a name used twice, below a file, or longer than it takes."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    version: str
    at: str
    engine: str
    migrations: tuple[str, ...]
    columns: dict[str, list[str]]
    files: dict[str, str]
    """SHA-256 by name in the archive."""
    pair: str = ""
    """Of the second bundle made with it, which has what is sealed open; empty where nothing sealed was kept."""


def write(
    target: Path, home: Path, secret: bytes, at: datetime, progress: Progress = lambda name: None, *, bundles: Path,
) -> Manifest:  # fmt: skip
    """Back `home` and its database up into the new file `target`, and the outer keys of what is sealed apart from it.

    Args:
        bundles: folder of the second bundles; see `second_bundle`.

    Raises:
        BadInput: `target` exists or lies inside the home, or the secret is too short.
    """
    if target.exists() or target.resolve().is_relative_to(home.resolve()):
        raise BadInput("a backup is a new file outside the home", file=str(target), means="Nothing was written.")
    part = target.with_name(target.name + ".part")
    hashes: dict[str, str] = {}
    pair = secrets.token_hex(16) if copies.anything(home) else ""
    second = bundles / second_bundle.name_of(pair, at.date())
    done = False
    try:
        with part.open("xb") as out, tempfile.TemporaryDirectory(dir=target.parent) as room:
            locked = Locking(out, secret)
            with tarfile.open(fileobj=locked, mode="w|") as archive:
                for file in _files(home, audit=True):
                    _add(archive, f"home/{file.relative_to(home).as_posix()}", file, hashes, progress)
                columns = table_copy.copy_out(Path(room))
                for file in sorted(Path(room).iterdir()):
                    _add(archive, f"database/{file.name}", file, hashes, progress)
                if pair:  # behind the database: what it holds of a daily batch is never older than the log
                    intake = Path(room) / INTAKE
                    outer = copies.copy_both(home, intake)
                    _add(archive, f"home/{INTAKE}", intake, hashes, progress)
                    shred_list.add(bundles, copies.gone_in(outer, SHRED))
                    second_bundle.write(second, outer, pair, at, secret)
                for file in _files(home, audit=False):
                    _add(archive, f"home/{file.relative_to(home).as_posix()}", file, hashes, progress)
                manifest = _manifest(at, columns, hashes, pair)
                text = json.dumps(manifest, sort_keys=True).encode()
                info = tarfile.TarInfo(MANIFEST)
                info.size = len(text)
                archive.addfile(info, io.BytesIO(text))
            locked.close()
        part.replace(target)
        target.chmod(0o600)
        done = True
    finally:
        part.unlink(missing_ok=True)
        if pair and not done:
            second.unlink(missing_ok=True)
    return _parsed(manifest, target.name)


def unpack(source: Path, home: Path, secret: bytes, progress: Progress = lambda name: None) -> tuple[Manifest, Path]:
    """Write the files of a backup into the empty `home`; returns the manifest and the folder of database files.

    Raises:
        BadInput: not a backup, another secret, altered, cut off, a link, a file that claims more than the backup
            holds, a place outside the home, or a file that is not the one it names.
    """
    database = home / "restoring"
    seen: dict[str, str] = {}
    told: object = None
    left = source.stat().st_size
    with source.open("rb") as file, io.BufferedReader(Unlocking(file, secret, name=source.name)) as opened:
        try:
            with tarfile.open(fileobj=opened, mode="r|") as archive:
                for member in archive:
                    left -= member.size
                    body = _body(archive, member, left, source.name)
                    if member.name == MANIFEST:
                        told = json.loads(body.read())
                        continue
                    progress(member.name)
                    try:
                        seen[member.name] = _write(_place(home, database, member.name, source.name), body)
                    except OSError as fault:
                        if fault.errno not in _NO_PLACE:
                            raise
                        raise BadInput("names a place that cannot be", file=source.name, value=member.name) from fault
            while opened.read(1024 * 1024):  # to the end: only the last piece tells that nothing was cut off
                pass
        except (tarfile.TarError, ValueError, RecursionError) as fault:
            raise BadInput("this backup is damaged", file=source.name) from fault
    manifest = _parsed(told, source.name)
    if seen != manifest.files:
        wrong = sorted(set(seen.items()) ^ set(manifest.files.items()))
        raise BadInput("is not the file that was backed up", file=source.name, value=wrong[0][0])
    return manifest, database


def put_database(manifest: Manifest, folder: Path, home: Path) -> None:
    """Bring the database of an unpacked backup into its place; settings must be those of `home`.

    Raises:
        BadInput: the backup is of another kind of database than the one set here, or holds none.
        Conflict: see `table_copy.copy_in`.
    """
    needed = [f"{table}.copy" for table in manifest.columns] or [table_copy.SQLITE_FILE]
    if missing := [name for name in needed if f"database/{name}" not in manifest.files]:
        raise BadInput("this backup holds no database", value=missing[0], means="Nothing was restored.")
    if manifest.engine != table_copy.engine():
        todo = f"Set DUECARE_DATABASE so that it names {manifest.engine}."
        raise BadInput(f"the backup holds {manifest.engine}, but {table_copy.engine()} is set here", todo=todo)
    if manifest.engine == "sqlite":
        (folder / table_copy.SQLITE_FILE).rename(home / table_copy.SQLITE_FILE)
    else:
        table_copy.copy_in(folder, manifest.columns, manifest.migrations)
    shutil.rmtree(folder)


def put_outer_keys(manifest: Manifest, home: Path, second: second_bundle.Second) -> None:
    """Bring the outer keys beside the sealed rows they were backed up with; the shred list is applied by the caller.

    Raises:
        DuecareError: the bundle was made with another backup.
    """
    if second.pair != manifest.pair:
        raise DuecareError(
            f"The second bundle of {second.at} was not made with the backup of {manifest.at}.",
            "Nothing was restored: outer keys of another moment leave cases closed without a word.",
            "Name the second bundle that was written together with this backup.",
        )
    write_new(home / SHRED, second.data)


def _files(home: Path, *, audit: bool) -> Iterator[Path]:
    for file in sorted(home.rglob("*")):
        top = file.relative_to(home).parts[0]
        inside = file.relative_to(home).as_posix()
        if not file.is_file() or file.suffix == ".part" or top.startswith(_LEFT_OUT) or inside.startswith(_PRIVATE):
            continue
        if (top == "audit") is audit:
            yield file


def _add(archive: tarfile.TarFile, name: str, file: Path, hashes: dict[str, str], progress: Progress) -> None:
    progress(name)
    with file.open("rb") as body:
        info = tarfile.TarInfo(name)
        info.size = file.stat().st_size
        digest = hashlib.file_digest(body, "sha256")
        body.seek(0)
        archive.addfile(info, body)
    hashes[name] = digest.hexdigest()


def _manifest(at: datetime, columns: object, hashes: dict[str, str], pair: str) -> dict[str, object]:
    return {
        "version": version("duecare"),
        "at": at.isoformat(timespec="seconds"),
        "engine": table_copy.engine(),
        "migrations": table_copy.migrations(),
        "columns": columns,
        "files": hashes,
        "pair": pair,
    }


def _parsed(told: object, name: str) -> Manifest:
    """The list of files as this version writes it; whatever has another shape is no such list."""
    if not isinstance(told, dict) or {*told, "pair"} != set(Manifest.__slots__):  # older ones have no pair
        raise BadInput("this backup has no list of its files", file=name)
    made, at, engine, steps, columns, files = (
        told[key] for key in ("version", "at", "engine", "migrations", "columns", "files")
    )
    tables = list(columns.values()) if isinstance(columns, dict) else [None]
    hashes = list(files.values()) if isinstance(files, dict) else None
    pair = told.get("pair", "")
    if not all(_texts(part) for part in ([made, at, engine, pair], steps, hashes, *tables)):
        raise BadInput("this backup has no list of its files", file=name)
    return Manifest(made, at, engine, tuple(steps), columns, files, pair)


def _texts(part: object) -> bool:
    """True for a list of texts."""
    return isinstance(part, list) and all(isinstance(text, str) for text in part)


def _body(archive: tarfile.TarFile, member: tarfile.TarInfo, left: int, file: str) -> IO[bytes]:
    """What a member holds; nothing here is packed, so that all of it together is smaller than the backup.

    Args:
        left: bytes of the backup that no member has claimed yet, this one counted.

    Raises:
        BadInput: a link, a folder, a device, or a file with holes, which would fill the disk from a few bytes.
    """
    if not member.isreg() or member.issparse():
        raise BadInput("holds something that is no file", file=file, value=member.name)
    if left < 0:
        raise BadInput("names a file larger than the backup itself", file=file, value=member.name)
    body = archive.extractfile(member)
    if body is None:
        raise BadInput("holds something that is no file", file=file, value=member.name)
    return body


def _place(home: Path, database: Path, name: str, file: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(path.parts) < 2 or path.parts[0] not in ("home", "database"):
        raise BadInput("names a place outside the home", file=file, value=name)
    return (home if path.parts[0] == "home" else database).joinpath(*path.parts[1:])


def _write(path: Path, body: IO[bytes]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sha = hashlib.sha256()
    with path.open("xb") as out:
        path.chmod(0o600)
        while block := body.read(1024 * 1024):
            sha.update(block)
            out.write(block)
    return sha.hexdigest()
