"""Trying an action from a form: done, or the refusal stands in the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django import forms

from duecare.kernel.errors import DuecareError, NotFound

from .forms import refuse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The action's result; wrapped, because a result may be None."""

    value: T


def attempt(form: forms.BaseForm, act: Callable[[], T]) -> Done[T] | None:
    """Run `act` when the form is valid. What cannot be found stays a page of its own."""
    if not form.is_valid():
        return None
    try:
        return Done(act())
    except NotFound:
        raise
    except DuecareError as fault:
        refuse(form, fault)
        return None
