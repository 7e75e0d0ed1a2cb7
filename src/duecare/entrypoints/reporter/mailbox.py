"""Coming back: the code, the conversation, what is due when, and what a reporter can say."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duecare.adapters.sealed.reporter import root
from duecare.apps.intake.rules import codes, oral
from duecare.apps.intake.rules.codes import Slip
from duecare.apps.intake.rules.progress import Said
from duecare.apps.intake.rules.reports import About, Message, Report, Step
from duecare.entrypoints.reporter import cookies, drafts, fields, limits, observing, opening, place, texts
from duecare.entrypoints.reporter.given import listed
from duecare.entrypoints.reporter.opening import Mailbox
from duecare.entrypoints.reporter.refusals import refused
from duecare.entrypoints.reporter.rendering import onward, page
from duecare.entrypoints.reporter.words import ABOUT, CONSENTS, STAGES, TOLD, long_day
from duecare.kernel.errors import Busy, Conflict, NoRoom

CUT = 900
"""Signs of a message in the list; the whole of it has a page of its own."""
LISTED = 6
"""Messages on a page, the newest."""
FILES = 5
"""Files of either side on it, the newest; all of them have a page of their own."""
PIECE = 4000
"""Signs of a long text on one page."""
SAYINGS = {
    "say": About.WORD, "withdraw": About.WITHDRAWAL, "rate": About.SATISFACTION, "appeal": About.APPEAL,
    "confirm": About.AGREED, "harm": About.DETRIMENT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One word of the conversation as it is listed. `number` counts from 1."""

    number: int
    said: Said
    head: str
    text: str
    cut: bool
    new: bool


def mailbox_page(request: HttpRequest) -> HttpResponse:
    """The mailbox where one is open, else the place to type a code."""
    if request.method == "POST":
        return _entered(request)
    found = _mine(request)
    if found is None:
        return page(request, "enter", {"writing": drafts.opened(request) is not None})
    _root, box = found
    every, given, sent = _rows(box), listed(place.site(), box), box.progress.files[::-1]
    later = request.GET.get("before", "")
    until = int(later) - 1 if later.isdecimal() and len(later) < 6 else len(every)
    shown = every[max(0, until - LISTED) : until][::-1]
    stage, means = STAGES[box.progress.stage]
    context = {
        "box": box, "told": box.progress, "stage": stage, "means": means, "rows": shown, "news": len(box.news),
        "earlier": shown[-1].number if shown and shown[-1].number > 1 else 0,
        "only": len(every) == 1, "proposed": observing.waiting(box),
        "danger": box.progress.report.danger, "track": box.case.header.track.value,
        "given": given[:FILES], "sent": sent[:FILES], "more_files": max(len(given), len(sent)) > FILES,
    }  # fmt: skip
    response = page(request, "mailbox", context)
    response.hands_out = bool(given)  # type: ignore[attr-defined]  # read by `headers.HeadersMiddleware`
    return response


