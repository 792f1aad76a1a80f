"""Looking through the watched folders and addresses for new editions of price lists; each file is read in a child."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.domain.job import Progress, Stop, never, silent
from estimator_desktop.domain.match import Catalogue
from estimator_desktop.jobs.lists import import_list
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.storage.store import Store


def update_kb_cache(store: Store, reader: ReaderProcess, progress: Progress = silent, stop: Stop = never) -> int:
    """Look at the watched folders and addresses and take in what changed; how many editions are new.

    Raises Cancelled when `stop()` turns true, in the middle of a file too; what was taken in before stays.
    """
    from estimator_desktop.jobs.addresses import refresh_addresses  # noqa: PLC0415 - an idle worker stays small
    from estimator_desktop.usecases.enrichment import refresh_catalogues  # noqa: PLC0415 - an idle worker stays small

    def load(source: Path) -> Catalogue:
        return import_list(store, reader, source, stop=stop)

    folders = refresh_catalogues(store, load, progress) if store.watched.listed() else 0
    return folders + refresh_addresses(store, reader, progress, stop)
