"""Codes that open nothing, at the reporter site in this process; milliseconds of each as JSON."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from .sealed_times import interleaved

WRONG = "12345 " * 8


def main() -> None:
    """An unknown mailbox, and a code whose digits do not check."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from duecare.apps.intake.rules import codes
    from duecare.entrypoints.reporter import limits

    # As many a second as come: what a budget refuses takes no time at all, and would hide the rest.
    limits.LIMITER.allows = lambda kind, address: True  # type: ignore[method-assign]  # this process ends with the measurement
    origin = settings.CSRF_TRUSTED_ORIGINS[0]
    client = Client(HTTP_HOST=origin.partition("//")[2], HTTP_ORIGIN=origin)

    shown = client.get("/mailbox/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert token is not None

    def entered(code: Callable[[], str]) -> Callable[[], object]:
        def act() -> None:
            body = urlencode({"csrfmiddlewaretoken": token[1], "code": code()})
            answer = client.post("/mailbox/", body, content_type="application/x-www-form-urlencoded")
            if answer.status_code != 404:
                raise SystemExit(f"a code got {answer.status_code}")

        return act

    took = interleaved(
        {
            "unknown mailbox": entered(lambda: codes.written(secrets.token_bytes(codes.BYTES))),
            "wrong digits": entered(lambda: WRONG),
        }
    )
    print(json.dumps(took))


if __name__ == "__main__":
    main()
