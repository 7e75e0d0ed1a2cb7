"""The decorator of all that is compiled.

Machine code is kept beside the source, so that nobody waits for it twice; `make setup` makes it. numba
looks at the file of a function only and not at what that function calls, and would run old code after an
upgrade that changed another file. So the place carries a digest of every source of this folder.
"""

from __future__ import annotations

import hashlib
import pkgutil
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

_SOURCES = (
    "alignment", "compiled", "edits", "kernel", "keys", "normalise", "similarity", "sounds", "tokens",
)  # fmt: skip
Function = TypeVar("Function", bound=Callable[..., Any])


def _place() -> str:
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(pkgutil.get_data(__package__, f"{name}.py") or b"")
    return f"{__file__.rsplit('compiled', 1)[0]}__pycache__/compiled-{digest.hexdigest()[:16]}"


numba.config.CACHE_DIR = _place()


def compiled(function: Function) -> Function:
    """Compile at the first call and keep the result; where this folder cannot be written, in the user's cache."""
    try:
        return cast(Function, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        numba.config.CACHE_DIR = ""
        return cast(Function, numba.njit(cache=True, nogil=True)(function))
