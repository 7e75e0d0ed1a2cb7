# ruff: noqa: E501 (XML that is planted is easier to read whole)
"""Office files with something planted in every place that is known to tell on people."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from openpyxl.comments import Comment

from tests.adapters.scrubbing import made
from tests.adapters.scrubbing.made import CANARY

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    f"<dc:creator>{CANARY} Maker</dc:creator><cp:lastModifiedBy>{CANARY} Editor</cp:lastModifiedBy>"
    f"<dc:title>{CANARY} Title</dc:title><cp:revision>17</cp:revision>"
    "<dcterms:created>2031-02-03T04:05:06Z</dcterms:created></cp:coreProperties>"
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{CANARY} Office</Application><Company>{CANARY} Works</Company><Template>{CANARY}.dotx</Template>"
    "<TotalTime>99</TotalTime></Properties>"
)


def rels(*rows: tuple[str, str, str]) -> str:
    body = ""
    for name, sort, target in rows:
        kind = sort if sort.startswith("http") else _DOC + sort
        mode = ' TargetMode="External"' if ":" in target else ""
        body += f'<Relationship Id="{name}" Type="{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'


def types(main: str, sort: str, **others: str) -> str:
    rows = "".join(
        f'<Override PartName="/{name.replace("__", "/")}.xml" ContentType="{kind}"/>' for name, kind in others.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f'<Override PartName="/{main}" ContentType="{sort}"/>{rows}</Types>'
    )


ROOT = rels(
    ("rId1", "officeDocument", "word/document.xml"),
    ("rId2", _PACKAGE + "core-properties", "docProps/core.xml"),
    ("rId3", "extended-properties", "docProps/app.xml"),
    ("rId4", _PACKAGE + "thumbnail", "docProps/thumbnail.jpg"),
    ("rId5", "custom-properties", "docProps/custom.xml"),
)
BODY = f"""<w:document {W} {R} {W14}><w:body>
<w:p w:rsidR="00C0FFEE" w14:paraId="1234ABCD"><w:r><w:t>What the report says</w:t></w:r></w:p>
<w:p><w:ins w:id="1" w:author="{CANARY} Adder" w:date="2031-02-03T04:05:06Z"><w:r><w:t>and adds</w:t></w:r></w:ins>
<w:del w:id="2" w:author="{CANARY} Striker" w:date="2031-02-03T04:05:07Z"><w:r><w:delText>what was struck</w:delText></w:r></w:del>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden words</w:t></w:r></w:p>
<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" r:id="rId9"/></w:object></w:r>
<w:hyperlink r:id="rId8"><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p></w:body></w:document>"""


def docx(*, macros: bool = False) -> bytes:
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    main = "application/vnd.ms-word.document.macroEnabled.main+xml" if macros else plain + "document.main+xml"
    return made.zipped({
        "[Content_Types].xml": types("word/document.xml", main, word__comments=plain + "comments+xml",
                                     word__settings=plain + "settings+xml"),
        "_rels/.rels": ROOT, "docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/thumbnail.jpg": made.jpeg(),
        "docProps/custom.xml": f'<Properties><property name="Client"><x>{CANARY}</x></property></Properties>',
        "word/document.xml": BODY,
        "word/_rels/document.xml.rels": rels(
            ("rId1", "comments", "comments.xml"), ("rId2", "settings", "settings.xml"), ("rId3", "image", "media/image1.jpg"),
            ("rId4", "http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"),
            ("rId7", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
            ("rId8", "hyperlink", f"file:///C:/Users/{CANARY}/plan.docx"), ("rId9", "oleObject", "embeddings/ole1.bin")),
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="1" w:author="{CANARY} Noter" w:initials="Zyxwanda-" '
                             'w:date="2031-02-03T04:05:06Z"><w:p><w:r><w:t>a remark</w:t></w:r></w:p></w:comment></w:comments>',
        "word/settings.xml": f'<w:settings {W} {R}><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00C0FFEE"/>'
                             f'</w:rsids><w:docVars><w:docVar w:name="x" w:val="{CANARY}"/></w:docVars></w:settings>',
        "word/_rels/settings.xml.rels": rels(("rId1", "attachedTemplate", f"file:///C:/{CANARY}/Normal.dotm")),
        "word/people.xml": f'<w15:people xmlns:w15="urn:x"><w15:person w15:author="{CANARY} Person"/></w15:people>',
        "word/media/image1.jpg": made.jpeg(1), "word/vbaProject.bin": f"macro {CANARY}", "word/embeddings/ole1.bin": CANARY,
        "word/orphan.xml": f"<x>{CANARY}</x>",
    })  # fmt: skip


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "What the report says", "in a hidden row"
    sheet["A1"].comment = Comment("a remark", f"{CANARY} Noter")
    sheet.row_dimensions[2].hidden = True
    hidden = book.create_sheet("Behind")
    hidden["A1"], hidden.sheet_state = "on a hidden sheet", "hidden"
    book.properties.creator = f"{CANARY} Maker"
    book.properties.lastModifiedBy = f"{CANARY} Editor"
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        entries: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    workbook = bytes(entries["xl/workbook.xml"]) if isinstance(entries["xl/workbook.xml"], bytes) else b""
    path = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
        '<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" '
        f'url="C:\\Users\\{CANARY}\\"/></mc:Choice></mc:AlternateContent><fileSharing userName="{CANARY} Sharer"/>'
    )
    entries["xl/workbook.xml"] = workbook.replace(b"<workbookPr", path.encode() + b"<workbookPr", 1)
    entries["xl/worksheets/_rels/sheet2.xml.rels"] = rels(
        ("rId1", "printerSettings", "../printerSettings/printer1.bin")
    )
    entries["xl/printerSettings/printer1.bin"] = f"{CANARY} LaserPress".encode("utf-16-le")
    sheet2 = entries["xl/worksheets/sheet2.xml"]
    assert isinstance(sheet2, bytes)
    entries["xl/worksheets/sheet2.xml"] = sheet2.replace(
        b"</worksheet>", f'<pageSetup {R} orientation="portrait" r:id="rId1"/></worksheet>'.encode()
    )
    return made.zipped(entries)


def pptx() -> bytes:
    plain = "application/vnd.openxmlformats-officedocument.presentationml."
    shape = (
        f"<p:cSld><p:spTree><p:sp><p:txBody><a:p {A}><a:r><a:t>What the report says</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    creation = 'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" val="3735928559"'
    extension = f'<p:extLst><p:ext uri="x"><p14:creationId {creation}/></p:ext></p:extLst>'
    picture = f'<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture 4" descr="C:\\Users\\{CANARY}\\IMG_1.jpg"/></p:nvPicPr></p:pic>'
    return made.zipped({
        "[Content_Types].xml": types("ppt/presentation.xml", plain + "presentation.main+xml", ppt__slides__slide1=plain + "slide+xml",
                                     ppt__commentAuthors=plain + "commentAuthors+xml", ppt__notesSlides__notes1=plain + "notesSlide+xml"),
        "_rels/.rels": ROOT.replace("word/document.xml", "ppt/presentation.xml"), "docProps/core.xml": CORE,
        "ppt/presentation.xml": f'<p:presentation {P} {R}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels(("rId1", "slide", "slides/slide1.xml"), ("rId2", "commentAuthors", "commentAuthors.xml")),
        "ppt/slides/slide1.xml": f'<p:sld {P} {R} show="0">{shape}{picture}</p:spTree></p:cSld>{extension}</p:sld>',
        "ppt/slides/_rels/slide1.xml.rels": rels(("rId1", "notesSlide", "../notesSlides/notes1.xml")),
        "ppt/notesSlides/notes1.xml": f'<p:notes {P} {A}><a:t>what the speaker says</a:t></p:notes>',
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst {P}><p:cmAuthor id="1" name="{CANARY} Noter" initials="{CANARY}"/></p:cmAuthorLst>',
    })  # fmt: skip


def odt() -> bytes:
    office, text = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    spaces = (
        f'xmlns:office="{office}" xmlns:text="{text}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" xmlns:o="http://openoffice.org/2009/office" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    )
    info = f"<office:change-info><dc:creator>{CANARY} Striker</dc:creator><dc:date>2031-02-03T04:05:06</dc:date></office:change-info>"
    content = (
        f'<office:document-content {spaces} office:version="1.3"><office:scripts><office:script>{CANARY}</office:script></office:scripts>'
        '<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties o:rsid="00c0ffee"/>'
        "</style:style></office:automatic-styles><office:body><office:text><text:tracked-changes><text:changed-region "
        f'text:id="c1"><text:deletion>{info}<text:p>what was struck</text:p></text:deletion></text:changed-region>'
        '</text:tracked-changes><text:p>What the report <text:change text:change-id="c1"/>says<office:annotation>'
        f"<dc:creator>{CANARY} Noter</dc:creator><dc:date>2031-02-03T04:05:06</dc:date><meta:creator-initials>{CANARY}"
        f'</meta:creator-initials><text:p>a remark</text:p></office:annotation> <text:a xlink:type="simple" '
        f'xlink:href="file:///home/{CANARY}/plan.odt">a link</text:a></text:p><text:p><draw:frame draw:name="{CANARY}.jpg">'
        '<draw:image xlink:href="Pictures/one.jpg"/></draw:frame></text:p></office:text></office:body></office:document-content>'
    )
    meta = (
        f"<office:document-meta {spaces}><office:meta><meta:initial-creator>{CANARY} Maker</meta:initial-creator>"
        f"<dc:creator>{CANARY} Editor</dc:creator><meta:generator>{CANARY} Office</meta:generator>"
        f'<meta:template xlink:title="{CANARY} template"/><meta:editing-cycles>9</meta:editing-cycles>'
        f'<meta:user-defined meta:name="Client">{CANARY}</meta:user-defined></office:meta></office:document-meta>'
    )
    settings = (
        f'<office:document-settings {spaces}><config:config-item config:name="PrinterName">{CANARY} LaserPress</config:config-item>'
        "</office:document-settings>"
    )
    return made.zipped({
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "meta.xml": meta, "settings.xml": settings,
        "styles.xml": f'<office:document-styles {spaces} office:version="1.3"/>', "Pictures/one.jpg": made.jpeg(1),
        "Thumbnails/thumbnail.png": made.png(), "Basic/script-lb.xml": CANARY, "layout-cache": CANARY,
        "META-INF/documentsignatures.xml": f"<x>{CANARY}</x>", "META-INF/manifest.xml": "<x/>",
    })  # fmt: skip
