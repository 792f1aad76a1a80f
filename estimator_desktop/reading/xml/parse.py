"""XML as it comes from strangers: no entities, no network, bounded depth."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from estimator_desktop.domain.bill import Source
from estimator_desktop.errors import UserError
from estimator_desktop.reading.plain import in_utf8

MAX_BYTES = 300 * 1024**2
"""The largest real uniXML seen has 20 MB."""
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
_HEAD = 65536


def load_xml(path: Path, name: str) -> etree._Element:
    """The root element.

    Raises UserError: `xml_entities` (the document declares a type or entities), `archive_bomb` (too large),
    `xml_damaged` (not well-formed, with the line in `detail`).
    """
    if path.stat().st_size > MAX_BYTES:
        raise UserError("archive_bomb", file=name)
    with path.open("rb") as stream:
        if _DOCTYPE.search(in_utf8(stream.read(_HEAD))):
            raise UserError("xml_entities", file=name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.parse(str(path), parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise UserError("xml_damaged", file=name, detail=str(error)) from error


def child_text(element: etree._Element, tag: str) -> str:
    """The text of a direct child, outer white space removed; empty where there is none."""
    found = element.find(tag)
    return "" if found is None or found.text is None else found.text.strip()


def local_name(element: etree._Element) -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_source(file: str, element: etree._Element) -> Source:
    """The line an element stands in."""
    line: object = element.sourceline
    return Source(file, row=line if isinstance(line, int) else None)
