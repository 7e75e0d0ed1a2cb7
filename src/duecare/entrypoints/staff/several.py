"""One act on several rows of a list: chosen by ticking, said once, carried out and recorded one by one.

There is no act for many. Each row is an act of its own, whole or not at all, with its own entry in the log; a row that
is refused says why and stops none of the others. What must be looked at one by one is not offered here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from duecare.kernel.errors import BadInput, DuecareError, LimitExceeded

from .forms import sentences
from .listing import SIZES

R = TypeVar("R")
MOST = SIZES[-1]
"""As many as a page of a list shows: nobody has seen more than that when pressing the button."""


@dataclass(frozen=True, slots=True)
class Named:
    """A row as it is told: `label` with where it leads, `remark` beside it; `seen` is what its act must find again."""

    id: UUID
    label: str
    url: str
    remark: str = ""
    level: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not done, and why."""

    row: Named
    why: str


@dataclass(frozen=True, slots=True)
class Several(Generic[R]):
    """What is done to the chosen rows.

    Attributes:
        title, submit: words of the page and its button.
        sentence: what pressing it does, and what it does not.
        crumbs: (address, title) of the list it came from; there one gets back.
        rows: those of the chosen that it may be done to.
        named: how a row is told.
        act: the act on one row, with what its reader saw of it (`Named.seen`, as it was on the page).
        done: sentence for how many were done.
    """

    title: str
    submit: str
    sentence: str
    crumbs: tuple[str, str]
    rows: Sequence[R]
    named: Callable[[R], Named]
    act: Callable[[R, str], object]
    done: Callable[[int], str]


def chosen(request: HttpRequest) -> tuple[UUID, ...]:
    """Ids of the ticked rows, in the order of the list.

    Raises:
        LimitExceeded: more than a page shows. BadInput: something that is no id.
    """
    given = request.POST if request.method == "POST" else request.GET
    values = tuple(dict.fromkeys(given.getlist("row")))
    if len(values) > MOST:
        raise LimitExceeded(f"more than {MOST} rows were chosen", field="row", value=len(values), todo="Choose fewer.")
    return tuple(map(_id, values))


def answer(request: HttpRequest, form: forms.Form, what: Several[R]) -> HttpResponse:
    """The page that says what will be done to which rows; sent, it does so and tells what was refused."""
    rows = [(row, what.named(row)) for row in what.rows]
    refused: tuple[Refused, ...] = ()
    if rows and form.is_valid():
        refused = _each(rows, request, what.act)
        if done := len(rows) - len(refused):
            messages.success(request, what.done(done))
        if not refused:
            return redirect(what.crumbs[0])
    left = {one.row.id for one in refused}
    shown = [named for _row, named in rows if not refused or named.id in left]
    missing = len(chosen(request)) - len(rows)
    return render(
        request, "several/form.html",
        {"what": what, "form": form, "rows": shown, "refused": refused, "missing": missing},
    )  # fmt: skip


def _each(
    rows: Iterable[tuple[R, Named]], request: HttpRequest, act: Callable[[R, str], object]
) -> tuple[Refused, ...]:
    refused = []
    for row, named in rows:
        try:
            act(row, request.POST.get(f"seen-{named.id}", ""))
        except DuecareError as fault:
            refused.append(Refused(named, sentences(fault)))
    return tuple(refused)


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise BadInput("this is not the id of a row", field="row", value=value[:60]) from None
