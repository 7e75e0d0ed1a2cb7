"""Keys of a PDF that stay (ISO 32000-2): they draw, lead within the document, or help who has it read aloud."""

from __future__ import annotations

CATALOG = {
    "/Type", "/Version", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout",
    "/PageMode", "/Outlines", "/Lang", "/AcroForm", "/StructTreeRoot", "/MarkInfo", "/OCProperties",
    "/OutputIntents", "/Extensions", "/Threads",
}  # fmt: skip
PAGE = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
    "/Rotate", "/Group", "/B", "/Annots", "/Tabs", "/StructParents", "/UserUnit", "/VP", "/Kids", "/Count",
}  # fmt: skip
ANNOTATION = {
    "/Type", "/Subtype", "/Rect", "/Contents", "/P", "/F", "/AP", "/AS", "/Border", "/C", "/StructParent", "/OC",
    "/BS", "/BE", "/A", "/Dest", "/H", "/PA", "/QuadPoints", "/L", "/LE", "/IC", "/LL", "/LLE", "/CL", "/DA", "/Q",
    "/DS", "/RC", "/RD", "/Vertices", "/InkList", "/Open", "/Name", "/FT", "/Parent", "/Kids", "/T", "/TU", "/V",
    "/DV", "/Ff", "/MaxLen", "/Opt", "/MK", "/TI", "/I", "/CA", "/IRT", "/RT", "/Sy", "/IT",
}  # fmt: skip
IMAGE = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask",
    "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Name", "/StructParent", "/OC", "/Length", "/Filter",
    "/DecodeParms", "/Matte",
}  # fmt: skip

FILTERS = {
    "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode", "/CCITTFaxDecode",
    "/JBIG2Decode", "/JPXDecode", "/DCTDecode",
}  # fmt: skip
"""Of streams; a PDF with another one is damaged."""
