"""Files with something planted in them. Everybody and everything named here is invented."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib

import pikepdf
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

CANARY = "Zyxwanda-Quillfeather"
XMP = (
    '<?xpacket begin="" id="W5M0"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
    f'xmpMM:DocumentID="doc-{CANARY}"><dc:creator><rdf:Seq><rdf:li>{CANARY} XMP</rdf:li></rdf:Seq></dc:creator>'
    "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
).encode()


def drawing(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture in which every pixel differs a little from the next."""
    image = Image.effect_noise(size, 60).convert("RGB")
    return image.convert(mode)


def exif(turn: int = 6) -> bytes:
    block = Image.Exif()
    block[0x010F] = f"{CANARY} Cameras"
    block[0x0131] = f"{CANARY} Paint"
    block[0x0132] = "2031:02:03 04:05:06"
    block[0x013B] = f"{CANARY} Artist"
    block[0x0112] = turn
    inner = block.get_ifd(0x8769)
    inner[0xA431] = f"SN-{CANARY}"
    inner[0x927C] = f"maker {CANARY}".encode()
    inner[0x9286] = b"ASCII\0\0\0" + f"note {CANARY}".encode()
    place = block.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (47.0, 30.0, 36.0), "W", (19.0, 3.0, 0.0)
    return block.tobytes()


def profile() -> bytes:
    """sRGB with a description that names a device."""
    original = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return original.replace("sRGB built-in".encode("utf-16-be"), CANARY[:13].encode("utf-16-be"))


def jpeg(turn: int = 6) -> bytes:
    out = io.BytesIO()
    drawing().save(out, "JPEG", exif=exif(turn), xmp=XMP, icc_profile=profile(), comment=f"com {CANARY}", quality=90)
    content = out.getvalue()
    iptc = b"\x1c\x02\x50" + len(f"by {CANARY}").to_bytes(2, "big") + f"by {CANARY}".encode()
    photoshop = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc
    segment = b"\xff\xed" + (len(photoshop) + 2).to_bytes(2, "big") + photoshop
    return content[:2] + segment + content[2:] + f"film {CANARY}".encode()


def png(mode: str = "RGB") -> bytes:
    out, info = io.BytesIO(), PngInfo()
    info.add_text("Author", f"{CANARY} Author")
    info.add_text("Software", f"{CANARY} Paint", zip=True)
    info.add_itxt("Comment", f"{CANARY} comment", zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add(b"tIME", bytes([0x07, 0xEF, 2, 3, 4, 5, 6]))
    info.add(b"prVt", CANARY.encode())
    drawing(mode).save(out, "PNG", pnginfo=info, exif=exif(), icc_profile=profile())
    return out.getvalue() + CANARY.encode()


def webp(*, lossless: bool) -> bytes:
    out = io.BytesIO()
    drawing("RGBA").save(out, "WEBP", lossless=lossless, exif=exif(), xmp=XMP, icc_profile=profile())
    return out.getvalue() + CANARY.encode()


def pdf() -> bytes:
    """One page with text, a photo, a note, an attachment, a script, and an earlier revision behind it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200)).obj
    photo = pikepdf.Stream(
        document,
        jpeg(1),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=64,
        Height=48,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    photo.Metadata = pikepdf.Stream(document, XMP)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(Im1=photo))
    page.Contents = pikepdf.Stream(
        document, b"BT /F1 12 Tf 20 100 Td (What the report says) Tj ET q 50 0 0 50 9 9 cm /Im1 Do Q"
    )
    page.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=f"piece {CANARY}"))
    page.Thumb = pikepdf.Stream(document, f"thumb {CANARY}".encode())
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[1, 1, 9, 9],
        T=f"{CANARY} Noter",
        Contents="a note",
        M="D:20310203",
        NM=f"nm {CANARY}",
    )
    page.Annots = pikepdf.Array([document.make_indirect(note)])
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{CANARY}')")
    document.Root.Metadata = pikepdf.Stream(document, XMP)
    document.Root.Canary = pikepdf.String(f"root {CANARY}")
    document.attachments[f"{CANARY}.txt"] = f"attached {CANARY}".encode()
    document.docinfo["/Author"] = f"{CANARY} Writer"
    document.docinfo["/Producer"] = f"{CANARY} Press"
    out = io.BytesIO()
    document.save(out, fix_metadata_version=False)
    return _with_revision(out.getvalue())


def _with_revision(content: bytes) -> bytes:
    """A later revision that does not name the first one's trailer entry any more; the first stays in the file."""
    start = content.rfind(b"startxref")
    before = int(content[start:].split()[1])
    body = b"\n900 0 obj\n(" + CANARY.encode() + b" later)\nendobj\n"
    trailer = content[content.find(b"trailer") :]
    inside = trailer[: trailer.find(b">>\nstartxref")].replace(b"/Size ", b"/OldSize ")
    table = b"xref\n900 1\n%010d 00000 n \n" % (len(content) + 1)
    again = inside + b" /Size 901 /Prev %d" % before + b">>\nstartxref\n%d\n%%%%EOF\n" % (len(content) + len(body))
    return content + body + table + again


def zipped(entries: dict[str, str | bytes], *, comment: str = CANARY) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 2, 3, 4, 5, 6)), content)
        archive.comment = comment.encode()
    return out.getvalue()


def inflated(content: bytes) -> bytes:
    """The bytes and all that can be unpacked from them: zip entries, PNG and PDF streams, one within another."""
    found = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [inflated(archive.read(name)) for name in archive.namelist()]
            found += [name.encode() for name in archive.namelist()]
    at = content.find(b"\x78")
    while at >= 0:
        if content[at + 1 : at + 2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            with contextlib.suppress(zlib.error):
                found.append(zlib.decompressobj().decompress(content[at:]))
        at = content.find(b"\x78", at + 1)
    return b"\n".join(found)


def holds_canary(content: bytes) -> bool:
    everything = inflated(content)
    words = (CANARY[:9], CANARY[:13], CANARY)
    return any(word.encode(coding) in everything for word in words for coding in ("utf-8", "utf-16-le", "utf-16-be"))
