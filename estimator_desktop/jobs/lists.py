"""Reading price lists in the reader's child process: the whole list for a job, the first rows for the dialog."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from estimator_desktop.config import Paths
from estimator_desktop.domain.job import Progress, Stop, heeding, never, silent
from estimator_desktop.domain.match import Catalogue
from estimator_desktop.domain.pricelist import Mapping, Preview, PriceList
from estimator_desktop.jobs.program import program
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.store import Store

if TYPE_CHECKING:
    from estimator_desktop.usecases import enrichment

_T = TypeVar("_T")


def read_list(
    paths: Paths, reader: ReaderProcess, source: Path, columns: str, progress: Progress, stop: Stop
) -> PriceList:
    """The price list in a file; `columns`: an encoded `Mapping` or empty.  Raises as the reader does."""
    return _read(paths, reader, source, ("list", columns), PriceList, progress, stop)


def import_list(
    store: Store,
    reader: ReaderProcess,
    source: Path,
    said: enrichment.Described | None = None,
    *,
    progress: Progress = silent,
    stop: Stop = never,
    known_as: str = "",
    sha256: str = "",
) -> Catalogue:
    """Read a price list in a child and store it as an edition; `known_as` and `sha256` where they are known already.

    Raises as the reader does, and Cancelled when `stop()` turns true; nothing is stored then.
    """
    from estimator_desktop.usecases import enrichment  # noqa: PLC0415 - an idle worker stays small

    found = read_list(store.paths, reader, source, "", progress, stop)
    described = said or enrichment.Described()
    content = sha256 or enrichment.digest(source)
    with store.transaction():
        return enrichment.store_list(store, found, described, content, known_as or str(source), heeding(stop))


def preview_list(paths: Paths, reader: ReaderProcess, source: Path, mapping: Mapping | None = None) -> Preview:
    """How a file would be read.  Takes as long as opening it."""
    columns = encode(mapping) if mapping else ""
    return _read(paths, reader, source, ("preview", columns), Preview, silent, never)


def _read(
    paths: Paths, reader: ReaderProcess, source: Path, what: tuple[str, str], kind: type[_T], progress: Progress,
    stop: Stop,
) -> _T:  # fmt: skip
    target = paths.spooled(uuid.uuid4().hex)
    child = replace(reader, command=program("read-list-child", *what)) if not reader.command else reader
    try:
        child.read(source, target, source.name, progress, stop)
        return decode(target.read_bytes(), kind)
    finally:
        target.unlink(missing_ok=True)
        target.with_suffix(".part").unlink(missing_ok=True)
