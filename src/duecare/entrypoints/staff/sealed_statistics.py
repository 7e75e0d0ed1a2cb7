"""Staff pages: what is counted of a case, and the sums over one's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk_statistics as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.kernel.errors import NotFound

from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed_statistics import CountForm
from .sealed_door import sealed
from .vault_cookie import asker


@sealed
def statistics(request: HttpRequest) -> HttpResponse:
    """Sums over the cases that are open to this person, small numbers hidden."""
    found = client.ask(asker(request), desk.Tally(), desk.Tallied)
    sums = [
        (words.SUMS[one.name], sorted(((words.COUNTED[cell.word], cell.number) for cell in one.cells), key=_order))
        for one in found.sums
    ]
    return render(request, "sealed/statistics.html", {"found": found, "sums": sums})


def _order(cell: tuple[object, int | None]) -> tuple[int, str]:
    return -(cell[1] or 0), str(cell[0])


@sealed
def counted(request: HttpRequest, reference: str) -> HttpResponse:
    """What is counted of one case: three closed words."""
    whose = asker(request)
    sheet, record = (
        client.ask(whose, Look(reference), Sheet), client.ask(whose, desk.Recorded(reference), desk.Record),
    )  # fmt: skip
    if not record.may:
        raise NotFound
    form = CountForm(record, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = attempt(form, lambda: client.ask(whose, desk.Count(reference, **form.cleaned_data), Done))
        if done is not None:
            return redirect(f"{reverse('sealed_case', args=[reference])}?done=count")
    return render(
        request, "sealed/counted.html", {"ref": reference, "form": form, "line": shown.line(sheet.line, sheet.today)}
    )


urlpatterns: list[URLPattern] = [
    path("sealed/statistics/", statistics, name="sealed_statistics"),
    path("sealed/cases/<str:reference>/counted/", counted, name="sealed_counted"),
]
