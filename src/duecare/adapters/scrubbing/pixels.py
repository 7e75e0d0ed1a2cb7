"""Whether two pictures show the same, pixel by pixel; the proof before anything is called cleaned."""

from __future__ import annotations

import hashlib
import io
import warnings

from PIL import Image

from duecare.adapters.scrubbing.findings import Reason, Refused

MOST = 100_000_000
"""Pixels of a picture that is examined: 100 megapixels, 400 MB when laid out."""

_ROWS = 256

# Our own limit is asked before anything is laid out; Pillow's second one, with a warning, would only add noise.
Image.MAX_IMAGE_PIXELS = None


def check_same(before: bytes, after: bytes, form: str) -> None:
    """Raise `Refused` unless both decode to the same pixels; `form` is Pillow's name of the one decoder allowed."""
    if _shown(before, form) != _shown(after, form):
        raise Refused(Reason.NOT_CLEAN)


def check_size(width: int, height: int) -> None:
    """Raise `Refused` for a picture without pixels or with more than `MOST`."""
    if not width or not height:
        raise Refused(Reason.DAMAGED)
    if width * height > MOST:
        raise Refused(Reason.BOMB)


def _shown(content: bytes, form: str) -> tuple[str, tuple[int, int], bytes]:
    """Mode, size and hash of the pixels, in strips: only one picture is laid out at a time, and only once."""
    digest = hashlib.sha256()
    with _opened(content, form) as image:
        width, height = image.size
        for top in range(0, height, _ROWS):
            digest.update(image.crop((0, top, width, min(top + _ROWS, height))).tobytes())
        digest.update(repr(image.getpalette("RGBA") if image.mode == "P" else None).encode())
        return image.mode, image.size, digest.digest()


def _opened(content: bytes, form: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = Image.open(io.BytesIO(content), formats=[form])
        check_size(*image.size)
        try:
            image.load()
        except OSError as fault:
            raise Refused(Reason.DAMAGED) from fault
    return image
