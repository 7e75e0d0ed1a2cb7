"""Examples of the addresses of public reports."""

from __future__ import annotations

from collections.abc import Callable

from duecare.kernel.actor import Actor
from tests.apps.monitoring.published import assessed, copied, recorded

Maker = Callable[[Actor | None], object]

MAKERS: dict[str, Maker] = {
    "report_id": lambda actor: recorded(),
    "public_report_answer.report_id": lambda actor: assessed(),
    "copy_id": lambda actor: copied(recorded()),
}
