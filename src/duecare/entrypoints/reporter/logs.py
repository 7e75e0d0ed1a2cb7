"""What the log may say: which logger, which kind of error, in which line of the program. Nothing of a request."""

from __future__ import annotations

import logging
from pathlib import Path


class ConstantFormatter(logging.Formatter):
    """Drops messages, arguments and texts of exceptions: each could carry what somebody wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """`duecare-reporter LOGGER LEVEL [TYPE FILE:LINE]`."""
        parts = ["duecare-reporter", record.name, record.levelname]
        if record.exc_info and record.exc_info[0] is not None:
            parts += [record.exc_info[0].__name__, _line(record.exc_info[2])]
        return " ".join(parts)


def _line(trace: object) -> str:
    at = "?"
    while trace is not None:
        code, number = trace.tb_frame.f_code, trace.tb_lineno  # type: ignore[attr-defined]  # a traceback
        at, trace = f"{Path(code.co_filename).name}:{number}", trace.tb_next  # type: ignore[attr-defined]  # as above
    return at
