"""Check an evidence pack: every file, every signature, and who held each piece from when to when.

    python3 verify_pack.py PACK.tar OFFICER_KEY OFFICER_KEY [...]

Needs Python 3.9 and nothing else; reads one file, writes nothing, asks no network. The officers' public keys (64 hex
digits each) come from the company's published notice or from a person, never from the pack. Take this script from the
product's source, not from the pack. Exit code 0: everything holds; 1: something does not, each fault named; 2: this is
no pack.

What is checked: the manifest is signed by the person who made the pack; each file has the size and SHA-256 that the
manifest says; each record is signed by its author; each author was certified by two of the officers on that day; each
piece was handed on by who held it, to who said that it arrived. What no check finds is a record left out of the pack
together with everything that names it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import tarfile
from collections.abc import Iterable
from typing import Any, Optional

Point = tuple[int, int, int, int]
FORMAT = "duecare/evidence-pack/1"
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519 (RFC 8032, section 5.1.7), in plain integers."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    response = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or response >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % L
    return _same(_times(response, BASE), _plus(commitment, _times(challenge, key)))


def _x(y: int, sign: int) -> Optional[int]:  # noqa: UP045 - runs on Python 3.9
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(data: bytes) -> Optional[Point]:  # noqa: UP045 - see above
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = _x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _plus(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _plus(found, point)
        point, number = _plus(point, point), number >> 1
    return found


def _same(one: Point, other: Point) -> bool:
    return not (one[0] * other[2] - other[0] * one[2]) % P and not (one[1] * other[2] - other[1] * one[2]) % P


_Y = 4 * pow(5, P - 2, P) % P
_X = _x(_Y, 0) or 0
BASE: Point = (_X, _Y, 1, _X * _Y % P)


def framed(*parts: bytes) -> bytes:
    """Every part behind its length in four bytes."""
    return b"".join(len(one).to_bytes(4, "big") + one for one in parts)


def canonical(value: Any) -> bytes:
    """JSON as it is signed (RFC 8785; numbers in a pack are whole)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


