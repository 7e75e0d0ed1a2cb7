"""Staff page: a lesson of a sealed case becomes a proposed change that says nothing of the case.

The case keeps which change it was, and is written first: two who press at once are told apart by the case's own order,
and a press that was cut off between the two is finished by the next one under the same id. The register gets a row like
any other, in the name of whoever pressed, with the words that stand in the form and a day.
"""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.assessments.queries import today
from duecare.apps.intake.rules.desk import Done
from duecare.apps.investigations.rules import desk_inquiry as desk
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.rules.changes import TITLE, check_change
from duecare.kernel.actor import Actor
from duecare.kernel.errors import NotFound
from duecare.kernel.ids import new_id

from . import sealed_shown as shown
from .attempts import attempt
from .forms.proposed_changes import ProposeChangeForm
from .guard import acting
from .sealed_door import sealed
from .vault_cookie import asker


class LessonForm(ProposeChangeForm):
    """A proposed change, with how much of the case whoever fills it in had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


@sealed
def lesson(request: HttpRequest, reference: str, mark: str) -> HttpResponse:
    """The lesson's words to look over, and one press; the change, once there is one."""
    whose = asker(request)
    state = client.ask(whose, desk.Investigating(reference), desk.Investigation)
    row = next((one for one in state.rows if (one.mark, one.code) == (mark, "lesson")), None)
    if row is None:
        raise NotFound
    noted = _noted(state, mark)
    if noted is not None and _entered(noted):
        return redirect("proposed_change", noted)
    form = LessonForm(request.POST or None, initial={**_start(row, state, acting(request)), "seen": state.seen})
    if request.method == "POST" and attempt(form, lambda: _propose(request, reference, mark, noted, form)):
        return redirect(f"{reverse('sealed_inquiry', args=[reference])}?done=act#lessons")
    context = {
        "ref": reference, "line": shown.line(state.line, state.today), "form": form,
        "action": reverse("sealed_lesson", args=[reference, mark]),
    }  # fmt: skip
    return render(request, "sealed/lesson.html", context)


def _propose(request: HttpRequest, reference: str, mark: str, noted: UUID | None, form: LessonForm) -> str:
    told, change_id = check_change(form.told(), today()), noted or new_id()
    if noted is None:
        fields = (desk.Given("of", mark), desk.Given("change", str(change_id)))
        client.ask(asker(request), desk.DoAct(reference, form.cleaned_data["seen"], "lesson-change", fields), Done)
    return actions.propose_change(
        by=acting(request), given=told, owner_id=form.cleaned_data["owner_id"], change_id=change_id
    )


def _start(row: desk.Row, state: desk.Investigation, actor: Actor) -> dict[str, object]:
    """What the form begins with. Who sees to it: whoever presses, where the agent does not know their account."""
    told = {one.name: one.value for one in row.fields}
    text, people = told.get("what", ""), state.named
    return {
        "against": told.get("target", ""), "title": " ".join(text.split())[:TITLE], "text": text,
        "owner_id": next((one.account for one in people if one.who == told.get("who") and one.account), str(actor.id)),
        "due_on": told.get("until", ""),
    }  # fmt: skip


def _noted(state: desk.Investigation, mark: str) -> UUID | None:
    """Id of the change that the case names for this lesson."""
    for one in state.rows:
        told = {given.name: given.value for given in one.fields}
        if one.code == "lesson-change" and told.get("of") == mark:
            try:
                return UUID(told.get("change", ""))
            except ValueError:  # written by another program
                continue
    return None


def _entered(change_id: UUID) -> bool:
    try:
        queries.proposed_change(change_id)
    except NotFound:
        return False
    return True


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/lesson/<str:mark>/", lesson, name="sealed_lesson"),
]
