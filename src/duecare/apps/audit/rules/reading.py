"""Acts of those who read the log, and of the worker that keeps it tidy. Each leaves a trace of its own."""

from __future__ import annotations

from uuid import UUID

from duecare.kernel.actor import Role

from .acts import act

LOG_ID = UUID("00000000-0000-4000-8000-000000000002")
"""The log as a thing that acts are about."""

READERS = (Role.AUDITOR, Role.COMPLIANCE_OFFICER, Role.ADMINISTRATOR)
ACCOUNT_KINDS = frozenset({"person", "sign_in"})
"""What an administrator may read of the log: people and sign-in, never a file's history."""

EXPORT = act("log.export", "{actor} exported the log ({wanted})", Role.AUDITOR, Role.COMPLIANCE_OFFICER)
VERIFY = act(
    "log.verify",
    "{actor} verified the log from entry {first}: {entries} entries, {checkpoints} checkpoints, {findings} findings",
    *READERS,
    system=True,
)
BATCH = act("sealed.batch", "{actor} entered the batch of sealed reporting for {day}", system=True)
"""One entry a day of always the same size, whether anything sealed was written or not."""
SWEEP = act("log.sweep", "{actor} removed {count} files of {store} that no record names", system=True)
