"""Who took down what was told."""

from __future__ import annotations

from datetime import date

from duecare.adapters.signing import verifies
from duecare.apps.intake.rules import oral
from duecare.apps.intake.rules.reports import Report

from .opening import Case
from .site import Site


def who_took_it(site: Site, case: Case, report: Report) -> str:
    """Fingerprint in hex of whoever took it down and signed that; "" when nobody did, or it does not fit."""
    found = oral.taker(report)
    known = next((one for one in site.directory.every if found and one.fingerprint == found[0]), None)
    if found is None or known is None:
        return ""
    try:
        met = date.fromisoformat(report.answers.get(oral.MET, ""))
    except ValueError:
        return ""
    message = oral.to_take(site.installation, case.header.mailbox, met, report.answers.get("what", ""))
    return known.fingerprint.hex() if verifies(known.record.signing, message, found[1]) else ""
