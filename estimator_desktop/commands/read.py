"""`read FILE`: one budget, its positions and its import proof."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from estimator_desktop.commands.terminal import DONE, Meter, password_of, print_proof, texts_of
from estimator_desktop.errors import UserError


def register_read(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write positions and proof to this file")
    parser.add_argument(
        "--mapping", type=Path, metavar="MAP", help="what the columns of a table hold (docs/mapping.md)"
    )
    parser.add_argument("--password", metavar="WORD", help="opens a protected PDF; - asks for it")


def run_read(options: argparse.Namespace) -> int:
    """Read a file in a child process and say what came of it."""
    from estimator_desktop.config import Limits
    from estimator_desktop.domain.bill import BillOfQuantities
    from estimator_desktop.jobs.reader_process import ReaderProcess
    from estimator_desktop.storage.codec import decode
    from estimator_desktop.writing import write_bill_json

    path: Path = options.file
    with tempfile.TemporaryDirectory(prefix="estimator-") as folder:
        spool = Path(folder) / "bill.json"
        meter = Meter(options.lang)
        request = _request(options.mapping, Path(folder)) if options.mapping else None
        try:
            ReaderProcess(Limits()).read(path, spool, path.name, meter, lambda: False, request, password_of(options))
        except UserError as error:
            if error.code == "mapping_needed":  # here a file says what in the window a dialog asks
                raise UserError("mapping_file_needed", file=path.name) from error
            raise
        meter.end()
        bill = decode(spool.read_bytes(), BillOfQuantities)
    if options.json:
        write_bill_json(bill, options.json)
    print_proof(texts_of(options.lang), bill)
    return DONE


def _request(path: Path, folder: Path) -> Path:
    """The mapping file in the form that the reader's child takes."""
    from estimator_desktop.domain.mapping import ColumnRole, LayoutRequest, MappingError, mapping_of
    from estimator_desktop.storage.codec import encode

    try:
        mapping = mapping_of(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise UserError("file_missing", file=path.name) from error
    except OSError as error:
        raise UserError("file_unreadable", file=path.name, detail=str(error)) from error
    except MappingError as error:
        known = ", ".join(ColumnRole)
        raise UserError("mapping_invalid", file=path.name, why=error.why, entry=error.entry, known=known) from error
    except ValueError as error:
        raise UserError("mapping_invalid", file=path.name, why="mapping_json", detail=str(error)) from error
    target = folder / "layout.request"
    target.write_text(encode(LayoutRequest(mapping)), encoding="utf-8")
    return target
