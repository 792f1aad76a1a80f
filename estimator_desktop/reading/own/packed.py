"""A bill packed into text: how a file of ours carries what it was written from."""

from __future__ import annotations

import base64
import binascii
import zlib

from estimator_desktop.reading.own.records import NotOurs

_LARGEST = 512 * 1024**2


def unpacked(packed: str) -> bytes:
    """The JSON that was packed.  Raises NotOurs where it is damaged, cut short or too large."""
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(base64.b64decode(packed, validate=True), _LARGEST)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise NotOurs(str(error)) from error
    if not unpacker.eof:
        raise NotOurs("cut short, or too large")
    return text
