"""Making a home: keys and settings file. Whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from duecare.adapters.signing import create_key
from duecare.kernel.errors import Conflict


def refuse_unless_empty(home: Path) -> None:
    """Nothing is ever written over what is already there.

    Raises:
        Conflict: the folder holds something.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Conflict(
            f"{home} is not empty.",
            "Nothing was changed there.",
            "Name another folder with --home; an existing company is opened with `duecare serve`.",
        )


@contextmanager
def new_home(home: Path) -> Iterator[Path]:
    """An empty home that is removed again when what follows fails."""
    refuse_unless_empty(home)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    os.environ["DUECARE_HOME"] = str(home)
    try:
        yield home
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise


def write_keys(home: Path) -> None:
    """The signing key and the web framework's secret, readable by the owner only."""
    create_key(home / "keys" / "signing.pem")
    write_private(home / "keys" / "secret", secrets.token_urlsafe(48))


def write_private(path: Path, text: str) -> None:
    """A new file with mode 0600; refuses to overwrite."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)


def settings_file(values: Mapping[str, str | int]) -> str:
    """`duecare.toml`; a TOML basic string is written like a JSON string."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value != ""]
    return "# Settings of this home. The environment (DUECARE_*) wins over this file.\n" + "\n".join(lines) + "\n"
