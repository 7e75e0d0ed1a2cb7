"""Every sentence that rules, records and actions say and a page may show, so that a translator sees it.

`SAID`, `CHANGED` and `REFUSED` hold phrases, `COUNTED` and `REFUSED_COUNTED` those that change with a number.
Refusals stand apart, because pages look up the others many times and these once.
"""

from . import (
    correspondence,
    deciding,
    entitlements,
    figures,
    files,
    inquiry,
    lists,
    log_requests,
    methods,
    monitoring,
    pages,
    parties,
    people,
    proposed_changes,
    rooms,
    screening,
    sealed,
)

_REFUSALS = (
    deciding,
    files,
    lists,
    parties,
    people,
    figures,
    rooms,
    methods,
    screening,
    sealed,
    entitlements,
    correspondence,
    monitoring,
    log_requests,
    proposed_changes,
    inquiry,
)

SAID = (*pages.SAID, *screening.SAID)
CHANGED = pages.CHANGED
COUNTED = pages.COUNTED
REFUSED = tuple(phrase for part in _REFUSALS for phrase in part.REFUSED)
REFUSED_COUNTED = tuple(pair for part in _REFUSALS for pair in part.COUNTED)

__all__ = ["CHANGED", "COUNTED", "REFUSED", "REFUSED_COUNTED", "SAID"]
