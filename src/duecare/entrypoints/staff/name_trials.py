"""Staff pages: two names compared, and any name searched on the lists in force. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from duecare.apps.screening import queries
from duecare.apps.screening.rules.weighing import MEDIUM, STRONG, WEAK, Particulars
from duecare.kernel.canonical import JSON

from . import screening_words as words
from .areas import NavItem
from .attempts import attempt
from .forms.screening import OneNameForm, TwoNamesForm
from .guard import EVERYONE, acting, page
from .hit_shown import Pair, aligned, beside, similarity
from .opportunity_steps import given
from .screening_tabs import READ, screening_tabs
from .screening_words import said

NAV: tuple[NavItem, ...] = (NavItem("Knowledge", _("Compare two names"), "two_names", EVERYONE),)
_KINDS = {"Person": "person", "Company": "company", "Organization": "company", "PublicBody": "federal"}


@dataclass(frozen=True, slots=True)
class Met:
    """One entry that a name meets, in words."""

    list_code: str
    key: str
    name: str
    schema: str
    strength: str
    level: str
    score: str
    programmes: tuple[str, ...]
    pairs: tuple[Pair, ...]


@page(*EVERYONE)
def two_names(request: HttpRequest) -> HttpResponse:
    """Score and alignment of two names, the same that a search gives. Names are sent, never put into an address."""
    form = TwoNamesForm(given(request))

    def compare() -> Mapping[str, JSON]:
        values = form.cleaned_data
        return queries.two_names(values["left"], values["right"], values["schema"] or None)

    done = attempt(form, compare) if form.is_bound else None
    context: dict[str, Any] = {"form": form, "tabs": screening_tabs(acting(request), "two_names")}
    if done:
        score = done.value["score"]
        context |= {
            "score": similarity(score),
            "level": words.STRENGTH_LEVELS[_strength(score)],
            "strength": said(words.STRENGTHS, _strength(score)),
            "pairs": aligned(done.value),
            "left": form.cleaned_data["left"],
            "right": form.cleaned_data["right"],
        }
    return render(request, "name_trials/two_names.html", context)


@page(*READ)
def name_search(request: HttpRequest) -> HttpResponse:
    """Whom any name meets on the lists in force, with the reasons; neither name nor answer is kept."""
    form = OneNameForm(given(request))

    def find() -> Sequence[Mapping[str, JSON]]:
        values = form.cleaned_data
        known = Particulars(_KINDS.get(values["schema"], ""), *((one,) if one else () for one in _further(values)))
        return queries.on_the_lists(values["name"], values["schema"] or None, known, near=values["near"])

    done = attempt(form, find) if form.is_bound else None
    context: dict[str, Any] = {
        "form": form, "tabs": screening_tabs(acting(request), "name_search"), "done": done is not None,
        "overview": queries.overview(),
    }  # fmt: skip
    if done:
        context |= {"met": tuple(_met(one) for one in done.value), "name": form.cleaned_data["name"]}
    return render(request, "name_trials/search.html", context)


def _further(values: Mapping[str, str]) -> tuple[str, str, str]:
    return values["country"], values["birth"], values["number"]


def _met(one: Mapping[str, JSON]) -> Met:
    programmes, around = one["programmes"], one["beside"]
    assert isinstance(programmes, Sequence) and isinstance(around, Sequence)  # as `Likeness.body` writes them
    return Met(
        str(one["list"]), str(one["key"]), str(one["listed_name"]), said(words.SCHEMA_WORDS, str(one["schema"])),
        said(words.STRENGTHS, str(one["strength"])), words.STRENGTH_LEVELS[str(one["strength"])],
        similarity(one["score"]), tuple(map(str, programmes)),
        (*aligned(one["alignment"]), *beside(row for row in around if isinstance(row, Mapping))),
    )  # fmt: skip


def _strength(score: JSON) -> str:
    """What the names alone would make of a hit."""
    given = float(score) if isinstance(score, int | float) else 0.0
    return next(
        (word for word, bound in (("strong", STRONG), ("medium", MEDIUM), ("weak", WEAK)) if given >= bound), ""
    )


urlpatterns: list[URLPattern] = [
    path("screening/names/", two_names, name="two_names"),
    path("screening/search/", name_search, name="name_search"),
]
