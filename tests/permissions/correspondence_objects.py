"""Examples of the addresses of letters."""

from __future__ import annotations

from collections.abc import Callable

from duecare.kernel.actor import Actor
from tests.apps.engagement.written import came, enclosed

Maker = Callable[[Actor | None], object]

MAKERS: dict[str, Maker] = {
    "letter_id": lambda actor: came(),
    "letter_document.document_id": lambda actor: enclosed(came()),
}
