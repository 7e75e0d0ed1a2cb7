"""Metadata of pictures: each thing planted is found, shown and gone, and no pixel changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

import pytest
from PIL import Image

from duecare.adapters.scrubbing.examining import examined
from duecare.adapters.scrubbing.findings import Examined, Kind, Reason, What
from tests.adapters.scrubbing import made

pytestmark = pytest.mark.once

EXIF = {
    What.CAMERA,
    What.SOFTWARE,
    What.TIME,
    What.AUTHOR,
    What.SERIAL_NUMBER,
    What.POSITION,
    What.COMMENT,
    What.DEVICE_DATA,
}
FILES = [
    (Kind.JPEG, made.jpeg, EXIF | {What.DOCUMENT_ID, What.COLOUR_PROFILE, What.EMBEDDED_FILE}),
    (Kind.PNG, made.png, EXIF | {What.DOCUMENT_ID, What.COLOUR_PROFILE, What.EMBEDDED_FILE, What.OTHER_DATA}),
    (Kind.WEBP, partial(made.webp, lossless=True), EXIF | {What.DOCUMENT_ID, What.COLOUR_PROFILE, What.EMBEDDED_FILE}),
    (Kind.WEBP, partial(made.webp, lossless=False), EXIF | {What.DOCUMENT_ID, What.COLOUR_PROFILE, What.EMBEDDED_FILE}),
]


def values(result: Examined, what: What) -> list[str]:
    return [one.value for one in result.findings if one.what is what]


@pytest.mark.parametrize(("kind", "make", "classes"), FILES)
def test_what_is_planted_in_a_picture_is_found_shown_and_gone(
    kind: Kind, make: Callable[[], bytes], classes: set[What]
) -> None:
    content = make()
    assert made.holds_canary(content)
    result = examined(content)
    assert (result.kind, result.reason) == (kind, None)
    assert classes <= {one.what for one in result.findings}
    assert "47.510000, -19.050000" in values(result, What.POSITION)
    assert f"SN-{made.CANARY}" in values(result, What.SERIAL_NUMBER)
    assert f"{made.CANARY} XMP" in values(result, What.AUTHOR)
    assert all(one.removed for one in result.findings)
    assert result.cleaned is not None and not made.holds_canary(result.cleaned)
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(result.cleaned)) as after:
        assert before.convert("RGBA").tobytes() == after.convert("RGBA").tobytes()
        assert dict(after.getexif()) == {0x0112: 6}, "the picture stays turned, and nothing else is said"
        assert after.info.get("icc_profile"), "colours stay as they were"
    again = examined(result.cleaned)
    assert {one.what for one in again.findings} <= {What.COLOUR_PROFILE}, "cleaning twice finds nothing more"


def test_colours_are_the_same_under_the_rebuilt_profile() -> None:
    from PIL import ImageCms

    result = examined(made.jpeg())
    assert result.cleaned is not None
    with Image.open(io.BytesIO(result.cleaned)) as image:
        rebuilt = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
    original = ImageCms.ImageCmsProfile(io.BytesIO(made.profile()))
    lab = ImageCms.createProfile("LAB")
    picture = made.drawing()
    for_each = [ImageCms.profileToProfile(picture, one, lab, outputMode="LAB") for one in (rebuilt, original)]
    assert for_each[0].tobytes() == for_each[1].tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_form_of_png_keeps_its_pixels(mode: str) -> None:
    out = io.BytesIO()
    (made.drawing("L").convert("I;16") if mode == "I;16" else made.drawing(mode)).save(out, "PNG")
    result = examined(out.getvalue())
    assert result.cleaned is not None and result.findings == ()
    with Image.open(out) as before, Image.open(io.BytesIO(result.cleaned)) as after:
        assert before.mode == after.mode and before.tobytes() == after.tobytes()


@pytest.mark.parametrize("options", [{"progressive": True}, {"subsampling": 0}, {"mode": "L"}, {"mode": "CMYK"}])
def test_every_form_of_jpeg_keeps_its_pixels(options: dict[str, object]) -> None:
    out = io.BytesIO()
    made.drawing(str(options.pop("mode", "RGB"))).save(out, "JPEG", **options)
    result = examined(out.getvalue())
    assert result.cleaned is not None and result.findings == ()
    with Image.open(out) as before, Image.open(io.BytesIO(result.cleaned)) as after:
        assert before.mode == after.mode and before.tobytes() == after.tobytes()


def test_animated_pictures_and_other_types_are_not_examined() -> None:
    for form in ("PNG", "WEBP"):
        out = io.BytesIO()
        made.drawing().save(out, form, save_all=True, append_images=[made.drawing()])
        assert examined(out.getvalue()).reason is Reason.ANIMATED
    out = io.BytesIO()
    made.drawing().save(out, "GIF")
    for content in (out.getvalue(), b"", b"plain text", made.zipped({"letter.txt": "x"})):
        result = examined(content)
        assert (result.reason, result.cleaned, result.findings) == (Reason.OTHER_TYPE, None, ())


def test_a_position_that_cannot_be_read_is_told_all_the_same() -> None:
    exif, out = Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 30.0), 3: "E", 4: (19.0, 3.0, 0.0)})  # a latitude of two parts
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG", exif=exif)
    result = examined(out.getvalue())
    assert values(result, What.POSITION) == ["GPS"] and result.cleaned is not None
    with Image.open(io.BytesIO(result.cleaned)) as after:
        assert not after.getexif()
