"""Write docs/reference/usage-log-vectors.md, so that another logger can be compared with ours byte for byte.

Usage: python -m scripts.usage_log_vectors [--check]
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from duecare.adapters.usage_log import entries, group, proofs

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "usage-log-vectors.md"


def page() -> str:
    """Everything follows from the numbers 0, 1 and 2."""
    key, blind, once = (hashlib.sha512(b"duecare usage log vector %d" % number).digest() for number in range(3))
    k, r = group.fresh_scalar(key), group.fresh_scalar(blind)
    x = b"phone:+6625550142"
    b = group.blinded(r, x)
    e = group.times(k, b)
    proof = proofs.proved(k, b, e, bytes(32), once)
    rows = {
        "k (SHA-512 of `duecare usage log vector 0`, mod L)": k,
        "K": group.times_base(k),
        f"H1(x), x = `{x.decode()}`": group.hashed(x),
        "F(k, x)": group.evaluated(k, x),
        "tag after a hash of 32 zero bytes": entries.tag_of(group.evaluated(k, x), bytes(32)),
        "r (of `… vector 1`)": r,
        "B": b,
        "E": e,
        "c, with t of `… vector 2` and q = 32 zero bytes": proof.challenge,
        "s": proof.response,
        "hash of the body `{}` after 32 zero bytes": entries.hash_of(bytes(32), b"{}"),
    }
    lines = "\n".join(f"| {name} | `{value.hex()}` |" for name, value in rows.items())
    return (
        "# Test vectors of usage logs\n\nMade by `python -m scripts.usage_log_vectors`; what the letters stand for:\n"
        f"[usage logs](../explanation/usage-logs.md).\n\n| what | hex |\n|---|---|\n{lines}\n"
    )


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it."""
    if "--check" in arguments:
        return 0 if PAGE.read_text() == page() else 1
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
