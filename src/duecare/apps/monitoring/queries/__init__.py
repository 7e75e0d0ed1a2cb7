"""Reading public reports, and log requests with their programmes."""

from .changes import ChangePage, ChangeQuery, ProposedChangeRow, people_who_own, proposed_change, proposed_changes
from .log_requests import (
    LogRequestPage,
    LogRequestQuery,
    LogRequestRow,
    ProgrammeRow,
    log_request,
    log_request_called,
    log_requests,
    programme,
    programmes,
    seen_of,
)
from .past_work import past_work
from .reports import (
    READERS,
    CopyRow,
    ReportPage,
    ReportQuery,
    ReportRow,
    public_report,
    public_reports,
    report_copy,
)

__all__ = [
    "READERS",
    "ChangePage",
    "ChangeQuery",
    "CopyRow",
    "LogRequestPage",
    "LogRequestQuery",
    "LogRequestRow",
    "ProgrammeRow",
    "ProposedChangeRow",
    "ReportPage",
    "ReportQuery",
    "ReportRow",
    "log_request",
    "log_request_called",
    "log_requests",
    "past_work",
    "people_who_own",
    "programme",
    "programmes",
    "proposed_change",
    "proposed_changes",
    "public_report",
    "public_reports",
    "report_copy",
    "seen_of",
]
