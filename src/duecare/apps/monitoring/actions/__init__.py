"""Everything that may be written about public reports, log requests and proposed changes."""

from .assessing import assess_report, confirm_report, return_report
from .changes import decline_change, finish_change, propose_change, take_up_change
from .log_answering import (
    ask_for_log,
    follow_proposal,
    leave_proposal,
    record_checked_copy,
    record_log_answer,
    record_log_check,
)
from .log_programmes import adopt_programme, propose_programme, refuse_programme
from .log_running import ask_due, draw_requests, note_silence, send_request
from .recording import correct_report, keep_copy, record_report

__all__ = [
    "adopt_programme",
    "ask_due",
    "ask_for_log",
    "assess_report",
    "confirm_report",
    "correct_report",
    "decline_change",
    "draw_requests",
    "finish_change",
    "follow_proposal",
    "keep_copy",
    "leave_proposal",
    "note_silence",
    "propose_change",
    "propose_programme",
    "record_checked_copy",
    "record_log_answer",
    "record_log_check",
    "record_report",
    "refuse_programme",
    "return_report",
    "send_request",
    "take_up_change",
]
