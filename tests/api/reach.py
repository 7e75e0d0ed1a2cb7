"""What a view leads to: the actions and queries it calls, followed through the code of the product itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType

OURS = "duecare."


def reached(view: Callable[..., object]) -> frozenset[str]:
    """Dotted names of every function of the apps that this one leads to, itself left out."""
    seen: dict[str, FunctionType] = {}
    waiting = [_plain(view)]
    while waiting:
        one = waiting.pop()
        for found in _named(one):
            name = f"{found.__module__}.{found.__qualname__}"
            if name not in seen and found.__module__.startswith(OURS):
                seen[name] = found
                waiting.append(found)
    return frozenset(name for name in seen if name.startswith("duecare.apps."))


def _plain(one: Callable[..., object]) -> FunctionType:
    """The function below its decorators."""
    found = inspect.unwrap(one)
    assert isinstance(found, FunctionType), one
    return found


def _named(one: FunctionType) -> Iterator[FunctionType]:
    """Functions that the code names: of its own module, or as an attribute of a module it knows."""
    spaces: list[object] = [one.__globals__]
    for cell in one.__closure__ or ():
        if inspect.isfunction(inside := cell.cell_contents):
            yield _plain(inside)
    for code in _codes(one.__code__):
        modules = [value for name in code.co_names if isinstance(value := one.__globals__.get(name), ModuleType)]
        for name in code.co_names:
            for space in (*spaces, *modules):
                value = space.get(name) if isinstance(space, dict) else getattr(space, name, None)
                if inspect.isfunction(value):
                    yield _plain(value)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code and everything defined inside it."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)
