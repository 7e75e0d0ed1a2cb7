"""Everything that can be asked of an open vault, by name."""

from __future__ import annotations

from . import (
    desk,
    desk_briefs,
    desk_bringing,
    desk_case,
    desk_counsel,
    desk_files,
    desk_identity,
    desk_inbox,
    desk_observing,
    desk_oral,
    desk_protection,
    desk_readings,
    desk_recovery,
    desk_statistics,
)

QUESTIONS: dict[str, type] = {
    **desk.QUESTIONS,
    **desk_identity.QUESTIONS,
    **desk_oral.QUESTIONS,
    **desk_observing.QUESTIONS,
    **desk_protection.QUESTIONS,
    **desk_readings.QUESTIONS,
    **desk_recovery.QUESTIONS,
    **desk_statistics.QUESTIONS,
    **desk_briefs.QUESTIONS,
    **desk_bringing.QUESTIONS,
    **desk_case.QUESTIONS,
    **desk_counsel.QUESTIONS,
    **desk_files.QUESTIONS,
    **desk_inbox.QUESTIONS,
}