class Pack:
    """A pack and what is wrong with it: `faults`. `chain`: who had each piece, by its mark."""

    def __init__(self, path: str, officers: Iterable[str]) -> None:
        self.officers = set(officers)
        self.faults: list[str] = []
        self.hashes: dict[str, tuple[int, str]] = {}
        self.records: list[tuple[str, Any]] = []
        self.chain: dict[str, list[tuple[str, str, str, Any]]] = {}
        self.manifest: Any = self._read(path)
        self.people = self._people()

    def _read(self, path: str) -> Any:
        found = None
        with tarfile.open(path, "r:") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None:
                    raise ValueError(f"{member.name} is no file")
                if member.name == "manifest.json":
                    found = json.loads(content.read())
                    continue
                digest = hashlib.sha256()
                while piece := content.read(1 << 20):
                    digest.update(piece)
                if member.name in self.hashes:
                    self.faults.append(f"{member.name} is there twice")
                self.hashes[member.name] = (member.size, digest.hexdigest())
        if not isinstance(found, dict) or found.get("told", {}).get("format") != FORMAT:
            raise ValueError("no manifest of an evidence pack")
        return found

    def _people(self) -> dict[str, tuple[Any, str]]:
        """Fingerprint -> (record, why it does not count)."""
        told = self.manifest["told"]
        people: dict[str, tuple[Any, str]] = {}
        installation = bytes.fromhex(told["installation"])
        for one in told["certificates"]:
            data = base64.b64decode(one["certify"])
            record = json.loads(data)
            opening, signing = base64.b64decode(record["opening"]), bytes.fromhex(record["signing"])
            name = hashlib.sha256(framed(b"duecare/key/1", opening, signing)).hexdigest()
            message = framed(b"duecare/cert/1", installation, data)
            good = {
                who
                for who, signature in one["signatures"].items()
                if who in self.officers and verified(bytes.fromhex(who), message, base64.b64decode(signature))
            }
            why = "" if len(good) >= 2 else f"certified by {len(good)} of the officers named, and it takes 2"
            people[name] = (record, why)
        for one in told["ended"]:
            who, begins = one["revoke"]["fingerprint"], one["revoke"]["begins"]
            message = framed(b"duecare/revoke/1", installation, bytes.fromhex(who), begins.encode())
            signed = any(
                officer in self.officers and verified(bytes.fromhex(officer), message, base64.b64decode(signature))
                for officer, signature in one["signatures"].items()
            )
            if who in people and signed:
                people[who][0]["ended"] = min(begins, people[who][0].get("ended", "9999"))
        return people

    def check(self) -> list[str]:
        """Everything; the faults, each a sentence."""
        told = self.manifest["told"]
        self._signed(
            "the manifest",
            told["by"],
            told["day"],
            framed(b"duecare/pack/1", hashlib.sha256(canonical(told)).digest()),
            self.manifest["signature"],
        )
        self._files(told)
        for number, one in enumerate(told["entries"], 1):
            self._entry(number, one)
        self._custody()
        return self.faults

    def _files(self, told: Any) -> None:
        named = {}
        for one in told["files"]:
            named[one["path"]] = one
            there = self.hashes.get(one["path"])
            if there is None:
                self.faults.append(f"{one['path']} is missing")
            elif there != (one["size"], one["sha256"]):
                self.faults.append(f"{one['path']} was altered: it is not the file of the manifest")
        for path in set(self.hashes) - set(named):
            self.faults.append(f"{path} is in no list of the manifest")

    def _entry(self, number: int, one: Any) -> None:
        plain, signed = base64.b64decode(one["plain"]), base64.b64decode(one["signed"])
        entry = json.loads(plain)
        name = f"record {number} ({entry['body'].get('act', entry['body'].get('says', '?'))}, {entry['day']})"
        if signed[:17] != framed(b"duecare/sig/1") or signed[-36:] != framed(hashlib.sha256(plain).digest()):
            self.faults.append(f"{name} was altered: it is not what was signed")
        self._signed(name, entry["author"], entry["day"], signed, one["signature"])
        self.records.append((name, entry))

    def _signed(self, name: str, author: str, day: str, message: bytes, signature: str) -> None:
        record, why = self.people.get(author, (None, "no certificate of its author is in the pack"))
        if record is None or why:
            self.faults.append(f"{name}: {why}")
        elif not record["begins"] <= day <= record["ends"] or day >= record.get("ended", "9999"):
            last = min(record["ends"], record.get("ended", "9999"))
            self.faults.append(f"{name}: its author was certified from {record['begins']} to {last}")
        elif not verified(bytes.fromhex(record["signing"]), message, base64.b64decode(signature)):
            self.faults.append(f"{name}: it is not signed by its author")

    def person(self, fingerprint: str) -> str:
        """Who a person is, whatever keys they had."""
        record, _ = self.people.get(fingerprint, (None, ""))
        return str(record["person"]) if record else fingerprint

    def _custody(self) -> None:
        files = {one["evidence"]: one for one in self.manifest["told"]["files"]}
        pieces: dict[str, str] = {}
        moves: dict[str, tuple[str, Any]] = {}
        for name, entry in self.records:
            body = entry["body"]
            if body.get("act") == "evidence":
                fields = body["fields"]
                pieces[body["mark"]] = self.person(entry["author"])
                self.chain[body["mark"]] = [(entry["day"], "acquired", entry["author"], fields)]
                file = files.get(body["mark"])
                if fields["file"] and file is None:
                    self.faults.append(f"{name}: its file is not in the pack")
                elif file and file["sha256"] != fields["hash"]:
                    self.faults.append(
                        f"{file['path']} is not the file that was acquired: its SHA-256 was {fields['hash']}"
                    )
            elif body.get("act") == "transfer":
                moves[body["mark"]] = (name, entry)
            elif body.get("says") == "agree" and body["of"] in moves:
                self._moved(*moves.pop(body["of"]), entry, pieces)

    def _moved(self, name: str, handed: Any, received: Any, pieces: dict[str, str]) -> None:
        fields = handed["body"]["fields"]
        piece = fields["of"]
        if piece not in pieces:
            self.faults.append(f"{name}: the piece it hands on is not in the pack")
        elif pieces[piece] != self.person(handed["author"]):
            self.faults.append(f"{name}: whoever handed it on did not hold it")
        elif self.person(fields["who"]) != self.person(received["author"]):
            self.faults.append(f"{name}: somebody else than the receiver says that it arrived")
        else:
            pieces[piece] = self.person(received["author"])
            self.chain[piece].append((received["day"], "received", received["author"], fields))


def main(arguments: list[str]) -> int:
    """Exit code."""
    if len(arguments) < 3:
        print(__doc__)
        return 2
    try:
        pack = Pack(arguments[0], arguments[1:])
        faults = pack.check()
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, AttributeError) as fault:
        print(f"This is no evidence pack, or one that cannot be read: {fault}")
        return 2
    for piece in pack.chain.values():
        print(f"\n{piece[0][3]['name']}  SHA-256 {piece[0][3]['hash']}")
        for day, what, who, fields in piece:
            print(f"  {day}  {what} by {who[:16]}  {fields.get('how', fields.get('why', ''))}")
    print(f"\n{len(pack.records)} records, {len(pack.hashes)} files.")
    for one in faults:
        print(f"FAULT: {one}")
    print("Everything holds." if not faults else f"{len(faults)} faults.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
