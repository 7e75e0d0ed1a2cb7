"""Where this entrypoint asks the matcher: the one place to change when matching moves to a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def ask(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a module-level function of plain values answers."""
    return function(*args, **kwargs)
