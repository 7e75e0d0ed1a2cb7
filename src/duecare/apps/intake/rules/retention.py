"""Until when what a reporter writes may not be shredded.

Long enough for the clocks of the case and the last question about retaliation a year after its close (2019/1937 art.
19); a hold is a later day. Only the month is told: a day would tell on which day something was written.
"""

from __future__ import annotations

from datetime import date

from .clocks import months_after

MONTHS = 16
"""Three for feedback, twelve for the check-ins, and the month that is under way."""


def keep_until(written: date) -> date:
    """The first day of a month on which it may be shredded."""
    return months_after(written.replace(day=1), MONTHS)
