"""What is worked out from a library folder once an upgrade, kept beside the machine code of the same sources.

The file is a pickle: whoever may write there may put machine code there too. It carries its own hash, so that one cut
off by a full disk is made anew and not believed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import pickle
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar, cast

from duecare.adapters.library import LIBRARY

Made = TypeVar("Made")
_HASH = 32


def kept(folder: str, places: Iterable[str], make: Callable[[], Made], root: Path | None = None) -> Made:
    """What `make` gives of a library folder, read again where it was kept; kept in the first place that can be written.

    Args:
        places: folders that belong to one version of the sources `make` depends on (`compiled.PLACES`).
    """
    name = f"{folder}-{_digest((root or LIBRARY) / folder)}.pickle"
    found = [Path(place, name) for place in places]
    for path in found:
        try:
            told, body = (raw := path.read_bytes())[:_HASH], raw[_HASH:]
        except OSError:
            continue
        if hashlib.sha256(body).digest() == told:
            return cast("Made", pickle.loads(body))
    made = make()
    body = pickle.dumps(made)
    for path in found:
        if _written(path, hashlib.sha256(body).digest() + body):
            break
    return made


def _digest(folder: Path) -> str:
    """Of all that goes into what is made and is not in the sources: the files, the letters Python and anyascii know."""
    found = hashlib.sha256()
    told = (sys.implementation.cache_tag, unicodedata.unidata_version, importlib.metadata.version("anyascii"))
    for part in told:
        found.update(f"{part}\n".encode())
    for path in sorted(folder.iterdir()):
        found.update(f"{path.name}\n{path.stat().st_size}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _written(path: Path, raw: bytes) -> bool:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(raw)
        draft.replace(path)
    except OSError:
        return False
    return True
