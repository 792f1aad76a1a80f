"""Loading a budget's XML, and what is asked of its elements."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from estimator_desktop.domain.bill import Source
from estimator_desktop.domain.encoding import encoding_of
from estimator_desktop.errors import UserError
from estimator_desktop.guards.markup import check_markup, harmless_parser

_DECLARATION = re.compile(rb"^(\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")


def load_xml(path: Path, name: str) -> etree._Element:
    """The root element.

    Raises UserError as `check_markup` does, and `xml_damaged` (not well-formed, with the line in `detail`).
    """
    check_markup(path, name)
    try:
        return etree.parse(str(path), harmless_parser()).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        root = _in_another_encoding(path.read_bytes())
        if root is None:
            raise UserError("xml_damaged", file=name, detail=str(error)) from error
        return root


def _in_another_encoding(raw: bytes) -> etree._Element | None:
    """The root of a document that says nothing or something untrue about its encoding; None where it is damaged.

    Programs write Windows-1250 and declare UTF-8 or nothing, or say UTF-16 in UTF-8; some end a file in zeros.
    """
    if encoding_of(raw) is not None:
        return None
    plain = _DECLARATION.sub(b"", raw.rstrip(b"\0\x1a \r\n\t"), count=1)
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return etree.fromstring(plain.decode(encoding).encode(), harmless_parser())
        except (UnicodeDecodeError, etree.XMLSyntaxError):
            continue
    return None


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
