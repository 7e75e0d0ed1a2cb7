"""An evidence pack as bytes: a tar archive whose size is known before its first byte, the signed manifest last.

The manifest comes last because it holds the hashes of what was written before it, so each file is opened once.
"""

from __future__ import annotations

import base64
import hashlib
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.framing import framed

BLOCK = tarfile.BLOCKSIZE
VERIFIER = Path(__file__).with_name("verify_pack.py")
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that goes into the pack.

    Attributes:
        evidence: mark of the piece it belongs to, hex; "" for what belongs to none.
        opens: gives its bytes, once.
    """

    path: str
    size: int
    evidence: str
    opens: Callable[[], Iterator[bytes]] = field(repr=False)


def text(path: str, data: bytes) -> Piece:
    """Bytes that are there already."""
    return Piece(path, len(data), "", lambda: iter([data]))


def size_of(pieces: Sequence[Piece], told: Mapping[str, JSON]) -> int:
    """Bytes of the archive: hashes and signature have a length of their own whatever they are."""
    blank = _manifest({**told, "files": [_told(one, bytes(32)) for one in pieces]}, bytes(64))
    return sum(_room(one.path, one.size) for one in pieces) + _room(MANIFEST, len(blank)) + 2 * BLOCK


def written(pieces: Sequence[Piece], told: Mapping[str, JSON], sign: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """The archive.

    Args:
        told: the manifest without its files.
        sign: by whoever makes the pack.

    Raises:
        OSError: a file has another size than was said.
    """
    files: list[JSON] = []
    for one in pieces:
        yield _head(one.path, one.size)
        digest, size = hashlib.sha256(), 0
        for data in one.opens():
            digest.update(data)
            size += len(data)
            yield data
        if size != one.size:
            raise OSError("a file has another size than was said")
        yield bytes(-size % BLOCK)
        files.append(_told(one, digest.digest()))
    whole: dict[str, JSON] = {**told, "files": files}
    message = framed("duecare/pack/1", hashlib.sha256(canonical(whole)).digest())
    manifest = _manifest(whole, sign(message))
    yield _head(MANIFEST, len(manifest)) + manifest + bytes(-len(manifest) % BLOCK) + bytes(2 * BLOCK)


def _manifest(told: Mapping[str, JSON], signature: bytes) -> bytes:
    return canonical({"signature": base64.b64encode(signature).decode(), "told": told}) + b"\n"


def _told(one: Piece, digest: bytes) -> JSON:
    return {"evidence": one.evidence, "path": one.path, "sha256": digest.hex(), "size": one.size}


def _head(path: str, size: int) -> bytes:
    info = tarfile.TarInfo(path)
    info.size, info.mode = size, 0o644
    return info.tobuf(tarfile.PAX_FORMAT)


def _room(path: str, size: int) -> int:
    return len(_head(path, size)) + size + -size % BLOCK
