"""XML as it comes from strangers: no entities, no network, bounded size and depth."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from estimator_desktop.domain.encoding import in_utf8
from estimator_desktop.errors import UserError

MAX_BYTES = 300 * 1024**2
"""The largest real uniXML seen has 20 MB."""
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
_HEAD = 65536


def is_markup(head: bytes) -> bool:
    """Whether a file is XML (or HTML), by its first bytes."""
    return in_utf8(head).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def check_markup(path: Path, name: str) -> None:
    """Raise UserError `archive_bomb` (too large) or `xml_entities` (it declares a document type or entities)."""
    if path.stat().st_size > MAX_BYTES:
        raise UserError("archive_bomb", file=name)
    with path.open("rb") as stream:
        if _DOCTYPE.search(in_utf8(stream.read(_HEAD))):
            raise UserError("xml_entities", file=name)


def harmless_parser() -> etree.XMLParser:
    """A parser that resolves and fetches nothing and keeps libxml2's own bounds of depth and size."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
