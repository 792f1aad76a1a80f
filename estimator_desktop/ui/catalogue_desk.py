"""The window's side of price lists and matches: it asks for jobs, and runs what takes longer than a key on a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from estimator_desktop.domain.job import JobKind
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.storage.store import Store
from estimator_desktop.ui.thread import Submits, telling

if TYPE_CHECKING:
    from estimator_desktop.domain.pricelist import Mapping as Columns
    from estimator_desktop.domain.synonyms import Group


class CatalogueDesk(QObject):
    """Signals: `previewed` with a path and its `Preview`; `done` with what ended and a number; `trouble` with an error.

    What ended is `removed` (editions), `taken` (prices), `synonyms` (groups) or `lists` (price lists came in); the
    error is a `UserError`.
    """

    previewed = Signal(object, object)
    done = Signal(str, int)
    trouble = Signal(object)

    def __init__(self, store: Store, queue: Queue, loader: Submits, watch: Callable[[str], None]) -> None:
        super().__init__()
        self._store = store
        self._queue = queue
        self._loader = loader
        self._watch = watch
        self._editions: frozenset[tuple[int, str]] | None = None

    def preview(self, path: Path, columns: Columns | None = None) -> None:
        """Find out how a price list would be read, in a child process; `previewed` brings it."""

        def work() -> None:
            from estimator_desktop.jobs.limits import limits_of  # noqa: PLC0415
            from estimator_desktop.jobs.lists import preview_list  # noqa: PLC0415 - not for the first window
            from estimator_desktop.jobs.reader_process import ReaderProcess  # noqa: PLC0415

            reader = ReaderProcess(limits_of(self._store))
            self.previewed.emit(path, preview_list(self._store.paths, reader, path, columns))

        self._run(work, path.name)

    def import_list(self, path: Path, said: Mapping[str, str], columns: Columns | None) -> str:
        """Start importing a price list; the job's id."""
        from estimator_desktop.storage.codec import encode  # noqa: PLC0415 - not for the first window

        payload = {**said, "columns": encode(columns)} if columns else dict(said)
        job = self._queue.import_catalogue(path, payload)
        self._watch(job)
        return job

    def remove(self, catalogues: list[int]) -> None:
        """Delete editions."""

        def work() -> None:
            for identity in catalogues:
                self._store.catalogues.remove(identity)
            self.done.emit("removed", len(catalogues))

        self._run(work, "")

    def save_synonyms(self, groups: Sequence[Group]) -> None:
        """Keep the person's own synonyms."""

        def work() -> None:
            from estimator_desktop.usecases.own_words import save_groups  # noqa: PLC0415 - not for the first window

            save_groups(self._store, groups)
            self.done.emit("synonyms", len(groups))

        self._run(work, "")

    def look(self) -> None:
        """Tell where an edition came in since the last look, by whomever."""
        present = self._present()
        fresh, self._editions = present - (present if self._editions is None else self._editions), present
        if fresh:
            self.done.emit("lists", len(fresh))

    def _present(self) -> frozenset[tuple[int, str]]:
        return frozenset((one.id, one.sha256) for one in self._store.catalogues.listed())

    def match_all(self) -> int:
        """Match the newest budget of every project that is not archived again; how many."""
        documents = [one.document for one in self._store.projects() if one.positions]
        for document in documents:
            self.match_again(document)
        return len(documents)

    def watch_folder(self, folder: Path) -> None:
        """Watch a folder from now on and look at it at once."""
        self._store.watched.add(str(folder))
        self.refresh()

    def watch_address(self, address: str) -> None:
        """Watch an address from now on, and fetch it at once where that is switched on."""
        self._store.watched.add(address)
        self.refresh()

    def refresh(self) -> None:
        """Look at the watched folders now."""
        self._watch(self._queue.run_now(JobKind.KB_CACHE))

    def take_prices(self, document: str) -> None:
        """Take a document's prices into the archive."""

        def work() -> None:
            from estimator_desktop.usecases.own_prices import archive_document  # noqa: PLC0415 - not for the first window

            self.done.emit("taken", archive_document(self._store, document))

        self._run(work, "")

    def match_again(self, document: str, positions: tuple[int, ...] = ()) -> str:
        """Match a document (or some of its positions) again; the audit follows; the job."""
        job = self._queue.enrich(document, positions)
        self._watch(job)
        return job

    def _run(self, work: Callable[[], None], file: str) -> None:
        self._loader.submit(telling(work, self.trouble.emit, file))
