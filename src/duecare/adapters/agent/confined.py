"""What Linux can do so that a process's memory stays in the process."""

from __future__ import annotations

import ctypes
import resource
import signal
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
MCL_CURRENT = 1
MCL_ONFAULT = 4


def confine() -> None:
    """No core dump, no debugger of the same user, no look into /proc/PID/mem; children inherit it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if _libc().prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def end_with_parent() -> None:
    """This process is killed when the one that made it ends, however it ends."""
    if _libc().prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def lock_memory() -> bool:
    """Keep what is in memory now out of swap; False where this machine does not let it.

    Not what comes later: under the usual limits Argon2 could get no memory then. What was never touched is locked when
    it is: to fetch all of it at once took a process that was just forked a tenth of a second, and copied its parent.
    """
    lock = _libc().mlockall
    return bool(lock(MCL_CURRENT | MCL_ONFAULT) == 0 or lock(MCL_CURRENT) == 0)


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)
