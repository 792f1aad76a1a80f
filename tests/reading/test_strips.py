"""Tables printed over several pages side by side: joined whichever way the pages follow; ordinary pages stay alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from samplegrids import Column, Grid, Row, draw_grid

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import silent
from estimator_desktop.reading.pdf.strips import ordered
from estimator_desktop.reading.read import read_document

_COLUMNS = (
    Column("P.č.", 40, "r"),
    Column("Kód položky", 90),
    Column("Popis", 260),
    Column("MJ", 40),
    Column("Množství", 90, "r"),
    Column("Jednotková cena", 110, "r"),
    Column("Celková cena", 110, "r"),
)
_WORKS = ("Hloubení rýh", "Zásyp rýh", "Lože pod potrubí", "Osazení obrubníku", "Dlažba zámková", "Podklad ze štěrku")


def _grid(rows: int) -> Grid:
    made = (
        (str(n + 1), f"1{n:08d}", f"{_WORKS[n % 6]} č. {n + 1}", "m2", f"{n + 2},00", "10,00", f"{(n + 2) * 10},00")
        for n in range(rows)
    )
    return Grid(_COLUMNS, tuple(Row(cells) for cells in made), wide_page=True)


def _strip(grid: Grid, first: int, last: int) -> Grid:
    rows = tuple(Row(row.cells[first:last]) for row in grid.rows)
    return replace(grid, columns=grid.columns[first:last], rows=rows)


def _printed(folder: Path, grid: Grid, cuts: Sequence[int], *, over: bool) -> Path:
    """The grid printed over pages, all of the first columns first or (`over`) row by row of pages."""
    files = [
        draw_grid(_strip(grid, low, high), folder / f"{low}.pdf")
        for low, high in zip([0, *cuts], [*cuts, len(grid.columns)], strict=True)
    ]
    with closing(pdfium.PdfDocument.new()) as whole:
        for part in files:
            with closing(pdfium.PdfDocument(part)) as strip:
                whole.import_pages(strip)
        count = len(whole) // len(files)
        order = list(chain(*([strip * count + page for strip in range(len(files))] for page in range(count))))
        target = folder / "whole.pdf"
        with closing(pdfium.PdfDocument.new()) as sorted_:
            sorted_.import_pages(whole, order if over else list(range(len(whole))))
            sorted_.save(target)
    return target


def _fields(bill: BillOfQuantities) -> list[tuple[object, ...]]:
    return [
        (item.ordinal, item.code, item.description, item.unit, item.quantity.value, item.unit_price.value)
        for item in bill.positions
    ]


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("cuts", [(2,), (4,), (2, 4)])
def test_strips_of_a_table_are_one_table(tmp_path: Path, cuts: Sequence[int], *, repeated: bool, over: bool) -> None:
    grid = replace(_grid(60), repeated=repeated)
    expected = read_document(draw_grid(grid, tmp_path / "one.pdf"))
    assert len(expected.positions) == 60
    bill = read_document(_printed(tmp_path, grid, cuts, over=over))
    assert _fields(bill) == _fields(expected)
    assert all(item.total_price.value for item in bill.positions)
    joined = [subject for code, subject in bill.warnings if code == "pages_joined"]
    assert len(joined) == 1
    strips = len(cuts) + 1
    assert joined[0].split(", ")[0] == "+".join(str(1 + n * (1 if over else 2)) for n in range(strips))


def test_ordinary_pages_are_not_joined(tmp_path: Path) -> None:
    done: list[int] = []
    path = draw_grid(_grid(90), tmp_path / "plain.pdf")
    bill = read_document(
        path, progress=lambda count, total, message: (silent(count, total, message), done.append(count))
    )
    assert len(bill.positions) == 90
    assert "pages_joined" not in dict(bill.warnings)
    assert done == sorted(set(done))


def test_boxes_of_joined_pages_lie_on_their_page(tmp_path: Path) -> None:
    bill = read_document(_printed(tmp_path, _grid(12), (2,), over=False))
    for item in bill.positions:
        assert item.source is not None
        assert item.source.page == 2
        assert item.source.box is not None
        assert 0 <= item.source.box.left < item.source.box.right <= 842


def test_pages_come_in_order_with_their_neighbours() -> None:
    assert list(ordered(7, [(1, 3), (2, 4)])) == [(0,), (1, 3), (2, 4), (5,), (6,)]
