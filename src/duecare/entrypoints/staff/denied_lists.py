"""Staff pages: denied-party lists, their editions, what each changed, and the import of a publisher's files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.screening import actions, queries
from duecare.apps.screening.actions import Upload
from duecare.apps.screening.queries import AskedRow, EditionRow
from duecare.apps.screening.rules import acts
from duecare.kernel.errors import NotFound

from . import screening_words as words
from .attempts import attempt
from .forms.opportunities import ReasonForm
from .forms.screening import UploadForm
from .guard import acting, page
from .hit_shown import Amended, amended, main_name
from .opportunities import Tile
from .opportunity_steps import given
from .screening_tabs import READ, screening_tabs
from .screening_words import said

MOST = 500
"""Changes of an edition shown at once, of one kind."""
DOING = {
    "": gettext_lazy("waits for the worker"),
    "reading": gettext_lazy("reading the files"),
    "writing": gettext_lazy("comparing with the edition in force and writing what changed"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One entry that an edition changed, in words."""

    kind: str
    key: str
    old_key: str
    name: str
    fields: tuple[Amended, ...]

    @property
    def before(self) -> bool:
        """Whether the entry said something before that it says no longer."""
        return any(one.before for one in self.fields)

    @property
    def after(self) -> bool:
        """Whether it says something that it did not say before."""
        return any(one.after for one in self.fields)


@page(*READ)
@require_safe
def denied_lists(request: HttpRequest) -> HttpResponse:
    """Every list with the edition in force, what is held back, and the newest uploads."""
    actor = acting(request)
    uploads = queries.asked_imports(5)
    context = {
        "lists": queries.lists(),
        "uploads": [(row, _doing(row)) for row in uploads if row.state != "done"],
        "may_import": acts.ASK_IMPORT.permits(actor),
        "tabs": screening_tabs(actor, "denied_lists"),
    }
    return render(request, "denied_lists/lists.html", context)


@page(*READ)
@require_safe
def denied_list(request: HttpRequest, code: str) -> HttpResponse:
    """One list: its editions, newest first."""
    rows = queries.editions(code)
    if not rows:
        raise NotFound("list")
    actor, (asked, _total) = acting(request), queries.withdrawals(code, limit=MOST)
    people = {row.imported_by for row in rows} | {row.asked_by for row in asked}
    names = accounts.names(people | {row.second_person for row in asked if row.second_person})
    waits = any(row.state == "waiting" for row in asked)
    in_force = any(row.state == "in_force" for row in rows)
    context = {
        "code": code,
        "withdrawals": [(row, said(words.WITHDRAWAL_STATES, row.state)) for row in asked],
        "names": names,
        "may_withdraw": acts.ASK_WITHDRAWAL.permits(actor) and in_force and not waits,
        "may_answer": acts.WITHDRAW_LIST.permits(actor),
        "rows": [(row, said(words.EDITION_STATES, row.state), names.get(row.imported_by, "")) for row in rows],
        "regimes": queries.regimes_for(code),
        "tabs": screening_tabs(actor, "denied_lists"),
    }
    return render(request, "denied_lists/list.html", context)


