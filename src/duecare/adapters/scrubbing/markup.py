"""XML of strangers: read without entities, without anything fetched, and written anew."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from lxml import etree

from duecare.adapters.scrubbing.findings import Reason, Refused

Element = Any
"""An lxml element; its stubs are not part of the environment."""


def parsed(content: bytes) -> Element:
    """The root element, without comments and processing instructions.

    Raises:
        Refused: damaged, or with a document type: neither OOXML nor ODF nor XMP needs one, and entities are declared
            there (a billion laughs, files of the server).
    """
    checker = expat.ParserCreate()
    checker.StartDoctypeDeclHandler = _refuse
    try:
        checker.Parse(content, True)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(content, parser)
    except (expat.ExpatError, etree.XMLSyntaxError, ValueError, LookupError) as fault:
        raise Refused(Reason.DAMAGED) from fault


def written(root: Element) -> bytes:
    """The element as a document of its own."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local_name(name: Any) -> str:
    """Without its namespace."""
    return str(name).rpartition("}")[2]


def remove(element: Element) -> None:
    """Take the element out; the text behind it stays, since it is content."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _refuse(*_: object) -> None:
    raise Refused(Reason.BOMB)
