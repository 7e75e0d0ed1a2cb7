"""A page that shows every part once, with constructed figures: what the browser tests look at."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace as Row

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from duecare.config.urls import handler400, handler403, handler404, handler500
from duecare.config.urls import urlpatterns as product
from duecare.entrypoints.drawing import Area
from duecare.entrypoints.staff.forms import Area as TextArea
from duecare.entrypoints.staff.forms import Choices, DateInput
from duecare.entrypoints.staff.guard import page
from duecare.entrypoints.staff.listing import Column, asked, in_memory
from duecare.entrypoints.staff.templatetags.duecare import LEVELS, country_name, level_word
from duecare.kernel.countries import all_codes

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COLUMNS = (
    Column("name", "Country"),
    Column("score", "Risk", numeric=True),
    Column("interval", "Interval (90 %)", sort=False),
    Column("level", "Band"),
    Column("years", "Ten years", sort=False),
    Column("code", "Code", hidden=True),
    Column("why", "Why", sort=False),
)
STEPS = tuple(
    zip(
        ("Opportunity", "Country", "Due diligence", "Class", "Plan", "Decision", "Live"),
        ("done", "done", "now", "todo", "todo", "stopped", "todo"),
        strict=True,
    )
)
SEVERITIES, LIKELIHOODS = ("minor", "moderate", "serious", "grave"), ("remote", "possible", "likely", "almost certain")


class Form(forms.Form):
    """One field of each kind."""

    title = forms.CharField(help_text="What the customer asks for, in one line.")
    kind = forms.ChoiceField(
        choices=[("federal", "Federal"), ("state", "State"), ("company", "Company")], widget=Choices
    )
    ministry = forms.CharField(required=False)
    country = forms.ChoiceField(choices=[("THA", "Thailand"), ("NOR", "Norway")])
    start = forms.DateField(widget=DateInput)
    purpose = forms.CharField(widget=TextArea())
    uses = forms.MultipleChoiceField(choices=[("a", "Locate"), ("b", "Intercept")], widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="I have read the red flags")


def figures() -> list[Row]:
    """250 countries with made-up scores that depend on nothing but the code."""
    rows = []
    for code in all_codes():
        score = None if code in ("TUV", "ATA", "GRL") else float(sum(map(ord, code)) * 37 % 101)
        level = "indeterminate" if score is None or score == 24 else list(LEVELS)[min(3, int(score // 26))]
        years = [(year, None if score is None else score + (year * 7 % 5)) for year in range(2016, 2027)]
        rows.append(
            Row(
                code=code,
                name=country_name(code),
                score=score,
                level=level,
                years=years,
                url=f"/parts/{code}/",
                text=f"{country_name(code)}: {'no score' if score is None else round(score)}",
                low=None if score is None else max(0, score - 6),
                high=None if score is None else min(100, score + 8),
            )
        )
    return rows


def context(request: HttpRequest) -> dict[str, object]:
    """Everything the parts take."""
    rows = figures()
    ask = asked(request, COLUMNS, picks=("level",), sort="-score")
    listing = in_memory(
        ask,
        COLUMNS,
        rows,
        text=lambda r: f"{r.name} {r.code}",
        keys={
            "name": lambda r: r.name,
            "score": lambda r: r.score,
            "code": lambda r: r.code,
            "level": lambda r: r.level,
        },
        facets={"level": ("Band", lambda r: r.level, level_word)},
    )
    votes = [
        Row(
            name="A. Lindqvist",
            role="independent member",
            vote="for_with_conditions",
            reason="Log access without exception.",
            at=NOON,
        ),
        Row(name="T. Varga", role="product security", vote="against", reason="Covert mode cannot be audited.", at=NOON),
        Row(name="J. Costa", role="sales", vote="recused", reason="Standing conflict.", at=None),
    ]
    return {
        "levels": list(LEVELS),
        "listing": listing,
        "areas": [Area(r.code, r.name, r.score, r.level, r.url, r.text) for r in rows],
        "stages": [Row(title=title, state=state, url="") for title, state in STEPS],
        "tabs": [
            Row(title="Overview", url="/parts/", here=True, count=None),
            Row(title="Plan", url="/", here=False, count=11),
        ],
        "gate": [
            Row(title="Country rated", state="done", detail="57, elevated", url=""),
            Row(title="Local legal expert", state="wait", detail="conflicts statement missing", url="/"),
            Row(title="Plan adopted", state="todo", detail="2 conditions precedent without an owner", url=""),
            Row(title="Licence", state="stopped", detail="the authority has not answered", url=""),
        ],
        "rules": [
            Row(
                code="R-04",
                sentence="Intrusive and covert",
                state="fired",
                values="covert: yes",
                effect="floor high",
                source="UNGP 17",
            ),
            Row(code="R-19", sentence="Denied party", state="not", values="6 screened", effect="", source=""),
            Row(
                code="R-23",
                sentence="Credible report",
                state="unknown",
                values="not yet assessed",
                effect="",
                source="UNGP 18",
            ),
        ],
        "tiles": [
            Row(level=level, title="", count=n * 7, url="/parts/", here=level == "high")
            for n, level in enumerate(LEVELS)
        ],
        "points": [(2016, 51.0), (2017, 52.5), (2018, None), (2019, 58.0), (2020, 57.0)],
        "breaks": (2019,),
        "cells": {("grave", "possible"): 2, ("minor", "likely"): 5, ("grave", "almost certain"): 1},
        "severities": SEVERITIES,
        "likelihoods": LIKELIHOODS,
        "votes": votes,
        "pair": [
            Row(group="Names", left="Viktor", right="Виктор", how="same, transliterated", state="same"),
            Row(group="Names", left="", right="Леонидович", how="omitted", state="omit"),
            Row(group="Names", left="Harlan", right="Харланд", how="one letter apart", state="near"),
            Row(group="Evidence", left="Estonia", right="Norway", how="country", state="diff"),
        ],
        "items": [
            Row(at=date(2026, 11, 2), text="Opinion signed", by="outside counsel", url="", state="done"),
            Row(at=NOON, text="Committee meets", by="", url="/", state="now"),
        ],
        "entries": [Row(sentence="A person marked red flag 14 as answered", at=NOON)],
        "fresh": Form(),
        "refused": Form({"title": "", "kind": "state", "start": "never"}, prefix="bad"),
        "digest": "5be0" + "0" * 56 + "91c4",
    }


@page()
def parts(request: HttpRequest) -> HttpResponse:
    """The page; a POST with every field filled answers like a saved form: redirect, then a message."""
    if request.method == "POST":
        form = Form(request.POST)
        if form.is_valid():
            messages.success(request, "Saved.")
            return redirect("/parts/")
        return render(request, "parts.html", {**context(request), "fresh": form})
    if "message" in request.GET:
        messages.warning(request, "The index was replaced by a newer edition.")
    return render(request, "parts.html", context(request))


urlpatterns = [*product, path("parts/", parts, name="parts")]
