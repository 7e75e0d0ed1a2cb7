"""Everything that may be written about correspondence."""

from .letters import (
    add_letter_document,
    agree_to_leave,
    hand_letter,
    leave_unanswered,
    link_answer,
    record_letter,
    send_letter,
)

__all__ = [
    "add_letter_document",
    "agree_to_leave",
    "hand_letter",
    "leave_unanswered",
    "link_answer",
    "record_letter",
    "send_letter",
]
