"""Limits that a process lays on itself before it opens a file that a stranger sent. Linux only, without privileges.

Parsers of pictures and documents are written in C and have had holes. Whoever takes over the process finds no network,
no way to gain rights, little memory and time, and nothing of the server but what they sent themselves.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal

MEMORY = 2 * 1024**3
"""Bytes of address space."""
SECONDS = 90
"""Of processor time."""
OPEN_FILES = 32

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38


def confine(*, largest_file: int) -> bool:
    """Confine this process for the rest of its life; whether it is cut off from the network.

    Call before a thread exists: a user namespace is refused to a process with several. The network is a namespace of
    its own with nothing in it, not even a working loopback. Where the system allows none, everything else still holds
    and the answer is False, so that it can be told.

    Raises:
        OSError: a limit cannot be set; the file is then not opened.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    _control(libc, _PR_SET_PDEATHSIG, signal.SIGKILL)
    _control(libc, _PR_SET_NO_NEW_PRIVS, 1)
    offline = bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, largest_file),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.umask(0o077)
    return offline


def leave_files() -> bool:
    """Leave the file system, once everything is loaded; whether the system allowed it.

    The root becomes a folder of /proc that holds nothing to open and in which nothing can be made. It takes the user
    namespace of `confine`. From here on other processes of the same user cannot look into this one's memory.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    left = bool(libc.chroot(b"/proc/self/fdinfo") == 0)
    os.chdir("/")
    # Behind the namespace, which makes a process readable again, and behind the way through /proc, which this closes.
    _control(libc, _PR_SET_DUMPABLE, 0)
    return left


def _control(libc: ctypes.CDLL, option: int, value: int) -> None:
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
