"""A file becomes a price list: by content, never by its name.

OTSKP in XML (`<XC4>` with `<CenoveSoustavy>`), and any workbook or text table with a column of codes or descriptions.
A priced budget becomes one in `enrichment`, where readers of budgets are at hand.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from estimator_desktop.catalogues.otskp import read_otskp
from estimator_desktop.catalogues.tables import guess_mapping, items_of, load_tables
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.match import CatalogueItem
from estimator_desktop.domain.pricelist import Mapping, Preview, PriceList
from estimator_desktop.domain.systems import edition_of, system_of
from estimator_desktop.errors import UserError

_UNPACKED_MOST = 800 * 1024 * 1024


def is_xml(path: Path) -> bool:
    """Whether the file is XML, by its first bytes."""
    with path.open("rb") as stream:
        head = stream.read(256).lstrip(b"\xef\xbb\xbf\x00 \r\n\t\xff\xfe")
    return head.startswith(b"<")


def read_price_list(path: Path, name: str, progress: Progress, mapping: Mapping | None = None) -> PriceList:
    """The price list in a file.

    Raises UserError: `file_missing`, `catalogue_damaged`, `catalogue_no_items` (nothing that looks like items),
    `archive_bomb`.
    """
    try:
        if path.stat().st_size == 0:
            raise UserError("file_empty", file=name)
        if is_xml(path):
            found = read_otskp(path, name, progress)
            return PriceList(found.items, found.name or "OTSKP", "OTSKP", found.edition)
        _guard(path, name)
        sheets = load_tables(path, name)
    except FileNotFoundError as error:
        raise UserError("file_missing", file=name) from error
    except OSError as error:
        raise UserError("file_unreadable", file=name, detail=str(error)) from error
    chosen = mapping or _best(sheets)
    if chosen is None:
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
    if is_xml(path):
        found = read_price_list(path, name, lambda *_: None)
        return Preview(items=found.items[:rows], name=found.name, edition=found.edition, system=found.system)
    _guard(path, name)
    sheets = load_tables(path, name)
    chosen = mapping or _best(sheets)
    shown = next((table for title, table in sheets if chosen and title == chosen.sheet), sheets[0][1] if sheets else [])
    start = max(0, chosen.header) if chosen else 0
    items: Sequence[CatalogueItem] = ()
    if chosen is not None:
        items, _skipped = items_of(shown[: chosen.header + 1 + rows], chosen, lambda *_: None)
    part = tuple(tuple(row) for row in shown[start : start + rows])
    stem = Path(name).stem
    return Preview(
        tuple(title for title, _rows in sheets), part, start, chosen, tuple(items), stem, edition_of(stem), _known(stem)
    )


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


def _guard(path: Path, name: str) -> None:
    """Refuse an archive that unpacks to more than a price list can be."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED_MOST:
            raise UserError("archive_bomb", file=name)
