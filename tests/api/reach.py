"""What a view leads to: the actions and queries it calls, followed through the code of the product itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType

OURS = "duecare."


def reached(view: Callable[..., object]) -> frozenset[str]:
    """Dotted names of every function of the apps that this one leads to, itself left out."""
    return frozenset(name for name in followed(view) if name.startswith("duecare.apps."))


def followed(view: Callable[..., object]) -> frozenset[str]:
    """Dotted names of every function of the product that this one leads to, itself left out."""
    return frozenset(f"{one.__module__}.{one.__qualname__}" for one in functions(view)[1:])


def functions(view: Callable[..., object]) -> list[FunctionType]:
    """The function below its decorators, and every one of the product that it leads to."""
    found = [_plain(view)]
    seen = {found[0].__code__}
    for one in found:  # it grows on the way
        for next_one in _named(one):
            if next_one.__code__ not in seen and next_one.__module__.startswith(OURS):
                seen.add(next_one.__code__)
                found.append(next_one)
    return found


def attributes(view: Callable[..., object]) -> frozenset[str]:
    """Every name that the code of these functions speaks, such as FILES of `request.FILES`."""
    return frozenset(name for one in functions(view) for code in _codes(one.__code__) for name in code.co_names)


def _plain(one: Callable[..., object]) -> FunctionType:
    """The function below its decorators."""
    found = inspect.unwrap(one)
    assert isinstance(found, FunctionType), one
    return found


@cache
def _named(one: FunctionType) -> tuple[FunctionType, ...]:
    """Functions that the code names, found once: hundreds of views lead to the same."""
    return tuple(_found(one))


def _found(one: FunctionType) -> Iterator[FunctionType]:
    """Of its own module, or as an attribute of a module it knows."""
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
