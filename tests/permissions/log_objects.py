"""Examples of the addresses of log requests and proposed changes."""

from __future__ import annotations

from collections.abc import Callable

from duecare.kernel.actor import Actor
from tests.apps.monitoring.asked_for_logs import refused, sent, waiting
from tests.apps.monitoring.changing import wanted

Maker = Callable[[Actor | None], object]

MAKERS: dict[str, Maker] = {
    "log_request_id": lambda actor: sent(),
    "log_request_suspension.log_request_id": lambda actor: refused(),
    "proposed_change_id": lambda actor: wanted(),
    "programme_id": lambda actor: waiting(),
}
