"""Whether a PDF is whole, as far as its ending tells.

pdfium mends a file whose table of objects is missing, silently and as well as it can.  What was cut off is then gone
without a word; the reader says so.  Format: ISO 32000-1, 7.5.5: the last lines are `startxref`, the place of the table
and `%%EOF`; the place holds `xref` or an object with the table as a stream.
"""

from __future__ import annotations

import re
from pathlib import Path

_HEAD = 1024
_TAIL = 2048
_ENDING = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_TABLE = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")


def is_whole(path: Path) -> bool:
    """Whether the file ends as a PDF ends and its table of objects stands where the ending says."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = max(0, stream.read(_HEAD).find(b"%PDF-"))  # what stands before it shifts all places
        stream.seek(max(0, size - _TAIL))
        endings = _ENDING.findall(stream.read())
        if not endings:
            return False
        place = int(endings[-1])
        for offset in {place, place + start}:
            stream.seek(offset)
            if _TABLE.match(stream.read(64)):
                return True
    return False
