"""Text as bytes that can be looked through: what Windows programs save as "Unicode" is UTF-16."""

from __future__ import annotations

import codecs

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_XML = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}


def encoding_of(head: bytes) -> str | None:
    """`utf-16` in one of its forms where a file's first bytes say so; None for everything else."""
    return "utf-16" if head.startswith(_MARKS) else _XML.get(head[:2])


def in_utf8(head: bytes) -> bytes:
    """The first bytes of a file as UTF-8, whatever they were; others than UTF-16 stay as they are."""
    encoding = encoding_of(head)
    return head if encoding is None else head.decode(encoding, "ignore").encode("utf-8", "ignore")
