"""MinerU's output of one PDF to a bill."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities, Source
from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.mineru.places import Placed, placed
from estimator_desktop.reading.mineru.schema import MinedPage, Size, UnknownSchema, pages_of
from estimator_desktop.reading.pdf.doubt import weighed
from estimator_desktop.reading.pdf.pages import as_ranges
from estimator_desktop.reading.pdf.sheet import Sheet
from estimator_desktop.reading.pdf.tables import TableReader
from estimator_desktop.reading.proof import settle

FAMILY = "mineru"
_AHEAD = 6
_ENDINGS = ("middle_json.json", "middle.json", "content_list_v2.json", "content_list.json", "structured_content.json")
"""What the output files are called at their end, the one that says most first."""
_LARGEST = 256 << 20


def read_output(folder: Path, name: str, progress: Progress, sizes: Sequence[Size] = ()) -> BillOfQuantities:
    """The bill in the output that MinerU left in a folder.  `sizes` are the PDF's page sizes in points.

    Raises UserError `mineru_output` where nothing there is of a form that we know, `no_positions`.
    """
    pages = _pages(folder, name, sizes)
    made = [placed(page) for page in pages]
    reader = TableReader(name)
    words = 0
    for group in _groups(made):
        sheets = [Sheet.of(item.page) for item in group]
        reader.learn(sheets)
        for sheet in sheets:
            words += len(sheet.page.words)
            reader.take(sheet)
            progress(sheet.page.number, len(pages), "pages")
    if not reader.builder.positions:
        raise UserError("no_positions", file=name, seen="pdf", detail=f"{len(pages)} pages, {words} words from MinerU")
    bill = weighed(reader.builder.finish(FAMILY, len(pages), []))
    homeless = [item.page.number for item in made if not item.exact and item.page.words]
    if homeless:
        bill = replace(bill, warnings=(*bill.warnings, ("mineru_boxes", as_ranges(homeless))))
    return settle(_on_real_pages(bill, {item.page.number: item for item in made}))


def _groups(pages: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    for start in range(0, len(pages), _AHEAD):
        yield pages[start : start + _AHEAD]


def _pages(folder: Path, name: str, sizes: Sequence[Size]) -> tuple[MinedPage, ...]:
    seen = "no output file"
    for path in output_files(folder):
        try:
            if path.stat().st_size > _LARGEST:
                raise UnknownSchema("too large")
            return pages_of(json.loads(path.read_text(encoding="utf-8")), sizes)
        except (OSError, ValueError, RecursionError) as error:
            seen = f"{path.name}: {error}"
    raise UserError("mineru_output", file=name, seen_error=seen[:200], detail=seen)


def output_files(folder: Path) -> list[Path]:
    """The files to look at, the one that says most first."""
    found = sorted(path for path in folder.rglob("*.json") if path.is_file())
    return [path for ending in _ENDINGS for path in found if path.name.endswith(ending)]


def _on_real_pages(bill: BillOfQuantities, pages: dict[int, Placed]) -> BillOfQuantities:
    def real(source: Source | None) -> Source | None:
        if source is None or source.page is None or source.box is None or source.page not in pages:
            return source
        return replace(source, box=pages[source.page].to_page(source.box))

    positions = tuple(
        replace(
            position,
            source=real(position.source),
            measurements=tuple(replace(line, source=real(line.source)) for line in position.measurements),
        )
        for position in bill.positions
    )
    return replace(
        bill,
        positions=positions,
        sections=tuple(replace(section, source=real(section.source)) for section in bill.sections),
        objects=tuple(replace(work, source=real(work.source)) for work in bill.objects),
    )
