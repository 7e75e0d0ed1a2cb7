"""Who may open log requests and proposed changes: what each person meets with GET and with POST, as in `expected.py`.

Who is put down for the next runs is on no page; sales reads nothing of either.
"""

from __future__ import annotations

Answers = tuple[dict[int, str], dict[int, str]]

_FILES = "compliance_officer analyst counsel committee_member product_security auditor"
_KEEP = "compliance_officer analyst counsel"
_ASK = "compliance_officer analyst counsel committee_member product_security"
_SUSPEND = "compliance_officer counsel committee_member product_security"
_PROPOSE = "compliance_officer counsel"
_ADOPT = "compliance_officer counsel committee_member"
_TAKE_UP = "compliance_officer analyst counsel product_security"


def _form(roles: str) -> Answers:
    return {200: roles}, {200: roles}


MONITORED: dict[str, Answers] = {
    **dict.fromkeys(
        ("log_requests", "log_requests_csv", "log_request", "log_programmes"), ({200: _FILES}, {405: _FILES})
    ),
    "log_request_answer": _form(_KEEP),
    "log_request_check": _form(_KEEP),
    "log_request_suspension": _form(_SUSPEND),
    "log_request_ask": _form(_ASK),
    "log_programme_new": _form(_PROPOSE),
    "log_programme_answer": _form(_ADOPT),
    **dict.fromkeys(("proposed_changes", "proposed_changes_csv", "proposed_change"), ({200: _FILES}, {405: _FILES})),
    "proposed_change_new": _form(_FILES),
    "proposed_change_take_up": ({405: _TAKE_UP}, {302: _TAKE_UP}),
    "proposed_change_settle": _form(_TAKE_UP),
}
