"""Files as a stream of sealed pieces (libsodium's secretstream): neither cut, reordered nor joined unnoticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES,
    crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
    crypto_secretstream_xchacha20poly1305_TAG_FINAL,
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
)

PIECE = 64 * 1024
"""Plain bytes of every piece but the last: uploads are cut anew, so that their own pieces are not told."""
TAG = int(crypto_secretstream_xchacha20poly1305_ABYTES)
HEAD = int(crypto_secretstream_xchacha20poly1305_HEADERBYTES)
_LAST = crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MORE = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


class Torn(ValueError):
    """The stream is not whole: cut off, altered, under another key, or something follows its end."""


def padme(size: int) -> int:
    """A size that keeps few of its digits (Padmé, Nikitin et al. 2019): at most 12 % more, and large files alike."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    low = exponent - (exponent.bit_length())
    mask = (1 << low) - 1
    return (size + mask) & ~mask


class Sealing:
    """A stream that is made while its file comes in: pieces of any size go in, sealed ones of one size come out."""

    def __init__(self, key: bytes, aad: bytes) -> None:
        self._state = crypto_secretstream_xchacha20poly1305_state()
        self.head = bytes(crypto_secretstream_xchacha20poly1305_init_push(self._state, key))
        self.size = 0
        self._aad, self._held = aad, b""

    def take(self, piece: bytes) -> bytes:
        """What can be written by now, "" while a piece is not full."""
        self.size += len(piece)
        return self._cut(piece)

    def end(self) -> Iterator[bytes]:
        """The rest: zeros up to `padme` of the size, and the piece that is marked as the last."""
        left = padme(self.size) - self.size
        while left:
            yield self._cut(bytes(min(left, PIECE)))
            left -= min(left, PIECE)
        yield _pushed(self._state, self._held, self._aad, _LAST)

    def _cut(self, piece: bytes) -> bytes:
        whole, at, ready = self._held + piece, 0, []
        while len(whole) - at > PIECE:
            ready.append(_pushed(self._state, whole[at : at + PIECE], self._aad, _MORE))
            at += PIECE
        self._held = whole[at:]
        return b"".join(ready)


def sealed(key: bytes, aad: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Header of 24 bytes, then 64 KiB with 17 bytes more each, the last one shorter and marked as the last.

    Inside stand the file and zeros up to `padme` of its size. The size itself stands in the case, beside the key.
    """
    sealing = Sealing(key, aad)
    yield sealing.head
    for piece in pieces:
        for at in range(0, len(piece), PIECE):
            if ready := sealing.take(piece[at : at + PIECE]):
                yield ready
    yield from filter(None, sealing.end())


def opened(key: bytes, aad: bytes, pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The file's `size` bytes, piece by piece. What was given out before an error must not be used.

    Raises:
        Torn: the stream is not whole, or is another file's.
    """
    state = crypto_secretstream_xchacha20poly1305_state()
    source, seen, last = iter(pieces), 0, False
    try:
        crypto_secretstream_xchacha20poly1305_init_pull(state, next(source, b""), key)
        for piece in source:
            if last:
                raise Torn("something follows the end")
            plain, tag = crypto_secretstream_xchacha20poly1305_pull(state, piece, aad)
            keep = max(0, min(len(plain), size - seen))
            if plain[keep:].strip(b"\0"):
                raise Torn("longer than the case says")
            seen, last = seen + len(plain), tag == _LAST
            yield bytes(plain[:keep])
    except (RuntimeError, ValueError, TypeError) as fault:
        raise Torn("the stream is not whole") from fault
    if not last or seen != padme(size):
        raise Torn("the end is missing")


def _pushed(state: crypto_secretstream_xchacha20poly1305_state, plain: bytes, aad: bytes, tag: int) -> bytes:
    return bytes(crypto_secretstream_xchacha20poly1305_push(state, plain, aad, tag))
