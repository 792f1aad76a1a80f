"""Comparing and writing comparisons in the background, for the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from estimator_desktop.errors import UserError
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts
from estimator_desktop.ui.thread import Submits, telling

if TYPE_CHECKING:
    from estimator_desktop.usecases.comparisons import Compared


class ComparisonDesk(QObject):
    """Works on the window's loading thread.

    `compared` brings a `Compared`, `alone` the project's name where there is nothing to compare with, `written` the
    path of a file, `trouble` what went wrong.
    """

    compared = Signal(object)
    alone = Signal(str)
    written = Signal(object)
    bids = Signal(object, object)
    """The documents compared as bids, and their `BidComparison`."""
    differing = Signal(str, object)
    """A revision, and its positions that are new (`added`) or other than before (`changed`)."""
    trouble = Signal(object)

    def __init__(self, store: Store, loader: Submits) -> None:
        super().__init__()
        self._store = store
        self._loader = loader

    def compare(self, new: str, old: str = "") -> None:
        """Compare a document with another of its project; by default with the one before it."""

        def work() -> None:
            from estimator_desktop.usecases.comparisons import compare_documents, revisions_of  # noqa: PLC0415 - when asked for

            known = self._store.document(new)
            if known is None:
                raise UserError("not_audited", file=new)
            others = [one.id for one in revisions_of(self._store, known.project) if one.id != new]
            before = old or self._store.revisions.previous(new) or (others[-1] if others else "")
            if not before:
                self.alone.emit(self._store.project_name(known.project))
                return
            self.compared.emit(compare_documents(self._store, before, new))

        self._run(work, new)

    def look_for_changes(self, document: str) -> None:
        """Find what a revision changed; `differing` brings it.  Nothing comes where the document is no revision."""

        def work() -> None:
            from estimator_desktop.usecases.comparisons import changed_positions  # noqa: PLC0415 - when asked for

            changed = changed_positions(self._store, document)
            if changed:
                self.differing.emit(document, changed)

        self._run(work, document)

    def compare_bids(self, documents: Sequence[str], texts: Texts) -> None:
        """Compare documents as bids of one tender; where they share a name, `texts` says what tells them apart."""

        def work() -> None:
            from estimator_desktop.usecases.comparisons import compare_stored_bids  # noqa: PLC0415 - when asked for

            self.bids.emit(tuple(documents), compare_stored_bids(self._store, documents, texts))

        self._run(work, "")

    def write(self, compared: Compared, target: Path, texts: Texts, *, all_rows: bool) -> None:
        """Write a comparison as .xlsx or .csv."""

        def work() -> None:
            from estimator_desktop.usecases.comparisons import write_comparison  # noqa: PLC0415 - when asked for

            self.written.emit(write_comparison(compared, target, texts, all_rows=all_rows))

        self._run(work, target.name)

    def _run(self, work: Callable[[], None], file: str) -> None:
        self._loader.submit(telling(work, self.trouble.emit, file))
