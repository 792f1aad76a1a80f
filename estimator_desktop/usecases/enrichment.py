"""The catalogue stage's edge: importing price lists, watching folders, matching a document's positions, own prices.

`Enricher` keeps the index of all catalogues between calls and makes it anew only when something it rests on changed
(about three seconds for 40 000 items).  Saving is the caller's, in its transaction.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from weakref import WeakKeyDictionary, proxy

from estimator_desktop.catalogues.concepts import TABLE
from estimator_desktop.catalogues.matching import VERSION, Matcher, Wanted
from estimator_desktop.catalogues.pricelist import preview, read_price_list
from estimator_desktop.catalogues.synonyms import compile_table
from estimator_desktop.catalogues.words import Words
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.match import ArchivedPrice, Catalogue, CatalogueItem, Enrichment, Match, PriceStatistics
from estimator_desktop.domain.pricelist import Mapping, PriceList
from estimator_desktop.domain.systems import edition_of, system_of
from estimator_desktop.errors import BugError, UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.catalogues import new_catalogue
from estimator_desktop.storage.codec import decode, leave
from estimator_desktop.storage.store import Store
from estimator_desktop.storage.watched import WatchedSource, is_address

SYNONYMS = "synonyms"
"""The setting that holds the user's own lines of the synonym table."""
_SUFFIXES = frozenset((".xml", ".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".txt"))
_TOGETHER = 256
_log = logging.getLogger(__name__)


class Enricher:
    """Matches documents of one store.  Safe to use from several threads; one of them builds the index at a time."""

    def __init__(self, store: Store) -> None:
        self._store: Store = proxy(store)
        self._lock = threading.Lock()
        self._state = ""
        self._matcher: Matcher | None = None

    def matcher(self) -> Matcher:
        """The index over everything that is stored now."""
        with self._lock:
            state = self._store.catalogues.state()
            if self._matcher is None or state != self._state:
                self._matcher = None  # the old index goes before the new one comes
                self._matcher = make_matcher(self._store)
                self._state = state
                # Hundreds of thousands of objects that hold no cycles: looking through them again and again would
                # cost a fifth of the matching.
                gc.freeze()
            return self._matcher

    def enrich(self, document: str, progress: Progress = silent, positions: Sequence[int] | None = None) -> Enrichment:
        """The matches of a document's positions (all, or the named ones).  Raises BugError where it has no bill."""
        bill = _bill(self._store, document)
        matcher = self.matcher()
        said = self._store.matches.said(document, bill)
        chosen = range(len(bill.positions)) if positions is None else positions
        matches: list[Match] = []
        for start in range(0, len(chosen), _TOGETHER):
            part = [wanted_of(bill.positions[position]) for position in chosen[start : start + _TOGETHER]]
            matches.extend(matcher.match_all(part, said))
            progress(len(matches), len(chosen), "positions")
        return Enrichment(tuple(matches), matcher.catalogues, VERSION)


_ENRICHERS: WeakKeyDictionary[Store, Enricher] = WeakKeyDictionary()


def enricher_of(store: Store) -> Enricher:
    """The one enricher of a store, so that its index is made once for all who ask."""
    return _ENRICHERS.setdefault(store, Enricher(store))


def make_matcher(store: Store) -> Matcher:
    """A matcher over all editions, the archive and the person's rules and synonyms."""
    catalogues = store.catalogues.listed()
    archive = store.catalogues.archive()
    items = [*store.catalogues.items(), *archive_items(archive)]
    own = store.setting(SYNONYMS)
    words = Words(compile_table([*own.splitlines(), *TABLE.splitlines()])) if own else Words()
    return Matcher(catalogues, items, words=words, rules=store.matches.rules(), archive=archive)


def archive_items(archive: Iterable[ArchivedPrice]) -> Iterator[CatalogueItem]:
    """The archive as items of a price list: one for each code, text and unit, at the median price."""
    groups: dict[tuple[str, str, str, str], list[ArchivedPrice]] = {}
    for entry in archive:
        groups.setdefault((entry.system, entry.code, entry.description, entry.unit), []).append(entry)
    for (system, code, description, unit), entries in groups.items():
        statistics = PriceStatistics.of(entry.price for entry in entries)
        if code and statistics is not None:
            yield CatalogueItem(code, description, unit, statistics.median, system=system or "OWN")


def wanted_of(position: Position) -> Wanted:
    """What of a position matters for its match."""
    return Wanted(
        position.index, position.description, position.unit, position.code, position.price_system,
        position.unit_price.value,
    )  # fmt: skip


def import_catalogue(
    store: Store,
    path: Path,
    *,
    name: str = "",
    edition: str = "",
    system: str = "",
    licence: str = "",
    published: date | None = None,
    mapping: Mapping | None = None,
    progress: Progress = silent,
) -> Catalogue:
    """Read a price list and store it as an edition, whole or not at all.

    A file that is no price list is tried as a priced budget.  Raises UserError as the readers do, and
    `catalogue_no_items`.
    """
    found = read_list(path, path.name, progress, mapping)
    said = Described(name, edition, system, licence, published)
    return store_list(store, found, said, digest(path), str(path), progress)


@dataclass(frozen=True, slots=True)
class Described:
    """What the person says about a price list; empty: as the file says."""

    name: str = ""
    edition: str = ""
    system: str = ""
    licence: str = ""
    published: date | None = None


def store_list(
    store: Store, found: PriceList, said: Described, sha256: str, source: str, progress: Progress = silent
) -> Catalogue:
    """Store what was read as an edition."""
    name = said.name or found.name
    system = system_of(said.system) or found.system or _system_by_name(name)
    head = new_catalogue(
        name,
        system,
        said.edition or found.edition or str(datetime.now(UTC).year),
        sha256=sha256,
        source=source,
        licence=said.licence or found.licence,
        published=said.published or found.published,
        currency=found.currency,
        complete=system == "OTSKP",
    )
    return store.catalogues.add(head, found.items, progress)


def list_to_spool(source: Path, target: Path, name: str, progress: Progress, columns: str = "") -> None:
    """Read a price list and leave it in `target`, whole or not at all.  Runs in the reader's child."""
    mapping = decode(columns, Mapping) if columns else None
    leave(read_list(source, name, progress, mapping), target)


def preview_to_spool(source: Path, target: Path, name: str, progress: Progress, columns: str = "") -> None:
    """Leave in `target` how a price list would be read.  Runs in the reader's child."""
    progress(0, 1, "steps")
    leave(preview(source, name, decode(columns, Mapping) if columns else None), target)


def _system_by_name(name: str) -> str:
    return system_of(name) if system_of(name) in {"OTSKP", "URS", "RTS", "UOZI"} else "OWN"


def read_list(path: Path, name: str, progress: Progress, mapping: Mapping | None = None) -> PriceList:
    """The price list in a file; a file that is none is tried as a priced budget."""
    if mapping is not None or _plain_list(path):
        return read_price_list(path, name, progress, mapping)
    try:
        bill = read_document(path, name=name, progress=progress)
    except UserError:
        return read_price_list(path, name, progress)
    priced = [position for position in bill.positions if position.unit_price.value]
    table = _as_table(path, name, progress)
    if table is not None and len(table.items) >= len(priced):
        return table
    if not priced:
        raise UserError("catalogue_no_items", file=name)
    items = tuple(_item_of(position) for position in priced if position.code)
    return PriceList(items, bill.name or Path(name).stem, "", edition_of(bill.price_level), currency=bill.currency)


def _plain_list(path: Path) -> bool:
    """Whether the file can be no budget's own format: text, or the XML of a price list."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError:
        return True
    if head.lstrip(b"\xef\xbb\xbf\x00 \r\n\t\xff\xfe").startswith(b"<"):
        return b"CenoveSoustavy" in head
    return not head.startswith((b"PK", b"\xd0\xcf", b"%PDF"))


def _as_table(path: Path, name: str, progress: Progress) -> PriceList | None:
    try:
        return read_price_list(path, name, progress)
    except UserError:
        return None


def _item_of(position: Position) -> CatalogueItem:
    return CatalogueItem(position.code, position.description, position.unit, position.unit_price.value)


def digest(path: Path) -> str:
    """SHA-256 of a file.  Raises UserError `file_missing`, `file_unreadable`."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise UserError("file_missing", file=path.name) from error
    except OSError as error:
        raise UserError("file_unreadable", file=path.name, detail=str(error)) from error


def refresh_catalogues(store: Store, load: Callable[[Path], Catalogue], progress: Progress = silent) -> int:
    """Look at the watched folders and re-import what changed by content; how many editions are new.

    `load` reads and stores one file (`jobs.lists.import_list`: in a child).
    A source that is gone, offline or broken is noted with its error; the edition imported last stays as it is.
    """
    changed = 0
    sources = store.watched.listed()
    for number, source in enumerate(sources):
        progress(number, len(sources), "sources")
        if is_address(source.place):
            continue  # the worker fetches those (`jobs.addresses`)
        folder = Path(source.place)
        if not folder.is_dir():
            store.watched.note(source.id, "source_missing", {"file": source.place})
            continue
        before = {file.path: file for file in source.files}
        try:
            files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
        except OSError as error:
            store.watched.note(source.id, "source_unreadable", {"file": source.place, "seen_error": str(error)})
            continue
        for path in files:
            known = before.get(str(path))
            catalogue = known.catalogue if known else None
            sha256 = known.sha256 if known else ""
            try:
                sha256 = digest(path)
                if known is not None and known.sha256 == sha256 and not known.error_code:
                    continue
                present = store.catalogues.with_content(sha256)
                fresh = present or load(path)
            except UserError as error:
                _log.info("a watched file could not be read: %s", error.code)
                store.watched.note_file(source.id, str(path), sha256, catalogue, error.code, error.params)
                continue
            changed += present is None
            store.watched.note_file(source.id, str(path), sha256, fresh.id)
        _note_gone(store, source, frozenset(map(str, files)))
        store.watched.note(source.id)
    return changed


def _note_gone(store: Store, source: WatchedSource, present: frozenset[str]) -> None:
    """Files that are in the folder no longer: said of those that gave an edition, forgotten of others."""
    for file in source.files:
        if file.path in present:
            continue
        if file.catalogue is None:
            store.watched.forget_file(source.id, file.path)
        else:
            params = {"file": Path(file.path).name}
            store.watched.note_file(source.id, file.path, file.sha256, file.catalogue, "source_file_gone", params)


def _bill(store: Store, document: str) -> BillOfQuantities:
    bill = store.bills.load(document)
    if bill is None:
        raise BugError(f"no bill of {document}")
    return bill
