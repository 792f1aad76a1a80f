"""Before a price list is imported: what it is called, which column holds what, and what the first rows give."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from estimator_desktop.domain.pricelist import FIELDS, Mapping, Preview
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.form import column_of, form
from estimator_desktop.ui.widgets.make import button, label


class PriceListDialog(QDialog):
    """Shows a `Preview`.  `remapped` asks for another preview with a `Mapping`; `chosen` carries what to import."""

    remapped = Signal(object)
    chosen = Signal(object, object)

    def __init__(self, texts: Texts, file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._mapping: Mapping | None = None
        self._filling = False
        self.setWindowTitle(texts.say("pricelist.title", file=file))
        self.resize(880, 560)
        self.name, self.edition, self.system, self.licence = (QLineEdit() for _ in range(4))
        self.columns = {field: QComboBox() for field in FIELDS}
        self.sheet = QComboBox()
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(texts.say("mapping.preview"))
        self.result_line = label(look="muted", wrap=True)
        self.ok = button(texts.say("mapping.import"), "primary")
        self.ok.setEnabled(False)
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._choose)
        cancel = button(texts.say("mapping.cancel"))
        cancel.clicked.connect(self.reject)
        for box in (*self.columns.values(), self.sheet):
            box.currentIndexChanged.connect(self._changed)
        self._lay_out(cancel)

    def _lay_out(self, cancel: QWidget) -> None:
        say = self._texts.say
        about, mapped = form(), form()
        for field, edit in (
            ("name", self.name), ("edition", self.edition), ("system", self.system), ("licence", self.licence),
        ):  # fmt: skip
            about.addRow(say("pricelist.name" if field == "name" else f"mapping.{field}"), edit)
        about.addRow(say("mapping.sheet"), self.sheet)
        for field, box in self.columns.items():
            mapped.addRow(say(f"mapping.{field}"), box)
        forms = QHBoxLayout()
        forms.setSpacing(24)
        forms.addLayout(about, 1)
        forms.addLayout(mapped, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.result_line, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.ok)
        column = column_of(self)
        column.addLayout(forms)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def show_preview(self, preview: Preview) -> None:
        """Show how the file would be read; what the person has typed stays."""
        self._filling = True
        for edit, text in ((self.name, preview.name), (self.edition, preview.edition), (self.system, preview.system)):
            if not edit.text():
                edit.setText(text)
        self._mapping = preview.mapping
        self._fill_sheets(preview)
        width = max((len(row) for row in preview.rows), default=0)
        heads = [self._head(preview, column) for column in range(width)]
        for field, box in self.columns.items():
            box.clear()
            box.addItem(self._texts.say("mapping.none"), None)
            for column in range(width):
                box.addItem(heads[column], column)
            taken = getattr(preview.mapping, field) if preview.mapping else None
            box.setCurrentIndex(0 if taken is None else taken + 1)
        self._fill_table(preview, heads)
        count = self._texts.count("items", len(preview.items))
        first = preview.items[0] if preview.items else None
        begins = f"{first.code} {first.description} {first.unit}" if first else ""
        self.result_line.setText(
            self._texts.say("pricelist.first", count=count, first=begins)
            if first
            else self._texts.say("pricelist.none")
        )
        self.ok.setEnabled(bool(preview.items))
        self._filling = False

    def _fill_sheets(self, preview: Preview) -> None:
        self.sheet.clear()
        for title in preview.sheets:
            self.sheet.addItem(title, title)
        if preview.mapping is not None:
            self.sheet.setCurrentIndex(max(0, self.sheet.findData(preview.mapping.sheet)))
        self.sheet.setEnabled(len(preview.sheets) > 1)

    def _fill_table(self, preview: Preview, heads: list[str]) -> None:
        rows = preview.rows or tuple(
            (item.code, item.description, item.unit, "" if item.price is None else str(item.price))
            for item in preview.items
        )
        self.table.setColumnCount(max((len(row) for row in rows), default=0))
        self.table.setRowCount(len(rows))
        if heads:
            self.table.setHorizontalHeaderLabels(heads)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                self.table.setItem(number, column, item)
        self.table.resizeColumnsToContents()

    @staticmethod
    def _head(preview: Preview, column: int) -> str:
        """The column's letter and, where the sheet has one, its header."""
        letter = chr(ord("A") + column) if column < 26 else str(column + 1)
        headed = preview.mapping is not None and preview.mapping.header >= 0 and bool(preview.rows)
        text = preview.rows[0][column] if headed and column < len(preview.rows[0]) else ""
        return f"{letter} {text}".strip()

    def _changed(self) -> None:
        if self._filling:
            return
        chosen = {field: box.currentData() for field, box in self.columns.items()}
        description = chosen.pop("description")
        self.ok.setEnabled(False)
        if description is None:
            return
        before = self._mapping or Mapping(description)
        sheet = self.sheet.currentData() or ""
        if sheet != before.sheet:
            before = Mapping(description, sheet=sheet)
        self.remapped.emit(replace(before, description=description, **chosen))

    def _choose(self) -> None:
        said = {
            "name": self.name.text().strip(), "edition": self.edition.text().strip(),
            "system": self.system.text().strip(), "licence": self.licence.text().strip(),
        }  # fmt: skip
        self.chosen.emit(said, self._mapping)
        self.accept()
