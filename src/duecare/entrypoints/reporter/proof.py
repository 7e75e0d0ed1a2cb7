"""Proof of filing: a file that a reporter can show, signed by the installation."""

from __future__ import annotations

import json
from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from duecare.adapters.home import audit_key
from duecare.adapters.sealed.keys import expand
from duecare.apps.intake.rules.proofs import Proof
from duecare.entrypoints.reporter import drafts, limits, opening, place
from duecare.entrypoints.reporter.headers import STEP
from duecare.entrypoints.reporter.refusals import refused
from duecare.entrypoints.reporter.rendering import onward, page

NAME = "document.json"
"""Says nothing of what it is."""


def proof_page(request: HttpRequest) -> HttpResponse:
    """What the file is and what keeping it means; the button gives it."""
    found = drafts.mailbox(request)
    site = place.site()
    box = opening.opened(site, found[1]) if found else None
    if box is None:
        return onward("mailbox")
    if request.method != "POST":
        return page(request, "proof", {"public": audit_key().public.hex(), "received": box.progress.received})
    if not limits.room(request, limits.Kind.MAILBOX):
        return refused(429)
    # The salt follows from the code, so that the same report has the same hash whenever its reporter asks.
    salt = expand(box.by.draft, "duecare/proof/1/salt")
    key = audit_key()
    proof = Proof(site.installation, salt, box.progress.report, box.progress.received, site.today, key.public)
    proof = replace(proof, signature=key.sign(proof.message))
    body = json.dumps(proof.plain(), ensure_ascii=False, indent=1).encode() + b"\n"
    filled = body + b" " * (-len(body) % STEP)
    response = HttpResponse(filled, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response
