"""A file becomes a price list: by content, never by its name.

OTSKP in XML (`<XC4>` with `<CenoveSoustavy>`), and any workbook or text table with a column of codes or descriptions.
A priced budget becomes one in `enrichment`, where readers of budgets are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from estimator_desktop.catalogues.otskp import read_otskp
from estimator_desktop.catalogues.tables import guess_mapping, items_of, load_tables
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.match import CatalogueItem
from estimator_desktop.domain.pricelist import Mapping, Preview, PriceList
from estimator_desktop.domain.systems import edition_of, system_of
from estimator_desktop.errors import UserError
from estimator_desktop.guards import check_file
from estimator_desktop.guards.markup import is_markup

_HEAD = 256


def read_price_list(path: Path, name: str, progress: Progress, mapping: Mapping | None = None) -> PriceList:
    """The price list in a file.

    Raises UserError as `check_file` does, and: `file_missing`, `file_unreadable`, `file_empty`, `catalogue_damaged`,
    `xml_damaged`, `catalogue_no_items` (nothing that looks like items).
    """
    with _door(path, name) as markup:
        if markup:
            found = read_otskp(path, name, progress)
            return PriceList(found.items, found.name or "OTSKP", "OTSKP", found.edition)
        sheets = load_tables(path, name)
    chosen = mapping or _best(sheets)
    if chosen is None or not sheets:
        raise UserError("catalogue_no_items", file=name)
    rows = next((rows for title, rows in sheets if title == chosen.sheet), sheets[0][1])
    items, skipped = items_of(rows, chosen, progress)
    if not items:
        raise UserError("catalogue_no_items", file=name)
    stem = Path(name).stem
    head = " ".join(cell for row in rows[: chosen.header] for cell in row)
    return PriceList(items, stem, _known(stem), edition_of(stem) or edition_of(head), skipped=skipped)


def preview(path: Path, name: str, mapping: Mapping | None = None, rows: int = 12) -> Preview:
    """How a file would be read; for the dialog.  Raises as `read_price_list` does, but not for want of columns."""
    with _door(path, name) as markup:
        if markup:
            found = read_price_list(path, name, silent)
            return Preview(items=found.items[:rows], name=found.name, edition=found.edition, system=found.system)
        sheets = load_tables(path, name)
    chosen = mapping or _best(sheets)
    shown = next((table for title, table in sheets if chosen and title == chosen.sheet), sheets[0][1] if sheets else [])
    start = max(0, chosen.header) if chosen else 0
    items: Sequence[CatalogueItem] = ()
    if chosen is not None:
        items, _skipped = items_of(shown[: chosen.header + 1 + rows], chosen, silent)
    part = tuple(tuple(row) for row in shown[start : start + rows])
    stem = Path(name).stem
    return Preview(
        tuple(title for title, _rows in sheets), part, start, chosen, tuple(items), stem, edition_of(stem), _known(stem)
    )


@contextmanager
def _door(path: Path, name: str) -> Iterator[bool]:
    """Let a file in that may be read, and say whether it is XML; what its disk does is told as UserError."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if not head:
            raise UserError("file_empty", file=name)
        check_file(path, name)
        yield is_markup(head)
    except FileNotFoundError as error:
        raise UserError("file_missing", file=name) from error
    except OSError as error:
        raise UserError("file_unreadable", file=name, detail=str(error)) from error


def _known(stem: str) -> str:
    system = system_of(stem)
    return system if system in {"OTSKP", "URS", "RTS", "UOZI"} else ""


def _best(sheets: Sequence[tuple[str, list[list[str]]]]) -> Mapping | None:
    best: tuple[float, Mapping] | None = None
    for title, rows in sheets:
        found = guess_mapping(rows)
        if found is not None and (best is None or found[0] > best[0]):
            best = (found[0], replace(found[1], sheet=title))
    return best[1] if best else None
