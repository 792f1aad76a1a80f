"""A PDF of any number of pages, made in a second: the project's own bill, its pages over and over."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
from samplebill import long_bill
from sampleprint import draw

_DRAWN = 20


def big_pdf(target: Path, pages: int) -> Path:
    """So many pages of positions.  For tests of time and size; its sums do not hold."""
    with (
        closing(pypdfium2.PdfDocument(draw(long_bill(_DRAWN), target.with_suffix(".part")))) as source,
        closing(pypdfium2.PdfDocument.new()) as whole,
    ):
        while len(whole) < pages:
            whole.import_pages(source, list(range(min(len(source), pages - len(whole)))))
        whole.save(target)
    target.with_suffix(".part").unlink()
    return target
