"""A reader written from docs/explanation/sealing.md with primitives alone, without Duecare or a library for HPKE."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SUITE = b"HPKE" + bytes.fromhex("647a00010003")


def mac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")


def framed(*parts: bytes | str | int) -> bytes:
    raw = [p.to_bytes(8, "big") if isinstance(p, int) else p.encode() if isinstance(p, str) else p for p in parts]
    return b"".join(len(p).to_bytes(4, "big") + p for p in raw)


def expand(secret: bytes, label: str) -> bytes:
    return mac(secret, label.encode() + b"\x01")


def xwing(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    spread = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(spread[:64]), X25519PrivateKey.from_private_bytes(spread[64:])


def public(seed: bytes) -> bytes:
    return b"".join(key.public_key().public_bytes_raw() for key in xwing(seed))


def decapsulate(seed: bytes, sent: bytes) -> bytes:
    mlkem, x25519 = xwing(seed)
    both = mlkem.decapsulate(sent[:1088]) + x25519.exchange(X25519PublicKey.from_public_bytes(sent[1088:]))
    return hashlib.sha3_256(both + sent[1088:] + public(seed)[1184:] + rb"\.//^" + b"\\").digest()


def hpke_open(seed: bytes, info: bytes, sealed: bytes) -> bytes:
    def extract(salt: bytes, label: bytes, data: bytes) -> bytes:
        return mac(salt or bytes(32), b"HPKE-v1" + SUITE + label + data)

    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(decapsulate(seed, sealed[:1120]), b"secret", b"")
    derived = [
        mac(secret, size.to_bytes(2, "big") + b"HPKE-v1" + SUITE + label + context + b"\x01")[:size]
        for size, label in ((32, b"key"), (12, b"base_nonce"))
    ]
    return ChaCha20Poly1305(derived[0]).decrypt(derived[1], sealed[1120:], b"")


def bundle(installation: bytes, name: bytes, outer: bytes, row: bytes, opening: bytes, who: bytes) -> dict[str, Any]:
    inner = Cipher(ChaCha20(outer, bytes(16)), None).decryptor().update(row)
    for at in range(0, 34_560, 2160):
        try:
            payload = hpke_open(opening, framed("duecare/env/1", installation, name, who), inner[at : at + 2160])
        except Exception:  # somebody else's envelope
            continue
        return dict(json.loads(payload[2 : 2 + int.from_bytes(payload[:2], "big")]))
    raise LookupError("no envelope here is for these keys")


def place(seed: bytes, epoch: int, counter: int) -> bytes:
    index = expand(seed, "duecare/compartment/1/index")
    return mac(index, epoch.to_bytes(4, "big") + counter.to_bytes(8, "big"))[:16]


def entry(
    case: bytes, compartment: str, seed: bytes, epoch: int, counter: int, box: bytes
) -> tuple[bytes, bytes, bytes]:
    """(signed, signature, plain)."""
    aad = framed("duecare/obj/1", case, compartment, epoch, place(seed, epoch, counter))
    key = expand(seed, "duecare/compartment/1/object")
    filled = ChaCha20Poly1305(key).decrypt(box[:12], box[12:], aad)
    content = filled[4 : 4 + int.from_bytes(filled[:4], "big")]
    return framed("duecare/sig/1", aad, hashlib.sha256(content[64:]).digest()), content[:64], content[64:]


def verify(public_key: bytes, signed: bytes, signature: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)


def argon2(phrase: str, salt: bytes, memory: int) -> bytes:
    said = " ".join(phrase.casefold().split()).encode()
    return Argon2id(salt=salt, length=32, iterations=3, lanes=2, memory_cost=memory).derive(said)


def officer_seed(file: bytes, phrase: str) -> bytes:
    told = json.loads(file)
    box, nonce, public, salt = (bytes.fromhex(told[name]) for name in ("box", "nonce", "public", "salt"))
    key = argon2(phrase, salt, told["memory"])
    seed = ChaCha20Poly1305(key).decrypt(nonce, box, framed("duecare/officer-key/1", public))
    assert Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw() == public
    return seed


def paper(line: bytes) -> tuple[bytes, dict[str, Any]]:
    """(what is signed, what is asked for), after the signatures were verified."""
    told = json.loads(line)
    installation = bytes.fromhex(told["installation"])
    if "certify" in told:
        record = base64.b64decode(told["certify"], validate=True)
        message, asked = framed("duecare/cert/1", installation, record), json.loads(record)
    else:
        asked = told["revoke"]
        message = framed("duecare/revoke/1", installation, bytes.fromhex(asked["fingerprint"]), asked["begins"])
    for officer, signature in told["signatures"].items():
        verify(bytes.fromhex(officer), message, base64.b64decode(signature))
    return message, asked


def aloud(message: bytes) -> str:
    digits = f"{int.from_bytes(hashlib.sha256(framed('duecare/aloud/1', message)).digest(), 'big') % 10**30:030d}"
    return " ".join(digits[at : at + 5] for at in range(0, 30, 5))


def device(lines: list[str]) -> tuple[bytes, bytes, bytes, int, int]:
    """(person, secret, salt, memory in KiB, pairs of keys) of eight lines as printed."""
    parts = []
    for number, line in enumerate(lines, start=1):
        letters = line.replace(" ", "").upper()
        parts.append(base64.b32decode(letters[:16]))
        check = hashlib.sha256(framed("duecare/device-paper/1", number, parts[-1])).digest()
        assert base64.b32encode(check)[:4].decode() == letters[16:]
    body = b"".join(parts[:7])
    assert hashlib.sha256(framed("duecare/device-paper/1", "sum", body)).digest()[:10] == parts[7] and body[0] == 1
    return body[6:22], body[22:54], body[54:70], int.from_bytes(body[1:5], "big"), body[5]
