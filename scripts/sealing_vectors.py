"""Test vectors of docs/explanation/sealing.md, as a page of the reference.

What follows from its inputs alone is computed anew each time the page is made. What holds randomness (HPKE, nonces,
shares) was recorded once with `python -m scripts.sealing_vectors --record`; that it still opens is tested.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap

RECORDED = Path(__file__).with_name("sealing_recorded.json")


def counting(start: int, size: int = 32) -> bytes:
    """Bytes that count up, so that everybody sees they are no secrets."""
    return bytes(range(start, start + size))


OPENING, SIGNING, INSTALLATION, GROUP = counting(0), counting(32), counting(64), counting(96)
SEED, OUTER, CODE = counting(128), counting(160), counting(192, 16)
EPOCH, COUNTER = 3, 7
PHRASE, MEMORY, SALT = "abacus abdomen ability ablaze abode abrasion", 8 * 1024, counting(208, 16)
OFFICERS = (counting(16), counting(48))
"""Seeds of the two officers who sign the paper."""


def derived() -> Iterator[tuple[str, bytes | str]]:
    """(what, value) that anybody can compute."""
    from duecare.adapters.sealed import keys, objects, shred_list
    from duecare.adapters.sealed.reporter import reporter
    from duecare.apps.intake.rules import batches, codes, compartments, headers, read_log
    from duecare.apps.intake.rules.records import Track
    from duecare.kernel.framing import framed

    mine = keys.Keys(OPENING, SIGNING)
    yield "framed(“ab”, 7, empty)", framed("ab", 7, b"")
    yield "public key to seal to", mine.opening.public
    yield "public key of signatures", mine.signing.public
    yield "fingerprint", mine.fingerprint
    yield "code as written", codes.written(CODE)
    back = reporter(INSTALLATION, CODE)
    yield "mailbox of the code", back.mailbox
    yield "fingerprint of the code's keys", back.keys.fingerprint
    yield "draft key of the code", back.draft
    public = back.keys.opening.public, back.keys.signing.public
    case = headers.case_id(INSTALLATION, Track.EXTERNAL, back.mailbox, *public)
    yield "case id on the external track", case
    report = compartments.Compartment.REPORT
    yield "commitment to the seed (report, epoch 3)", compartments.commitment(case, report, EPOCH, SEED)
    name = objects.name(SEED, EPOCH, COUNTER)
    yield "name of object 7 in epoch 3", name
    yield "what object 7 in epoch 3 of report is bound to", compartments.object_aad(case, report, EPOCH, name)
    beside = keys.expand(SEED, read_log.SEED_LABEL)
    yield "seed of the readings beside that compartment", beside
    yield "name of reading 0 in epoch 3", objects.name(beside, EPOCH, 0)
    yield from ceremony()
    yield "hash of object 7's entry in the open chain, when its digest is the seed", batches.leaf(SEED)
    yield "hash of the group's outer key in the shred list", shred_list.mark(GROUP)


def ceremony() -> Iterator[tuple[str, bytes | str]]:
    """A paper that two officers signed, the number compared aloud, the end of a key, and a device secret on paper."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from duecare.adapters.sealed.device_paper import Device
    from duecare.adapters.sealed.keys import Keys
    from duecare.adapters.signing import SigningKey
    from duecare.apps.intake.rules.papers import Ending, Paper, aloud
    from duecare.apps.intake.rules.records import KeyRecord, Office

    mine = Keys(OPENING, SIGNING)
    offices = frozenset({Office.CASE_HANDLER, Office.INTAKE_INTERNAL})
    days = date(2026, 3, 2), date(2027, 3, 2)
    record = KeyRecord(CODE, offices, False, False, mine.opening.public, mine.signing.public, *days)
    paper, end = Paper(INSTALLATION, record, {}), Paper(INSTALLATION, Ending(mine.fingerprint, days[1]), {})
    for seed in OFFICERS:
        key = SigningKey(Ed25519PrivateKey.from_private_bytes(seed))
        paper = paper.signed(key.public.hex(), key.sign(paper.message))
    yield "paper that asks for a certificate, signed by both officers", paper.written().decode().strip()
    yield "its number to compare aloud", aloud(paper)
    yield "paper that asks for the end of the key, unsigned", end.written().decode().strip()
    yield (
        "device secret (compartment seed) of person (code) on paper, a line each",
        "\n".join(Device(CODE, SEED, SALT, MEMORY, 1).lines()),
    )


