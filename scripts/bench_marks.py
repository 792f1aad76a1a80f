"""Does the window mark the right place?  Over every position of the corpus whose truth has a page.

A position that was read is paired with the truth by page, code and ordinal or, failing that, description.  Its place is
right when it is on the truth's page, the text that pdfium, which draws the page in the window, finds inside the marked
box holds the position's code or most of its description's words, and the box's middle lies in no other position's box.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench_read import corpus_folder
from benchtable import Figure, tell
from pypdfium2 import PdfDocument, PdfPage, raw

from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.box import Box
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document

_SLACK = 2.0
_FINE = 20
"""Device units a point: pdfium's own way from the screen to the page takes whole numbers."""
_ENOUGH = 0.5


@dataclass(frozen=True)
class Marks:
    """One document: truths with a page, places that are right, and why the others are not."""

    name: str
    truths: int
    right: int
    wrong: Counter[str]


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", plain)


def documents(corpus: Path) -> Iterator[tuple[Path, list[dict[str, object]]]]:
    """PDFs with a text layer whose truth names pages."""
    for truth in sorted((corpus / "dev").glob("*.truth.json")):
        source = truth.with_name(truth.name.removesuffix(".truth.json") + ".pdf")
        record = json.loads(truth.read_text(encoding="utf-8"))
        paged = [item for item in record["positions"] if item.get("page")]
        if source.is_file() and paged and not str(record.get("family", "")).startswith("scan"):
            yield source, paged


def judge(source: Path, truths: list[dict[str, object]]) -> Marks:
    """Look at every truth's place in one document."""
    bill = read_document(source)
    shown = PdfDocument(source)
    by_code: defaultdict[str, list[Position]] = defaultdict(list)
    for position in bill.positions:
        by_code["".join(words(position.code))].append(position)
    taken: set[int] = set()
    wrong: Counter[str] = Counter()
    right = 0
    for truth in truths:
        found = _pair(truth, by_code["".join(words(str(truth.get("code") or "")))], taken)
        if found is None:
            wrong["not read"] += 1
            continue
        taken.add(found.index)
        fault = _fault(shown, found, truth, bill.positions)
        wrong[fault] += bool(fault)
        right += not fault
    shown.close()
    return Marks(source.name, len(truths), right, +wrong)


def _pair(truth: dict[str, object], candidates: list[Position], taken: set[int]) -> Position | None:
    ordinal = str(truth.get("ordinal") or truth.get("no") or "")
    text = words(str(truth.get("description") or ""))

    def likeness(position: Position) -> tuple[int, int, int]:
        page = position.source.page if position.source else None
        alike = len(set(words(position.description)) & set(text))
        return (position.ordinal == ordinal, page == truth["page"], alike)

    free = [position for position in candidates if position.index not in taken]
    return max(free, key=likeness, default=None)


def _fault(shown: PdfDocument, position: Position, truth: dict[str, object], others: tuple[Position, ...]) -> str:
    source = position.source
    if source is None or source.page is None or source.box is None:
        return "no place"
    if source.page != truth["page"]:
        return "other page"
    inside = text_in(shown, source.page, source.box)
    compact = "".join(words(inside))
    code = "".join(words(position.code))
    wanted = words(position.description)
    known = set(words(inside))
    share = sum(word in known for word in wanted) / len(wanted) if wanted else 1.0
    if not (code and code in compact) and share < _ENOUGH:
        return "other text"
    middle = (source.box.left + source.box.right) / 2, (source.box.top + source.box.bottom) / 2
    if any(other.index != position.index and _holds(other, source.page, middle) for other in others):
        return "inside another"
    return ""


def _holds(position: Position, page: int, point: tuple[float, float]) -> bool:
    source = position.source
    if source is None or source.page != page or source.box is None:
        return False
    box = source.box
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


def text_in(shown: PdfDocument, page: int, box: Box) -> str:
    """The text that pdfium finds in a box of a page (from 1) as it is displayed, turned pages included."""
    sheet = shown[page - 1]
    width, height = sheet.get_size()
    corners = [
        _on_page(sheet, (round(width * _FINE), round(height * _FINE)), round(x * _FINE), round(y * _FINE))
        for x, y in ((box.left - _SLACK, box.top - _SLACK), (box.right + _SLACK, box.bottom + _SLACK))
    ]
    across, up = sorted(point[0] for point in corners), sorted(point[1] for point in corners)
    text = sheet.get_textpage()
    try:
        return str(text.get_text_bounded(across[0], up[0], across[1], up[1]))
    finally:
        text.close()
        sheet.close()


def _on_page(sheet: PdfPage, size: tuple[int, int], x: int, y: int) -> tuple[float, float]:
    left, top = ctypes.c_double(), ctypes.c_double()
    raw.FPDF_DeviceToPage(sheet.raw, 0, 0, *size, 0, x, y, ctypes.byref(left), ctypes.byref(top))
    return left.value, top.value


def main() -> int:
    """Print a line a document and the share of right places; 3 where there is no corpus."""
    corpus = corpus_folder()
    if corpus is None:
        print("No corpus beside the checkout; set ESTIMATOR_CORPUS to its folder.", file=sys.stderr)
        return 3
    total = right = 0
    reasons: Counter[str] = Counter()
    for source, truths in documents(corpus):
        try:
            marks = judge(source, truths)
        except UserError as error:
            marks = Marks(source.name, len(truths), 0, Counter({error.code: len(truths)}))
        total, right, reasons = total + marks.truths, right + marks.right, reasons + marks.wrong
        print(f"{marks.name:36s} {marks.right:5d} of {marks.truths:5d}  {dict(marks.wrong)}", flush=True)
    share = right / max(1, total)
    tell(Figure(f"{total} positions marked in the right place", f"{share:.4f}", ">= 0.99", share >= 0.99))
    print(f"marked in the right place: {right} of {total}, {right / max(1, total):.4f}; {dict(reasons)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
