"""The price lists: editions and their age, search while typing, own prices, own rules, watched folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.match import ArchivedPrice, Catalogue, PersonalRule
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.synonyms import decoded
from estimator_desktop.storage.catalogues import Found
from estimator_desktop.storage.store import Store
from estimator_desktop.storage.watched import FETCH_SETTING, WatchedFile, WatchedSource, is_address
from estimator_desktop.texts import Texts
from estimator_desktop.texts.matching import age, source_trouble
from estimator_desktop.texts.times import parse_day
from estimator_desktop.ui.theme import tabular
from estimator_desktop.ui.widgets.make import button, label
from estimator_desktop.ui.widgets.synonyms import SynonymsTab

_IDENTITY = int(Qt.ItemDataRole.UserRole)
_SHOWN = 500
_WIDTHS = {
    "code": 120, "unit": 60, "price": 110, "source": 220, "noted": 110, "project": 200, "edition": 160, "system": 120,
    "watched": 260, "items": 90, "age": 180, "licence": 220,
}  # fmt: skip
_NUMBERS = frozenset({"price", "items"})
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Rows(QTableWidget):
    """A plain table: columns by name, one of them taking the room there is; `hint` stands in it while it is empty."""

    def __init__(self, texts: Texts, columns: Sequence[str], wide: int, hint: str = "") -> None:
        super().__init__(0, len(columns))
        self._hint = label(hint, "muted", wrap=True, centred=True)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        QVBoxLayout(self.viewport()).addWidget(self._hint)
        self.setHorizontalHeaderLabels([texts.say(f"catalogue.column.{column}") for column in columns])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        self.setFont(tabular(self.font()))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        for place, column in enumerate(columns):
            title = self.horizontalHeaderItem(place)
            if column in _NUMBERS and title is not None:
                title.setTextAlignment(_RIGHT)
            if place != wide:
                self.setColumnWidth(place, _WIDTHS[column])

    def show_rows(self, rows: Sequence[tuple[int, Sequence[str]]], right: Sequence[int] = ()) -> None:
        """Fill the table: an identity and the cells of each row; `right`: columns of numbers."""
        self.setRowCount(len(rows))
        self._hint.setVisible(not rows)
        for number, (identity, cells) in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setData(_IDENTITY, identity)
                if column in right:
                    item.setTextAlignment(_RIGHT)
                self.setItem(number, column, item)

    def chosen(self) -> list[int]:
        """The identities of the selected rows."""
        return [index.data(_IDENTITY) for index in self.selectionModel().selectedRows()]


class CataloguesPage(QWidget):
    """Everything about price lists.  What takes long is asked for by signal; the rest is a look into the store."""

    import_file = Signal()
    watch_folder = Signal()
    refresh_now = Signal()
    remove_editions = Signal(list)
    synonyms_changed = Signal(list)
    watch_address = Signal(str)

    def __init__(self, texts: Texts, store: Store) -> None:
        super().__init__()
        self._texts = texts
        self._store = store
        self._make_search()
        self._make_tables()
        self._lay_out()
        self.refresh()

    def _make_search(self) -> None:
        say = self._texts.say
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("catalogue.search"))
        self.search.setAccessibleName(say("catalogue.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.results = Rows(self._texts, ("code", "description", "unit", "price", "source"), 1, say("catalogue.type"))
        self.results.setAccessibleName(say("catalogue.items"))

    def _make_tables(self) -> None:
        texts, say = self._texts, self._texts.say
        self.editions = Rows(texts, ("name", "edition", "system", "items", "age", "licence"), 0, say("catalogue.empty"))
        self.archive = Rows(
            texts, ("code", "description", "unit", "price", "noted", "project"), 1, say("catalogue.no_archive")
        )
        self.archive.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.archive.itemChanged.connect(self._edited)
        self._entries: dict[int, ArchivedPrice] = {}
        self.rules = Rows(texts, ("description", "unit", "code"), 0, say("catalogue.no_rules"))
        self.sources = Rows(texts, ("watched", "state"), 1, say("catalogue.no_sources"))
        for table, key in (
            (self.editions, "catalogue.editions"), (self.archive, "catalogue.archive"), (self.rules, "catalogue.rules"),
            (self.sources, "catalogue.sources"),
        ):  # fmt: skip
            table.setAccessibleName(say(key))
        self.import_button = button(say("catalogue.import"), "primary")
        self.import_button.clicked.connect(self.import_file)
        self.watch_button = button(say("catalogue.watch"))
        self.watch_button.clicked.connect(self.watch_folder)
        self.refresh_button = button(say("catalogue.refresh"))
        self.refresh_button.clicked.connect(self.refresh_now)
        self.remove_button = button(say("catalogue.remove"))
        self.remove_button.clicked.connect(self._remove_editions)
        self.entry_button = button(say("catalogue.remove_entry"))
        self.entry_button.clicked.connect(self._remove_entries)
        self.rule_button = button(say("catalogue.remove_rule"))
        self.rule_button.clicked.connect(self._remove_rules)
        self.unwatch_button = button(say("catalogue.unwatch"))
        self.unwatch_button.clicked.connect(self._unwatch)
        self.address = QLineEdit()
        self.address.setPlaceholderText(say("address.hint"))
        self.address.setAccessibleName(say("address.hint"))
        self.address.returnPressed.connect(self._watch_address)

    def _lay_out(self) -> None:
        say = self._texts.say
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        for part in (self.import_button, self.watch_button, self.refresh_button):
            top.addWidget(part)
        self.tabs = QTabWidget()
        self._empty = label(say("catalogue.empty"), "muted", wrap=True, centred=True)
        self._nothing = label(say("catalogue.nothing_found"), "muted", centred=True)
        found = QWidget()
        self._stack = QStackedLayout(found)
        for shown in (self.results, self._empty, self._nothing):
            self._stack.addWidget(shown)
        self.tabs.addTab(found, say("catalogue.items"))
        for table, control, key in (
            (self.editions, self.remove_button, "catalogue.editions"),
            (self.archive, self.entry_button, "catalogue.archive"),
            (self.rules, self.rule_button, "catalogue.rules"),
            (self.sources, self.unwatch_button, "catalogue.sources"),
        ):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(table, 1)
            column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
            if table is self.sources:
                column.addWidget(self.address)
            self.tabs.addTab(holder, say(key))
        self.synonyms = SynonymsTab(self._texts)
        self.synonyms.saved.connect(self.synonyms_changed)
        self.tabs.addTab(self.synonyms, say("synonyms.title"))
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addLayout(top)
        page.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        """Show what is stored now."""
        catalogues = self._store.catalogues.listed()
        self.editions.show_rows([(one.id, self._edition(one)) for one in catalogues], right=(3,))
        self._entries = {one.id: one for one in self._store.catalogues.archive(most=_SHOWN)}
        self.archive.blockSignals(True)  # noqa: FBT003 - Qt's own; filling is no editing
        self.archive.show_rows([(one.id, self._entry(one)) for one in self._entries.values()], right=(3,))
        self.archive.blockSignals(False)  # noqa: FBT003
        self.rules.show_rows([(one.id, _rule(one)) for one in self._store.matches.rules()])
        self.sources.show_rows([row for source in self._store.watched.listed() for row in self._source(source)])
        self.synonyms.show_groups(decoded(self._store.setting("synonyms_typed"), self._store.setting("synonyms")))
        self._search()

    def _edition(self, one: Catalogue) -> tuple[str, ...]:
        return one.name, one.edition, self._texts.system(one.system), str(one.items), age(one, self._texts), one.licence

    def _entry(self, one: ArchivedPrice) -> tuple[str, ...]:
        price = self._texts.number(one.price, 2)
        return one.code, one.description, one.unit, price, self._texts.calendar_day(one.noted), one.project

    def _source(self, source: WatchedSource) -> list[tuple[int, tuple[str, str]]]:
        """A folder, and under it its files: read, or what is wrong with them."""
        say = self._texts.say
        if is_address(source.place) and self._store.setting(FETCH_SETTING) != "yes":
            state = say("address.off")
        elif source.error_code:
            params = dict(source.error_params)
            state = source_trouble(source.error_code, params, self._texts, loaded=source.loaded)
        elif source.checked is None:
            state = say("catalogue.source_new")
        elif not source.files:
            state = say("catalogue.source_empty", day=self._texts.day(source.checked))
        else:
            state = say("catalogue.source_ok", day=self._texts.day(source.checked))
        files = [(source.id, (f"    {Path(file.path).name}", self._file(file))) for file in source.files]
        return [(source.id, (source.place, state)), *files]

    def _file(self, file: WatchedFile) -> str:
        if file.error_code:
            return self._texts.error(file.error_code, dict(file.error_params))
        return self._texts.say("catalogue.file_ok", day=self._texts.day(file.checked))

    def _search(self, _text: str = "") -> None:
        typed = self.search.text().strip()
        found = self._store.catalogues.search(typed) if typed else ()
        self.results.show_rows([(one.item.id, self._found(one)) for one in found], right=(3,))
        if found:
            self._stack.setCurrentWidget(self.results)
        elif typed and self.editions.rowCount():
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self.results if self.editions.rowCount() else self._empty)
        if typed and self.tabs.currentIndex() != 0 and self.search.hasFocus():
            self.tabs.setCurrentIndex(0)

    def _found(self, one: Found) -> tuple[str, ...]:
        item = one.item
        price = self._texts.number(item.price, 2) if item.price is not None else ""
        return item.code, item.description, item.unit, price, f"{one.catalogue} {item.edition}"

    def _remove_editions(self) -> None:
        chosen = self.editions.chosen()
        if chosen:
            self.remove_editions.emit(chosen)

    def _edited(self, item: QTableWidgetItem) -> None:
        """Keep an edited cell of an own price; what is no price or no date is put back."""
        entry = self._entries[item.data(_IDENTITY)]
        text = item.text().strip()
        try:
            changed = _changed(entry, item.column(), text)
        except ValueError:
            changed = None
        if changed is not None:
            self._store.catalogues.change_archived(changed)
        self.refresh()

    def _remove_entries(self) -> None:
        self._store.catalogues.remove_archived(self.archive.chosen())
        self.refresh()

    def _remove_rules(self) -> None:
        for identity in self.rules.chosen():
            self._store.matches.remove_rule(identity)
        self.refresh()

    def _watch_address(self) -> None:
        """Watch the typed address; what is none stays in the line."""
        typed = self.address.text().strip()
        if is_address(typed):
            self.address.clear()
            self.watch_address.emit(typed)

    def _unwatch(self) -> None:
        for identity in set(self.sources.chosen()):
            self._store.watched.remove(identity)
        self.refresh()


def _changed(entry: ArchivedPrice, column: int, text: str) -> ArchivedPrice | None:
    """The entry with another cell; None where the text is no value for it."""
    if column == 3:
        price = parse_amount(text).value
        return replace(entry, price=price) if price is not None and price > 0 else None
    if column == 4:
        return replace(entry, noted=parse_day(text))
    if not text:
        return None
    if column == 0:
        return replace(entry, code=text)
    if column == 1:
        return replace(entry, description=text)
    return replace(entry, unit=text) if column == 2 else replace(entry, project=text)


def _rule(one: PersonalRule) -> tuple[str, ...]:
    return one.text, one.unit, one.code