def made() -> dict[str, str]:
    """What holds randomness, made anew."""
    from duecare.adapters.sealed import envelopes, keys, objects, shares
    from duecare.apps.intake.rules import entries
    from duecare.apps.intake.rules.bundles import Bundle, Seed
    from duecare.apps.intake.rules.compartments import Compartment
    from duecare.kernel.framing import framed

    values = dict(derived())
    case, name, aad = (
        values[one] for one in (
            "case id on the external track",
            "name of object 7 in epoch 3",
            "what object 7 in epoch 3 of report is bound to",
        )
    )  # fmt: skip
    assert isinstance(case, bytes) and isinstance(name, bytes) and isinstance(aad, bytes)
    mine = keys.Keys(OPENING, SIGNING)
    content = Bundle(case, {Compartment.REPORT: Seed(EPOCH, SEED)}).encoded()
    payload = (len(content).to_bytes(2, "big") + content).ljust(envelopes.PAYLOAD, b"\0")
    info = framed("duecare/env/1", INSTALLATION, GROUP, mine.fingerprint)
    entry = entries.Entry(entries.Kind.MESSAGE, mine.fingerprint, date(2026, 3, 2), entries.FIRST, "An example.")
    signed = mine.signing.sign(entries.to_sign(aad, entry.plain())) + entry.plain()
    cut = shares.cut(SEED, 3, 2)
    return {
        "envelope": envelopes.wrap(payload, mine.opening.public, info).hex(),
        "object": objects.seal(SEED, aad, signed).hex(),
        **{f"share {number}": share.hex() for number, share in enumerate(cut, start=1)},
        "officer's key file": officer_file().hex(),
    }


def officer_file() -> bytes:
    """A file as `duecare-certify --new-officer` writes it, for the passphrase above and less memory."""
    from duecare.adapters.sealed.officer_key import new_officer

    with TemporaryDirectory() as folder:
        new_officer(Path(folder) / "officer", PHRASE, memory=MEMORY)
        return (Path(folder) / "officer").read_bytes()


def page() -> str:
    """The page, in Markdown."""
    inputs: dict[str, bytes | str] = {
        "seed of the key to open with": OPENING, "seed of the key to sign with": SIGNING, "installation": INSTALLATION,
        "group": GROUP, "compartment seed": SEED, "outer key": OUTER, "code": CODE,
        "seed of the first officer": OFFICERS[0], "seed of the second officer": OFFICERS[1],
        "salt of the vault": SALT, "passphrase": PHRASE,
    }  # fmt: skip
    parts = [
        "# Test vectors of sealing",
        "Formats: [how sealing works](../explanation/sealing.md). Hex, unless it says otherwise. X-Wing itself is"
        " tested against the published vectors of its draft.",
        "## Inputs",
        *(block(what, value) for what, value in inputs.items()),
        "## What follows from them",
        *(block(what, value) for what, value in derived()),
        "## Recorded once",
        "These hold randomness; they open with the inputs above. The envelope is sealed to the keys above in the group"
        " above and holds a bundle with the seed of report in epoch 3. The object is object 7 of that epoch. Any two"
        " shares give the compartment seed. The officer's key file is UTF-8, its key made by the passphrase with the"
        " memory it names.",
        *(block(what, bytes.fromhex(value)) for what, value in json.loads(RECORDED.read_text()).items()),
    ]
    return "\n\n".join(parts)


def block(what: str, value: bytes | str) -> str:
    """One value under its name."""
    text = value if isinstance(value, str) else value.hex()
    lines = "\n".join(f"    {part}" for line in text.splitlines() for part in wrap(line, 96))
    return f"{what}" + (f" ({len(value)} bytes)" if isinstance(value, bytes) else "") + f":\n\n{lines}"


if __name__ == "__main__":
    if sys.argv[1:] == ["--record"]:
        RECORDED.write_text(json.dumps(made(), indent=1) + "\n")
    else:
        print(page())
