"""Tables of monitoring: public reports, the programme of log requests, and proposed changes."""

from .changes import ProposedChange
from .log_requests import LogAsk, LogProgramme, LogRequest, LogRun
from .reports import NamedCustomer, NamedProduct, Numbering, PublicReport, ReportCopy

__all__ = [
    "LogAsk",
    "LogProgramme",
    "LogRequest",
    "LogRun",
    "NamedCustomer",
    "NamedProduct",
    "Numbering",
    "ProposedChange",
    "PublicReport",
    "ReportCopy",
]