def whole_page(request: HttpRequest, number: int, piece: int = 1) -> HttpResponse:
    """One word of the conversation, whole; a long one in pieces."""
    found = _mine(request)
    if found is None:
        return onward("mailbox")
    said = found[1].progress.said
    text = _text(said[number - 1], whole=True) if 0 < number <= len(said) else ""
    pieces = max(1, -(-len(text) // PIECE))
    if not text or not 0 < piece <= pieces:
        return refused(404)
    at = (piece - 1) * PIECE
    context = {
        "number": number, "piece": piece, "pieces": pieces, "text": text[at : at + PIECE],
        "said": said[number - 1], "head": _head(said[number - 1]),
        "next": piece + 1 if piece < pieces else 0, "previous": piece - 1,
    }  # fmt: skip
    return page(request, "whole", context)


def say_page(request: HttpRequest, what: str) -> HttpResponse:
    """Write, take back, say how it went, object, confirm minutes."""
    found = _mine(request)
    if found is None:
        # What was typed is shown again: an opened mailbox closes after half an hour, and nobody types twice gladly.
        return page(request, "enter", {"typed": fields.cleaned(request.POST.get("text", "")), "closed": True})
    mine, box = found
    about, text = SAYINGS[what], fields.cleaned(request.POST.get("text", ""))
    rating = request.POST.get("rating", "")
    context = {"what": what, "text": text, "rating": rating, "told": box.progress, "error": ""}
    if request.method != "POST":
        return page(request, "say", context)
    context["error"] = _objection(about, text, rating)
    if context["error"]:
        return page(request, "say", context, 400)
    if not limits.room(request, limits.Kind.MAILBOX):
        context["error"] = _("Many people are writing at the moment. Wait a minute and press the button again.")
        return page(request, "say", context, 429)
    stars = int(rating) if about is About.SATISFACTION else None
    try:
        kept = opening.say(place.site(), mine, Message(about, text, get_language() or "en", stars))
    except (Conflict, Busy, NoRoom):
        context["error"] = _("Others write at the same moment, so this was not kept. Press the button again.")
        return page(request, "say", context, 503)
    return onward("mailbox") if kept else refused(404)


def close(request: HttpRequest) -> HttpResponse:
    """Close the mailbox, or drop what was being written."""
    response = onward("home")
    if request.method == "POST":
        drafts.drop(request)
        cookies.take_away(response)
    return response


def _entered(request: HttpRequest) -> HttpResponse:
    if not limits.room(request, limits.Kind.CODE):
        return page(
            request,
            "enter",
            {"error": _("Many people are trying to open a mailbox at the moment. Wait a minute.")},
            429,
        )
    typed = codes.typed(request.POST.get("code", "")[:400])
    site = place.site()
    # What cannot be a code is tried like any other: as much is done, and the same is said.
    mine = root(site.installation, typed.secret or bytes(codes.BYTES))
    box = opening.opened(site, mine)
    if box is None or typed.secret is None:
        return page(request, "enter", {"error": _("This code opens nothing here."), "slip": _slip(typed)}, 404)
    drafts.drop(request)
    response, key = onward("mailbox"), cookies.new_key()
    drafts.keep_mailbox(key, mine)
    cookies.give(response, key)
    return response


def _slip(typed: codes.Typed) -> str:
    """What is wrong with the code as typed: anybody can work that out without asking, so it tells nothing."""
    groups = ", ".join(map(str, typed.groups))
    if typed.slip is Slip.STRANGE:
        return _("Something in it is no digit; look at group %(groups)s.") % {"groups": groups}
    if typed.slip is Slip.LENGTH and groups:
        return _("Each group has five digits; look at group %(groups)s.") % {"groups": groups}
    if typed.slip in (Slip.LENGTH, Slip.EMPTY):
        return _("A code has eight groups of five digits.")
    return _("At least one digit is wrong.") if typed.slip is Slip.CHECK else ""


def _mine(request: HttpRequest) -> tuple[bytes, Mailbox] | None:
    found = drafts.mailbox(request)
    box = opening.opened(place.site(), found[1]) if found else None
    return (found[1], box) if found and box else None


def _objection(about: About, text: str, rating: str) -> str:
    if about is About.SATISFACTION and rating not in ("1", "2", "3", "4", "5"):
        return _("Choose a number from 1 to 5.")
    if about in (About.WORD, About.APPEAL, About.DETRIMENT) and not text:
        return _("Write something here; a few words do.")
    return fields.too_long(text, fields.LONGEST["text"])


def _rows(box: Mailbox) -> list[Row]:
    said, new = box.progress.said, len(box.progress.said) - len(box.news)
    rows = []
    for number, one in enumerate(said, start=1):
        text = _text(one)
        rows.append(Row(number, one, _head(one), text[:CUT], len(text) > CUT, number > new))
    return rows


def _head(one: Said) -> str:
    if isinstance(one.what, Report):
        return _("Your report")
    if isinstance(one.what, Message) and one.what.about is About.IDENTITY and one.by_reporter:
        return _("You wrote who you are")
    return str(STAGES[one.what.stage][0] if isinstance(one.what, Step) else ABOUT[one.what.about])


def _text(one: Said, *, whole: bool = False) -> str:
    if isinstance(one.what, Step):
        return one.what.reason or (str(STAGES[one.what.stage][1]) if whole else "")
    if isinstance(one.what, Message):
        stars = _("%(rating)s of 5") % {"rating": one.what.rating} if one.what.rating else ""
        return "\n".join(part for part in (stars, one.what.text) if part)
    return _report_text(one.what)


def _about_the_telling(name: str, value: str) -> str:
    return long_day(value) if name == oral.MET else str(CONSENTS.get(value, value))


def _report_text(report: Report) -> str:
    asked = texts.every_questions().get(report.questions)
    known = asked.labels() if asked else {}
    lines = []
    order = {name: at for at, name in enumerate(known)}
    for name, value in sorted(report.answers.items(), key=lambda one: order.get(one[0], len(order))):
        if name == oral.TAKEN:
            continue  # a key and a signature: staff see whose
        question = known.get(name)
        label = texts.said(question.label) if question else name
        if name == drafts.WITHOUT:
            label, value = _("Does not read it"), "\n".join(line.partition(" ")[2] for line in value.split("\n"))
        if name in TOLD:
            label, value = str(TOLD[name]), _about_the_telling(name, value)
        words = texts.said(dict(question.options).get(value, value)) if question and question.options else value
        lines.append(f"{label}\n{words}")
    return "\n\n".join(lines)
