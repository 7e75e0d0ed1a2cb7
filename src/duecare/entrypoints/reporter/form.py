"""Writing a report, page by page: questions first, then who shall not read it, then, if one likes, who one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duecare.apps.intake.rules.records import Track
from duecare.entrypoints.reporter import cookies, drafts, fields, limits, naming, place, readers, texts
from duecare.entrypoints.reporter.drafts import Draft
from duecare.entrypoints.reporter.fields import Field
from duecare.entrypoints.reporter.refusals import refused
from duecare.entrypoints.reporter.rendering import onward, page
from duecare.entrypoints.reporter.texts import Part, Questions
from duecare.entrypoints.reporter.words import REFUSALS
from duecare.kernel.errors import Busy, NoRoom

READERS, IDENTITY, FILES, CHECK = "readers", "identity", "files", "check"


def steps(asked: Questions, draft: Draft) -> list[str]:
    """Names of the pages, in order, as the answers so far have it."""
    return [*(one.id for one in asked.parts if one.asked(draft.answers)), READERS, IDENTITY, FILES, CHECK]


def around(asked: Questions, draft: Draft, step: str) -> dict[str, object]:
    """Where a page stands: number, how many, the one before and the one after."""
    every = steps(asked, draft)
    at = every.index(step)
    return {
        "track": draft.track.value, "step": step, "number": at + 1, "count": len(every), "danger": draft.danger,
        "before": every[at - 1] if at else "", "after": every[at + 1] if at + 1 < len(every) else "",
    }  # fmt: skip


def begun(request: HttpRequest, track: Track) -> tuple[bytes, Draft, bool]:
    """(key, draft, whether it was there before) of this track."""
    found = drafts.opened(request)
    if found and found[1].track is track:
        return *found, True
    return cookies.new_key(), Draft(track, texts.questions(track).code), False


def question_page(request: HttpRequest, track: str, step: str) -> HttpResponse:
    """One page of questions."""
    key, draft, known = begun(request, Track(track))
    asked = texts.every_questions()[draft.questions]
    part = asked.part(step)
    if part is None:
        return refused(404)
    if request.method != "POST":
        return _asked(request, asked, draft, part, fields.shown(part, draft.answers))
    got = fields.answered(part, request.POST)
    if not limits.room(request, limits.Kind.KEEP if known else limits.Kind.BEGIN):
        return _asked(request, asked, draft, part, got, _busy(), 429)
    good = {one.question.id: one.value for one in got if not one.error}
    changed = drafts.with_answers(draft, good)
    try:
        if not drafts.keep(key, changed):
            return _asked(request, asked, draft, part, got, _full(), 413)
    except (Busy, NoRoom):
        return _asked(request, asked, draft, part, got, _busy(), 503)
    lost = not known and part is not asked.parts[0]
    if lost or any(one.error for one in got):
        response = _asked(request, asked, changed, part, got, _lost() if lost else "", 400 if not lost else 200)
    elif "back" in request.POST and (before := around(asked, changed, step)["before"]):
        response = onward("form", track, before)
    else:
        response = onward("form", track, around(asked, changed, step)["after"])
    cookies.give(response, key)
    return response


def readers_page(request: HttpRequest, track: str) -> HttpResponse:
    """Who will be able to read it; whoever shall not is left out before anything is sealed."""
    key, draft, known = begun(request, Track(track))
    if not known:
        return page(request, "lost", {"track": track})
    site = place.site()
    if request.method == "POST":
        marks = tuple(one for one in request.POST.getlist("without") if len(one) == 16)[:64]
        draft = replace(draft, excluded=marks)
    refusal = readers.refusal(site, draft)
    if request.method == "POST" and refusal is None:
        drafts.keep(key, draft)
        return onward("form", track, IDENTITY if "back" not in request.POST else _before(draft, READERS))
    context = {
        **around(texts.every_questions()[draft.questions], draft, READERS),
        "holders": readers.listed(site, draft.track), "excluded": draft.excluded,
        "error": REFUSALS[refusal] if refusal else "",
    }  # fmt: skip
    return page(request, "readers", context, 400 if refusal else 200)


def identity_page(request: HttpRequest, track: str) -> HttpResponse:
    """Who the reporter is, if they like to say: kept apart from the report."""
    key, draft, known = begun(request, Track(track))
    if not known:
        return page(request, "lost", {"track": track})
    error = ""
    if request.method == "POST":
        text = fields.cleaned(request.POST.get("identity", ""))
        error = naming.too_long(text)
        draft = replace(draft, identity=text)
        if not error and (refusal := readers.refusal(place.site(), draft)):
            error = str(REFUSALS[refusal])
        if not error:
            drafts.keep(key, draft)
            return onward("form", track, FILES if "back" not in request.POST else READERS)
    asked = texts.every_questions()[draft.questions]
    context = {**around(asked, draft, IDENTITY), "identity": draft.identity, "error": error}
    return page(request, "identity", context, 400 if error else 200)


def _before(draft: Draft, step: str) -> str:
    return str(around(texts.every_questions()[draft.questions], draft, step)["before"])


def _asked(
    request: HttpRequest, asked: Questions, draft: Draft, part: Part, got: Sequence[Field], notice: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    where = around(asked, draft, part.id) if part.asked(draft.answers) else around(asked, draft, asked.parts[0].id)
    context = {**where, "step": part.id, "part": part, "fields": got, "notice": notice}
    context["wrong"] = [one for one in got if one.error]
    return page(request, "questions", context, status)


def _busy() -> str:
    return _(
        "Many people are writing at the moment, so this was not kept yet. It still stands here: wait a minute and "
        "press the button again."
    )


def _full() -> str:
    return _(
        "All your answers together are longer than what fits into one report, so this page was not kept. It still "
        "stands here: make it shorter, and send the rest later in your mailbox."
    )


def _lost() -> str:
    return _(
        "More than half an hour went by, so what you wrote on the other pages is gone: it is not kept longer. What "
        "stands on this page was kept just now. Go back to write the rest again."
    )
