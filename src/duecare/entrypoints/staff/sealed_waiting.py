"""A sealed page that may take long: as ever when it is there within a moment, else sent as it comes, with its progress.

No run is written down and no script asks how far it has come: the browser shows one step, and the next in its place.
What is sent is filled up to the same sizes as every sealed page.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise

from duecare.adapters.agent.client import Locked
from duecare.kernel.errors import DuecareError

from .faults import broken
from .guard import refusal
from .sealed_door import STEP, unlock_page

_LOG = logging.getLogger(__name__)
PATIENCE = 1.0
"""Seconds in which an answer comes without progress; then with its own status and address."""
_MAIN = "<main"


@dataclass(frozen=True, slots=True)
class Step:
    """What is begun now, in words, as the `number`-th of `of`, counted from nought."""

    doing: str | Promise
    number: int
    of: int


Work = Iterator[Step | HttpResponse]
"""Steps, and at the end the page."""


def patiently(request: HttpRequest, title: str, work: Work) -> HttpResponse | StreamingHttpResponse:
    """The page, or the page as it comes."""
    until = time.monotonic() + PATIENCE
    for one in work:
        if isinstance(one, HttpResponse):
            return one
        if time.monotonic() >= until:
            return StreamingHttpResponse(_filled(_shown(request, title, one, work)))
    raise AssertionError("work ends with its page")


def _shown(request: HttpRequest, title: str, first: Step, work: Work) -> Iterator[str]:
    """Head, steps, and what stands in the page at last; steps that are past are hidden by the style sheet (by
    `:has(+*)`: while a browser reads on, it takes nothing for a last child)."""
    frame = render(request, "sealed/waiting.html", {"title": title}).content.decode()
    yield frame[: _inside(frame)]
    yield _progress(first)
    for one in _whatever_happens(request, work):
        if isinstance(one, Step):
            yield _progress(one)
        elif one.status_code == 302:
            yield render_to_string("sealed/_waited.html", {"url": one["Location"]}) + frame[_inside(frame) :]
        else:
            page = one.content.decode()
            yield page[_inside(page) :]


def _whatever_happens(request: HttpRequest, work: Work) -> Work:
    """Nobody can be sent elsewhere once a page was begun: what went wrong stands in it."""
    try:
        yield from work
    except Locked:
        yield unlock_page(request)
    except DuecareError as fault:
        yield refusal(request, fault)
    except Exception:
        _LOG.exception("a sealed page could not be shown to its end")
        yield broken(request)


def _inside(page: str) -> int:
    """Where the content begins; a page without a frame is content."""
    at = page.find(_MAIN)
    return 0 if at < 0 else page.index(">", at) + 1


def _progress(step: Step) -> str:
    return render_to_string("sealed/_step.html", {"step": step})


def _filled(parts: Iterator[str]) -> Iterator[bytes]:
    """As bytes, in a multiple of `STEP`, like `sealed_door.padded`; how often something is sent tells of no case."""
    size = 0
    for one in parts:
        sent = one.encode()
        size += len(sent)
        yield sent
    lacking = -(size + len("\n<!--  -->\n")) % STEP
    yield f"\n<!-- {secrets.token_hex(lacking // 2 + 1)[:lacking]} -->\n".encode()
