"""A customer's usage log: the tag of an entry as it is written, and a blinded look-up at a million entries."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nacl.signing import SigningKey

from duecare.adapters.usage_log import asking, entries, group
from duecare.adapters.usage_log.checking import Checked, check
from duecare.adapters.usage_log.identifiers import normal
from duecare.adapters.usage_log.keeping import Secrets, UsageLog

from .measuring import Figure
from .part import Order

ENTRIES = 1_000_000
TAGS = 3_000
BEGUN = datetime(2026, 10, 1, tzinfo=UTC)


def usage_logs(order: Order) -> Sequence[Figure]:
    """Both sides on one processor. The million entries carry tags from chance: a look-up looks at all of them."""
    order.room.mkdir(parents=True, exist_ok=True)
    consent = SigningKey.generate()
    keys = Secrets.begun(order.room / "keys")
    log, wrote, tagged = _kept(order.room / "log", keys, bytes(consent.verify_key))
    begun = time.perf_counter()
    found = check(order.room / "log", signer=bytes(keys.signer.verify_key))
    checked = time.perf_counter() - begun
    ours, theirs = _asked(found, keys, log, consent)
    part, size = "usage-logs", (order.room / "log").stat().st_size
    return [
        Figure(part, "tag of an entry", tagged * 1000, 0.2, "ms", f"{TAGS} identifiers, none twice"),
        Figure(part, "entry written, with its tag", wrote * 1000, None, "ms", "without waiting for the disk"),
        Figure(part, "look-up at 1,000,000 entries, customer's side", theirs, 1.0, "s"),
        Figure(part, "look-up at 1,000,000 entries, our side", ours, 1.0, "s", "the log checked before"),
        Figure(part, "log of 1,000,000 entries checked", checked, None, "s", f"{size / 1e6:.0f} MB"),
    ]


def _kept(path: Path, keys: Secrets, consent: bytes) -> tuple[bytes, float, float]:
    """A log of a million entries: its name, seconds an entry as it is written, seconds a tag."""
    with UsageLog.begun(path, keys, at=BEGUN, product="bench", consent=consent) as log:
        begun = time.perf_counter()
        for number in range(TAGS):
            log.use(BEGUN, kind="phone", identifier=f"+66 2 {number:07}", what="locate", by="operator")
        wrote = (time.perf_counter() - begun) / TAGS
        begun = time.perf_counter()
        for number in range(TAGS):
            entries.tag_of(group.evaluated(keys.key("2026-10"), b"phone:%d" % number), bytes(32))
        tagged = (time.perf_counter() - begun) / TAGS
        for number in range(ENTRIES - TAGS):  # as `use` does, without the tag's own computing
            at = BEGUN + timedelta(seconds=2 * number)
            log._write(at, "use", tag=secrets.token_hex(entries.TAG), what="locate", by="operator")
        log.seal(BEGUN + timedelta(seconds=2 * ENTRIES))
        return log.log, wrote, tagged


def _asked(found: Checked, keys: Secrets, log: bytes, consent: SigningKey) -> tuple[float, float]:
    """Seconds on our side and on the customer's."""
    mine, begun = normal("phone", "+66 2 9999999"), time.perf_counter()
    asked = asking.ask(log, "2026-10", mine, "2026-11-02", secrets.token_bytes(64))
    ours, begun = time.perf_counter() - begun, time.perf_counter()
    agreed = asking.agree(asked.question, consent, "counsel", "2026-11-03")
    said = asking.answer(asked.question, agreed, keys, log, bytes(consent.verify_key), secrets.token_bytes(64))
    theirs, begun = time.perf_counter() - begun, time.perf_counter()
    if found.faults or asking.stands_in(said, asked.question, asked.kept, mine, found):
        raise RuntimeError(f"the log or the look-up is wrong, no figure: {found.faults[:3]}")
    return ours + time.perf_counter() - begun, theirs


PARTS = {"usage-logs": usage_logs}