@page(*READ)
@require_safe
def list_edition(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """One edition: what it added, removed and amended, with both contents; a held one waits for an answer."""
    actor, row = acting(request), queries.edition(edition_id)
    counts = queries.change_counts(edition_id)
    kind = request.GET.get("kind", "")
    kind = kind if kind in words.CHANGES else next((one for one in words.CHANGES if counts.get(one)), "added")
    newest = queries.editions(row.list_code)[0].id == row.id
    context = {
        "row": row,
        "state": said(words.EDITION_STATES, row.state),
        "held": said(words.HELD, row.held_because) if row.held_because else "",
        "importer": accounts.names({row.imported_by}).get(row.imported_by, ""),
        "changes": tuple(_changed(one) for one in queries.changes_of(edition_id, kind, MOST)),
        "most": MOST,
        "total": counts.get(kind, 0),
        "tiles": tuple(
            Tile("", str(title), counts.get(one, 0), f"{request.path}?kind={one}", one == kind)
            for one, title in words.CHANGES.items()
        ),
        "may_answer": acts.ACCEPT_EDITION.permits(actor) and newest and row.state in ("held", "refused"),
    }
    return render(request, "denied_lists/edition.html", context)


@page(*acts.ACCEPT_EDITION.roles)
def list_edition_accept(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Put an edition that was held back in force."""
    row, form = queries.edition(edition_id), ReasonForm(given(request))
    if attempt(form, lambda: actions.accept_edition(by=acting(request), edition_id=row.id, **form.cleaned_data)):
        messages.success(request, _("In force. Every party is compared with what changed."))
        return redirect("list_edition", row.id)
    return _step(request, row, form, _("Put this edition in force"), _("Put in force"))


@page(*acts.REFUSE_EDITION.roles)
def list_edition_refuse(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Refuse an edition that was held back."""
    row, form = queries.edition(edition_id), ReasonForm(given(request))
    if attempt(form, lambda: actions.refuse_edition(by=acting(request), edition_id=row.id, **form.cleaned_data)):
        messages.success(request, _("Refused. The edition in force stays."))
        return redirect("list_edition", row.id)
    return _step(request, row, form, _("Refuse this edition"), _("Refuse"))


@page(*acts.ASK_IMPORT.roles, files=True)
def list_import(request: HttpRequest) -> HttpResponse:
    """Upload a publisher's original files; the worker reads them."""
    form = UploadForm(request.POST or None, request.FILES or None)
    sent = request.method == "POST"

    def upload() -> UUID:
        files = [Upload(one.name, one.chunks()) for one in form.cleaned_data["files"]]
        return actions.upload_lists(by=acting(request), files=files)

    done = attempt(form, upload) if sent else None
    if done:
        return redirect("list_import_asked", done.value)
    return render(request, "denied_lists/import.html", {"form": form})


@page(*READ)
@require_safe
def list_import_asked(request: HttpRequest, asked_id: UUID) -> HttpResponse:
    """How far an upload is, and what came of it."""
    row = queries.asked_import(asked_id)
    context = {
        "row": row,
        "doing": _doing(row),
        "asker": accounts.names({row.asked_by}).get(row.asked_by, ""),
        "made": [(one, said(words.EDITION_STATES, one.state)) for one in _made(row)],
    }
    return render(request, "denied_lists/asked.html", context)


def _made(row: AskedRow) -> tuple[EditionRow, ...]:
    return queries.editions_of_import(row.import_id) if row.import_id else ()


def _doing(row: AskedRow) -> str:
    return str(DOING.get(row.doing, row.doing)) if row.state == "waiting" else said(words.RUN_STATES, row.state)


def _changed(one: queries.ChangeRow) -> Changed:
    return Changed(
        said(words.CHANGES, one.kind), one.key, one.old_key, main_name(one.after or one.before),
        amended(one.before, one.after, one.parts),
    )  # fmt: skip


def _step(request: HttpRequest, row: EditionRow, form: ReasonForm, title: str, submit: str) -> HttpResponse:
    held = said(words.HELD, row.held_because)
    context = {"row": row, "form": form, "title": title, "submit": submit, "held": held}
    return render(request, "denied_lists/step.html", context)


urlpatterns: list[URLPattern] = [
    path("screening/lists/", denied_lists, name="denied_lists"),
    path("screening/lists/import/", list_import, name="list_import"),
    path("screening/lists/imports/<uuid:asked_id>/", list_import_asked, name="list_import_asked"),
    path("screening/lists/of/<str:code>/", denied_list, name="denied_list"),
    path("screening/lists/editions/<uuid:edition_id>/", list_edition, name="list_edition"),
    path("screening/lists/editions/<uuid:edition_id>/accept/", list_edition_accept, name="list_edition_accept"),
    path("screening/lists/editions/<uuid:edition_id>/refuse/", list_edition_refuse, name="list_edition_refuse"),
]
