"""The signed record of a decision as PDF/UA."""

from __future__ import annotations

import json

from duecare.adapters import pdf
from duecare.apps.governance.queries import DecisionPage, SignedRecord


def record_pdf(found: DecisionPage, last: SignedRecord) -> bytes:
    """One version of the record, to print and to keep."""
    data = {
        "title": f"{last.reference}: {found.title}",
        "lang": "en",
        "sentence": found.sentence,
        "sha256": last.sha256,
        "signature": last.signature,
        "key": last.key,
        "record": json.loads(last.body),
    }
    return pdf.render("decision", data, created=last.issued_at)
