"""The end of writing: everything once more, the code, three groups of it typed again, and the seal."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duecare.adapters.sealed.reporter import from_root, root
from duecare.adapters.sealed.rows import WAIT
from duecare.adapters.sealed.turns import Turns
from duecare.apps.intake.actions.submitting import Submission, keep, ready
from duecare.apps.intake.rules import codes
from duecare.apps.intake.rules.recipients import Refusal
from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.refusals import NotSealed
from duecare.apps.intake.rules.retention import keep_until
from duecare.entrypoints.reporter import attached, drafts, form, limits, place, readers, texts
from duecare.entrypoints.reporter.drafts import Draft
from duecare.entrypoints.reporter.refusals import refused
from duecare.entrypoints.reporter.rendering import onward, page
from duecare.entrypoints.reporter.words import REFUSALS
from duecare.kernel.errors import Busy, Conflict, NoRoom

SEALING = Turns()
"""One seals while others wait for the disk: more would only keep each other from computing, and who came first would
not be done first."""
SHOWN = 600
"""Signs of an answer on the page that shows all of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """An answer as it is shown before sending; `missing` where one has to be given."""

    label: str
    value: str
    step: str
    cut: bool = False
    missing: bool = False


def check_page(request: HttpRequest, track: str) -> HttpResponse:
    """Everything once more; going on makes the code."""
    key, draft, known = form.begun(request, Track(track))
    if not known:
        return page(request, "lost", {"track": track})
    site = place.site()
    lines, refusal = _lines(draft), readers.refusal(site, draft)
    if request.method == "POST" and refusal is None and not any(one.missing for one in lines):
        secret = secrets.token_bytes(codes.BYTES)
        retype = tuple(sorted(secrets.SystemRandom().sample(range(1, codes.GROUPS + 1), codes.RETYPED)))
        again = bool(draft.code)
        drafts.keep(key, replace(draft, code=secret.hex(), retype=retype))
        # Shown in the answer to the form and at no address: whoever comes after on this device finds no page with it.
        return page(request, "code", {"track": track, "groups": codes.written(secret).split(), "again": again})
    holders = readers.listed(site, draft.track)
    context = {
        **form.around(texts.every_questions()[draft.questions], draft, form.CHECK), "lines": lines,
        "without": [one.name for one in holders if one.mark in draft.excluded], "identity": bool(draft.identity),
        "files": attached.waiting(key),
        "error": REFUSALS[refusal] if refusal else "", "missing": any(one.missing for one in lines),
    }  # fmt: skip
    return page(request, "check", context, 400 if request.method == "POST" else 200)


def retype_page(request: HttpRequest, track: str) -> HttpResponse:
    """Three groups of the code once more; then the report is final."""
    if drafts.mailbox(request):
        return onward("mailbox")  # pressed twice: the first time it was sent
    key, draft, known = form.begun(request, Track(track))
    if not known:
        return page(request, "lost", {"track": track})
    if not draft.code:
        return onward("form", track, form.CHECK)
    secret = bytes.fromhex(draft.code)
    wrong: tuple[int, ...] = ()
    if request.method == "POST":
        wrong = codes.unlike(secret, {one: request.POST.get(f"group{one}", "")[:40] for one in draft.retype})
        if not wrong:
            return _send(request, key, draft, secret)
    context = {"track": track, "groups": draft.retype, "wrong": wrong, "danger": draft.danger}
    return page(request, "retype", context, 400 if wrong else 200)


def _send(request: HttpRequest, key: bytes, draft: Draft, secret: bytes) -> HttpResponse:
    if not limits.room(request, limits.Kind.SEND):
        return refused(429)
    site = place.site()
    opens = root(site.installation, secret)
    whole = drafts.with_answers(draft, {drafts.WITHOUT: readers.told(site, draft)})
    said = Submission(
        draft.track, whole.report(get_language() or settings.LANGUAGE_CODE), draft.identity,
        readers.excluded(site, draft.track, draft.excluded), files := attached.waiting(key),
    )  # fmt: skip
    try:
        with SEALING.turn(WAIT):
            by = from_root(opens)
            made = ready(by, site, settings.DUECARE.recovery_shares, said)
        keep(by=by, site=site, made=made, keep_until=keep_until(site.today))
    except Conflict:
        pass  # sent twice at the same moment: the first one stands
    except NotSealed as fault:
        context = {"track": draft.track.value, "error": REFUSALS[Refusal(fault.why)]}
        return page(request, "unsealed", context, status=409)
    except (Busy, NoRoom):
        busy = {"track": draft.track.value, "error": _("It cannot be kept at the moment."), "again": True}
        return page(request, "unsealed", busy, status=503)
    with suppress(Busy, NoRoom):  # the report is kept by now, and its code opens it: nobody is told that it is lost
        if files:
            attached.kept(key, files)
        drafts.keep_mailbox(key, opens)
    return onward("mailbox")


def _lines(draft: Draft) -> list[Line]:
    found = []
    for part in texts.every_questions()[draft.questions].parts:
        if not part.asked(draft.answers):
            continue
        for one in part.questions:
            value = draft.answers.get(one.id, "")
            if value or one.required:
                words = texts.said(dict(one.options).get(value, "")) if one.kind == "choice" else value
                label, cut = texts.said(one.label), len(words) > SHOWN
                found.append(Line(label, words[:SHOWN], part.id, cut, missing=one.required and not value))
    if not found:
        found.append(Line(_("Your answers"), "", texts.every_questions()[draft.questions].parts[0].id, missing=True))
    return found
