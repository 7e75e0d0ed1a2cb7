"""What the confined process does: read one file from memory, examine it, write what was found, end.

Three descriptors are memory files (memfd) that the parent made and alone keeps: the file, the cleaned copy, and a
JSON with what was found. Nothing has a name on a disk, and standard streams lead nowhere.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

from duecare.adapters.scrubbing.confinement import confine, leave_files
from duecare.adapters.scrubbing.findings import Examined, Kind, Reason

LARGEST_COPY = 300 * 1024 * 1024
"""Bytes; a cleaned copy may be larger than the file, since streams are packed anew."""


def main(source: int, copy: int, report: int) -> None:
    """Examine descriptor `source` into `copy` and `report`."""
    offline = confine(largest_file=LARGEST_COPY)
    from duecare.adapters.scrubbing.kinds import cleaned_file, load_all  # the parsers are loaded behind the limits

    load_all()
    leave_files()
    try:
        with os.fdopen(source, "rb") as file:
            result = cleaned_file(file.read())
    except MemoryError:
        result = Examined(Kind.OTHER, reason=Reason.BOMB)
    if result.cleaned is not None:
        _write(copy, result.cleaned)
    told = {
        "kind": result.kind,
        "reason": result.reason,
        "findings": [asdict(one) for one in result.findings],
        "offline": offline,
        "size": None if result.cleaned is None else len(result.cleaned),
    }
    _write(report, json.dumps(told).encode())


def _write(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:4]))
