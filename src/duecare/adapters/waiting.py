"""Become another command once the web process answers: who waits for the first page does not wait for it too.

Run as `python -m duecare.adapters.waiting ADDRESS PORT WORD…`, the words being those after `duecare`. Loads nothing
of the product until then, and is the same process afterwards, so that whoever started it can stop it.
"""

from __future__ import annotations

import os
import sys
import time
from http.client import HTTPConnection, HTTPException

PAUSE = 0.1
"""Seconds between two tries."""
QUIET = 1.0
"""Seconds after the first answer that belong to whoever waits for a page."""


def answers(address: str, port: int) -> bool:
    """Whether somebody answers there at all, whatever the answer says."""
    asked = HTTPConnection(address, port, timeout=5)
    try:
        asked.request("HEAD", "/", headers={"Host": "localhost"})
        return asked.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def main(address: str, port: str, *words: str) -> None:
    """Wait, then become `duecare WORD…`."""
    while not answers(address, int(port)):
        time.sleep(PAUSE)
    time.sleep(QUIET)
    os.execv(sys.executable, [sys.executable, "-m", "duecare.entrypoints.cli.main", *words])


if __name__ == "__main__":
    main(*sys.argv[1:])
