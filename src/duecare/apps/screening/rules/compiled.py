"""The decorator of all that is compiled.

Machine code is kept, so that nobody waits for it twice; `make setup` makes it (`duecare.screening.prepare`). numba
looks at the file of a function only and not at what that function calls, and would run old code after an
upgrade that changed another file. So the place carries a digest of every source of this folder.
"""

from __future__ import annotations

import hashlib
import pkgutil
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba.misc.appdirs import AppDirs

_SOURCES = (
    "alignment", "body_words", "candidates", "collecting", "compiled", "edits", "hearing", "index", "joining", "kernel",
    "keys", "kinds", "knowledge", "name_data", "normalise", "placing", "readings", "rooms",
    "run_together", "scripts", "second_look", "similarity", "sounds", "tallying", "tokens",
)  # fmt: skip
_CONFIG: Any = numba.config
_DIRS: Any = AppDirs
Result = TypeVar("Result")


def _digest() -> str:
    found = hashlib.sha256()
    for name in _SOURCES:
        found.update(pkgutil.get_data(__package__, f"{name}.py") or b"")
    return found.hexdigest()[:16]


PLACE = f"compiled-{_digest()}"
"""Name of the folder that holds the machine code of just these sources."""


def _places() -> tuple[str, ...]:
    """Where it is looked for: where NUMBA_CACHE_DIR says, beside the source, in the user's cache."""
    beside = f"{__file__.rsplit('compiled', 1)[0]}__pycache__"
    given, users = _CONFIG.CACHE_DIR, _DIRS(appname="duecare", appauthor=False).user_cache_dir
    return tuple(f"{place}/{PLACE}" for place in (given, beside, users) if place)


PLACES = _places()
"""Folders of just these sources, the first that can be written is used."""


def compiled(function: Callable[..., Result]) -> Callable[..., Result]:
    """Compile at the first call and keep the result; where nothing can be written, for this process alone.

    Arguments are checked by numba, which knows that an `np.int64` is an int.
    """
    for place in PLACES:
        _CONFIG.CACHE_DIR = place
        try:
            return cast("Callable[..., Result]", numba.njit(cache=True, nogil=True)(function))
        except RuntimeError:  # this place cannot be written
            continue
    return cast("Callable[..., Result]", numba.njit(nogil=True)(function))
