"""Who may call log requests, proposed changes and reads of public reports; letters as in `expected.py`."""

from __future__ import annotations

MONITORED = {
    # Whoever sells reads none of it.
    "calmpu": """
        GET /public-reports
        GET /public-reports/{report_id}
        GET /public-report-copies/{copy_id}/content
        GET /log-requests
        GET /log-requests/{log_request_id}
        GET /log-programmes
        GET /proposed-changes
        GET /proposed-changes/{proposed_change_id}
        POST /proposed-changes
    """,
    "calmp": """
        POST /customers/{customer_id}/log-requests
    """,
    "calp": """
        POST /proposed-changes/{proposed_change_id}/outcome
        POST /proposed-changes/{proposed_change_id}/take-up
    """,
    "cal": """
        POST /log-requests/{log_request_id}/answer
        POST /log-requests/{log_request_id}/check
    """,
    "clmp": """
        POST /log-requests/{log_request_id}/suspension
        POST /log-requests/{log_request_id}/no-suspension
    """,
    "cl": """
        POST /log-programmes
    """,
    "clm": """
        POST /log-programmes/{programme_id}/answer
    """,
}
