"""What do the columns hold?  The file's first rows, a role over each column, and a name to remember the layout by."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.mapping import (
    ColumnRole,
    LayoutTemplate,
    TableMapping,
    TablePreview,
    column_name,
    fingerprint,
)
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label, spin
from estimator_desktop.ui.widgets.ticked import Ticked

_BESIDE, _WIDEST = 12, 360
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class MappingDialog(QDialog):
    """Emits `chosen` with the mapping and the template to remember (None: none), then closes."""

    chosen = Signal(object, object)

    def __init__(self, file: str, preview: TablePreview, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._preview = preview
        self._roles = dict(preview.guess.columns)
        self.setWindowTitle(texts.say("mapping.title", file=file))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1040, 640)
        self.sheets = Ticked()
        self.sheets.setAccessibleName(texts.say("mapping.sheets"))
        self.sheets.setMaximumWidth(200)
        for sheet in preview.sheets:
            item = QListWidgetItem(sheet.name)
            item.setCheckState(_CHECKED if sheet.name in preview.guess.sheets else _UNCHECKED)
            self.sheets.addItem(item)
        self.header = spin()
        self.header.setAccessibleName(texts.say("mapping.header"))
        self.header.setSpecialValueText(texts.say("mapping.no_header"))
        self.header.setRange(0, max((len(sheet.rows) for sheet in preview.sheets), default=0))
        self.header.setValue(0 if preview.guess.header is None else preview.guess.header + 1)
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(texts.say("mapping.preview"))
        self.table.setWordWrap(False)
        self.name = QLineEdit()
        self.name.setPlaceholderText(texts.say("mapping.name"))
        self.name.setAccessibleName(texts.say("mapping.name"))
        self.missing = label(look="muted", wrap=True)
        self.read = button(texts.say("mapping.read"), "primary")
        self.read.setDefault(True)
        self.cancel = button(texts.say("jobs.cancel"))
        self._boxes: list[QComboBox] = []
        self._lay_out()
        self.sheets.setCurrentRow(self._first_sheet())
        self._show_sheet(self.sheets.currentRow())
        self.sheets.currentRowChanged.connect(self._show_sheet)
        self.sheets.itemChanged.connect(lambda _item: self._judge())
        self.header.valueChanged.connect(lambda _value: self._judge())
        self.name.textChanged.connect(lambda _text: self._judge())
        self.read.clicked.connect(self._accept)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        say = self._texts.say
        left = QVBoxLayout()
        left.addWidget(label(say("mapping.sheets"), "muted"))
        left.addWidget(self.sheets, 1)
        left.addWidget(label(say("mapping.header"), "muted"))
        left.addWidget(self.header)
        middle = QHBoxLayout()
        middle.addLayout(left)
        middle.addWidget(self.table, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.name, 1)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.read)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(say("mapping.what"), wrap=True))
        column.addLayout(middle, 1)
        column.addWidget(self.missing)
        column.addLayout(bottom)

    def _first_sheet(self) -> int:
        names = [sheet.name for sheet in self._preview.sheets]
        return next((names.index(name) for name in self._preview.guess.sheets if name in names), 0)

    def _show_sheet(self, number: int) -> None:
        """Fill the preview: roles in the first row, then the sheet's rows as they are."""
        rows = self._preview.sheets[number].rows if 0 <= number < len(self._preview.sheets) else ()
        width = max(max((len(row) for row in rows), default=0), 1 + max(self._roles, default=0))
        self.table.clear()
        self.table.setColumnCount(width)
        self.table.setRowCount(len(rows) + 1)
        self.table.setHorizontalHeaderLabels([column_name(column) for column in range(width)])
        self.table.setVerticalHeaderLabels(["", *(str(row + 1) for row in range(len(rows)))])
        self._boxes = []
        for column in range(width):
            box = QComboBox()
            box.addItem(self._texts.say("mapping.role.nothing"), None)
            for role in ColumnRole:
                box.addItem(self._texts.say(f"mapping.role.{role.value}"), role.value)
            chosen = self._roles.get(column)
            box.setCurrentIndex(0 if chosen is None else 1 + list(ColumnRole).index(chosen))
            box.currentIndexChanged.connect(lambda _index, column=column: self._take_role(column))
            self.table.setCellWidget(0, column, box)
            self._boxes.append(box)
        for place, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                self.table.setItem(place, column, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()
        for column, box in enumerate(self._boxes):
            wanted = max(self.table.columnWidth(column), box.sizeHint().width() + _BESIDE)
            self.table.setColumnWidth(column, min(wanted, _WIDEST))
        self._judge()

    def set_role(self, column: int, role: ColumnRole | None) -> None:
        """Say what a column holds, as a choice in its box does."""
        self._boxes[column].setCurrentIndex(0 if role is None else 1 + list(ColumnRole).index(role))

    def _take_role(self, column: int) -> None:
        """A role stands once: where it stood before it goes."""
        value = self._boxes[column].currentData()
        if value is None:
            self._roles.pop(column, None)
        else:
            role = ColumnRole(value)
            before = next((place for place, held in self._roles.items() if held is role and place != column), None)
            self._roles[column] = role
            if before is not None:
                self.set_role(before, None)
        self._judge()

    def mapping(self) -> TableMapping:
        """What is chosen now."""
        items = [self.sheets.item(row) for row in range(self.sheets.count())]
        sheets = tuple(item.text() for item in items if item.checkState() is _CHECKED)
        header = self.header.value()
        return TableMapping(tuple(sorted(self._roles.items())), header - 1 if header else None, sheets)

    def template(self) -> LayoutTemplate | None:
        """The template to remember, for every sheet with these titles; None without a name or without titles."""
        name, mapping = self.name.text().strip(), self.mapping()
        if not name or mapping.header is None or self.sheets.currentRow() < 0:
            return None
        rows = self._preview.sheets[self.sheets.currentRow()].rows
        titles = fingerprint(rows[mapping.header]) if mapping.header < len(rows) else ""
        return LayoutTemplate(name, titles, TableMapping(mapping.columns, mapping.header)) if titles else None

    def _judge(self) -> None:
        """Say what is missing before the file can be read."""
        mapping = self.mapping()
        ready = mapping.complete and bool(mapping.sheets)
        nameless = bool(self.name.text().strip()) and self.template() is None
        self.read.setEnabled(ready and not nameless)
        words = "" if ready else "mapping.missing"
        self.missing.setText(
            self._texts.say("mapping.needs_titles" if ready and nameless else words) if words or nameless else ""
        )

    def _accept(self) -> None:
        self.chosen.emit(self.mapping(), self.template())
        self.accept()
